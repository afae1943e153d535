import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProjectLayout } from "@throughline/contracts";
import { describe, expect, it } from "vitest";
import { compareModels } from "./compare-models.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..");

/** The files of a semantic model and its report, by path. */
function filesIn(folder: string, at = ""): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of readdirSync(join(folder, at))) {
    const path = at === "" ? name : `${at}/${name}`;
    if (statSync(join(folder, path)).isDirectory())
      for (const [file, text] of filesIn(folder, path)) files.set(file, text);
    else files.set(path, readFileSync(join(folder, path), "utf8"));
  }
  return files;
}

const PROJECTS = {
  taxi: { folder: "examples/nyc-taxi/powerbi", model: "NYC Taxi.SemanticModel", report: "NYC Taxi.Report" },
  depot: {
    folder: "tests/projects/parcel-depot/BI",
    model: "Depot Übersicht.SemanticModel",
    report: "Depot Übersicht.Report",
  },
};

/** Codes and nodes of what differs once texts were replaced in the first file that has them. */
function differences(name: keyof typeof PROJECTS, ...replaced: readonly (readonly [RegExp, string])[]): string[] {
  const { folder, model, report } = PROJECTS[name];
  const before = filesIn(join(root, folder));
  const after = new Map(before);
  for (const [from, to] of replaced) {
    const found = [...after].find(([, text]) => from.test(text));
    if (!found) throw new Error(`no file has ${from}`);
    after.set(found[0], found[1].replace(from, to));
  }
  const layout: ProjectLayout = { semanticModels: [{ folder: model, reports: [report] }] };
  return compareModels({ before, after, layout, values: [] }).map(({ code, nodes }) => `${code} ${nodes[0]}`);
}

describe("what a semantic model says", () => {
  it.each(["taxi", "depot"] as const)("is the same where nothing is changed: %s", (name) => {
    expect(differences(name)).toEqual([]);
  });

  it.each<[string, RegExp, string, string[]]>([
    ["a description", /\/\/\/ Tips per dollar of fare\./, "/// Tips for each dollar.", []],
    ["a folder", /displayFolder: Trips/, "displayFolder: Rides", []],
    ["a format", /formatString: 0\.0%;[^\n]*|formatString: 0\.0%/, "formatString: 0.0", ["model.shown-otherwise"]],
    [
      "the column a column reads",
      /sourceColumn: fare_amount/,
      "sourceColumn: tip_amount",
      ["model.changed column:Trips[Fare Amount]"],
    ],
    [
      "a relationship",
      /fromColumn: Trips\.'Pickup Zone Key'/,
      "fromColumn: Trips.'Dropoff Zone Key'",
      ["model.changed relationship:"],
    ],
    ["where a visual lies", /"x": \d+/, '"x": 7', []],
  ])("differs by %s, or does not", (_, from, to, expected) => {
    const found = differences("taxi", [from, to]);

    expect(found).toHaveLength(expected.length);
    for (const [at, start] of expected.entries()) expect(found[at]?.startsWith(start), found[at]).toBe(true);
  });

  it("differs by what a picture shows, though its fields are the same", () => {
    const [found] = differences("taxi", [
      /"visualType": "clusteredBarChart"|"visualType": "[a-zA-Z]*[cC]hart"/,
      '"visualType": "pieChart"',
    ]);

    expect(found).toMatch(/^report\.changed visual:/);
  });
});
