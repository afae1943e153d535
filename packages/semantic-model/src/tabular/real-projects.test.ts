import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type FileChange, Finding, type ModelEdit } from "@throughline/contracts";
import { describe, expect, it } from "vitest";
import type { SemanticModel } from "../semantic-model.ts";
import { tabularKind } from "./tabular-kind.ts";

const root = join(import.meta.dirname, "../../../..");
const projects = [
  "examples/nyc-taxi",
  "tests/projects/parcel-depot",
  "tests/projects/outpatient-clinics",
  "../shared/corpus/olist",
  "../shared/corpus/sales",
  "../shared/corpus/fuam",
]
  .map((path) => join(root, path))
  .filter(existsSync);

function open(project: string): SemanticModel {
  const files = new Map(
    globSync("**/*.{tmdl,json,pbir,pbism}", { cwd: project }).map((path) => [
      path,
      readFileSync(join(project, path), "utf8"),
    ]),
  );
  const [found] = tabularKind.find(files);
  if (!found) throw new Error("no model");
  return tabularKind.open(files, found.folder, found.reports);
}

/** Lines of a change, without those that are the same before and after. */
function changedLines({ before, after }: FileChange): { removed: string[]; added: string[] } {
  const [old, fresh] = [before, after].map((text) => (text ?? "").split("\n"));
  if (!old || !fresh) return { removed: [], added: [] };
  let start = 0;
  while (start < old.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, fresh.length) - start && old.at(-1 - end) === fresh.at(-1 - end)) end++;
  return { removed: old.slice(start, old.length - end), added: fresh.slice(start, fresh.length - end) };
}

describe.each(projects)("the project %s", (path) => {
  const model = open(path);
  const [table] = model.tables.filter(({ measures }) => measures.length > 1);
  const [first, second] = table?.measures ?? [];
  if (!table || !first || !second) throw new Error("the project has too few measures");
  const name = "Größe ['je'] \"x\"";
  const add: ModelEdit = {
    kind: "add-measure",
    table: table.name,
    name,
    formula: {
      kind: "ratio",
      numerator: { kind: "measure", measure: { table: table.name, measure: first.name } },
      denominator: { kind: "measure", measure: { table: table.name, measure: second.name } },
    },
    display: { description: "What one of them is in the other.", format: "#,0.00", folder: "New" },
  };
  const edited = (start: SemanticModel, edits: readonly ModelEdit[]) => {
    const result = start.edit(edits);
    if ("findings" in result) throw new Error(JSON.stringify(result.findings));
    return result;
  };

  it("gives findings that are the same when they are read again", () => {
    const findings = model.check();
    expect(findings.map((finding) => Finding.parse(finding))).toEqual(findings);
  });

  it("takes a new measure as one block of new lines", () => {
    const { model: after, changes } = edited(model, [add]);
    expect(changes).toHaveLength(1);
    const [change] = changes;
    if (!change) return;
    const { removed, added } = changedLines(change);
    expect(removed.join("").trim()).toBe("");
    expect(added.map((line) => line.trim()).filter((line) => line !== "")).toEqual([
      "/// What one of them is in the other.",
      expect.stringMatching(/^measure 'Größe \[''je''\] "x"' = DIVIDE\(\[.*\], \[.*\]\)$/u),
      "formatString: #,0.00",
      "displayFolder: New",
      expect.stringMatching(/^lineageTag: [0-9a-f-]{36}$/u),
    ]);
    expect(after.check().length).toBe(model.check().length);
  });

  it("is as before to the byte when the measure is removed", () => {
    expect(
      edited(model, [add, { kind: "remove-measure", measure: { table: table.name, measure: name } }]).changes,
    ).toEqual([]);
  });

  it("takes a new column after the last, and nothing else changes", () => {
    const target = model.tables.find(({ source, columns }) => source && columns.length > 0);
    if (!target) return;
    const column = {
      kind: "add-column",
      table: target.name,
      name,
      sourceColumn: "x_y",
      type: "integer",
      display: {},
    } as const;
    const result = model.edit([column]);
    if ("findings" in result) {
      // Queries that choose their columns by name would leave the new one out.
      expect(result.findings).toMatchObject([{ code: "query-hides-column" }]);
      return;
    }
    const { removed, added } = changedLines(result.changes[0] ?? { path: "", before: "", after: "" });
    expect(removed.join("").trim()).toBe("");
    expect(added.map((line) => line.trim())).toContain("sourceColumn: x_y");
    expect(result.model.check().length).toBe(model.check().length);
  });

  it("describes every object at the line that declares it", () => {
    for (const { measures } of model.tables) {
      for (const measure of measures) {
        const line = readFileSync(join(path, measure.place.file), "utf8").split("\n")[measure.place.line - 1];
        expect(line).toContain(measure.name.replaceAll("'", "''"));
      }
    }
  });

  it("sets and takes back a description and a folder to the byte", () => {
    const measure = { table: table.name, measure: first.name };
    const display = { description: first.description ?? null, folder: first.folder ?? null };
    const { changes } = edited(model, [
      { kind: "describe-measure", measure, display: { description: "One\nTwo", folder: "A\\B" } },
      { kind: "describe-measure", measure, display },
    ]);
    for (const { before, after } of changes) {
      expect(after?.replace(/[ \t]+$/gmu, "")).toBe(before?.replace(/[ \t]+$/gmu, ""));
    }
  });
});
