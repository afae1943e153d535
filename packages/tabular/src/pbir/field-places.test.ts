import { describe, expect, it } from "vitest";
import { checkProject } from "../model/check.ts";
import { openTabular } from "../model/open-model.ts";
import { renameEverywhere } from "../model/rename.ts";
import { applyEdits } from "../text/text-edit.ts";

const model = "table Sales\n\n\tcolumn City\n\t\tdataType: string\n\t\tsourceColumn: c\n\n\tmeasure Total = 1\n";
const column = (name: string): string =>
  `{ "Column": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "${name}" } }`;
const aliased = (name: string): string =>
  `{ "Column": { "Expression": { "SourceRef": { "Source": "s" } }, "Property": "${name}" } }`;
const where = (name: string): string =>
  `{ "From": [ { "Name": "s", "Entity": "Sales", "Type": 0 } ], "Where": [ { "Condition": { "In": { "Expressions": [ ${aliased(name)} ], "Values": [ [ { "Literal": { "Value": "'Basel'" } } ] ] } } } ] }`;
const filters = (name: string): string =>
  `"filterConfig": { "filters": [ { "name": "f", "field": ${column(name)}, "type": "Categorical", "filter": ${where(name)} } ] }`;
const page = "r/definition/pages/p/page.json";
const visual = "r/definition/pages/p/visuals/v/visual.json";
const bookmark = "r/definition/bookmarks/b.bookmark.json";
const inVisual = (inner: string): string => `{ "name": "v", "visual": { "visualType": "table", ${inner} } }`;
const inBookmark = (inner: string): string =>
  `{ "name": "b", "displayName": "B", "explorationState": { "version": "1.3", "sections": { "p": { ${inner} } } } }`;
const inContainer = (inner: string): string =>
  inBookmark(`"visualContainers": { "v": { "singleVisual": { "visualType": "table", ${inner} } } }`);

/** One place for each way to name a field, with the column's name left open. */
const places: readonly (readonly [place: string, file: string, text: (name: string) => string])[] = [
  [
    "a projection of a visual",
    visual,
    (name) =>
      inVisual(
        `"query": { "queryState": { "Rows": { "projections": [ { "field": ${column(name)}, "queryRef": "Sales.${name}", "nativeQueryRef": "${name}" } ] } } }`,
      ),
  ],
  [
    "what a visual counts",
    visual,
    (name) =>
      inVisual(
        `"query": { "queryState": { "Y": { "projections": [ { "field": { "Aggregation": { "Expression": ${column(name)}, "Function": 5 } }, "queryRef": "CountNonNull(Sales.${name})", "nativeQueryRef": "Count of ${name}" } ] } } }`,
      ),
  ],
  [
    "the sorting of a visual",
    visual,
    (name) =>
      inVisual(`"query": { "sortDefinition": { "sort": [ { "field": ${column(name)}, "direction": "Ascending" } ] } }`),
  ],
  ["a filter of a visual", visual, (name) => `{ "name": "v", "visual": { "visualType": "card" }, ${filters(name)} }`],
  [
    "what is expanded in a matrix",
    visual,
    (name) =>
      inVisual(
        `"expansionStates": [ { "levels": [ { "queryRefs": [ "Sales.${name}" ], "identityKeys": [ ${column(name)} ] } ] } ]`,
      ),
  ],
  [
    "a formatting rule of a visual",
    visual,
    (name) =>
      inVisual(
        `"objects": { "values": [ { "properties": { "color": { "solid": { "color": { "expr": ${column(name)} } } } }, "selector": { "metadata": "Sales.${name}" } } ] }`,
      ),
  ],
  [
    "the title of a visual",
    visual,
    (name) =>
      inVisual(`"visualContainerObjects": { "title": [ { "properties": { "text": { "expr": ${column(name)} } } } ] }`),
  ],
  ["a filter of a page", page, (name) => `{ "name": "p", "displayName": "P", ${filters(name)} }`],
  [
    "the drill-through of a page",
    page,
    (name) =>
      `{ "name": "p", "displayName": "P", "pageBinding": { "name": "d", "type": "Drillthrough", "parameters": [ { "name": "x", "boundFilter": "f", "fieldExpr": ${column(name)} } ] } }`,
  ],
  ["a filter of the report", "r/definition/report.json", (name) => `{ ${filters(name)} }`],
  [
    "a filter of a bookmark, by its field",
    bookmark,
    (name) =>
      inBookmark(
        `"filters": { "byExpr": [ { "name": "f", "type": "Categorical", "filter": ${where(name)}, "expression": ${column(name)} } ] }`,
      ),
  ],
  [
    "a filter of a bookmark, by its name",
    bookmark,
    (name) =>
      inBookmark(`"filters": { "byName": { "f": { "filter": ${where(name)}, "expression": ${column(name)} } } }`),
  ],
  [
    "what a bookmark shows in a visual",
    bookmark,
    (name) => inContainer(`"activeProjections": { "Rows": [ ${column(name)} ] }`),
  ],
  [
    "the sorting of a visual in a bookmark",
    bookmark,
    (name) => inContainer(`"orderBy": [ { "Direction": 2, "Expression": ${column(name)} } ]`),
  ],
  [
    "a formatting rule in a bookmark",
    bookmark,
    (name) =>
      inContainer(
        `"objects": { "merge": { "values": [ { "properties": { "color": { "expr": ${column(name)} } }, "selector": { "metadata": "Sales.${name}" } } ] } }`,
      ),
  ],
  [
    "a filter of a slicer in a bookmark",
    bookmark,
    (name) =>
      inContainer(
        `"objects": { "merge": { "general": [ { "properties": { "filter": { "filter": ${where(name)} } } } ] } }`,
      ),
  ],
];

describe.each(places)("a column in %s", (_, file, text) => {
  const texts = new Map([
    ["m/definition/model.tmdl", model],
    [page, '{ "name": "p", "displayName": "P" }'],
    [file, text("City")],
  ]);

  it("is missed where the model does not have it, and not where it has", () => {
    expect(checkProject(openTabular(texts, "m", ["r"]))).toEqual([]);
    const found = checkProject(openTabular(new Map(texts).set(file, text("Town")), "m", ["r"]));
    expect(found.map((finding) => finding.file)).toContain(file);
    for (const { code } of found) expect(code).toMatch(/^report-(?:broken|stale)-field$/u);
  });

  it("follows a rename, in every string that names it", () => {
    const rename = { kind: "column", table: "Sales", from: "City", to: "Town" } as const;
    const edits = renameEverywhere(openTabular(texts, "m", ["r"]), rename).get(file) ?? [];
    expect(applyEdits(text("City"), edits)).toBe(text("Town"));
  });
});

it("a field in a filter that a bookmark has cleared is only a remnant", () => {
  const cleared = inBookmark(`"filters": { "byExpr": [ { "name": "f", "expression": ${column("Gone")} } ] }`);
  const found = checkProject(
    openTabular(
      new Map([
        ["m/definition/model.tmdl", model],
        [bookmark, cleared],
      ]),
      "m",
      ["r"],
    ),
  );
  expect(found).toMatchObject([{ code: "report-stale-field", severity: "warning" }]);
});
