import { describe, expect, it } from "vitest";
import {
  depotProject,
  type ExampleProject,
  hotelGroupProject,
  outpatientClinicsProject,
  solarParksProject,
  taxiProject,
} from "../test-support/example-projects.ts";
import { brokenFiles } from "./broken-files.ts";

const taxi = taxiProject();
const depot = depotProject();

function brokenWith(project: ExampleProject, path: string, text: string) {
  return brokenFiles(new Map([...project.files, [path, text]]), project.layout);
}

describe("what is broken in a project", () => {
  it.each([
    ["the example", taxi],
    ["the depot", depot],
    ["the clinics", outpatientClinicsProject()],
    ["the hotels", hotelGroupProject()],
    ["the solar parks", solarParksProject()],
  ])("is nothing in %s", (_, project) => {
    expect(brokenFiles(project.files, project.layout)).toEqual([]);
  });

  it.each([
    ["YAML of models", taxi, "transform/models/marts/x.yml", "models:\n  - name: [", "yaml-syntax", 2],
    ["YAML in folders of other names", depot, "DWH_Models/Modelle/x.yml", "a: b: c", "yaml-syntax", 1],
    ["Jinja of a model", depot, "DWH_Models/Modelle/x.sql", "select\n{{ ref('a') }", "jinja-syntax", 2],
    ["dbt_project.yml", taxi, "transform/dbt_project.yml", "name: [", "yaml-syntax", 1],
  ])("is %s that cannot be read, with its place", (_, project, file, text, code, line) => {
    expect(brokenWith(project, file, text)).toMatchObject([{ code, severity: "error", file, line }]);
  });

  it.each([
    ["of other tools", "transform/ci/pipeline.yml", "---\na: 1\n---\n{{ b"],
    ["with a key twice, of which dbt takes the last", "transform/models/marts/x.yml", "version: 2\nversion: 2\n"],
  ])("is no YAML %s", (_, path, text) => {
    expect(brokenWith(taxi, path, text)).toEqual([]);
  });

  it("is a dbt project that is not there", () => {
    const files = new Map(taxi.files);
    files.delete("transform/dbt_project.yml");

    expect(brokenFiles(files, taxi.layout)).toMatchObject([{ code: "dbt-project-missing" }]);
  });
});
