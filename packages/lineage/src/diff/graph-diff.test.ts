import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildGraph, type LineageInputs } from "../build-graph.ts";
import { Lineage } from "../lineage.ts";
import { anyGraph } from "../test-support/any-graph.ts";
import {
  filesOf,
  PROJECTS,
  renderedManifest,
  semanticModelFrom,
  semanticModelOf,
} from "../test-support/rendered-project.ts";
import { blastRadius } from "./blast-radius.ts";
import { graphDiff } from "./graph-diff.ts";

const place = PROJECTS["nyc-taxi"];
const [pipeline = ""] = filesOf("examples/nyc-taxi/loader", /taxi_pipeline\.py$/u).values();
const inputs: LineageInputs = {
  manifest: renderedManifest(place),
  models: [semanticModelOf(place)],
  loaders: [{ name: "nyc_taxi", dataset: "raw", programs: [pipeline] }],
};
const base = new Lineage(buildGraph(inputs));

/** The example with one model written otherwise. */
function withSql(model: string, from: string | RegExp, to: string): Lineage {
  const manifest = renderedManifest(place);
  const node = manifest.nodes[`node.${model}`] ?? {};
  const sql = String(node["compiled_code"]);
  const changed = sql.replace(from, to);
  expect(changed).not.toBe(sql);
  return new Lineage(
    buildGraph({
      ...inputs,
      manifest: { ...manifest, nodes: { ...manifest.nodes, [`node.${model}`]: { ...node, compiled_code: changed } } },
    }),
  );
}

/** The example with a file of its model or report written otherwise. */
function withBi(file: RegExp, from: string | RegExp, to: string): Lineage {
  let count = 0;
  const files = new Map(
    [...filesOf(place.bi, /\.(?:tmdl|json|pbism|pbir)$/u)].map(([path, text]) => {
      const changed = file.test(path) ? text.replace(from, to) : text;
      count += changed === text ? 0 : 1;
      return [path, changed];
    }),
  );
  expect(count).toBe(1);
  return new Lineage(buildGraph({ ...inputs, models: [semanticModelFrom(files)] }));
}

const changesOf = (head: Lineage) => graphDiff(base, head).changes.map(({ node, change }) => `${change} ${node}`);

describe("the difference of two graphs", () => {
  it("of one is nothing", () => {
    expect(graphDiff(base, new Lineage(buildGraph(inputs)))).toEqual({
      changes: [],
      edges: { added: [], removed: [] },
      affected: [],
    });
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const { changes, affected } = graphDiff(new Lineage(graph), new Lineage(graph));
        expect([changes, affected]).toEqual([[], []]);
      }),
    );
  });

  it("is nothing where only layout and comments differ", () => {
    expect(changesOf(withSql("fct_trips", "select", "/* rows */ SELECT\n"))).toEqual([]);
    expect(changesOf(withBi(/Trips\.tmdl$/u, "COUNTROWS(Trips)", "COUNTROWS ( Trips ) // all"))).toEqual([]);
    expect(changesOf(withBi(/Trips\.tmdl$/u, "/// One row per taxi trip.", "/// Rows of trips."))).toEqual([]);
  });

  it("of a formula is the measure, and why a visual is affected is the way to it", () => {
    const { changes, affected } = graphDiff(base, withBi(/Trips\.tmdl$/u, "COUNTROWS(Trips)", "COUNTROWS(Trips) + 0"));

    expect(changes).toEqual([{ node: "measure:Trips[Trip Count]", change: "changed", by: "definition" }]);
    const visual = affected.find(({ node }) => node === "visual:Overview/Trips by day");
    expect(visual?.because.node).toBe("measure:Trips[Trip Count]");
    expect(visual?.path).toEqual(["measure:Trips[Trip Count]", "visual:Overview/Trips by day"]);
  });

  it("of one column of a model reaches what is made of that one, and not what is made of others", () => {
    const head = withSql("fct_trips", /\bfare_amount\b,/u, "fare_amount * 2 as fare_amount,");
    const { changes, affected } = graphDiff(base, head);
    const reached = affected.map(({ node }) => node);

    // Its name is in the expression of another, where it means the column of the relation.
    expect(changes.map(({ node }) => node)).toEqual(["model:fct_trips.fare_amount"]);
    expect(reached).toContain("measure:Trips[Total Fare Amount]");
    expect(reached).not.toContain("measure:Trips[Total Tip Amount]");
  });

  it("of a picture is the visual, and its page is affected", () => {
    const head = withBi(/b3f998297c0a6b1db777/u, "tableEx", "pivotTable");

    expect(changesOf(head)).toEqual(["changed visual:Payments and Zones/Fares and tips by payment type"]);
    expect(blastRadius(base, head).pages.map(({ node }) => node)).toEqual(["page:Payments and Zones"]);
  });

  it("of how two tables meet is the columns by which they do", () => {
    const head = withBi(
      /relationships\.tmdl$/u,
      /(relationship [^\n]*\n)/u,
      "$1\tcrossFilteringBehavior: bothDirections\n",
    );
    const changed = changesOf(head);

    expect(changed).toHaveLength(2);
    expect(changed.every((change) => change.startsWith("changed column:"))).toBe(true);
  });

  it("of a query that several tables name is these tables", () => {
    const changed = changesOf(withBi(/expressions\.tmdl$/u, /"[^"]+"/u, '"elsewhere"'));

    expect(changed).toContain("changed table:Trips");
    expect(changed.every((change) => change.startsWith("changed table:"))).toBe(true);
  });

  it("has what was removed, and what was made of it before", () => {
    const { changes, affected } = graphDiff(base, withSql("dim_zone", /\bzone_name\b/u, "zone_name as other_name"));

    expect(changes).toContainEqual({ node: "model:dim_zone.other_name", change: "added" });
    const reached = [...changes, ...affected].map(({ node }) => node);
    expect(reached).toContain("column:Zone[Zone]");
    expect(reached.some((node) => node.startsWith("visual:"))).toBe(true);
  });

  it("of any two has no effect without a way to it from what is changed", () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, (one, other) => {
        const { changes, affected } = graphDiff(new Lineage(one), new Lineage(other));
        const changed = new Set(changes.map(({ node }) => node));
        for (const { node, path, because } of affected) {
          expect(changed.has(node)).toBe(false);
          expect([path[0], path.at(-1)]).toEqual([because.node, node]);
        }
      }),
    );
  });

  it("of any two leaves out nothing that what is changed reached before or reaches now", () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, (one, other) => {
        const [before, after] = [new Lineage(one), new Lineage(other)];
        const { changes, affected } = graphDiff(before, after);
        const known = new Set([...changes, ...affected].map(({ node }) => node));
        for (const { node, change } of changes) {
          const was = change === "added" ? [] : before.impact(node).downstream;
          const is = change === "removed" ? [] : after.impact(node).downstream;
          for (const reached of [...was, ...is]) expect(known.has(reached.node), reached.node).toBe(true);
        }
      }),
    );
  });
});

describe("a blast radius", () => {
  const head = withSql("fct_trips", /\bfare_amount\b,/u, "fare_amount * 2 as fare_amount,");

  it("lists models, columns, measures, visuals and pages, each with its path", () => {
    const found = blastRadius(base, head);

    for (const kind of ["models", "columns", "measures", "visuals", "pages"] as const) {
      expect(found[kind].length, kind).toBeGreaterThan(0);
      for (const { node, path } of found[kind]) expect(path.at(-1)).toBe(node);
    }
    expect(found.columns[0]).toEqual({ node: "model:fct_trips.fare_amount", path: ["model:fct_trips.fare_amount"] });
  });

  it("is only that of the nodes that are named, where some are", () => {
    const found = blastRadius(base, head, ["measure:Trips[Tip Rate]"]);

    expect(found.models).toEqual([]);
    expect(found.measures.map(({ node }) => node)).toContain("measure:Trips[Tip Rate]");
    expect(found.visuals.length).toBeGreaterThan(0);
  });

  it("says what may be missing from either side", () => {
    const unknown = new Lineage(buildGraph({ ...inputs, manifest: undefined }));

    expect(blastRadius(base, unknown).partial).toContain("there is no manifest of dbt");
    expect(blastRadius(unknown, base).partial).toContain("there is no manifest of dbt");
  });
});
