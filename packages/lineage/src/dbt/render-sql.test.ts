import { describe, expect, it } from "vitest";
import { type RelationNames, renderSql } from "./render-sql.ts";

const names: RelationNames = {
  own: "main.own",
  ref: (model) => (model === "e" ? { name: "__dbt__cte__e", ephemeral: "select 1 as x" } : { name: `main.${model}` }),
  source: (source, table) => (source === "raw" ? { name: `raw.${table}` } : undefined),
};

describe("the SQL that a model's text stands for", () => {
  it.each([
    ["a reference", "select * from {{ ref('a') }}", "select * from main.a"],
    ["a source, in other quotes and space", 'select * from {{source( "raw" , "t" )}}', "select * from raw.t"],
    ["itself", "select * from {{ this }}", "select * from main.own"],
    ["settings", "{{ config(materialized='table', tags=['a']) }}\nselect 1", "select 1"],
    ["a remark", "select 1 {# {{ m() }} #} as x", "select 1  as x"],
    ["dashes that take the space", "select 1 {%- if is_incremental() -%} , 2 {%- endif %} as x", "select 1 as x"],
    [
      "an ephemeral model",
      "select * from {{ ref('e') }}",
      "with __dbt__cte__e as (\nselect 1 as x\n) select * from __dbt__cte__e",
    ],
    [
      "an ephemeral model before others",
      "-- why\nwith a as (select 2) select * from {{ ref('e') }}, a",
      "with __dbt__cte__e as (\nselect 1 as x\n),  a as (select 2) select * from __dbt__cte__e, a",
    ],
  ])("is that of %s", (_, text, sql) => {
    expect(renderSql(text, names, "full")).toBe(sql);
  });

  it("is that of the leg asked for", () => {
    const text = "select 1{% if is_incremental() %} where a{% else %} where b{% endif %}";

    expect(renderSql(text, names, "full")).toBe("select 1 where b");
    expect(renderSql(text, names, "incremental")).toBe("select 1 where a");
  });

  it.each([
    ["a macro", "select {{ cents('x') }}"],
    ["a variable", "select {{ var('x') }}"],
    ["a source nobody knows", "select * from {{ source('other', 't') }}"],
    ["a condition", "select 1 {% if target.name == 'prod' %} , 2 {% endif %}"],
    ["a loop", "select {% for x in [1] %} {{ x }} {% endfor %}"],
    ["a block that stays open", "select 1 {% if is_incremental() %}"],
    ["a block that was never opened", "select 1 {% endif %}"],
    ["an ephemeral model before recursive ones", "with recursive r as (select 1) select * from {{ ref('e') }}, r"],
  ])("is not known of %s", (_, text) => {
    expect(renderSql(text, names, "full")).toBeUndefined();
  });
});
