import type { ColumnType } from "@throughline/contracts";
import type { ModelColumn, ModelTable, ModelUse, SemanticModel } from "@throughline/semantic-model";
import { fakeKind } from "@throughline/semantic-model/fake";
import { describe, expect, it } from "vitest";
import { type BuiltColumn, type BuiltTable, compareLayers } from "./compare-layers.ts";
import { reportReaders } from "./report-readers.ts";

const place = { file: "model", line: 1 };

const shown: ModelColumn = {
  name: "Menge",
  type: "decimal",
  sourceColumn: "menge_stk",
  calculated: false,
  key: false,
  hidden: false,
  synonyms: [],
  place,
};

const built: BuiltColumn = { name: "MENGE_STK", type: "decimal", dataType: "DECIMAL(18,3)" };

function table(columns: readonly ModelColumn[], more: Partial<ModelTable> = {}): ModelTable {
  const source = { schema: "dwh", name: "F_Auftrag" };
  return { name: "Aufträge", hidden: false, calendar: false, measures: [], place, source, columns, ...more };
}

function modelOf(tables: readonly ModelTable[], more: Partial<SemanticModel> = {}): SemanticModel {
  return { ...fakeKind.open(new Map(), "none", []), tables, ...more };
}

const relation: BuiltTable = { model: "f_auftrag", relation: "f_auftrag", columns: [built], complete: true };

const drift = (column: Partial<ModelColumn>, source: Partial<BuiltColumn> = {}, more: Partial<BuiltTable> = {}) =>
  compareLayers(
    [modelOf([table([{ ...shown, ...column }])])],
    [{ ...relation, ...more, columns: [{ ...built, ...source }] }],
  );

describe("a table that reads what dbt builds", () => {
  it("says the same whatever the case of names and the line breaks of descriptions", () => {
    const description = "So viele\n  Stück wie bestellt.\n";
    expect(drift({ description: "So viele Stück wie bestellt." }, { description })).toEqual([]);
  });

  it.each<[ColumnType, ColumnType, boolean]>([
    ["integer", "integer", true],
    ["double", "decimal", true],
    ["decimal", "integer", true],
    ["integer", "decimal", false],
    ["string", "integer", false],
    ["integer", "string", false],
    ["datetime", "date", true],
    ["date", "datetime", false],
    ["boolean", "integer", false],
    ["unknown", "string", true],
    ["string", "unknown", true],
  ])("can show as %s what is built as %s: %s", (type, from, can) => {
    expect(drift({ type }, { type: from }).map(({ kind }) => kind)).toEqual(can ? [] : ["type"]);
  });

  it("does not show a column that dbt builds, unless dbt says that it is not for it", () => {
    const more = (column: Partial<BuiltColumn>) =>
      compareLayers(
        [modelOf([table([shown])])],
        [{ ...relation, columns: [built, { name: "Rabatt %", type: "double", ...column }] }],
      );
    expect(more({})).toMatchObject([{ kind: "not-shown", model: "f_auftrag", column: { name: "Rabatt %" } }]);
    expect(more({ internal: true })).toEqual([]);
  });

  it("reads a column that dbt does not build, where all that it builds is known", () => {
    const gone = { sourceColumn: "preis" };
    expect(drift(gone).map(({ kind }) => kind)).toEqual(["not-built", "not-shown"]);
    expect(drift(gone, {}, { complete: false }).map(({ kind }) => kind)).toEqual(["not-shown"]);
  });

  it("is not asked about columns that it computes itself", () => {
    const { sourceColumn: _, ...own } = shown;
    const computed: ModelColumn = { ...own, name: "Jahr", calculated: true };
    expect(compareLayers([modelOf([table([shown, computed])])], [relation])).toEqual([]);
  });

  it("has other words, of its own or of a column", () => {
    const other = compareLayers(
      [modelOf([table([{ ...shown, description: "Stück." }], { description: "Aufträge." })])],
      [{ ...relation, description: "Alle Aufträge." }],
    );
    expect(other).toEqual([
      { kind: "description", table: "Aufträge", model: "f_auftrag", shown: "Aufträge.", built: "Alle Aufträge." },
      {
        kind: "description",
        table: "Aufträge",
        column: "Menge",
        model: "f_auftrag",
        source: "MENGE_STK",
        shown: "Stück.",
      },
    ]);
  });

  it("shows values otherwise than dbt says", () => {
    expect(drift({ format: "0" }, { format: "#,0.000" })).toMatchObject([
      { kind: "format", shown: "0", built: "#,0.000" },
    ]);
    expect(drift({ format: "0" })).toEqual([]);
  });
});

it("leaves out tables that read nothing of dbt, and names that two relations have", () => {
  const two = [relation, { ...relation, model: "other" }];
  expect(compareLayers([modelOf([table([])])], two)).toEqual([]);
  expect(compareLayers([modelOf([table([], { source: { name: "elsewhere" } })])], [relation])).toEqual([]);
});

it("finds the table of the right schema where two have one name", () => {
  const two: BuiltTable[] = [
    { ...relation, schema: "dwh" },
    { ...relation, model: "stage", schema: "stage", columns: [] },
  ];
  expect(compareLayers([modelOf([table([shown])])], two)).toEqual([]);
});

it("takes a report to read every table behind its measures, and none besides", () => {
  const visual = { report: "BI/Aufträge.Report", page: "Seite 1", name: "Karte", type: "card", file: "v.json" };
  const uses: ModelUse[] = [
    { user: "measure:Aufträge[Summe]", used: "measure:Aufträge[Basis]", how: "value" },
    { user: "measure:Aufträge[Basis]", used: "column:Lager[Wert]", how: "value" },
  ];
  const model = modelOf(
    [
      table([shown]),
      table([], { name: "Lager", source: { name: "d_lager" } }),
      table([], { name: "Kunde", source: { name: "d_kunde" } }),
    ],
    {
      uses,
      visuals: [{ ...visual, columns: [], measures: [{ table: "Aufträge", measure: "Summe" }] }],
    },
  );
  expect(reportReaders(model)).toEqual([
    { report: "BI/Aufträge.Report", pages: ["Seite 1"], relations: [{ name: "d_lager" }] },
  ]);
});
