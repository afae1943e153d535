import { describe, expect, it } from "vitest";
import { buildGraph } from "../build-graph.ts";
import type { ReadFacts } from "../dbt/dbt-facts.ts";
import { Lineage } from "../lineage.ts";
import { PROJECTS, renderedManifest, semanticModelOf } from "../test-support/rendered-project.ts";
import { buildGraphInThreads } from "./read-in-threads.ts";

const always = { threads: 2, worthThreads: 0 };
const names = Object.keys(PROJECTS) as (keyof typeof PROJECTS)[];

function changed(model: string, change: (sql: string) => string) {
  const manifest = renderedManifest(PROJECTS["nyc-taxi"]);
  const node = manifest.nodes[`node.${model}`] ?? {};
  const compiled_code = change(String(node["compiled_code"]));
  return { ...manifest, nodes: { ...manifest.nodes, [`node.${model}`]: { ...node, compiled_code } } };
}

describe("reading SQL in several threads", () => {
  it.each(names)("gives the very graph that one thread gives: %s", async (name) => {
    const inputs = { manifest: renderedManifest(PROJECTS[name]), models: [semanticModelOf(PROJECTS[name])] };
    const [one, several] = [new Map<string, ReadFacts>(), new Map<string, ReadFacts>()];

    expect(await buildGraphInThreads(inputs, several, always)).toEqual(buildGraph(inputs, one));
    expect(several).toEqual(one);
  });

  it.each([
    ["reads what it does not refer to", (sql: string) => sql.replace(/"stg_zones"/u, '"stg_trips"')],
    ["cannot be read", () => "select from where"],
  ])("gives the same for a model that %s", async (_, change) => {
    const manifest = changed("dim_zone", change);

    expect(await buildGraphInThreads({ manifest }, new Map(), always)).toEqual(buildGraph({ manifest }));
  });

  it("gives the same for models in a circle", async () => {
    const model = (name: string, ref: string) => ({
      ...{ resource_type: "model", unique_id: name, name, schema: "main", depends_on: { nodes: [ref] } },
      compiled_code: `select x from ${ref}`,
    });
    const manifest = { metadata: {}, nodes: { a: model("a", "b"), b: model("b", "a"), c: model("c", "a") } };

    expect(await buildGraphInThreads({ manifest }, new Map(), always)).toEqual(buildGraph({ manifest }));
  });

  it("that die names the model at which they did, and goes on with the others", async () => {
    const manifest = changed("stg_zones", (sql) => `/* end here */ ${sql}`);
    const program = new URL("../test-support/dying-thread.ts", import.meta.url);
    const cache = new Map<string, ReadFacts>();
    const graph = await buildGraphInThreads({ manifest }, cache, { ...always, program });

    expect(graph.unresolved.filter(({ whole }) => whole)).toEqual([
      { node: "model:stg_zones", reason: "the thread that read its SQL ended", whole: true },
    ]);
    expect([...cache.values()].filter((facts) => "problem" in facts)).toEqual([]);
    const now = new Lineage(graph);
    expect(now.impact("source:raw.zones").downstream.map(({ node }) => node)).toContain("model:dim_zone");
  });

  it("that cannot be started are done without", async () => {
    const manifest = renderedManifest(PROJECTS["nyc-taxi"]);
    const program = new URL("./there-is-no-such-thread.ts", import.meta.url);

    expect(await buildGraphInThreads({ manifest }, new Map(), { ...always, program })).toEqual(
      buildGraph({ manifest }),
    );
  });

  it("is done by none where facts are kept", async () => {
    const manifest = renderedManifest(PROJECTS["nyc-taxi"]);
    const cache = new Map<string, ReadFacts>();
    await buildGraphInThreads({ manifest }, cache, { threads: 2 });
    const kept = new Map(cache);

    expect(await buildGraphInThreads({ manifest }, cache, always)).toEqual(buildGraph({ manifest }, cache));
    expect(cache).toEqual(kept);
  });
});
