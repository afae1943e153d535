import { describe, expect, it } from "vitest";
import type { ModelUse } from "../semantic-model.ts";
import { salesProject } from "./sales-project.ts";
import { tabularKind } from "./tabular-kind.ts";

const page = "bi/Sales.Report/definition/pages/p1/page.json";

function usesOf(measures: string, extra: readonly (readonly [string, string])[] = []): readonly ModelUse[] {
  const files = salesProject(measures, extra);
  const [found] = tabularKind.find(files);
  return tabularKind.open(files, found?.folder ?? "", found?.reports ?? []).uses;
}

function filterOn(entity: string, property: string): string {
  const field = { Column: { Expression: { SourceRef: { Entity: entity } }, Property: property } };
  const condition = { Comparison: { ComparisonKind: 0, Left: field, Right: { Literal: { Value: "1D" } } } };
  const filter = { Version: 2, From: [{ Name: "s", Entity: entity, Type: 0 }], Where: [{ Condition: condition }] };
  return JSON.stringify({
    name: "p1",
    displayName: "Overview",
    filterConfig: { filters: [{ name: "f", field, type: "Advanced", filter }] },
  });
}

describe("what an object of a Power BI model needs", () => {
  it("is what its formula names, and no more than directly", () => {
    const uses = usesOf("\tmeasure Twice = [Total Amount] * 2\n");

    expect(uses.filter(({ user }) => user === "measure:Sales[Twice]")).toEqual([
      { user: "measure:Sales[Twice]", used: "measure:Sales[Total Amount]", how: "value" },
    ]);
  });

  it("is what filters the page, for every visual on it", () => {
    const uses = usesOf("", [[page, filterOn("Sales", "Quantity")]]);

    expect(uses).toContainEqual({ user: `filter:${page}`, used: "column:Sales[Quantity]", how: "value" });
    expect(uses).toContainEqual({ user: "visual:Overview/Amount by City", used: `filter:${page}`, how: "filter" });
  });

  it("is what filters the report, for every visual of it and of no other", () => {
    const report = "bi/Sales.Report/definition/report.json";
    const other = "bi/Other.Report/definition/report.json";
    const uses = usesOf("", [
      [report, filterOn("Sales", "Quantity")],
      [other, filterOn("Sales", "Amount")],
    ]);

    expect(uses).toContainEqual({ user: "visual:Overview/Amount by City", used: `filter:${report}`, how: "filter" });
    expect(uses.some(({ used }) => used === `filter:${other}`)).toBe(false);
  });
});
