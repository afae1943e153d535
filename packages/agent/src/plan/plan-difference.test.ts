import type { FileChange } from "@throughline/contracts";
import { describe, expect, it } from "vitest";
import { depotProject, type ExampleProject, taxiProject } from "../test-support/example-projects.ts";
import { understand } from "../understand/understand.ts";
import type { Proposal } from "./plan-change.ts";
import { planDifference } from "./plan-difference.ts";

const taxi = taxiProject();
const depot = depotProject();
const TRIPS = "powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl";
const PARCELS = "BI/Depot Übersicht.SemanticModel/definition/tables/Sendungs Daten.tmdl";

/** The plan of files that somebody changed, each by replacing a text; null makes the file or takes it away. */
function amended(
  project: ExampleProject,
  changes: Readonly<Record<string, [string | null, string | null]>>,
  declared: readonly string[] = [],
): Proposal {
  const understanding = understand(
    project === taxi ? "hide Vendor" : "rename Anzahl Sendungen to Sendungen gesamt",
    project.catalogue,
    {},
  );
  if (understanding.status !== "understood") throw new Error(JSON.stringify(understanding));
  const made = Object.entries(changes).map(([path, [old, now]]): FileChange => {
    const before = project.files.get(path) ?? null;
    if (old === null || now === null) return { path, before, after: now };
    if (!before?.includes(old)) throw new Error(`${path} has no ${old}`);
    return { path, before, after: before.replace(old, now) };
  });
  return planDifference({ changes: made, intent: understanding.intent, declared }, project.files, project.layout);
}

const unchanged = ({ expectations }: Proposal) => expectations.filter(({ kind }) => kind === "measures-unchanged");

describe("planning what people made", () => {
  it("promises a new measure, and that no other moves", () => {
    const plan = amended(taxi, {
      [TRIPS]: ["\tmeasure 'Tip Rate' =", "\tmeasure 'Rows' = COUNTROWS(Trips)\n\n\tmeasure 'Tip Rate' ="],
    });
    const measure = { table: "Trips", measure: "Rows" };

    expect(plan).toMatchObject({ layers: ["semantic-model"], effects: { breaking: "additive", schemaChange: false } });
    expect(plan.expectations).toEqual([
      { kind: "measure-present", measure },
      { kind: "measures-unchanged", except: [measure] },
      { kind: "rest-unchanged", except: ["column:Trips[Vendor]"] },
    ]);
    expect(plan.questions).toEqual([{ measure, by: [] }]);
  });

  it("lets a changed measure and what is made of it move, and cannot tell whether that breaks", () => {
    const plan = amended(depot, { [PARCELS]: ["COUNTROWS", "1 + COUNTROWS"] });
    const [expectation] = unchanged(plan);

    expect(plan.effects.breaking).toBe("unknown");
    expect(expectation).toMatchObject({
      except: expect.arrayContaining([expect.objectContaining({ table: "Sendungs Daten" })]),
    });
    expect(plan.touched.changed).not.toEqual([]);
  });

  it("calls a measure that is gone breaking", () => {
    const text = taxi.files.get(TRIPS) ?? "";
    const block =
      /\t\/\/\/ Tips per dollar of fare\.\r?\n\tmeasure 'Tip Rate'[\s\S]*?lineageTag: \S+\r?\n\r?\n/u.exec(text)?.[0] ??
      "";
    const plan = amended(taxi, { [TRIPS]: [block, ""] }, ["measure:trips[tip rate]"]);

    expect(plan.effects).toMatchObject({ breaking: "breaking", schemaChange: true });
    expect(plan.effects.destroyed).toEqual(["measure:Trips[Tip Rate]"]);
    expect(plan.expectations).toContainEqual({
      kind: "measure-absent",
      measure: { table: "Trips", measure: "Tip Rate" },
    });
  });

  it.each([
    ["said by nobody", [], []],
    ["declared", ["measure:Trips[Total Fare Amount]"], ["Total Fare Amount", "Tip Rate"]],
    ["declared with its whole table", ["table:Trips"], ["Total Fare Amount", "Tip Rate"]],
  ])("lets a number that is there already move only where that is declared: %s", (_, declared, moving) => {
    const plan = amended(taxi, { [TRIPS]: ["SUM(Trips[Fare Amount])", "0 - SUM(Trips[Fare Amount])"] }, declared);
    const [expectation] = unchanged(plan);

    const except = expectation?.kind === "measures-unchanged" ? expectation.except.map(({ measure }) => measure) : [];
    expect(moving.every((measure) => except.includes(measure))).toBe(true);
    expect(except.length === 0).toBe(moving.length === 0);
  });

  it.each([
    ["the example", taxi, "transform/models/marts/dim_zone.sql", "dim_zone"],
    ["the depot", depot, "DWH_Models/Modelle/20_Kern/d_Depot.sql", "d_Depot"],
  ])("keeps the rows of a model of %s whose SQL is changed", (_, project, path, model) => {
    const plan = amended(project, { [path]: [null, `${project.files.get(path)}\n-- by hand\n`] });

    expect(plan.layers).toEqual(["transform"]);
    expect(plan.effects).toMatchObject({ breaking: "unknown", schemaChange: true });
    expect(plan.expectations).toContainEqual({ kind: "rows-unchanged", model });
  });

  it("shows a file that is new or gone as what it is", () => {
    const plan = amended(depot, {
      "DWH_Models/Modelle/20_Kern/neu.sql": [null, "select 1 as eins"],
      "DWH_Models/Modelle/20_Kern/d_Kunde.sql": [null, null],
    });

    expect(plan.edits.map(({ summary }) => summary)).toEqual(["a new file", "removed"]);
    expect(plan.effects).toMatchObject({ breaking: "breaking", schemaChange: true });
  });

  it("has no effects when only a text nobody computes with is changed", () => {
    const plan = amended(taxi, { "README.md": [null, "# Other\n"] });

    expect(plan.effects).toMatchObject({ breaking: "none", schemaChange: false });
    expect(unchanged(plan)).toEqual([{ kind: "measures-unchanged", except: [] }]);
  });
});
