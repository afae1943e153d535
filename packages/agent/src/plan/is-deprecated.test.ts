import { expect, it } from "vitest";
import { taxiProject } from "../test-support/example-projects.ts";
import { understand } from "../understand/understand.ts";
import { isDeprecated } from "./is-deprecated.ts";
import { planChange } from "./plan-change.ts";

it("is said of a measure once the change that a sentence asks for is made, in its own lines only", () => {
  const { catalogue, files, layout } = taxiProject();
  const understood = understand("deprecate Tip Rate", catalogue, {});
  if (understood.status !== "understood") throw new Error(understood.status);
  const measure = { table: "Trips", measure: "Tip Rate" };

  const { changes, edits, effects, summary } = planChange(understood.intent, files, layout);
  const after = new Map(files);
  for (const { path, after: text } of changes) if (text !== null) after.set(path, text);

  expect(isDeprecated(measure, files, layout)).toBe(false);
  expect(isDeprecated(measure, after, layout)).toBe(true);
  expect(isDeprecated({ table: "Trips", measure: "Trip Count" }, after, layout)).toBe(false);
  expect(effects).toMatchObject({ schemaChange: false, breaking: "none", destroyed: [] });
  expect(summary).toContain("Deprecate measure");
  const added = edits.flatMap(({ diff = "" }) => diff.split("\n").filter((line) => /^[+-]\s/.test(line)));
  expect(added.map((line) => line.replaceAll("\t", " "))).toEqual([
    "+  isHidden",
    "+  annotation throughline_deprecated = true",
  ]);
});
