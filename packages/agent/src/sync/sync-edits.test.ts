import { describe, expect, it } from "vitest";
import { buildCatalogue } from "../catalogue/build-catalogue.ts";
import { planChange } from "../plan/plan-change.ts";
import {
  depotProject,
  type ExampleProject,
  outpatientClinicsProject,
  taxiProject,
} from "../test-support/example-projects.ts";
import { understand } from "../understand/understand.ts";
import { layerSync, reportSync } from "./sync-edits.ts";

/** What a request's words would change in a project. */
function planned(project: ExampleProject, words = "sync dbt and Power BI") {
  const understanding = understand(words, project.catalogue, {});
  if (understanding.status !== "understood") throw new Error(JSON.stringify(understanding));
  return planChange(understanding.intent, project.files, project.layout, project.facts);
}

/** The project with other texts. */
function changed(
  project: ExampleProject,
  ...texts: readonly (readonly [path: string, text: string])[]
): ExampleProject {
  const files = new Map([...project.files, ...texts]);
  return { ...project, files, catalogue: buildCatalogue(files, project.layout, project.facts) };
}

function applied(project: ExampleProject): ExampleProject {
  return changed(project, ...planned(project).changes.map(({ path, after }) => [path, after ?? ""] as const));
}

const MARTS = "transform/models/marts/_marts.yml";
const TRIPS = "powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl";

describe.each([
  ["the taxi example", taxiProject],
  ["the depot", depotProject],
  ["the clinics", outpatientClinicsProject],
])("%s, brought in step", (_, load) => {
  it("leaves only what somebody has to decide", () => {
    const after = applied(load());
    expect(layerSync(after.catalogue).filter(({ edit }) => edit)).toEqual([]);
    expect(reportSync(after.catalogue)).toEqual([]);
    expect(understand("sync dbt and Power BI", after.catalogue, {}).status).toBe("no-change");
  });
});

it("shows what dbt builds, in its words, and tells dbt of the report", () => {
  const plan = planned(depotProject());
  expect(plan.effects).toMatchObject({ schemaChange: false, breaking: "none" });
  expect(plan.edits.map(({ file }) => file)).toEqual([
    "BI/Depot Übersicht.SemanticModel/definition/tables/Sendungs Daten.tmdl",
    "DWH_Models/Modelle/exposures.yml",
  ]);
  expect(plan.changes.at(-1)?.after).toContain("      - ref('F_Sendung_v2')\n");
});

it("adds columns that are not shown, and leaves out those that dbt keeps for itself", () => {
  const taxi = taxiProject();
  expect(planned(taxi).effects).toMatchObject({ schemaChange: true, breaking: "additive" });
  expect(planned(taxi).changes.find(({ path }) => path === TRIPS)?.after).toContain("sourceColumn: loaded_at");
  const marts = taxi.files
    .get(MARTS)
    ?.replace("- name: loaded_at\n", "- name: loaded_at\n        meta: {semantic_model: false}\n");
  const kept = planned(changed(taxi, [MARTS, marts ?? ""]));
  expect(kept.changes.find(({ path }) => path === TRIPS)?.after).not.toContain("sourceColumn: loaded_at");
});

it("takes one side's descriptions where it is told whose", () => {
  const taxi = taxiProject();
  const other = "What the passenger was charged, in dollars, without cash tips.";
  expect(planned(taxi).changes.find(({ path }) => path === TRIPS)?.after).not.toContain(`/// ${other}`);
  const fromDbt = planned(taxi, "sync dbt and Power BI, descriptions from dbt");
  expect(fromDbt.changes.find(({ path }) => path === TRIPS)?.after).toContain(`/// ${other}`);
  const fromModel = planned(taxi, "Bring Power BI in step with dbt with the descriptions of Power BI");
  expect(fromModel.changes.find(({ path }) => path === MARTS)?.after).toContain(
    "description: Fare by time and distance.",
  );
});

it("gives a column the type that the warehouse has, and that breaks what others made of it", () => {
  const taxi = taxiProject();
  const retyped = taxi.files
    .get(TRIPS)
    ?.replace("column 'Tip Amount'\n\t\tdataType: decimal", "column 'Tip Amount'\n\t\tdataType: int64");
  const plan = planned(changed(taxi, [TRIPS, retyped ?? ""]));
  expect(plan.effects.breaking).toBe("breaking");
  expect(plan.changes.find(({ path }) => path === TRIPS)?.after).toContain(
    "column 'Tip Amount'\n\t\tdataType: decimal",
  );
});

it("adds a model to what a report is known to read, as the list is written", () => {
  const taxi = taxiProject();
  const file = "transform/models/exposures.yml";
  const lacking = taxi.files.get(file)?.replace("      - ref('dim_zone')\n", "");
  const plan = planned(changed(taxi, [file, lacking ?? ""]));
  expect(plan.changes.find(({ path }) => path === file)?.after).toContain(
    "      - ref('dim_date')\n      - ref('dim_zone')\n",
  );
});

it("only follows the wish to bring both in step, not every sentence with these words", () => {
  const { catalogue } = taxiProject();
  const kind = (words: string) => {
    const read = understand(words, catalogue, {});
    return read.status === "understood" ? read.intent.kind : read.status;
  };
  expect(kind("please sync Power BI with dbt")).toBe("sync");
  expect(kind("Bring dbt and Power BI into line.")).toBe("sync");
  expect(kind("sync trips")).not.toBe("sync");
  expect(kind("add average fare per mile to dbt and Power BI")).not.toBe("sync");
});
