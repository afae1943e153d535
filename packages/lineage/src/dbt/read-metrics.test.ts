import { describe, expect, it } from "vitest";
import { buildGraph } from "../build-graph.ts";
import { Lineage } from "../lineage.ts";

const filter = (sql: string) => ({ where_filters: [{ where_sql_template: sql }] });
const model = (name: string, sql: string) => ({
  ...{ resource_type: "model", unique_id: `model.p.${name}`, name, schema: "main", compiled_code: sql },
  depends_on: { nodes: [] },
});
const metric = (name: string, type_params: object, on: readonly string[], more: object = {}) => [
  `metric.p.${name}`,
  { name, type: "simple", type_params, depends_on: { nodes: on }, ...more },
];
const measured = (name: string, where?: string) => {
  const measure = { name, filter: where === undefined ? null : filter(where) };
  return { measure, input_measures: [measure] };
};

/** As dbt 1.11 writes it, less what is not read. */
const manifest = (...metrics: readonly unknown[][]) => ({
  metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json", adapter_type: "duckdb" },
  nodes: {
    "model.p.orders": model(
      "orders",
      "select 1 as order_id, 2 as customer_id, 2.5 as amount, 0.5 as tax, 'x' as status",
    ),
    "model.p.customers": model("customers", "select 2 as customer_id, 'Nord' as region, 'a' as name"),
  },
  semantic_models: {
    "semantic_model.p.orders": {
      depends_on: { nodes: ["model.p.orders"] },
      entities: [
        { name: "order", type: "primary", expr: "order_id" },
        { name: "customer", type: "foreign", expr: "customer_id" },
      ],
      dimensions: [{ name: "state", expr: "status" }],
      measures: [
        { name: "revenue", expr: "amount + tax" },
        { name: "amount", expr: null },
        { name: "orders", expr: "1" },
        { name: "odd", expr: "{{ cents('amount') }}" },
      ],
    },
    "semantic_model.p.customers": {
      depends_on: { nodes: ["model.p.customers"] },
      entities: [{ name: "customer", type: "primary", expr: "customer_id" }],
      dimensions: [{ name: "region", expr: null }],
      measures: [],
    },
  },
  metrics: Object.fromEntries(metrics),
  exposures: metrics.some(([id]) => id === "metric.p.ratio")
    ? { e: { name: "board", depends_on: { nodes: ["metric.p.ratio"] } } }
    : {},
});

const ORDERS = ["semantic_model.p.orders"];

function edgesOf(...metrics: readonly unknown[][]): readonly string[] {
  const { graph } = new Lineage(buildGraph({ manifest: manifest(...metrics) }));
  return graph.edges
    .filter(({ from, to }) => to.startsWith("metric:") || from.startsWith("metric:"))
    .map(({ from, to, kind }) => `${from} ${kind} ${to}`);
}

describe("a metric of dbt", () => {
  it("is made of the columns in the expression of its measure, and of the rows of its model", () => {
    expect(edgesOf(metric("m", measured("revenue"), ORDERS))).toEqual([
      "model:orders.amount value metric:m",
      "model:orders.tax value metric:m",
      "model:orders rowset metric:m",
    ]);
  });

  it("is made of the column of the measure's name where that has no expression, and of rows alone where it counts them", () => {
    expect(edgesOf(metric("m", measured("amount"), ORDERS))).toContain("model:orders.amount value metric:m");
    expect(edgesOf(metric("m", measured("orders"), ORDERS))).toEqual(["model:orders rowset metric:m"]);
  });

  it("is made of what it filters by", () => {
    const own = edgesOf(metric("m", measured("orders", "{{ Dimension('order__state') }} = 'open'"), ORDERS));
    const ofMetric = { filter: filter('{{ Dimension("order__state") }} = 1') };

    expect(own).toContain("model:orders.status filter metric:m");
    expect(edgesOf(metric("m", measured("orders"), ORDERS, ofMetric))).toEqual(own);
  });

  it("is made of the keys by which its model meets another one whose dimension it filters by", () => {
    const edges = edgesOf(metric("m", measured("orders", "{{ Dimension('customer__region') }} = 'Nord'"), ORDERS));

    expect(edges).toEqual(
      expect.arrayContaining([
        "model:customers.region filter metric:m",
        "model:orders.customer_id join metric:m",
        "model:customers.customer_id join metric:m",
      ]),
    );
    expect(edges.join()).not.toContain("customers.name");
  });

  it("is made of other metrics, and exposures are made of it", () => {
    const ratio = metric("ratio", { numerator: { name: "a" }, denominator: { name: "b" } }, [
      "metric.p.a",
      "metric.p.b",
    ]);
    const edges = edgesOf(metric("a", measured("revenue"), ORDERS), metric("b", measured("orders"), ORDERS), ratio);

    expect(edges).toEqual(
      expect.arrayContaining([
        "metric:a value metric:ratio",
        "metric:b value metric:ratio",
        "metric:ratio reference exposure:board",
      ]),
    );
  });

  it("is made of every column of its model where its measure is not there, or computes in Jinja", () => {
    for (const measure of ["gone", "odd"]) {
      const edges = edgesOf(metric("m", measured(measure), ORDERS));
      for (const column of ["amount", "tax", "status", "order_id"]) {
        expect(edges).toContain(`model:orders.${column} reference metric:m`);
      }
    }
  });

  it("names a dimension that no semantic model has", () => {
    const odd = metric("m", measured("orders", "{{ Dimension('order__mood') }} = 1"), ORDERS);
    const { graph } = new Lineage(buildGraph({ manifest: manifest(odd) }));

    expect(graph.unresolved).toEqual([
      { node: "metric:m", reason: "no semantic model of dbt has the dimension order__mood" },
    ]);
  });

  it("is another one when what it computes is", () => {
    const definition = (...of: unknown[]) =>
      buildGraph({ manifest: manifest(metric("m", ...(of as [object, string[]]))) }).definitions.get("metric:m");

    expect(definition(measured("revenue"), ORDERS)).toBe(definition(measured("revenue"), ORDERS));
    expect(definition(measured("amount"), ORDERS)).not.toBe(definition(measured("revenue"), ORDERS));
    expect(definition(measured("amount", "{{ Dimension('order__state') }} = 1"), ORDERS)).not.toBe(
      definition(measured("amount"), ORDERS),
    );
  });
});
