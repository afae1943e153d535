import { covers } from "@throughline/contracts";
import { describe, expect, it } from "vitest";
import { buildGraph, type LineageInputs } from "./build-graph.ts";
import { dbtFacts, type ReadFacts } from "./dbt/dbt-facts.ts";
import { readManifest } from "./dbt/read-manifest.ts";
import { Lineage } from "./lineage.ts";
import { foundEdges, labelledEdges, score } from "./test-support/labelled-edges.ts";
import { filesOf, PROJECTS, renderedManifest, semanticModelOf } from "./test-support/rendered-project.ts";

const names = Object.keys(PROJECTS) as (keyof typeof PROJECTS)[];

function foundOf(name: keyof typeof PROJECTS): ReadonlyMap<string, ReadonlySet<string>> {
  const all = dbtFacts(readManifest(renderedManifest(PROJECTS[name])), new Map());
  return new Map(
    all.flatMap(({ relation, facts }) => (facts ? [[relation.node.slice("model:".length), foundEdges(facts)]] : [])),
  );
}

describe("the column edges of whole projects", () => {
  it.each(names)("%s", (name) => {
    const found = foundOf(name);
    const labels = labelledEdges(name);

    expect([...found.keys()].sort()).toEqual(labels.map((label) => label.name).sort());
    for (const { name: model, edges } of labels)
      expect([...(found.get(model) ?? [])].sort(), model).toEqual([...edges].sort());
  });

  it("are found and nothing else is", () => {
    const pairs = names.flatMap((name) => {
      const found = foundOf(name);
      return labelledEdges(name).map((label) => ({
        labelled: label.edges,
        found: found.get(label.name) ?? new Set<string>(),
      }));
    });
    const all = score(pairs);
    console.log(`three projects: ${JSON.stringify(all)}`);

    expect(all.recall).toBeGreaterThanOrEqual(0.98);
    expect(all.precision).toBeGreaterThanOrEqual(0.98);
  });
});

describe("the graph of the example", () => {
  const place = PROJECTS["nyc-taxi"];
  const [pipeline] = filesOf("examples/nyc-taxi/loader", /taxi_pipeline\.py$/u).values();
  const inputs: LineageInputs = {
    manifest: renderedManifest(place),
    models: [semanticModelOf(place)],
    loaders: [{ name: "nyc_taxi", dataset: "raw", programs: [pipeline ?? ""] }],
  };
  const lineage = new Lineage(buildGraph(inputs));
  const downOf = (node: string) => new Map(lineage.impact(node).downstream.map((one) => [one.node, one]));

  it("goes from a column of a source to models, columns, measures and visuals, each with its path", () => {
    const found = downOf("source:raw.trips.fare_amount");

    expect(found.get("measure:Trips[Average Fare Amount]")?.path).toEqual([
      "source:raw.trips.fare_amount",
      "model:stg_trips.fare_amount",
      "model:fct_trips.fare_amount",
      "column:Trips[Fare Amount]",
      "measure:Trips[Average Fare Amount]",
    ]);
    expect(found.get("model:agg_daily_trips.valid_trip_count")).toMatchObject({
      via: "model:fct_trips.is_valid_trip",
      kind: "filter",
    });
    expect([...found.keys()]).toEqual(
      expect.arrayContaining(["model:stg_trips", "table:Trips", "visual:Overview/Fares by borough of pick-up"]),
    );
    for (const one of found.values()) expect(one.path.at(-1)).toBe(one.node);
    expect(found.has("model:dim_date.date_day")).toBe(false);
  });

  it("finds a column that is used in a join only", () => {
    expect(downOf("source:raw.trips.pu_location_id").get("model:fct_trips")?.kind).toBe("join");
  });

  it("goes from every visual to fields of the loader", () => {
    const visuals = lineage.graph.nodes.filter((node) => node.startsWith("visual:"));
    expect(visuals.length).toBeGreaterThan(10);
    for (const visual of visuals) {
      const ends = lineage.trace(visual).upstream.filter(({ node }) => /^loader:nyc_taxi\.\w+\.\w+$/u.test(node));
      expect(ends.length, visual).toBeGreaterThan(0);
    }
  });

  it("names fields as the files have them", () => {
    expect(downOf("loader:nyc_taxi.trips.PULocationID").get("model:stg_trips.pickup_location_id")?.path).toEqual([
      "loader:nyc_taxi.trips.PULocationID",
      "source:raw.trips.pu_location_id",
      "model:stg_trips.pickup_location_id",
    ]);
  });

  it("follows what two tables meet by, only to where both are shown", () => {
    const found = downOf("model:dim_payment_type.payment_type_key");

    expect(found.get("visual:Payments and Zones/Share of trips by payment type")?.kind).toBe("relationship");
    expect(downOf("column:Payment Type[Payment Type Key]").has("visual:Overview/Trips by day")).toBe(false);
  });

  it("has nothing unresolved, and is not partial", () => {
    expect(lineage.graph).toMatchObject({ unresolved: [], partial: [] });
  });

  it("asked in another case answers the same", () => {
    expect(lineage.impact("SOURCE:RAW.Trips.FARE_AMOUNT")).toEqual(lineage.impact("source:raw.trips.fare_amount"));
  });

  it("is the same from facts that were kept", () => {
    const cache = new Map<string, ReadFacts>();
    const first = buildGraph(inputs, cache);
    const kept = new Map(cache);

    expect(buildGraph(inputs, cache)).toEqual(first);
    expect(cache).toEqual(kept);
  });

  describe("without one of its inputs", () => {
    const { nodes, ...rest } = renderedManifest(place);
    const without = (id: string, change: object): LineageInputs => ({
      ...inputs,
      manifest: { ...rest, nodes: { ...nodes, [id]: { ...nodes[id], ...change } } },
    });
    const cases: readonly (readonly [string, LineageInputs])[] = [
      ...Object.keys(nodes)
        .filter((id) => nodes[id]?.["resource_type"] === "model")
        .flatMap((id): (readonly [string, LineageInputs])[] => [
          [`the SQL of ${id}`, without(id, { compiled_code: undefined })],
          [`SQL of ${id} that can be read`, without(id, { compiled_code: "select from where" })],
          [`a ${id} in SQL`, without(id, { language: "python" })],
        ]),
      ["any SQL", { ...inputs, manifest: { ...rest, nodes: withoutSql(nodes) } }],
      [
        "a dialect that is known",
        { ...inputs, manifest: { ...renderedManifest(place), metadata: { adapter_type: "x" } } },
      ],
      ["programs of the loader", { ...inputs, loaders: [{ name: "nyc_taxi", dataset: "raw" }] }],
    ];
    const columns = lineage.graph.nodes.filter((node) => /^(?:source|model):/u.test(node));

    it.each(cases)("%s, no impact is smaller, and what is missing is said", (_, less) => {
      const other = new Lineage(buildGraph(less));

      for (const node of columns) {
        const now = other.impact(node);
        // A column that nobody names any more is asked about in vain, and the answer says so.
        if (other.find(node) === undefined) {
          expect(now.partial).toContain("nothing of this name");
          continue;
        }
        const reached = [now.node, ...now.downstream.map((one) => one.node)];
        for (const before of lineage.impact(node).downstream) {
          // And one that is reached no more is covered by the whole that it is in.
          expect(covers(reached, before.node), `${node} → ${before.node}`).toBe(true);
        }
      }
      expect(other.graph.unresolved.length + other.graph.partial.length).toBeGreaterThan(0);
    });
  });
});

function withoutSql(nodes: Record<string, Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, { ...node, compiled_code: null }]));
}

describe("a manifest that is not as it should be", () => {
  const model = (name: string, compiled_code: string | undefined, ...nodes: string[]) => ({
    resource_type: "model",
    unique_id: name,
    name,
    schema: "main",
    compiled_code,
    depends_on: { nodes },
  });
  const metadata = { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json", adapter_type: "duckdb" };
  const read = (nodes: readonly { unique_id: string }[], more: object = {}) =>
    new Lineage(
      buildGraph({
        manifest: { metadata, nodes: Object.fromEntries(nodes.map((node) => [node.unique_id, node])), ...more },
      }),
    );

  it("of another version is read as well as it can be, and named", () => {
    const found = read([model("a", "select 1 as x")], {
      metadata: { ...metadata, dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v99.json" },
    });

    expect(found.find("model:a.x")).toBe("model:a.x");
    expect(found.impact("model:a").partial).toContain("version 99");
  });

  it("in a dialect that nobody knows says so of every model", () => {
    const found = read([model("a", "select 1 as x")], { metadata: { ...metadata, adapter_type: "klingon" } });

    expect(found.impact("model:a").partial).toContain("the SQL dialect klingon is not known");
  });

  it("whose models refer to each other in a circle ends, and says so", () => {
    const found = read([model("a", "select x from b", "b"), model("b", "select x from a", "a")]);

    expect(found.impact("model:a.x").downstream.map(({ node }) => node)).toContain("model:b.x");
    expect(found.trace("model:a.x").upstream.map(({ node }) => node)).toContain("model:b.x");
    expect(found.trace("model:a.x").partial).toContain("it refers to itself by way of other models");
  });

  it("that lacks what a model refers to names it", () => {
    const found = read([model("a", undefined, "model.p.gone", "function.p.f")]);

    expect(found.trace("model:a").partial).toContain("it refers to model.p.gone, which the manifest does not have");
    expect(found.trace("model:a").partial).not.toContain("function.p.f");
  });

  it("whose exposure is about metrics goes on to the models that these are about", () => {
    const found = read([model("a", "select 1 as x")], {
      exposures: { e: { name: "board", depends_on: { nodes: ["metric.p.ratio"] } } },
      metrics: {
        "metric.p.ratio": { depends_on: { nodes: ["metric.p.total"] } },
        "metric.p.total": { depends_on: { nodes: ["semantic_model.p.s"] } },
      },
      semantic_models: { "semantic_model.p.s": { depends_on: { nodes: ["a"] } } },
    });

    expect(found.impact("model:a.x").downstream.map(({ node }) => node)).toEqual([
      "metric:total",
      "metric:ratio",
      "exposure:board",
    ]);
  });

  it("with SQL that reads what the manifest does not know names it", () => {
    const found = read([model("a", "select y as x from elsewhere.t")]);

    expect(found.trace("model:a.x").upstream.map(({ node }) => node)).toContain("source:elsewhere.t.y");
    expect(found.trace("model:a.x").unresolved).toEqual([
      { node: "model:a", reason: "the manifest knows no elsewhere.t" },
    ]);
  });

  it("passes columns through a * that only those after it name", () => {
    const nodes = [model("a", "select * from raw.t", "s"), model("b", "select deep as x from a", "a")];
    const sources = { s: { resource_type: "source", unique_id: "s", name: "t", schema: "raw", columns: {} } };
    const found = read(nodes, { sources });

    expect(found.trace("model:b.x").upstream.map(({ node }) => node)).toEqual(
      expect.arrayContaining(["model:a.deep", "source:raw.t.deep"]),
    );
    expect(found.trace("model:b.x").unresolved).toContainEqual({
      node: "model:a.deep",
      reason: "it comes through a * over columns that are not known",
    });
  });

  describe("with SQL only of what was built last", () => {
    const built = (text: string, sql: string | undefined, macro = "m") => ({
      metadata,
      nodes: { a: { ...model("a", sql, "s"), checksum: text, depends_on: { nodes: ["s"], macros: ["x"] } } },
      sources: { s: { resource_type: "source", unique_id: "s", name: "t", schema: "raw", relation_name: "raw.t" } },
      macros: { x: { macro_sql: "{{ y() }}", depends_on: { macros: ["y"] } }, y: { macro_sql: macro } },
    });
    const now = built("1", undefined);
    const known = (...former: readonly unknown[]) =>
      buildGraph({ manifest: now, former }).unresolved.every(({ whole }) => whole !== true);

    it("takes the rest from the newest former build in which it was the same", () => {
      const former = [
        built("2", "select wrong from raw.t"),
        built("1", "select y from raw.t"),
        built("1", "select z from raw.t"),
      ];
      const found = new Lineage(buildGraph({ manifest: now, former }));

      expect(found.trace("model:a.y").upstream.map(({ node }) => node)).toContain("source:raw.t.y");
      expect(found.find("model:a.z")).toBeUndefined();
    });

    it("takes nothing of another text, or of another macro below its own", () => {
      expect(known(built("1", "select y from raw.t"))).toBe(true);
      expect(known(built("2", "select y from raw.t"))).toBe(false);
      expect(known(built("1", "select y from raw.t", "other"))).toBe(false);
      expect(known()).toBe(false);
    });

    it("reads no former build that it does not need", () => {
      let read = 0;
      function* counted(): Generator<unknown> {
        read += 1;
        yield now;
      }

      buildGraph({ manifest: built("1", "select y from raw.t"), former: counted() });
      expect(read).toBe(0);
      buildGraph({ manifest: now, former: counted() });
      expect(read).toBe(1);
    });
  });

  it("with an exposure names it downstream of every column of what it depends on", () => {
    const exposures = { e: { unique_id: "e", name: "board", depends_on: { nodes: ["a"] } } };
    const found = read([model("a", "select 1 as x")], { exposures });

    expect(found.impact("model:a.x").downstream.map(({ node }) => node)).toEqual(["exposure:board"]);
  });

  it.each([undefined, null, 1, "x", [], {}, { nodes: 3 }, { nodes: { a: null } }])(
    "that is %j throws nothing",
    (manifest) => {
      expect(buildGraph({ manifest }).partial.length).toBeGreaterThan(0);
    },
  );
});
