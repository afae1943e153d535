import { describe, expect, it } from "vitest";
import { codesWithoutCases, findingPlaces, type MarkedModel, titled } from "../../../test-support/marked-model.ts";
import { maintenance } from "./maintenance.ts";

const hidden = (name: string, more = ""): string => `
table Sales

	measure Total = SUM(Sales[Amount])

	column Amount
		isHidden

	column Kept

	column ${name}
		isHidden
${more}`;
const hiddenMeasure = (name: string, more = ""): string =>
  `table Sales\n\n\tmeasure ${name} = 1\n\t\tisHidden\n${more}`;

/** A visual that shows one field. */
const shows = (kind: "Column" | "Measure", name: string): Record<string, string> => ({
  "r/definition/pages/p/visuals/v/visual.json": JSON.stringify({
    name: "v",
    visual: { field: { [kind]: { Expression: { SourceRef: { Entity: "Sales" } }, Property: name } } },
  }),
});
/** A report with a measure of its own. */
const computes = (expression: string): Record<string, string> => ({
  "r/definition/reportExtensions.json": JSON.stringify({
    entities: [{ name: "Sales", measures: [{ name: "Own", expression }] }],
  }),
});

const columnRule = "UNNECESSARY_COLUMNS";
const measureRule = "UNNECESSARY_MEASURES";
const cases: readonly MarkedModel[] = [
  [columnRule, "hidden and unused", hidden("«Old»")],
  [columnRule, "used only in a comment", hidden("«Old»", "\n\tmeasure M = 1 // SUM(Sales[Old])\n")],
  [columnRule, "unused, while a report shows another column", hidden("«Old»"), shows("Column", "Kept")],
  [columnRule, "used by a measure", hidden("Old", "\n\tmeasure M = SUM(Sales[Old])\n")],
  [columnRule, "used by a row filter", hidden("Old", '\nrole R\n\n\ttablePermission Sales = [Old] = "a"\n')],
  [columnRule, "used by a relationship", hidden("Old", "\nrelationship r\n\tfromColumn: Sales.Old\n")],
  [columnRule, "used to sort", hidden("Old", "\n\tcolumn Month\n\t\tsortByColumn: Old\n")],
  [columnRule, "used in a hierarchy", hidden("Old", "\n\thierarchy H\n\n\t\tlevel L\n\t\t\tcolumn: Old\n")],
  [
    columnRule,
    "used to group by",
    hidden("Old", "\n\tcolumn P\n\n\t\trelatedColumnDetails\n\t\t\tgroupByColumn: Old\n"),
  ],
  [
    columnRule,
    "used by an aggregation",
    hidden("Old", "\n\tcolumn P\n\n\t\talternateOf\n\t\t\tbaseColumn: Sales.Old\n"),
  ],
  [columnRule, "used by detail rows", hidden("Old", "\n\tdefaultDetailRowsDefinition = SELECTCOLUMNS(Sales, [Old])\n")],
  [columnRule, "used by a function of the model", hidden("Old", "\nfunction F = (x) => x + SUM(Sales[Old])\n")],
  [columnRule, "shown by a visual", hidden("Old"), shows("Column", "Old")],
  [columnRule, "used by a report's own measure", hidden("Old"), computes("SUM(Sales[Old])")],
  [columnRule, "a report that cannot be read", hidden("Old"), { "r/report.json": "{}" }],
  [
    columnRule,
    "kept from a role",
    hidden("Old", "\nrole R\n\n\ttablePermission Sales\n\n\t\tcolumnPermission Old\n\t\t\tmetadataPermission: none\n"),
  ],
  [columnRule, "the only column of its table", "table T\n\n\tmeasure M = 1\n\n\tcolumn Value\n\t\tisHidden\n"],
  [columnRule, "shown", "table T\n\n\tcolumn A\n\n\tcolumn B\n"],
  [measureRule, "hidden and unused", hiddenMeasure("«Old»")],
  [measureRule, "hidden with its table", "table T\n\tisHidden\n\n\tmeasure «Old» = 1\n"],
  [
    measureRule,
    "used only by its own format",
    hiddenMeasure("«Old»", '\t\tformatStringDefinition = IF([Old] > 1, "0", "#")\n'),
  ],
  [measureRule, "used by a measure", hiddenMeasure("Old", "\n\tmeasure M = [Old] + 1\n")],
  [
    measureRule,
    "used by a calculation item",
    hiddenMeasure("Old", "\ntable G\n\n\tcalculationGroup\n\n\t\tcalculationItem I = [Old]\n"),
  ],
  [measureRule, "shown by a visual", hiddenMeasure("Old"), shows("Measure", "Old")],
  [measureRule, "used by a report's own measure", hiddenMeasure("Old"), computes("[Old] * 2")],
  [measureRule, "shown", "table Sales\n\n\tmeasure M = 1\n"],
  ["REMOVE_ROLES_WITH_NO_MEMBERS", "one of two", "role A\n\n\tmember 'a@b.c'\n\nrole «B»\n"],
  ["REMOVE_ROLES_WITH_NO_MEMBERS", "members are kept elsewhere", "role A\n\nrole B\n"],
  [
    "OBJECTS_WITH_NO_DESCRIPTION",
    "nothing says what they are",
    "table «T»\n\n\tmeasure «M» = 1\n\n\t/// What it is\n\tcolumn C\n\n\tcolumn H\n\t\tisHidden\n",
  ],
  ["OBJECTS_WITH_NO_DESCRIPTION", "all is said, or hidden", "/// T\ntable T\n\ntable H\n\tisHidden\n\n\tcolumn C\n"],
  ["PERSPECTIVES_WITH_NO_OBJECTS", "an empty one", "perspective «P»\n"],
  ["PERSPECTIVES_WITH_NO_OBJECTS", "one with a table", "table T\n\nperspective P\n\n\tperspectiveTable T\n"],
  [
    "CALCULATION_GROUPS_WITH_NO_CALCULATION_ITEMS",
    "an empty one",
    "table «G»\n\n\tcalculationGroup\n\t\tprecedence: 1\n",
  ],
  [
    "CALCULATION_GROUPS_WITH_NO_CALCULATION_ITEMS",
    "one with an item, and a table",
    "table G\n\n\tcalculationGroup\n\n\t\tcalculationItem I = 1\n\ntable T\n",
  ],
  [
    columnRule,
    "the key of a date table",
    "table Dates\n\tdataCategory: Time\n\n\tcolumn Date\n\t\tdataType: dateTime\n\t\tisKey\n\t\tisHidden\n\n\tcolumn Year\n",
  ],
  [
    columnRule,
    "an automatic date table",
    "table LocalDateTable_1\n\tisHidden\n\n\tcolumn A\n\n\tcolumn B\n\n\tpartition P = calculated\n\t\tsource = CALENDARAUTO()\n",
  ],
  [
    columnRule,
    "a role may see it",
    hidden(
      "«Old»",
      "\nrole R\n\n\ttablePermission Sales\n\n\t\tcolumnPermission Old\n\t\t\tmetadataPermission: read\n",
    ),
  ],
  [
    columnRule,
    "a role may not see its table",
    hidden("Old", "\nrole R\n\n\ttablePermission Sales\n\t\tmetadataPermission: none\n"),
  ],
  [
    columnRule,
    "used by a calendar",
    hidden("Old", "\n\tcalendar Gregorian\n\n\t\tcalendarColumnGroup = year\n\t\t\tprimaryColumn: Old\n"),
  ],
];

describe("rules on what a model can do without", () => {
  it.each(titled(cases))("", ({ marked }) => {
    const { found, expected } = findingPlaces(marked);
    expect(found).toEqual(expected);
  });

  it("have each a model with the finding and one without", () => {
    const codes = maintenance.flatMap(({ kinds }) => kinds.map(({ code }) => code));
    expect(codesWithoutCases(codes, cases)).toEqual([]);
  });
});
