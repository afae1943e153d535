/**
 * `node bench/lineage-turn.ts <folder> [node]`: in a process of its own, what a command does: reads the artifacts in a folder, makes
 * the graph of base and head as they and facts are kept there, and compares them; with a node, only what one question needs.
 * Prints the seconds of each part.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildGraph, graphDiff, KeptFacts, Lineage } from "@throughline/lineage";
import { KeptGraphs } from "@throughline/lineage/kept";
import { type SemanticModel, tabularKind } from "@throughline/semantic-model";

const [folder = ".", node] = process.argv.slice(2);
const began = performance.now();

const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));

/** Models of the same files are one: most changes touch only one of the layers. */
const opened = new Map<string, readonly SemanticModel[]>();

function filesIn(side: string): ReadonlyMap<string, string> {
  const cwd = join(folder, side);
  return new Map(
    globSync("**/*.{tmdl,json,pbism,pbir}", { cwd })
      .sort()
      .map((path) => [path, readFileSync(join(cwd, path), "utf8")]),
  );
}

function modelsIn(files: ReadonlyMap<string, string>): readonly SemanticModel[] {
  const key = JSON.stringify([...files]);
  const models =
    opened.get(key) ?? tabularKind.find(files).map((found) => tabularKind.open(files, found.folder, found.reports));
  opened.set(key, models);
  return models;
}

const facts = new KeptFacts(join(folder, "facts"));
const graphs = new KeptGraphs(join(folder, "graphs"));
const graphOf = async (side: string, edit = (text: string): string => text): Promise<Lineage> => {
  const text = edit(readFileSync(join(folder, `${side}.json`), "utf8"));
  const files = filesIn(`bi-${side}`);
  const content = [text, readFileSync(join(folder, "catalog.json"), "utf8"), JSON.stringify([...files])];
  const make = () =>
    buildGraph({ manifest: JSON.parse(text), catalog: read("catalog.json"), models: modelsIn(files) }, facts);
  return new Lineage(await graphs.of(content, make));
};

const base = await graphOf("base");
if (node !== undefined) {
  const found = base.impact(node).downstream.length + base.trace(node).upstream.length;
  facts.save();
  console.log(JSON.stringify({ found, seconds: secondsSince(began) }));
} else {
  const baseSeconds = secondsSince(began);
  const head = await graphOf("head");
  const bothSeconds = secondsSince(began);
  const { changes, affected } = graphDiff(base, head);
  facts.save();
  const seconds = secondsSince(began);
  const before = performance.now();
  const edited = await graphOf("head", (text) => text.replace(/ \+ \d as c18/u, " + 9 as c18"));
  if (graphDiff(base, edited).changes.length === 0) throw new Error("nothing was changed");
  const again = secondsSince(before);
  console.log(
    JSON.stringify({
      nodes: base.graph.nodes.length,
      edges: base.graph.edges.length,
      changes: changes.length,
      affected: affected.length,
      base: baseSeconds,
      head: bothSeconds - baseSeconds,
      seconds,
      again,
      megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      ...queries(base),
    }),
  );
}

/** Trace and impact by turns, of nodes all over the graph; of what is found, as much as a command shows has its way made. */
function queries(lineage: Lineage): { p50: number; p99: number } {
  const { nodes } = lineage.graph;
  const times: number[] = [];
  let at = 1;
  for (let turn = 0; turn < 10_000; turn += 1) {
    at = (at * 48_271) % 2_147_483_647;
    const asked = nodes[at % nodes.length] ?? "";
    const start = performance.now();
    const found = turn % 2 === 0 ? lineage.impact(asked).downstream : lineage.trace(asked).upstream;
    for (const one of found.slice(0, 100)) if (one.path.length < 2) throw new Error(`${one.node} has no path`);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { p50: times[5000] ?? 0, p99: times[9900] ?? 0 };
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
