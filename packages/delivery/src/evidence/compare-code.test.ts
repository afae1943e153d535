import type { Engine } from "@throughline/semantic-model";
import { expect, it } from "vitest";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";
import { compareCode } from "./compare-code.ts";

/** Reads no joins: what is tried here needs none. */
const engine: Engine = { query: () => Promise.reject(new Error("no engine")) };

const SQL = "select id, amount * 100 as cents from {{ ref('orders') }} where status <> 'lost' and amount > 0";

function manifest(raw_code: string): DbtManifest {
  const node = { unique_id: "model.shop.m", resource_type: "model", name: "m", original_file_path: "m.sql", raw_code };
  return { nodes: { "model.shop.m": node }, sources: {}, child_map: {} } as unknown as DbtManifest;
}

async function codes(after: string): Promise<string[]> {
  const found = await compareCode(manifest(SQL), manifest(after), { engine, folder: "dbt", understood: new Set() });
  return found.map(({ code, message }) => `${code}: ${message}`);
}

it.each([
  [
    "another layout",
    "SELECT id,\n  amount*100 AS cents\nFROM {{ref('orders')}}\nWHERE status <> 'lost'\n  AND amount > 0",
  ],
  ["a condition that is always true", `${SQL} and 1 = 1`],
  ["conditions in another order", SQL.replace("status <> 'lost' and amount > 0", "amount > 0 and status <> 'lost'")],
  ["a column more", SQL.replace("id,", "id, amount > 5 as is_large,")],
  ["a part of its own", `with o as (select * from {{ ref('orders') }}) ${SQL.replace("{{ ref('orders') }}", "o")}`],
  ["another reference", SQL.replace("'orders'", "'orders_v2'")],
])("does the same tomorrow with %s", async (_, after) => {
  expect(await codes(after)).toEqual([]);
});

it.each([
  ["a boundary that moved", SQL.replace("> 0", ">= 0"), "model.logic-changed: m no longer says >"],
  ["a filter that is gone", SQL.replace(" and amount > 0", ""), "model.logic-changed: m no longer says >, 0"],
  ["another value", SQL.replace("'lost'", "'gone'"), "model.logic-changed: m no longer says 'lost'"],
  ["another unit", SQL.replace("100", "1000"), "model.logic-changed: m no longer says 100"],
  [
    "the clock in it",
    SQL.replace("> 0", "> 0 and day < current_date"),
    "model.unsteady: m begins to read current_date",
  ],
])("need not do the same tomorrow with %s", async (_, after, expected) => {
  expect(await codes(after)).toEqual([expected]);
});
