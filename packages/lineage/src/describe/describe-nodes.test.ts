import { describe, expect, it } from "vitest";
import { PROJECTS, renderedManifest, semanticModelOf } from "../test-support/rendered-project.ts";
import { columnSql } from "./column-sql.ts";
import { describeNodes } from "./describe-nodes.ts";

const MANIFEST = {
  metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json", adapter_type: "duckdb" },
  nodes: {
    "model.p.orders.v2": {
      ...{ resource_type: "model", unique_id: "model.p.orders.v2", name: "orders", schema: "main", version: 2 },
      ...{ original_file_path: "models\\orders.sql", raw_code: "select 1 as id", description: " Orders. " },
      compiled_code: "with a as (select amount_cents / 100 as amount, mail as email from raw.t) select * from a",
      columns: {
        AMOUNT: {
          ...{ name: "amount", description: "In dollars.", data_type: "decimal" },
          config: { meta: { synonyms: ["sum", "value"] } },
        },
      },
    },
  },
  sources: {
    "source.p.raw.t": {
      ...{ resource_type: "source", unique_id: "source.p.raw.t", schema: "raw", name: "t", identifier: "t" },
    },
  },
};

const facts = {
  relations: [
    {
      ...{ schema: "main", name: "orders", rows: 3 },
      columns: [
        { name: "amount", type: "DOUBLE", values: [1, 2] },
        { name: "email", type: "VARCHAR", values: ["ana@example.org"] },
      ],
    },
  ],
  inputFields: [],
};

describe("what is known of a node", () => {
  const known = describeNodes({ manifest: MANIFEST, transform: "dbt", facts });

  it("is, of a column that dbt builds, what the project, the SQL and the warehouse say", () => {
    expect(known("MODEL:orders.v2.Amount")).toEqual({
      node: "model:orders.v2.Amount",
      file: "dbt/models/orders.sql",
      description: "In dollars.",
      synonyms: ["sum", "value"],
      type: "DOUBLE",
      definition: "amount_cents / 100",
      values: [1, 2],
    });
  });

  it("is never a value of a sensitive column, even where somebody hands it over", () => {
    expect(known("model:orders.v2.email")).toMatchObject({ type: "VARCHAR", definition: "mail" });
    expect(JSON.stringify(known("model:orders.v2.email"))).not.toContain("ana@");
  });

  it("is, of a model, its text and what the project says", () => {
    expect(known("model:orders.v2")).toEqual({
      node: "model:orders.v2",
      file: "dbt/models/orders.sql",
      description: "Orders.",
      synonyms: [],
      definition: "select 1 as id",
    });
  });

  it("is nothing of what nobody knows", () => {
    expect(known("model:gone.x")).toBeUndefined();
    expect(describeNodes({})("model:orders.v2")).toBeUndefined();
    expect(known("source:raw.t.x")).toEqual({ node: "source:raw.t.x", synonyms: [] });
  });

  it.each(Object.entries(PROJECTS))("has the place of every table, field and visual of %s", (_, place) => {
    const model = semanticModelOf(place);
    const all = describeNodes({ manifest: renderedManifest(place), models: [model] });

    for (const { name, columns, measures } of model.tables) {
      expect(all(`table:${name}`)).toMatchObject({ file: expect.stringContaining(".tmdl"), line: expect.any(Number) });
      for (const column of columns) expect(all(`column:${name}[${column.name}]`)?.type).toBe(column.type);
      for (const one of measures) expect(all(`measure:${name}[${one.name}]`)?.definition).toBe(one.expression);
    }
    for (const { page, name, type } of model.visuals) expect(all(`visual:${page}/${name}`)?.type).toBe(type);
  });
});

describe("the SQL of a column", () => {
  it.each([
    ["a", "select x + 1 as a from t", "x + 1"],
    ["A", "select q.a from (select sum(x) as a from t) as q", "SUM(x)"],
    ["a", "with c as (select x as b from t), d as (select b as a from c) select * from d", "x"],
    ["a", "select t.a, u.b from t join u using (k)", "t.a"],
    ["a", "select 1 as a union all select 2", "1"],
    ["a", "with t as (select y as a from t) select a from t", "y"],
    ["a", "select c.a from raw.c", "c.a"],
    ["b", "with c as (select 1 as a) select * from c join t on true", undefined],
    ["gone", "select 1 as a", undefined],
    ["a", "select from where", undefined],
    ["a", "with recursive r as (select 1 as a union all select a + 1 from r) select a from r", "a"],
  ])("%s of %s", (column, sql, made) => {
    expect(columnSql(sql, "duckdb", column)).toBe(made);
  });
});
