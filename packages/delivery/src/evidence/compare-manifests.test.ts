import { describe, expect, it } from "vitest";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";
import { compareExposures } from "./compare-exposures.ts";
import { compareMacros } from "./compare-macros.ts";
import { compareSettings } from "./compare-settings.ts";
import { compareSources } from "./compare-sources.ts";
import { compareTests } from "./compare-tests.ts";

// biome-ignore lint/suspicious/noExplicitAny: a manifest is changed in one place by each row
type Loose = any;

const macro = (package_name: string, name: string, macro_sql: string) => ({
  [`macro.${package_name}.${name}`]: { name, package_name, macro_sql },
});

/** A small project: one contracted incremental model with tests, a snapshot, a source, macros, a hook. */
function manifest(): Loose {
  return {
    metadata: { project_name: "shop" },
    nodes: {
      "model.shop.orders": {
        unique_id: "model.shop.orders",
        resource_type: "model",
        name: "orders",
        schema: "main",
        alias: "orders",
        config: {
          materialized: "incremental",
          unique_key: "id",
          incremental_strategy: "merge",
          contract: { enforced: true },
        },
        columns: {
          id: { name: "id", data_type: "integer", constraints: [{ type: "not_null" }], meta: {} },
          email_hash: { name: "email_hash", data_type: "varchar", constraints: [], meta: { pii: true } },
        },
        constraints: [{ type: "primary_key", columns: ["id"] }],
      },
      "snapshot.shop.customers": {
        unique_id: "snapshot.shop.customers",
        resource_type: "snapshot",
        name: "customers",
        schema: "main",
        config: { materialized: "snapshot", strategy: "timestamp", updated_at: "changed_at", unique_key: "id" },
      },
      "test.shop.not_null_orders_id": {
        unique_id: "test.shop.not_null_orders_id",
        resource_type: "test",
        name: "not_null_orders_id",
        column_name: "id",
        attached_node: "model.shop.orders",
        test_metadata: { name: "not_null", kwargs: { column_name: "id", model: "{{ orders }}" } },
        config: { severity: "ERROR", where: null, error_if: "!= 0", warn_if: "!= 0" },
      },
      "test.shop.status": {
        unique_id: "test.shop.status",
        resource_type: "test",
        name: "accepted_values_orders_status",
        column_name: "status",
        attached_node: "model.shop.orders",
        test_metadata: { name: "accepted_values", kwargs: { values: ["new", "paid"] } },
        config: { severity: "ERROR" },
      },
      "test.shop.nothing_is_lost": {
        unique_id: "test.shop.nothing_is_lost",
        resource_type: "test",
        name: "nothing_is_lost",
        raw_code: "select 1 from orders where id is null",
        config: { severity: "ERROR" },
      },
      "operation.shop.shop-on-run-end-0": {
        unique_id: "operation.shop.shop-on-run-end-0",
        resource_type: "operation",
        name: "shop-on-run-end-0",
        raw_code: "grant select on orders to readers",
        config: {},
      },
    },
    sources: {
      "source.shop.raw.orders": {
        unique_id: "source.shop.raw.orders",
        resource_type: "source",
        name: "orders",
        source_name: "raw",
        schema: "raw",
        identifier: "orders",
        freshness: { error_after: { count: 1, period: "day" } },
      },
    },
    unit_tests: {
      "unit_test.shop.orders.counts": { name: "counts", model: "orders", given: [], expect: { rows: [{ n: 1 }] } },
    },
    macros: {
      ...macro("shop", "cents", "{% macro cents(c) %} {{ c }} / 100 {% endmacro %}"),
      ...macro("dbt", "generate_schema_name", "…"),
    },
    exposures: {
      "exposure.shop.report": { name: "report", depends_on: { nodes: ["model.shop.orders"] } },
    },
    child_map: {},
  };
}

function differences(change: (manifest: Loose) => void, compared = manifest()): string[] {
  const old = compared as DbtManifest;
  const now = manifest();
  change(now);
  return [compareTests, compareSettings, compareMacros, compareSources, compareExposures]
    .flatMap((compare) => compare(old, now))
    .map(({ code, nodes }) => `${code} ${nodes.join(" ")}`);
}

const orders = (now: Loose) => now.nodes["model.shop.orders"];
const test = (now: Loose) => now.nodes["test.shop.not_null_orders_id"];

describe("two accounts of a dbt project", () => {
  it.each<[string, (now: Loose) => void, string[]]>([
    ["nothing", () => undefined, []],
    [
      "a test that is gone",
      (now) => delete now.nodes["test.shop.not_null_orders_id"],
      ["test.gone test:not_null_orders_id model:orders.id"],
    ],
    [
      "a test that only warns",
      (now) => {
        test(now).config.severity = "warn";
      },
      ["test.weaker test:not_null_orders_id model:orders.id"],
    ],
    [
      "a test on some rows alone",
      (now) => {
        test(now).config.where = "id > 10";
      },
      ["test.weaker test:not_null_orders_id model:orders.id"],
    ],
    [
      "a test that lets a few through",
      (now) => {
        test(now).config.error_if = "> 10";
      },
      ["test.weaker test:not_null_orders_id model:orders.id"],
    ],
    [
      "another accepted value",
      (now) => {
        now.nodes["test.shop.status"].test_metadata.kwargs.values.push("lost");
      },
      ["test.changed test:accepted_values_orders_status model:orders.status"],
    ],
    [
      "another text of a test of its own",
      (now) => {
        now.nodes["test.shop.nothing_is_lost"].raw_code = "select 1 from orders where false";
      },
      ["test.changed test:nothing_is_lost"],
    ],
    [
      "a test of its own, laid out otherwise",
      (now) => {
        now.nodes["test.shop.nothing_is_lost"].raw_code = "-- why\nSELECT 1\nfrom orders\nwhere id is null";
      },
      [],
    ],
    [
      "another expectation of a unit test",
      (now) => {
        now.unit_tests["unit_test.shop.orders.counts"].expect.rows = [{ n: 2 }];
      },
      ["test.changed test:counts model:orders"],
    ],
    [
      "a unit test that is gone",
      (now) => delete now.unit_tests["unit_test.shop.orders.counts"],
      ["test.gone test:counts model:orders"],
    ],
    [
      "a contract that nobody enforces",
      (now) => {
        orders(now).config.contract.enforced = false;
      },
      ["contract.loosened model:orders model:orders"],
    ],
    [
      "a constraint that is gone",
      (now) => {
        orders(now).columns.id.constraints = [];
      },
      ["contract.loosened model:orders.id model:orders"],
    ],
    [
      "a key that is gone",
      (now) => {
        orders(now).constraints = [];
      },
      ["contract.loosened model:orders model:orders"],
    ],
    [
      "a column that leaves the contract",
      (now) => delete orders(now).columns.email_hash,
      ["contract.loosened model:orders.email_hash model:orders"],
    ],
    [
      "a mark that is gone",
      (now) => {
        orders(now).columns.email_hash.meta = {};
      },
      ["sensitive.unmarked model:orders.email_hash model:orders"],
    ],
    [
      "another key of an incremental model",
      (now) => {
        orders(now).config.unique_key = null;
      },
      ["model.building-changed model:orders model:orders"],
    ],
    [
      "a table in place of an incremental model",
      (now) => {
        orders(now).config.materialized = "table";
      },
      ["model.building-changed model:orders model:orders"],
    ],
    [
      "another strategy of a snapshot",
      (now) => {
        now.nodes["snapshot.shop.customers"].config.strategy = "check";
      },
      ["model.building-changed model:customers model:customers"],
    ],
    ["a model that is gone", (now) => delete now.nodes["model.shop.orders"], ["model.gone model:orders model:orders"]],
    [
      "a model that moves",
      (now) => {
        orders(now).alias = "orders_v2";
      },
      ["model.moved model:orders model:orders"],
    ],
    [
      "another hook",
      (now) => {
        now.nodes["operation.shop.shop-on-run-end-0"].raw_code = "drop table orders";
      },
      ["hook.changed operation:shop-on-run-end-0"],
    ],
    [
      "a macro that does something else",
      (now) => Object.assign(now.macros, macro("shop", "cents", "{% macro cents(c) %} {{ c }} / 10 {% endmacro %}")),
      ["macro.changed macro:cents"],
    ],
    [
      "a macro with a comment",
      (now) =>
        Object.assign(
          now.macros,
          macro("shop", "cents", "{# Money. #}\n{% macro cents(c) %} {{ c }} / 100 {% endmacro %}"),
        ),
      [],
    ],
    ["a macro more", (now) => Object.assign(now.macros, macro("shop", "half", "{{ c }} / 2")), []],
    [
      "a macro in the place of dbt's",
      (now) => Object.assign(now.macros, macro("shop", "generate_schema_name", "x")),
      ["macro.overrides macro:generate_schema_name"],
    ],
    [
      "a source that lies elsewhere",
      (now) => {
        now.sources["source.shop.raw.orders"].identifier = "orders_old";
      },
      ["source.moved source:raw.orders"],
    ],
    [
      "a source that may be older",
      (now) => {
        now.sources["source.shop.raw.orders"].freshness = null;
      },
      ["source.freshness source:raw.orders"],
    ],
    [
      "an exposure that is gone",
      (now) => delete now.exposures["exposure.shop.report"],
      ["exposure.changed exposure:report"],
    ],
    [
      "an exposure that forgets what it reads",
      (now) => {
        now.exposures["exposure.shop.report"].depends_on.nodes = [];
      },
      ["exposure.changed exposure:report"],
    ],
    [
      "descriptions and tags",
      (now) => {
        orders(now).description = "Other words.";
        orders(now).tags = ["daily"];
      },
      [],
    ],
    ["a stricter test", (now) => Object.assign(now.nodes, { "test.shop.unique": { ...test(now), name: "u" } }), []],
  ])("differ by %s", (_, change, expected) => {
    expect(differences(change)).toEqual(expected);
  });

  it("do not differ by a warning that is an error now", () => {
    const warned = manifest();
    test(warned).config.severity = "WARN";

    expect(differences(() => undefined, warned)).toEqual([]);
  });
});
