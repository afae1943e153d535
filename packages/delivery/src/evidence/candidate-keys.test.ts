import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type DbtManifest, readManifest } from "../dbt/dbt-manifest.ts";
import { sensitiveIn } from "../dbt/sensitive-columns.ts";
import { candidateKeys } from "./candidate-keys.ts";

const ORDERS = "model.shop.orders";

/** A manifest of one model and tests of it, as dbt writes them. */
function manifest(model: object, tests: readonly object[] = []): DbtManifest {
  const folder = mkdtempSync(join(tmpdir(), "throughline-manifest-"));
  try {
    const file = join(folder, "manifest.json");
    const orders = { unique_id: ORDERS, resource_type: "model", name: "orders", ...model };
    const nodes = [
      orders,
      ...tests.map((test, at) => ({
        unique_id: `test.shop.${at}`,
        resource_type: "test",
        name: `t${at}`,
        attached_node: ORDERS,
        ...test,
      })),
    ];
    writeFileSync(file, JSON.stringify({ nodes: Object.fromEntries(nodes.map((node) => [node.unique_id, node])) }));
    const read = readManifest(file);
    if (!read) throw new Error("no manifest");
    return read;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it("takes tests of uniqueness for keys, of one column before several, in the order of the columns", () => {
  const read = manifest({ columns: { id: { name: "id" }, Code: { name: "Code" } } }, [
    {
      test_metadata: {
        name: "unique_combination_of_columns",
        namespace: "dbt_utils",
        kwargs: { combination_of_columns: ["day", "shop"] },
      },
    },
    { column_name: "code", test_metadata: { name: "unique", kwargs: {} } },
    { column_name: "id", test_metadata: { name: "unique", kwargs: {} } },
    { column_name: "amount", test_metadata: { name: "not_null", kwargs: {} } },
    { column_name: "other", attached_node: "model.shop.other", test_metadata: { name: "unique", kwargs: {} } },
  ]);

  expect(candidateKeys(read, ORDERS)).toEqual([["id"], ["code"], ["day", "shop"]]);
});

it("takes constraints and the key of an incremental model for keys, each once, the primary key first", () => {
  const read = manifest(
    {
      config: { materialized: "incremental", unique_key: ["Shop", "day"] },
      constraints: [
        { type: "primary_key", columns: ["day", "shop"] },
        { type: "check", columns: null },
      ],
      columns: { code: { name: "code", constraints: [{ type: "unique" }, { type: "not_null" }] } },
    },
    [{ column_name: '"Order ""Id"""', test_metadata: { name: "unique" } }],
  );

  expect(candidateKeys(read, ORDERS)).toEqual([["day", "shop"], ['Order "Id"'], ["code"]]);
});

it("takes a key that is one text for a key of one column", () => {
  expect(candidateKeys(manifest({ config: { unique_key: "id" } }), ORDERS)).toEqual([["id"]]);
});

it("has no keys for a node that says nothing, or is not there", () => {
  const odd = {
    config: { unique_key: { a: 1 } },
    constraints: null,
    columns: { a: { name: "a", meta: null, tags: 7 } },
  };
  expect(candidateKeys(manifest({ config: { unique_key: null } }), ORDERS)).toEqual([]);
  expect(candidateKeys(manifest(odd), ORDERS)).toEqual([]);
  expect(candidateKeys(manifest({}), "model.shop.none")).toEqual([]);
});

it("takes for sensitive what is named, marked or tagged so", () => {
  const node = manifest({
    columns: {
      Shoe_Size: { name: "Shoe_Size", meta: { contains_pii: true } },
      salary: { name: "salary", config: { meta: { sensitive: "true" } } },
      diet: { name: "diet", tags: ["personal"] },
      faith: { name: "faith", config: { tags: "PII" } },
      amount: { name: "amount", meta: { pii: false, owner: "finance" }, tags: ["daily"] },
    },
  }).nodes[ORDERS];
  if (!node) throw new Error("no node");

  const sensitive = sensitiveIn(node);

  expect(["shoe_size", "SALARY", "diet", "faith", "customer_email"].filter(sensitive)).toHaveLength(5);
  expect(["amount", "id"].filter(sensitive)).toEqual([]);
});
