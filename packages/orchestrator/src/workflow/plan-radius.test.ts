import { buildGraph, Lineage, manifestOfFiles } from "@throughline/lineage";
import { tabularKind } from "@throughline/semantic-model";
import { expect, it } from "vitest";
import { readFolder } from "../cli/read-folder.ts";
import { planRadius } from "./plan-radius.ts";

const EXAMPLE = new URL("../../../../examples/nyc-taxi", import.meta.url).pathname;

/** The example as its files say it, without anything that dbt wrote. */
const files = readFolder(EXAMPLE, false);
const transform = new Map(
  [...files].flatMap(([path, text]) =>
    path.startsWith("transform/") ? [[path.slice("transform/".length), text]] : [],
  ),
);
const models = tabularKind.find(files).map((found) => tabularKind.open(files, found.folder, found.reports));
const lineage = new Lineage(buildGraph({ manifest: manifestOfFiles(transform, []), models }));

it("has the models below those that are built again, without these, though dbt never ran", () => {
  const radius = planRadius(lineage, { changed: [], rebuilt: ["model:stg_zones"] });

  expect(radius.models).toEqual(expect.arrayContaining(["dim_zone", "fct_trips", "agg_daily_trips"]));
  expect(radius.models).not.toContain("stg_zones");
  expect(radius).toMatchObject({ measures: [], visuals: [] });
});

it("has the measures and visuals that show what is changed, by the names of plans", () => {
  const radius = planRadius(lineage, { changed: ["measure:Trips[Trip Count]"], rebuilt: [] });

  expect(radius.measures).toContain("Valid Trip Count");
  expect(radius.visuals).toContain("Overview/Trips by day");
  expect(radius.models).toEqual([]);
});

it("follows a column of dbt to what shows it under another name", () => {
  const radius = planRadius(lineage, { changed: ["model:fct_trips.total_amount"], rebuilt: ["model:fct_trips"] });

  expect(radius.measures).toContain("Total Amount");
});

it("reaches nothing from what is not there", () => {
  expect(planRadius(lineage, { changed: ["measure:Trips[No]"], rebuilt: ["model:none"] })).toEqual({
    models: [],
    measures: [],
    visuals: [],
  });
});
