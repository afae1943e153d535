import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SeededRandom, seededRandom } from "../../test-support/seeded-random.ts";
import { checkProject } from "../check.ts";
import type { Column, Hierarchy, Measure, Table } from "../model.ts";
import { openTabular, type TabularProject } from "../open-model.ts";
import { addToModel } from "./add-object.ts";
import { type EditResult, type FileEdits, undoOf, withEdits } from "./file-edits.ts";
import { moveMeasure } from "./move-measure.ts";
import type { NewModelObject } from "./new-object.ts";
import type { ObjectName, Rename } from "./object-name.ts";
import { removeFromModel } from "./remove-object.ts";
import { renameInModel } from "./rename-object.ts";

const root = join(import.meta.dirname, "../../../../..");
const corpus = join(root, "../shared/corpus");
const folders = [
  ...(existsSync(corpus) ? globSync("*/", { cwd: corpus }).map((name) => join(corpus, name)) : []),
  ...["examples/nyc-taxi", "tests/projects/parcel-depot", "tests/projects/hotel-group", "tests/projects/solar-parks"]
    .map((path) => join(root, path))
    .filter(existsSync),
];
const runs = Number(process.env["EDITS"] ?? 12);

/** The same model as other tools leave it. */
const variants: Readonly<Record<string, (tmdl: string) => string>> = {
  "as it is": (text) => text,
  "with CRLF": (text) => text.replace(/\r?\n/gu, "\r\n"),
  "with a byte order mark": (text) => (text.startsWith("\uFEFF") ? text : `\uFEFF${text}`),
  "with spaces": (text) => text.replace(/^\t+/gmu, (tabs) => "    ".repeat(tabs.length)),
  "without last line ends": (text) => text.trimEnd(),
};

type Texts = ReadonlyMap<string, string>;
interface Opened {
  readonly texts: Texts;
  readonly project: TabularProject;
}

function read(folder: string, variant: (text: string) => string): Opened {
  const texts = new Map(
    globSync("**/*.{tmdl,json}", { cwd: folder }).map((path) => {
      const text = readFileSync(join(folder, path), "utf8");
      return [path, path.endsWith(".tmdl") ? variant(text) : text];
    }),
  );
  const [model = ""] = globSync("**/*.SemanticModel", { cwd: folder });
  return { texts, project: openTabular(texts, model, globSync("**/*.Report", { cwd: folder })) };
}

function after(before: Opened, made: FileEdits): Opened {
  const texts = withEdits(before.texts, made);
  const { folder, reports } = before.project;
  const names = reports.map((report) => report.folder);
  return { texts, project: openTabular(texts, folder, names, before.project) };
}

/**
 * What is found now and was not found before. What a finding says of a renamed object is the same under either name; one
 * that moved with its object to another file is the same finding.
 */
function newFindings(before: Opened, now: Opened, [from, to] = ["", ""]): string[] {
  const show = ({ project }: Opened): string[] =>
    checkProject(project).map(({ code, message }) => `${code} ${from === "" ? message : message.replaceAll(from, to)}`);
  const known = new Set(show(before));
  return show(now).filter((found) => !known.has(found));
}

interface Step {
  readonly label: string;
  readonly renamed?: [from: string, to: string];
  readonly make: (project: TabularProject) => EditResult;
  readonly back?: (project: TabularProject) => EditResult;
}

const fresh = "Näme's [new] = x";

function drawAddition({ model }: TabularProject, random: SeededRandom): Step | undefined {
  const table = random.pick(model.tables.filter(({ columns }) => columns.length > 0)) as Table;
  const columns = table.columns.map(({ name }) => name);
  const group = random.pick(model.tables.filter(({ calculationGroup }) => calculationGroup));
  const other = random.pick(model.tables.filter((one) => one !== table && one.columns.length > 0));
  const [column = ""] = columns;
  const objects: readonly (readonly [NewModelObject, ObjectName, string?] | undefined)[] = [
    [
      {
        kind: "measure",
        name: fresh,
        expression: "VAR a = 1\nRETURN\n    a + 1",
        description: "One\n\nTwo",
        annotations: [["a b", "c"]],
      },
      { kind: "measure", table: table.name, name: fresh },
      table.name,
    ],
    [
      { kind: "column", name: fresh, dataType: "string", sourceColumn: "x", properties: [["summarizeBy", "none"]] },
      { kind: "column", table: table.name, name: fresh },
      table.name,
    ],
    [
      { kind: "column", name: fresh, dataType: "int64", expression: "1 + 1" },
      { kind: "column", table: table.name, name: fresh },
      table.name,
    ],
    [
      { kind: "hierarchy", name: fresh, levels: columns.slice(0, 2).map((name) => ({ name })) },
      { kind: "hierarchy", table: table.name, name: fresh },
      table.name,
    ],
    group && [
      { kind: "calculation-item", name: fresh, expression: "SELECTEDMEASURE()" },
      { kind: "calculation-item", table: group.name, name: fresh },
      group.name,
    ],
    other && [
      {
        kind: "role",
        name: fresh,
        tablePermissions: [
          { table: table.name, filter: "TRUE()" },
          { table: other.name, filter: "1 = 1" },
        ],
      },
      { kind: "role", name: fresh },
    ],
    [
      {
        kind: "perspective",
        name: fresh,
        tables: [{ table: table.name, columns, measures: table.measures.map(({ name }) => name) }],
      },
      { kind: "perspective", name: fresh },
    ],
    [
      { kind: "expression", name: fresh, expression: "let\n    a = 1\nin\n    a" },
      { kind: "expression", name: fresh },
    ],
    [
      { kind: "function", name: "Half.Of", expression: "(x) => x / 2" },
      { kind: "function", name: "Half.Of" },
    ],
    [
      { kind: "culture", name: "rm-CH" },
      { kind: "culture", name: "rm-CH" },
    ],
    [
      {
        kind: "table",
        name: fresh,
        columns: [
          { name: "a", dataType: "string", sourceColumn: "a" },
          { name: "b", dataType: "int64", sourceColumn: "b", sortByColumn: "a" },
        ],
        measures: [{ name: `${fresh} 2`, expression: "1" }],
        hierarchies: [{ name: "h", levels: [{ name: "l", column: "a" }] }],
        partition: { mode: "import", source: { kind: "m", query: "let\n    s = 1\nin\n    s" } },
      },
      { kind: "table", name: fresh },
    ],
    other && [
      {
        kind: "relationship",
        name: "r x",
        from: { table: table.name, column },
        to: {
          table: other.name,
          column: other.columns.find(({ dataType }) => dataType === table.columns[0]?.dataType)?.name ?? "",
        },
        properties: [["isActive", "false"]],
      },
      { kind: "relationship", name: "r x" },
    ],
  ];
  const drawn = random.pick(objects);
  if (!drawn) return undefined;
  const [object, name, where] = drawn;
  return {
    label: `add ${object.kind}`,
    make: (project) => addToModel(project, object, where === undefined ? {} : { table: where }),
    back: (project) => removeFromModel(project, name),
  };
}

function drawName({ model }: TabularProject, random: SeededRandom): ObjectName | undefined {
  const table = random.pick(model.tables) as Table;
  const inTable = <K extends "column" | "measure" | "hierarchy" | "calculation-item">(
    kind: K,
    list: readonly { name: string }[] = [],
  ) => {
    const one = random.pick(list);
    return one && { kind, table: table.name, name: one.name };
  };
  const alone = <K extends "role" | "perspective" | "expression" | "function" | "relationship">(
    kind: K,
    list: readonly { name: string }[],
  ) => {
    const one = random.pick(list);
    return one && { kind, name: one.name };
  };
  const hierarchy: Hierarchy | undefined = random.pick(model.tables.flatMap(({ hierarchies }) => hierarchies));
  const level = random.pick(hierarchy?.levels ?? []);
  const group = random.pick(model.tables.filter(({ calculationGroup }) => calculationGroup));
  const item = random.pick(group?.calculationGroup?.items ?? []);
  return random.pick<ObjectName | undefined>([
    { kind: "table", name: table.name },
    inTable("column", table.columns),
    inTable("measure", table.measures),
    hierarchy && { kind: "hierarchy", table: hierarchy.table, name: hierarchy.name },
    hierarchy && level && { kind: "level", table: hierarchy.table, hierarchy: hierarchy.name, name: level.name },
    group && item && { kind: "calculation-item", table: group.name, name: item.name },
    alone("role", model.roles),
    alone("perspective", model.perspectives),
    alone("expression", model.expressions),
    alone("function", model.functions),
    alone("relationship", model.relationships),
  ]);
}

function drawRename(project: TabularProject, random: SeededRandom): Step | undefined {
  const object = drawName(project, random);
  if (!object) return undefined;
  const { name, ...place } = object;
  const to = object.kind === "function" ? "Another.Name" : fresh;
  return {
    label: `rename ${object.kind} ${name}`,
    renamed: [name, to],
    make: (current) => renameInModel(current, { ...place, from: name, to } as Rename),
    back: (current) => renameInModel(current, { ...place, from: to, to: name } as Rename),
  };
}

function drawMove({ model }: TabularProject, random: SeededRandom): Step | undefined {
  const measure: Measure | undefined = random.pick(model.tables.flatMap(({ measures }) => measures));
  const own = model.tables.find(({ name }) => name === measure?.table);
  const taken = (table: Table): boolean => table.columns.some(({ name }: Column) => name === measure?.name);
  const table = random.pick(model.tables.filter((one) => one !== own && !taken(one)));
  if (!measure || !own || !table) return undefined;
  const next = own.measures[own.measures.indexOf(measure) + 1]?.name;
  return {
    label: `move ${measure.name} to ${table.name}`,
    make: (current) => moveMeasure(current, measure.name, table.name),
    back: (current) => moveMeasure(current, measure.name, own.name, next === undefined ? {} : { before: next }),
  };
}

const draws = [drawAddition, drawRename, drawMove];

/** A name comes back in the case and with the quotes of its declaration, wherever it was written in another way. */
function loosely(texts: Texts): Map<string, string> {
  return new Map([...texts].map(([path, text]) => [path, text.toLowerCase().replace(/['"#]/gu, "")]));
}

describe.each(folders)("the model in %s", (folder) => {
  describe.each(Object.keys(variants))("%s", (name) => {
    const start = read(folder, variants[name] as (text: string) => string);

    it("is edited without a new finding, and every edit is taken back to the byte", () => {
      fc.assert(
        fc.property(fc.nat(), fc.nat(draws.length - 1), (seed, kind) => {
          const step = draws[kind]?.(start.project, seededRandom(seed));
          if (!step) return;
          const made = step.make(start.project);
          if ("refused" in made) return;
          const now = after(start, made);
          expect([step.label, newFindings(start, now, step.renamed)]).toEqual([step.label, []]);
          expect(withEdits(now.texts, undoOf(start.texts, made))).toEqual(start.texts);
          const back = step.back?.(now.project);
          if (!back) return;
          expect([step.label, back]).not.toMatchObject([step.label, { refused: {} }]);
          const restored = "refused" in back ? now.texts : withEdits(now.texts, back);
          if (step.label.startsWith("add")) expect(restored).toEqual(start.texts);
          else if (step.label.startsWith("rename")) expect(loosely(restored)).toEqual(loosely(start.texts));
        }),
        { numRuns: runs },
      );
    });

    it("loses an object without a new error, or says who uses it", () => {
      fc.assert(
        fc.property(fc.nat(), (seed) => {
          const object = drawName(start.project, seededRandom(seed));
          if (!object) return;
          const made = removeFromModel(start.project, object);
          const forced = removeFromModel(start.project, object, { force: true });
          if ("refused" in made) expect(made.refused.users?.length).toBeGreaterThan(0);
          else {
            const now = after(start, made);
            const found = newFindings(start, now);
            expect([object, found]).toEqual([object, []]);
          }
          if ("refused" in forced) throw new Error(forced.refused.message);
          expect(withEdits(withEdits(start.texts, forced), undoOf(start.texts, forced))).toEqual(start.texts);
        }),
        { numRuns: runs },
      );
    });
  });
});
