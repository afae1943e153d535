import type { Evidence, Intent, Plan, Preview } from "@throughline/contracts";
import { describe, expect, it } from "vitest";
import { destroyedBy, editedBy, measured, WITHOUT_SHARE } from "./facts.ts";

const effects: Plan["effects"] = {
  schemaChange: false,
  productionData: false,
  breaking: "none",
  blastRadius: { models: [], measures: [], visuals: [] },
  destroyed: [],
  sensitive: [],
};
const testing: Intent = { kind: "add-test", column: { model: "a", column: "x" }, test: { kind: "unique" } };
const nothing: Evidence = { rowCounts: [], columns: [], selected: [], measuresBefore: [], measuresAfter: [] };

const total = (measure: string, value: Preview["rows"][number][number]): Preview => ({
  measure,
  columns: [measure],
  rows: [[value]],
});

function seen(evidence: Partial<Evidence>, intent: Intent = testing) {
  return measured({ effects, intent }, { ...nothing, ...evidence });
}

describe("what was measured", () => {
  it("adds nothing where nothing changed", () => {
    expect(seen({})).toMatchObject({ effects, rows: 0, share: 0, moved: [] });
  });

  it("takes a column that is gone for one that is destroyed, whatever was planned", () => {
    const columns = [{ model: "a", added: [], removed: ["x"], retyped: [] }];

    expect(seen({ columns }).effects).toMatchObject({
      schemaChange: true,
      breaking: "breaking",
      destroyed: ["model:a.x"],
    });
  });

  it("takes a renamed column for a breaking change that destroys nothing", () => {
    const columns = [{ model: "a", added: ["y"], removed: ["X"], retyped: [] }];
    const intent: Intent = {
      kind: "rename-column",
      column: { model: "a", column: "x" },
      name: "y",
      semanticName: "Y",
    };

    expect(seen({ columns }, intent).effects).toMatchObject({ breaking: "breaking", destroyed: [] });
  });

  it("takes a column that was to be renamed, and is under no other name, for one that is destroyed", () => {
    const columns = [{ model: "a", added: ["z"], removed: ["x"], retyped: [] }];
    const intent: Intent = { kind: "rename-column", column: { model: "a", column: "x" }, name: "y", semanticName: "Y" };

    expect(seen({ columns }, intent).effects.destroyed).toEqual(["model:a.x"]);
  });

  it.each<[string, string[]]>([
    ["New", []],
    ["Other", ["measure:T[Old]"]],
  ])("takes a measure that was to be renamed to New, and is there as %s, for destroyed: %j", (measure, destroyed) => {
    const intent: Intent = { kind: "rename-measure", measure: { table: "T", measure: "Old" }, name: "New" };
    const expectations: Plan["expectations"] = [{ kind: "measure-present", measure: { table: "T", measure } }];

    expect(
      destroyedBy(intent, { edits: [], expectations, effects: { ...effects, destroyed: ["measure:T[Old]"] } }),
    ).toEqual(destroyed);
  });

  it("takes a model that is gone for one that is destroyed", () => {
    expect(seen({ rowCounts: [{ model: "a", before: 3, after: null }] }).effects.destroyed).toEqual(["model:a"]);
  });

  it("counts rows that differ, and all rows of a table that was not compared", () => {
    const table = { model: "a", key: [], columns: [], samples: [], caps: [] };
    const rows = { before: 10, after: 12, added: 3, removed: 1, changed: 2 };
    const tables = [
      { ...table, how: "keyed" as const, rows },
      { ...table, model: "b", how: "not-compared" as const, rows: { ...rows, changed: null } },
    ];

    expect(seen({ tables })).toMatchObject({ rows: 6 + 12, moved: ["model:a", "model:b"] });
  });

  it("counts how many more or fewer rows there are where nobody compared them", () => {
    const rowCounts = [
      { model: "a", before: 10, after: 7 },
      { model: "b", before: 5, after: 6 },
      { model: "c", before: 4, after: null },
      { model: "new", before: null, after: 99 },
    ];

    expect(seen({ rowCounts }).rows).toBe(3 + 1 + 4);
  });

  it.each<[string, Preview, Preview, number]>([
    ["the same", total("T[m]", 5), total("T[m]", 5), 0],
    ["a tenth more", total("T[m]", 10), total("T[m]", 11), 0.1],
    ["a tenth less, below nothing", total("T[m]", -10), total("T[m]", -9), 0.1],
    ["the same up to the order of summing", total("T[m]", 0.3), total("T[m]", 0.1 + 0.2), 0],
    ["something of nothing", total("T[m]", null), total("T[m]", 1), WITHOUT_SHARE],
    ["a number no more", total("T[m]", 1), { ...total("T[m]", null), unavailable: "an error" }, WITHOUT_SHARE],
    ["never known", { ...total("T[m]", null), unavailable: "an error" }, total("T[m]", 1), 0],
    ["another measure", total("T[m]", 1), total("T[n]", 9), 0],
  ])("measures the share of a total that is %s", (_, before, after, share) => {
    expect(seen({ measuresBefore: [before], measuresAfter: [after] }).share).toBeCloseTo(share, 12);
  });
});

describe("what a plan edits", () => {
  it("is named by what it promises, destroys, and writes files of; not by what it is made of", () => {
    const intent: Intent = {
      kind: "change-measure",
      measure: { table: "Sales", measure: "Total" },
      formula: { kind: "aggregate", function: "sum", column: { table: "Costs", column: "x" } } as never,
    };
    const edits = [{ file: "transform/models/orders.sql", summary: "" }];
    const expectations: Plan["expectations"] = [
      { kind: "rest-unchanged", except: ["column:Sales[Day]"] },
      { kind: "rows-unchanged", model: "daily" },
    ];

    expect(
      editedBy(intent, { edits, effects: { ...effects, destroyed: ["measure:Sales[Old]"] }, expectations }),
    ).toEqual(["measure:Sales[Old]", "measure:Sales[Total]", "model:daily", "column:Sales[Day]", "model:orders"]);
  });
});
