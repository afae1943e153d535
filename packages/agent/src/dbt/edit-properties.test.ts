import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { addColumnEntry, addColumnTest, setDescription } from "./edit-properties.ts";
import { type ColumnNode, type PropertiesFile, type ResourceNode, readProperties } from "./properties.ts";
import { applyTextEdits, type TextEdit } from "./text-edit.ts";
import { renderedTextProblem } from "./yaml-scalar.ts";

const BLOCK = `version: 2

models:
  - name: m # the model
    columns:
      - name: a
        description: First. # kept
        data_tests:
          - not_null

      # about b
      - name: b
        description: >
          Long
          text.
  - name: other
`;

const FLOW = `models:
- name: m
  columns:
  - {name: a, data_type: integer}
  - {name: b, description: 'x', tests: [unique]}
`;

type Edit = (file: PropertiesFile, model: ResourceNode, column: ColumnNode) => TextEdit;

function edited(text: string, column: string, edit: Edit): string {
  const file = readProperties("m.yml", text);
  const model = file.resources[0];
  const node = model?.columns.find((other) => other.name === column);
  if (model === undefined || node === undefined) throw new Error(`no column ${column}`);
  return applyTextEdits(text, [edit(file, model, node)]);
}

/** The lines that are in one text only, in order. */
function changedLines(before: string, after: string): { removed: string[]; added: string[] } {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  return { removed: old.filter((line) => !fresh.includes(line)), added: fresh.filter((line) => !old.includes(line)) };
}

describe("properties files", () => {
  it("get a column in the shape of its neighbours", () => {
    const add: Edit = (file, model) =>
      addColumnEntry(file, model, { name: "c", dataType: "integer", description: "New, too.", after: "a" });

    expect(changedLines(BLOCK, edited(BLOCK, "a", add))).toEqual({
      removed: [],
      added: ["      - name: c", "        data_type: integer", "        description: New, too."],
    });
    expect(changedLines(FLOW, edited(FLOW, "a", add))).toEqual({
      removed: [],
      added: ['  - {name: c, data_type: integer, description: "New, too."}'],
    });
  });

  it("get a test under the key that the file uses", () => {
    expect(
      changedLines(
        BLOCK,
        edited(BLOCK, "a", (f, _, c) => addColumnTest(f, c, { kind: "unique" })),
      ),
    ).toEqual({
      removed: [],
      added: ["          - unique"],
    });
    expect(
      changedLines(
        BLOCK,
        edited(BLOCK, "b", (f, _, c) => addColumnTest(f, c, { kind: "accepted_values", values: ["x", "yes", 1] })),
      ).added,
    ).toEqual(["          - accepted_values:", "              arguments:", '                values: ["x", "yes", 1]']);
    expect(
      changedLines(
        FLOW,
        edited(FLOW, "a", (f, _, c) => addColumnTest(f, c, { kind: "not_null" })),
      ).added,
    ).toEqual(["  - {name: a, data_type: integer, tests: [not_null]}"]);
    expect(
      changedLines(
        FLOW,
        edited(FLOW, "b", (f, _, c) => addColumnTest(f, c, { kind: "not_null" })),
      ).added,
    ).toEqual(["  - {name: b, description: 'x', tests: [unique, not_null]}"]);
  });

  it("replace a folded description, and nothing beside it", () => {
    const after = edited(BLOCK, "b", (f, _, c) => setDescription(f, c.node, "Short."));

    expect(after).toBe(BLOCK.replace(">\n          Long\n          text.", "Short."));
  });

  it("give back every text that dbt would not execute, in either YAML version", () => {
    const texts = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string(),
      fc.constantFrom("yes", "null", "1:30", "- a", "a: b", "#x", "'\"", "é\\n", "2024-01-01", "{a}", "a\nb"),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(BLOCK, FLOW), (text, before) => {
        fc.pre(renderedTextProblem(text) === undefined && text !== "");
        const after = edited(before, "b", (f, _, c) => setDescription(f, c.node, text));
        for (const version of ["1.1", "1.2"] as const) {
          const read = parse(after, { version }) as { models: { columns: { description: unknown }[] }[] };
          expect(read.models[0]?.columns[1]?.description).toBe(text);
        }
      }),
    );
  });

  it("refuse what dbt would execute", () => {
    const write = (text: string) => () => edited(BLOCK, "b", (f, _, c) => setDescription(f, c.node, text));

    expect(write("{{ env_var('X') }}")).toThrow(/Jinja/u);
    expect(write("a {% x %}")).toThrow(/Jinja/u);
    expect(write("a\u0007")).toThrow(/control/u);
    expect(() =>
      edited(BLOCK, "a", (f, _, c) => addColumnTest(f, c, { kind: "accepted_values", values: ["env_var(X)"] })),
    ).toThrow(/call/u);
    expect(() =>
      edited(BLOCK, "a", (f, _, c) => addColumnTest(f, c, { kind: "accepted_values", values: ["x') or (1=1"] })),
    ).toThrow(/quote/u);
  });
});
