import { columnNode, type FileChange, measureNode, type ProjectFiles } from "@throughline/contracts";
import { tabularKind } from "@throughline/semantic-model";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../build-graph.ts";
import { describeNodes } from "../describe/describe-nodes.ts";
import { Lineage } from "../lineage.ts";
import {
  filesOf,
  PROJECTS,
  type ProjectPlace,
  renderedManifest,
  semanticModelFrom,
} from "../test-support/rendered-project.ts";
import { countTokens } from "./count-tokens.ts";
import { type AuthorContext, selectContext } from "./select-context.ts";

const modelFiles = ({ bi }: ProjectPlace) => filesOf(bi, /\.(?:tmdl|json|pbism|pbir)$/u);

/** The context of a change to files of a semantic model, in a project that dbt knows. */
function contextOf(place: ProjectPlace, files: ProjectFiles, edits: readonly FileChange[]): AuthorContext {
  const manifest = renderedManifest(place);
  const after = new Map(files);
  for (const { path, after: text } of edits) after.set(path, text ?? "");
  const graph = (of: ProjectFiles) => new Lineage(buildGraph({ manifest, models: [semanticModelFrom(of)] }));
  const models = [semanticModelFrom(files)];
  return selectContext({
    base: graph(files),
    head: graph(after),
    describe: describeNodes({ manifest, models }),
    files,
    edits,
  });
}

const nodesIn = ({ columns, definitions }: AuthorContext) => [...columns, ...definitions].map(({ node }) => node);

/** A change that puts text before the first column of a table's file. */
function inserted(files: ProjectFiles, path: string, text: string): FileChange[] {
  const before = files.get(path) ?? "";
  return [{ path, before, after: before.replace("\tcolumn ", `${text}\n\tcolumn `) }];
}

describe("what an author has to read for a change", () => {
  const taxi = PROJECTS["nyc-taxi"];
  const files = modelFiles(taxi);
  const trips = [...files.keys()].find((path) => path.endsWith("/Trips.tmdl")) ?? "";

  it("is, of a new measure, what its formula names, how its tables meet, and the lines around its place", () => {
    const context = contextOf(
      taxi,
      files,
      inserted(files, trips, "\tmeasure A = [Longest Trip Distance] + MAX(Zone[Zone])\n"),
    );

    expect(nodesIn(context).sort()).toEqual([
      "column:Trips[Pickup Zone Key]",
      "column:Zone[Zone Key]",
      "column:Zone[Zone]",
      "measure:Trips[Longest Trip Distance]",
    ]);
    expect(context.definitions[0]).toMatchObject({
      text: "measure:Trips[Longest Trip Distance] (#,0.00) = MAX(Trips[Trip Distance]) -- Miles of the longest trip.",
      why: "measure:Trips[A] is made of it",
    });
    expect(context.columns.find(({ node }) => node === "column:Zone[Zone Key]")?.why).toBe(
      "the tables of measure:Trips[A] meet by it",
    );
    expect(context.files).toMatchObject([{ file: trips, why: "it is edited" }]);
    expect(context.files[0]?.lines).toBeDefined();
    expect(context.readers).toEqual([]);
  });

  it("names what is made of what is changed, since that has to go on working", () => {
    const text = files.get(trips) ?? "";
    const after = text.replace("COUNTROWS(Trips)\n", "COUNTROWS(Trips) + 0\n");

    const { readers } = contextOf(taxi, files, [{ path: trips, before: text, after }]);

    expect(readers).toEqual(expect.arrayContaining(["measure:Trips[Card Trip Count]", "visual:Overview/Trips by day"]));
  });

  it("costs what its texts cost, and less than the project does", () => {
    const {
      files: read,
      columns,
      definitions,
      readers,
      tokens,
      projectTokens,
    } = contextOf(taxi, files, inserted(files, trips, "\tmeasure A = [Longest Trip Distance]\n"));
    const texts = [...read, ...columns, ...definitions].map(({ text }) => text);

    expect(tokens).toBe(texts.reduce((sum, text) => sum + countTokens(text), countTokens(readers.join("\n"))));
    expect(tokens).toBeLessThan(projectTokens / 10);
  });

  it("counts text that looks like a control token as text", () => {
    expect(countTokens("<|endoftext|>")).toBeGreaterThan(1);
  });

  it.each(Object.entries(PROJECTS))("is, of each measure of %s, all that it names and nothing else", (_, place) => {
    const all = modelFiles(place);
    const [found] = tabularKind.find(all);
    const model = tabularKind.open(all, found?.folder ?? "", found?.reports ?? []);
    let tried = 0;
    for (const { name: table, measures, columns: own } of model.tables) {
      for (const { name: measure } of measures) {
        const without = model.edit([{ kind: "remove-measure", measure: { table, measure } }]);
        // What others are made of cannot be taken away.
        if ("findings" in without) continue;
        tried += 1;
        const before = new Map(all);
        for (const change of without.changes) before.set(change.path, change.after ?? "");
        const edits = without.changes.map(({ path, before: now, after }) => ({ path, before: after, after: now }));
        const context = contextOf(place, before, edits);

        const node = measureNode({ table, measure });
        const used = new Set(model.uses.filter(({ user }) => user === node).map((use) => use.used));
        const read = new Set(nodesIn(context));
        const ends = new Set(model.relationships.flatMap(({ from, to }) => [columnNode(from), columnNode(to)]));
        const isAcross = [...used].some((one) => one.startsWith("column:") && !one.startsWith(`column:${table}[`));
        const needed = (one: string) => used.has(one) || (isAcross && ends.has(one));
        expect(
          [...read].filter((one) => !needed(one)),
          node,
        ).toEqual([]);
        for (const one of used) {
          const isHere = own.some((column) => columnNode({ table, column: column.name }) === one);
          const isTable = one.startsWith("table:");
          if (read.has(one) || isTable) continue;
          expect(isHere, `${node} is made of ${one}`).toBe(false);
          const name = /\[(.*)\]$/u.exec(one)?.[1] ?? "";
          expect(context.files.map(({ text }) => text).join("\n"), `${node} is made of ${one}`).toContain(name);
        }
      }
    }
    expect(tried).toBeGreaterThan(0);
  });
});
