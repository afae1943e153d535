import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyEdits,
  bindModel,
  checkProject,
  daxTexts,
  formatDax,
  formatModel,
  lexDax,
  openTabular,
  parseDax,
  parseExpression,
  parseTmdl,
  renameEverywhere,
  type TabularProject,
  type TmdlNode,
} from "./index.ts";
import { splitLines } from "./tmdl/line.ts";

const root = join(import.meta.dirname, "../../..");
const corpus = join(root, "../shared/corpus");
const hasCorpus = existsSync(corpus);
const ownProjects = ["examples/nyc-taxi", "tests/projects/parcel-depot", "tests/projects/outpatient-clinics"]
  .map((path) => join(root, path))
  .filter(existsSync);

/** Real models outside the repository, and the repository's own; where the former are absent, the latter remain. */
const projects = [
  ...(hasCorpus ? globSync("*/", { cwd: corpus }).map((name) => join(corpus, name)) : []),
  ...ownProjects,
];
const tmdlFiles = projects.flatMap((project) =>
  globSync("**/*.tmdl", { cwd: project }).map((path) => join(project, path)),
);

function open(project: string): { texts: Map<string, string>; project: TabularProject } {
  const texts = new Map(
    globSync("**/*.{tmdl,json}", { cwd: project }).map((path) => [path, readFileSync(join(project, path), "utf8")]),
  );
  const [folder = ""] = globSync("**/*.SemanticModel", { cwd: project });
  return { texts, project: openTabular(texts, folder, globSync("**/*.Report", { cwd: project })) };
}

function* nodesOf(nodes: readonly TmdlNode[]): Generator<TmdlNode> {
  for (const node of nodes) {
    yield node;
    yield* nodesOf(node.children);
  }
}

/** Findings on these models that are right, each with why. */
const reviewed = [
  {
    file: "FUAM_Core_SM.SemanticModel/definition/tables/Metrics.tmdl",
    code: /^dax-unknown-(?:name|table)$/u,
    why: "[Workspace Monitoring URL] uses the table workspace_monitoring_reports, which the model does not have",
  },
];

const absent = hasCorpus ? "" : " (../shared/corpus, which is not part of the repository, is absent)";
it.skipIf(!hasCorpus)(`the corpus has the three models it should${absent}`, () => {
  expect(projects.length - ownProjects.length).toBe(3);
});

describe("every TMDL file of real models", () => {
  it.each(tmdlFiles)("%s is read without an error and kept to the byte", (path) => {
    const text = readFileSync(path, "utf8");
    const document = parseTmdl(text);
    expect(document.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(document.text).toBe(text);
    expect(applyEdits(document.text, [])).toBe(text);
  });

  it.each(tmdlFiles)("%s has every line with text in exactly one declaration", (path) => {
    const text = readFileSync(path, "utf8");
    const owned = [...nodesOf(parseTmdl(text).nodes)].flatMap((node) => [
      { start: node.header.start, end: Math.max(node.header.end, node.value?.whole.end ?? 0) },
      ...(node.description ? [node.description.span] : []),
    ]);
    owned.sort((a, b) => a.start - b.start);
    for (const [i, span] of owned.entries())
      expect(owned[i + 1]?.start ?? text.length).toBeGreaterThanOrEqual(span.end);
    for (const line of splitLines(text)) {
      if (line.content === line.end) continue;
      expect(owned.some((span) => span.start <= line.content && line.content < span.end)).toBe(true);
    }
  });

  it("counts every object that a search by eye finds", () => {
    const found = new Map<string, number>();
    const searched = new Map<string, number>();
    const keywords = [
      "table",
      "column",
      "measure",
      "partition",
      "hierarchy",
      "level",
      "relationship",
      "calculationItem",
    ];
    for (const path of tmdlFiles) {
      const text = readFileSync(path, "utf8");
      for (const node of nodesOf(parseTmdl(text).nodes)) {
        if (node.name && !node.isRef) found.set(node.keyword, (found.get(node.keyword) ?? 0) + 1);
      }
      // Objects stand at most four levels deep; expressions inside are indented deeper or written in another way.
      for (const keyword of keywords) {
        const name = "(?:'(?:[^'\\n]|'')*'|[^\\s=:']+)";
        const level = "(?:\\t{0,3}|(?: {4}){0,3}|(?: {2}){0,3})";
        const lines = text.match(new RegExp(`^${level}${keyword} ${name}(?: =.*)?\\s*$`, "gmu"));
        searched.set(keyword, (searched.get(keyword) ?? 0) + (lines?.length ?? 0));
      }
    }
    for (const keyword of keywords)
      expect([keyword, found.get(keyword) ?? 0]).toEqual([keyword, searched.get(keyword)]);
  });
});

describe.each(projects)("the model in %s", (path) => {
  const { texts, project } = open(path);

  it("has DAX that parses, every piece of it", () => {
    for (const { expression } of daxTexts(project.model)) {
      expect([expression.text, parseExpression(expression).diagnostics]).toEqual([expression.text, []]);
    }
  });

  it("has DAX whose tokens are the text", () => {
    for (const { expression } of daxTexts(project.model)) {
      const { tokens } = lexDax(expression.text);
      expect(tokens.map(({ start, end }) => expression.text.slice(start, end)).join("")).toBe(expression.text);
    }
  });

  it("has DAX that is formatted without a change of its words, and the same when formatted again", () => {
    for (const { expression } of daxTexts(project.model)) {
      const once = formatDax(expression.text);
      const words = (text: string): string[] =>
        lexDax(text)
          .tokens.filter(({ kind }) => kind !== "white-space")
          .map(({ start, end }) => text.slice(start, end).trimEnd());
      expect(words(once)).toEqual(words(expression.text));
      expect(formatDax(once)).toBe(once);
    }
  });

  it("is formatted as a whole once and for all, with no new finding and no other object touched", () => {
    const formatted = apply(texts, formatModel(project));
    const folders = project.reports.map(({ folder }) => folder);
    const after = openTabular(formatted, project.folder, folders, project);
    expect(formatModel(after).size).toBe(0);
    const seen = (one: TabularProject): string[] => checkProject(one).map(({ code, message }) => `${code} ${message}`);
    expect(seen(after)).toEqual(seen(project));
    const declared = (one: TabularProject): string[] =>
      one.model.files.flatMap(({ path, document }) =>
        [...nodesOf(document.nodes)].map(
          ({ keyword, name, level }) => `${path} ${level} ${keyword} ${name?.value ?? ""}`,
        ),
      );
    expect(declared(after)).toEqual(declared(project));
  });

  it("has no error but those that were reviewed", () => {
    const errors = checkProject(project).filter(({ severity }) => severity === "error");
    const unknown = errors.filter(
      ({ file, code }) => !reviewed.some((known) => file.endsWith(known.file) && known.code.test(code)),
    );
    expect(unknown).toEqual([]);
  });

  it("renames measures and columns and back to the byte, with no new finding between", () => {
    const objects = project.model.tables.flatMap((table) => [
      ...table.measures.map(({ name }) => ({ kind: "measure" as const, table: table.name, name })),
      ...table.columns.map(({ name }) => ({ kind: "column" as const, table: table.name, name })),
    ]);
    const before = checkProject(project).length;
    const step = Math.max(1, Math.floor(objects.length / 50));
    for (const { kind, table, name } of objects.filter((_, i) => i % step === 0)) {
      const fresh = 'It\'s ] a "new" näme';
      const renamed = apply(texts, renameEverywhere(project, { kind, table, from: name, to: fresh }));
      const after = openTabular(
        renamed,
        project.folder,
        project.reports.map(({ folder }) => folder),
        project,
      );
      expect([name, checkProject(after).length]).toEqual([name, before]);
      expect([name, usesOf(after, kind, table, name)]).toEqual([name, 0]);
      const back = apply(renamed, renameEverywhere(after, { kind, table, from: fresh, to: name }));
      for (const [file, text] of back) {
        // A name written in another case or with needless quotes comes back as declared.
        if (file.endsWith(".json") && text !== texts.get(file))
          expect(text.toLowerCase()).toBe(texts.get(file)?.toLowerCase());
      }
      const restored = openTabular(
        back,
        project.folder,
        project.reports.map(({ folder }) => folder),
        project,
      );
      expect(usesOf(restored, kind, table, name)).toBe(usesOf(project, kind, table, name));
    }
  });
});

function usesOf(project: TabularProject, kind: "measure" | "column", table: string, name: string): number {
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  const inDax = bindModel(project.model).flatMap(({ bound }) => bound.references);
  const inReports = project.reports.flatMap(({ files }) => files.flatMap((file) => file.uses.fields));
  return (
    inDax.filter((use) => use.kind === kind && same(use.name, name) && same(use.table, table)).length +
    inReports.filter((use) => use.kind === kind && same(use.name, name) && same(use.table, table)).length
  );
}

function apply(texts: ReadonlyMap<string, string>, edits: ReturnType<typeof renameEverywhere>): Map<string, string> {
  const after = new Map(texts);
  for (const [path, list] of edits) after.set(path, applyEdits(after.get(path) ?? "", list));
  return after;
}

describe("mutated real files", () => {
  const samples = tmdlFiles.filter((_, i) => i % 7 === 0).map((path) => readFileSync(path, "utf8").slice(0, 20_000));
  const mutation = fc.record({
    sample: fc.nat(),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(30),
    insert: fc.oneof(
      fc.constantFrom(
        "\n",
        "\r\n",
        "\t",
        "  ",
        "'",
        '"',
        "```",
        "=",
        ":",
        "(",
        ")",
        "[",
        "]",
        "///",
        "ref ",
        "\u0000",
        "\ufeff",
      ),
      fc.string({ unit: "binary", maxLength: 8 }),
    ),
  });

  it("are read without throwing, kept to the byte, and their DAX as well", () => {
    fc.assert(
      fc.property(mutation, ({ sample, at, remove, insert }) => {
        const text = samples[sample % samples.length] ?? "";
        const place = Math.floor(at * text.length);
        const mutated = text.slice(0, place) + insert + text.slice(place + remove);
        const document = parseTmdl(mutated);
        expect(document.text).toBe(mutated);
        const project = openTabular(new Map([["m/definition/a.tmdl", mutated]]), "m", []);
        checkProject(project);
        for (const { expression } of daxTexts(project.model)) parseDax(expression.text);
      }),
      { numRuns: 300 },
    );
  });
});
