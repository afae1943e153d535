import { covers } from "@throughline/contracts";
import { fakeKind, writeFakeModel } from "@throughline/semantic-model/fake";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildGraph, type LineageInputs } from "./build-graph.ts";
import { Lineage } from "./lineage.ts";

interface Relation {
  readonly name: string;
  readonly columns: readonly string[];
}

/** A model over one or two relations: its SQL, and the columns that it makes. */
type Shape = (one: Relation, other: Relation) => { readonly sql: string; readonly columns: readonly string[] };

const first = ({ columns }: Relation): string => columns[0] ?? "";
const last = ({ columns }: Relation): string => columns.at(-1) ?? "";

const SHAPES: readonly Shape[] = [
  (one) => ({ sql: `select * from ${one.name}`, columns: one.columns }),
  (one) => ({
    sql: `select *, ${first(one)} as more from ${one.name}`,
    columns: [...one.columns.filter((name) => name !== "more"), "more"],
  }),
  (one) => ({
    sql: `select ${last(one)} as x, ${first(one)} as y from ${one.name} where ${last(one)} > 0`,
    columns: ["x", "y"],
  }),
  (one) => ({ sql: `select ${first(one)} as k, count(*) as n from ${one.name} group by 1`, columns: ["k", "n"] }),
  (one, other) => ({
    sql: `with c as (select * from ${one.name}) select c.${last(one)} as l, o.${last(other)} as r from c join ${other.name} o on c.${first(one)} = o.${first(other)}`,
    columns: ["l", "r"],
  }),
  (one, other) => ({
    sql: `select ${first(one)} as u from ${one.name} union all select ${first(other)} from ${other.name}`,
    columns: ["u"],
  }),
];

interface Project {
  readonly inputs: LineageInputs;
  readonly models: readonly string[];
}

const anyProject: fc.Arbitrary<Project> = fc
  .array(fc.tuple(fc.nat(SHAPES.length - 1), fc.nat(99), fc.nat(99)), { minLength: 1, maxLength: 7 })
  .map((choices) => {
    const sources: Relation[] = [
      { name: "raw.s", columns: ["a", "b", "c"] },
      { name: "raw.t", columns: ["a", "d"] },
    ];
    const relations = [...sources];
    const nodes: Record<string, object> = {};
    const idOf = ({ name }: Relation): string => name.replace(/^\w+\./u, "");
    for (const [at, [shape, one, other]] of choices.entries()) {
      const [a, b] = [one, other].map((chosen) => relations[chosen % relations.length]);
      if (!a || !b) continue;
      const { sql, columns } = (SHAPES[shape] ?? SHAPES[0])?.(a, b) ?? { sql: "", columns: [] };
      const name = `m${at}`;
      const depends_on = { nodes: [idOf(a), ...(sql.includes(b.name) ? [idOf(b)] : [])] };
      nodes[name] = {
        resource_type: "model",
        unique_id: name,
        name,
        schema: "main",
        compiled_code: sql,
        depends_on,
        columns: {},
      };
      relations.push({ name: `main.${name}`, columns });
    }
    const listed = (all: readonly Relation[]) =>
      Object.fromEntries(
        all.map((relation) => [
          idOf(relation),
          { columns: Object.fromEntries(relation.columns.map((name, index) => [name, { name, index }])) },
        ]),
      );
    const source = ({ name }: Relation) => ({
      resource_type: "source",
      unique_id: idOf({ name, columns: [] }),
      name: idOf({ name, columns: [] }),
      schema: "raw",
      columns: {},
    });
    const metadata = { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json", adapter_type: "duckdb" };
    return {
      inputs: {
        manifest: {
          metadata,
          nodes,
          sources: { s: source({ name: "raw.s", columns: [] }), t: source({ name: "raw.t", columns: [] }) },
        },
        catalog: { nodes: listed(relations.slice(2)), sources: listed(sources) },
      },
      models: Object.keys(nodes),
    };
  });

/** Whatever was reached before is reached still, by itself or with the whole that it is in. */
function expectNoSmaller(whole: LineageInputs, less: LineageInputs): void {
  const [before, after] = [new Lineage(buildGraph(whole)), new Lineage(buildGraph(less))];
  for (const node of before.graph.nodes) {
    const now = after.impact(node);
    if (after.find(node) === undefined) {
      expect(now.partial).toContain("nothing of this name");
      continue;
    }
    const reached = [now.node, ...now.downstream.map((one) => one.node)];
    for (const one of before.impact(node).downstream) {
      expect(covers(reached, one.node), `${node} → ${one.node}`).toBe(true);
    }
  }
}

function without(inputs: LineageInputs, change: (nodes: Record<string, object>) => void): LineageInputs {
  const manifest = structuredClone(inputs.manifest) as { nodes: Record<string, object> };
  change(manifest.nodes);
  return { ...inputs, manifest };
}

describe("an input that is missing makes no impact smaller", () => {
  it("where there is no catalog", () => {
    fc.assert(
      fc.property(anyProject, ({ inputs }) => expectNoSmaller(inputs, { manifest: inputs.manifest })),
      { numRuns: 300 },
    );
  });

  it("where a model has no SQL, with a catalog and without", () => {
    fc.assert(
      fc.property(anyProject, fc.nat(99), fc.boolean(), ({ inputs, models }, at, hasCatalog) => {
        const less = without(inputs, (nodes) => {
          const id = models[at % models.length] ?? "";
          nodes[id] = { ...nodes[id], compiled_code: undefined };
        });
        expectNoSmaller(inputs, hasCatalog ? less : { manifest: less.manifest });
      }),
      { numRuns: 500 },
    );
  });

  it("where no model has any, as after `dbt test`", () => {
    fc.assert(
      fc.property(anyProject, ({ inputs, models }) => {
        const less = without(inputs, (nodes) => {
          for (const id of models) nodes[id] = { ...nodes[id], compiled_code: undefined };
        });
        expectNoSmaller(inputs, less);
        for (const id of models)
          expect(new Lineage(buildGraph(less)).trace(`model:${id}`).partial).toContain("no compiled SQL");
      }),
    );
  });
});

describe("an input of which nothing stands for it", () => {
  const definition = { name: "m", tables: [], relationships: [], visuals: [] };
  const files = new Map([["m.fake-model.json", writeFakeModel(definition)]]);
  const model = fakeKind.open(files, "m.fake-model.json", []);

  it.each<[string, LineageInputs, string]>([
    ["a manifest", { models: [model] }, "there is no manifest of dbt"],
    ["a semantic model", { manifest: {} }, "there is no semantic model"],
    ["a report", { models: [model] }, "no report of the semantic model m is known"],
  ])("is named, and every answer is partial: %s", (_, inputs, said) => {
    expect(buildGraph(inputs).partial.join("; ")).toContain(said);
  });
});
