import { expect, it } from "vitest";
import { watermarkOf } from "./watermark.ts";

const columns = ["id", "updated_at", "source_file", "Geändert am", "max"];

it.each([
  ["where updated_at > (select max(updated_at) from {{ this }})", ["updated_at"]],
  ["where x > (select coalesce(max(T.UPDATED_AT), '1900-01-01') from {{this}} as t)", ["updated_at"]],
  [
    "(source_file, id) not in (select distinct known.source_file, known.id from {{ this }} as known)",
    ["source_file", "id"],
  ],
  ['where g > (select max("Geändert am") from {{ this }})', ["Geändert am"]],
  ["select id from {{ ref('orders') }} where updated_at > '{{ var(\"since\") }}'", []],
  ["select id from orders where source_file > (select max(updated_at) from {{ this }})", ["updated_at"]],
])("finds what tells new rows from old in %s", (code, found) => {
  expect(watermarkOf(code, columns)).toEqual(found);
});
