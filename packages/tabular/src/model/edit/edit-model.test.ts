import { describe, expect, it } from "vitest";
import { checkProject } from "../check.ts";
import { openTabular, type TabularProject } from "../open-model.ts";
import { addToModel, type Where } from "./add-object.ts";
import { type EditResult, type FileEdits, undoOf, withEdits } from "./file-edits.ts";
import { moveMeasure } from "./move-measure.ts";
import type { NewModelObject } from "./new-object.ts";
import type { ObjectName, Rename } from "./object-name.ts";
import { removeFromModel } from "./remove-object.ts";
import { renameInModel } from "./rename-object.ts";

const modelFile = "m/definition/model.tmdl";
const salesFile = "m/definition/tables/Sales.tmdl";
const datesFile = "m/definition/tables/Dates.tmdl";
const timeFile = "m/definition/tables/Time.tmdl";
const listFile = "m/definition/others.tmdl";
const visualFile = "r/definition/pages/p/visuals/v/visual.json";
const extensionFile = "r/definition/reportExtensions.json";

const column = (table: string, name: string): string =>
  `{ "Column": { "Expression": { "SourceRef": { "Source": "${table}" } }, "Property": "${name}" } }`;
const texts: ReadonlyMap<string, string> = new Map([
  [
    modelFile,
    `model Model
	culture: de-DE

annotation PBI_QueryOrder = ["Server","Sales"]

ref table Sales
ref table Dates
ref table Time

ref role Basel

ref cultureInfo de-DE

`,
  ],
  [
    salesFile,
    `table Sales

	/// All of it
	measure Total = SUM([Amount])
		formatString: 0

		annotation a = b

	measure Share = DIVIDE(Sales[Total], Half.Of([Total]))

	measure Year = CALCULATE([Total], 'Time'[Show] = "YTD") + CALCULATE([Total], Time[Show] IN {"YTD", "PY"}) & "YTD"

	column Amount
		dataType: double
		sourceColumn: amount

	column 'Order Year'
		dataType: int64
		sourceColumn: year

	column Day
		dataType: dateTime
		sourceColumn: day

		variation Variation
			isDefault
			relationship: toDates
			defaultHierarchy: Dates.Calendar

	partition Sales = m
		mode: import
		source =
				let
				    s = Sql.Database(Server, "d"){[Schema = "dbo", Item = "Sales"]}[Data]
				in
				    s

`,
  ],
  [
    datesFile,
    `table Dates

	column Date
		dataType: dateTime
		isKey
		sourceColumn: date

	column Year
		dataType: int64
		sourceColumn: year

	hierarchy Calendar

		level Year
			column: Year

		level Day
			column: Date

	partition Dates = entity
		source
			entityName: dates
			expressionSource: Server

`,
  ],
  [
    timeFile,
    `table Time

	calculationGroup

		calculationItem YTD = SELECTEDMEASURE()

		calculationItem PY = 1

	column Show
		dataType: string
		sourceColumn: Name

`,
  ],
  [
    listFile,
    `relationship toDates
	fromColumn: Sales.Day
	toColumn: Dates.Date

expression Server = "localhost" meta [IsParameterQuery=true]

function 'Half.Of' = (x) => x / 2

role Basel
	modelPermission: read

	tablePermission Sales = [Amount] > 0

perspective Small

	perspectiveTable Sales

		perspectiveMeasure Total

	perspectiveTable Dates

		perspectiveHierarchy Calendar

cultureInfo de-DE

	translations

		model Model

			table Sales
				caption: Verkauf

				measure Total
					caption: Summe

			table Dates

				hierarchy Calendar
					caption: Kalender

					level Year
						caption: Jahr

			perspective Small
				caption: Klein

	linguisticMetadata =
			{
			  "Entities": {
			    "a": { "Definition": { "Binding": { "ConceptualEntity": "Sales", "ConceptualProperty": "Total" } } },
			    "b": { "Definition": { "Binding": { "ConceptualEntity": "Dates", "Hierarchy": "Calendar", "HierarchyLevel": "Year" } } }
			  }
			}
		contentType: json

`,
  ],
  ["r/definition/pages/p/page.json", '{ "name": "p", "displayName": "P" }'],
  [
    visualFile,
    `{ "name": "v", "visual": { "visualType": "table", "query": { "queryState": { "Values": { "projections": [
  { "field": { "Measure": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Total" } }, "queryRef": "Sales.Total", "nativeQueryRef": "Total" },
  { "field": { "HierarchyLevel": { "Expression": { "Hierarchy": { "Expression": { "SourceRef": { "Entity": "Dates" } }, "Hierarchy": "Calendar" } }, "Level": "Year" } }, "queryRef": "Dates.Calendar.Year", "nativeQueryRef": "Calendar Year" }
] } } } },
  "filterConfig": { "filters": [ { "name": "f", "field": { "Measure": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Total" } },
    "filter": { "Version": 2, "From": [ { "Name": "s", "Entity": "Sales", "Type": 0 } ],
      "Where": [ { "Condition": { "And": { "Left": ${column("s", "Amount")}, "Right": { "Measure": { "Expression": { "SourceRef": { "Source": "s" } }, "Property": "Total" } } } } } ] } } ] } }
`,
  ],
  [
    extensionFile,
    `{ "name": "extension", "entities": [ { "name": "Sales", "measures": [
  { "name": "Own", "dataType": "Double", "expression": "Half.Of(Sales[Total])", "references": { "measures": [ { "entity": "Sales", "name": "Total" } ] } } ] } ] }
`,
  ],
]);

const open = (files: ReadonlyMap<string, string> = texts): TabularProject => openTabular(files, "m", ["r"]);

function made(result: EditResult): FileEdits {
  if ("refused" in result) throw new Error(result.refused.message);
  return result;
}

/** The files after an edit, which brings no finding and whose undo is exact. */
function edited(result: EditResult): Map<string, string> {
  const after = withEdits(texts, made(result));
  expect(checkProject(open(after))).toEqual([]);
  expect(withEdits(after, undoOf(texts, made(result)))).toEqual(texts);
  return after;
}

/** The lines that changed, or are new, without their indentation. */
function changedLines(after: ReadonlyMap<string, string>): string[] {
  return [...after].flatMap(([path, text]) => {
    const before = new Set((texts.get(path) ?? "").split("\n"));
    return text.split("\n").flatMap((line) => (before.has(line) || line === "" ? [] : [line.trim()]));
  });
}

it("nothing is wrong with the model that the edits begin with", () => {
  expect(checkProject(open())).toEqual([]);
});

const tag = expect.stringMatching(/^lineageTag: [0-9a-f-]{36}$/u);

describe("a new object is written where Power BI writes it:", () => {
  it.each<[string, NewModelObject, Where, ObjectName, string, unknown[]]>([
    [
      "a measure among the measures of its table",
      { kind: "measure", name: "Two parts", expression: "VAR a = 1\nRETURN a", description: "Why" },
      { table: "Sales" },
      { kind: "measure", table: "Sales", name: "Two parts" },
      salesFile,
      ["/// Why", "measure 'Two parts' =", "VAR a = 1", "RETURN a", tag],
    ],
    [
      "a column",
      { kind: "column", name: "City", dataType: "string", sourceColumn: "city", sortByColumn: "Amount" },
      { table: "Sales" },
      { kind: "column", table: "Sales", name: "City" },
      salesFile,
      ["column City", "dataType: string", tag, "sourceColumn: city", "sortByColumn: Amount"],
    ],
    [
      "a hierarchy with its levels",
      { kind: "hierarchy", name: "Short", levels: [{ name: "Year" }, { name: "A day", column: "Date" }] },
      { table: "Dates" },
      { kind: "hierarchy", table: "Dates", name: "Short" },
      datesFile,
      ["hierarchy Short", tag, tag, "level 'A day'", tag],
    ],
    [
      "a calculation item in its group",
      { kind: "calculation-item", name: "QTD", expression: "SELECTEDMEASURE()" },
      { table: "Time" },
      { kind: "calculation-item", table: "Time", name: "QTD" },
      timeFile,
      ["calculationItem QTD = SELECTEDMEASURE()"],
    ],
    [
      "a relationship beside the others",
      {
        kind: "relationship",
        name: "r",
        from: { table: "Sales", column: "Order Year" },
        to: { table: "Dates", column: "Year" },
        properties: [["isActive", "false"]],
      },
      {},
      { kind: "relationship", name: "r" },
      listFile,
      ["relationship r", "isActive: false", "fromColumn: Sales.'Order Year'", "toColumn: Dates.Year"],
    ],
    [
      "a parameter beside the others",
      { kind: "expression", name: "A b", expression: '"x"' },
      {},
      { kind: "expression", name: "A b" },
      listFile,
      ["expression 'A b' = \"x\"", tag],
    ],
    [
      "a function beside the others",
      { kind: "function", name: "Twice", expression: "(x) => 2 * x" },
      {},
      { kind: "function", name: "Twice" },
      listFile,
      ["function Twice = (x) => 2 * x", tag],
    ],
    [
      "a role in a file of its own, with a `ref` line",
      { kind: "role", name: "A/B", tablePermissions: [{ table: "Sales", filter: "[Amount] > 1" }] },
      {},
      { kind: "role", name: "A/B" },
      "m/definition/roles/A%2FB.tmdl",
      ["ref role A/B", "role A/B", "modelPermission: read", "tablePermission Sales = [Amount] > 1"],
    ],
    [
      "a perspective in a file of its own",
      { kind: "perspective", name: "P", tables: [{ table: "Dates", columns: ["Year"], hierarchies: ["Calendar"] }] },
      {},
      { kind: "perspective", name: "P" },
      "m/definition/perspectives/P.tmdl",
      ["perspective P", "perspectiveTable Dates", "perspectiveColumn Year", "perspectiveHierarchy Calendar"],
    ],
    [
      "a culture in a file of its own, with a `ref` line",
      { kind: "culture", name: "rm-CH" },
      {},
      { kind: "culture", name: "rm-CH" },
      "m/definition/cultures/rm-CH.tmdl",
      ["ref cultureInfo rm-CH", "cultureInfo rm-CH"],
    ],
    [
      "a table in a file of its own, with its columns and a partition",
      {
        kind: "table",
        name: "New one",
        columns: [{ name: "a", dataType: "string", sourceColumn: "a" }],
        partition: { mode: "import", source: { kind: "m", query: "let\n    s = Server\nin\n    s" } },
      },
      {},
      { kind: "table", name: "New one" },
      "m/definition/tables/New one.tmdl",
      [
        "ref table 'New one'",
        "table 'New one'",
        tag,
        "column a",
        "dataType: string",
        tag,
        "sourceColumn: a",
        "partition 'New one' = m",
        "mode: import",
        "source =",
        "let",
        "s = Server",
        "in",
        "s",
      ],
    ],
  ])("%s", (_, object, where, name, file, lines) => {
    const after = edited(addToModel(open(), object, where));
    expect(changedLines(after)).toEqual(lines);
    expect(after.get(file)).not.toBe(texts.get(file));
    const removed = made(removeFromModel(open(after), name));
    expect(withEdits(after, removed)).toEqual(texts);
  });

  it.each<[string, NewModelObject, Where, string]>([
    ["a taken name", { kind: "column", name: "calendar", sourceColumn: "x" }, { table: "Dates" }, "name-not-possible"],
    ["no table", { kind: "measure", name: "M", expression: "1" }, { table: "Gone" }, "object-unknown"],
    [
      "an end that is not there",
      { kind: "relationship", from: { table: "Sales", column: "x" }, to: { table: "Dates", column: "Date" } },
      {},
      "object-unknown",
    ],
    [
      "columns that are related",
      { kind: "relationship", from: { table: "Sales", column: "Day" }, to: { table: "Dates", column: "Date" } },
      {},
      "edit-not-possible",
    ],
    [
      "a function's name that DAX has",
      { kind: "function", name: "sum", expression: "(x) => x" },
      {},
      "name-not-possible",
    ],
    [
      "a calculation item outside of a group",
      { kind: "calculation-item", name: "x", expression: "1" },
      { table: "Sales" },
      "edit-not-possible",
    ],
  ])("and refused for %s", (_, object, where, code) => {
    expect(addToModel(open(), object, where)).toMatchObject({ refused: { code } });
  });
});

describe("a new file", () => {
  it("is written as the files beside it: line ends, indentation, byte order mark, last line", () => {
    const styled = new Map(
      [...texts].map(([path, text]) => [
        path,
        path.endsWith(".tmdl") ? `\uFEFF${text.trimEnd().replace(/\n/gu, "\r\n").replace(/\t/gu, "  ")}` : text,
      ]),
    );
    const role = { kind: "role", name: "R", tablePermissions: [{ table: "Sales", filter: "TRUE()" }] } as const;
    expect(made(addToModel(open(styled), role)).created).toEqual(
      new Map([
        [
          "m/definition/roles/R.tmdl",
          "\uFEFFrole R\r\n  modelPermission: read\r\n\r\n  tablePermission Sales = TRUE()",
        ],
      ]),
    );
  });

  it("is made for the first relationship, parameter or function, and never takes the place of another", () => {
    const bare = new Map([["m/definition/tables/T.tmdl", "table T\n\n\tcolumn a\n\t\tsourceColumn: a\n"]]);
    const paths = (object: NewModelObject): string[] => [...made(addToModel(open(bare), object)).created.keys()];
    expect(paths({ kind: "expression", name: "E", expression: "1" })).toEqual(["m/definition/expressions.tmdl"]);
    expect(paths({ kind: "function", name: "F", expression: "() => 1" })).toEqual(["m/definition/functions.tmdl"]);
    const table = { kind: "table", columns: [], partition: { source: { kind: "m", query: "1" } } } as const;
    expect(paths({ ...table, name: "t." })).toEqual(["m/definition/tables/t%2E.tmdl"]);
    const other = new Map(bare).set("m/definition/tables/U.tmdl", "table V\n");
    expect([...made(addToModel(open(other), { ...table, name: "u" })).created.keys()]).toEqual([
      "m/definition/tables/u 2.tmdl",
    ]);
  });

  it("is not made where such objects stand under the model", () => {
    const inside = new Map([
      ["m/definition/model.tmdl", "model Model\n\n\texpression A = 1\n\t\tlineageTag: x\n\n\trole R\n"],
    ]);
    const result = made(addToModel(open(inside), { kind: "expression", name: "B", expression: "2" }));
    expect(withEdits(inside, result).get("m/definition/model.tmdl")).toMatch(
      /^model Model\n\n\texpression A = 1\n\t\tlineageTag: x\n\n\texpression B = 2\n\t\tlineageTag: [0-9a-f-]+\n\n\trole R\n$/u,
    );
  });
});

describe("removing an object that others use names them:", () => {
  it.each<[ObjectName, string[]]>([
    [
      { kind: "measure", table: "Sales", name: "Total" },
      ["measure [Share]", "measure [Year]", `measure [Own] of ${extensionFile}`, "visual P: v"],
    ],
    [{ kind: "column", table: "Dates", name: "Date" }, ["hierarchy Dates[Calendar]", "relationship toDates"]],
    [{ kind: "hierarchy", table: "Dates", name: "Calendar" }, ["column Sales[Day]", "visual P: v"]],
    [{ kind: "level", table: "Dates", hierarchy: "Calendar", name: "Year" }, [visualFile]],
    [{ kind: "relationship", name: "toDates" }, ["column Sales[Day]"]],
    [{ kind: "expression", name: "Server" }, ["table Dates", "table Sales"]],
    [{ kind: "function", name: "Half.Of" }, ["measure [Share]", `measure [Own] of ${extensionFile}`]],
    [{ kind: "table", name: "Time" }, ["measure [Year]"]],
  ])("%o", (object, users) => {
    const result = removeFromModel(open(), object);
    expect(result).toMatchObject({ refused: { code: "object-in-use", users: [...users].sort() } });
    const forced = made(removeFromModel(open(), object, { force: true }));
    expect(withEdits(withEdits(texts, forced), undoOf(texts, forced))).toEqual(texts);
  });

  it("and one that is only listed goes with its places in perspectives and translations", () => {
    const after = edited(removeFromModel(open(), { kind: "perspective", name: "Small" }));
    expect(after.get(listFile)).not.toMatch(/Small|Klein/u);
  });
});

describe("a rename follows:", () => {
  it.each<[Rename, unknown[]]>([
    [
      { kind: "hierarchy", table: "Dates", from: "Calendar", to: "By year" },
      [
        "defaultHierarchy: Dates.'By year'",
        "hierarchy 'By year'",
        "perspectiveHierarchy 'By year'",
        "hierarchy 'By year'",
        expect.stringContaining('"Hierarchy": "By year", "HierarchyLevel": "Year"'),
        expect.stringMatching(
          /"Hierarchy": "By year" \} \}, "Level": "Year" \} \}, "queryRef": "Dates\.By year\.Year"/u,
        ),
      ],
    ],
    [
      { kind: "level", table: "Dates", hierarchy: "Calendar", from: "Year", to: "Yr" },
      [
        "level Yr",
        "level Yr",
        expect.stringContaining('"HierarchyLevel": "Yr"'),
        expect.stringMatching(/"Level": "Yr" \} \}, "queryRef": "Dates\.Calendar\.Yr"/u),
      ],
    ],
    [{ kind: "role", from: "Basel", to: "Region 1" }, ["ref role 'Region 1'", "role 'Region 1'"]],
    [{ kind: "perspective", from: "Small", to: "S" }, ["perspective S", "perspective S"]],
    [
      { kind: "expression", from: "Server", to: "The server" },
      [
        'annotation PBI_QueryOrder = ["The server","Sales"]',
        's = Sql.Database(#"The server", "d"){[Schema = "dbo", Item = "Sales"]}[Data]',
        "expressionSource: 'The server'",
        "expression 'The server' = \"localhost\" meta [IsParameterQuery=true]",
      ],
    ],
    [
      { kind: "function", from: "Half.Of", to: "Halved" },
      [
        "measure Share = DIVIDE(Sales[Total], Halved([Total]))",
        "function Halved = (x) => x / 2",
        expect.stringContaining('"Halved(Sales[Total])"'),
      ],
    ],
    [
      { kind: "calculation-item", table: "Time", from: "YTD", to: "To date" },
      [
        `measure Year = CALCULATE([Total], 'Time'[Show] = "To date") + CALCULATE([Total], Time[Show] IN {"To date", "PY"}) & "YTD"`,
        "calculationItem 'To date' = SELECTEDMEASURE()",
      ],
    ],
    [{ kind: "relationship", from: "toDates", to: "a b" }, ["relationship: 'a b'", "relationship 'a b'"]],
  ])("%o", (rename, lines) => {
    const after = edited(renameInModel(open(), rename));
    expect(changedLines(after)).toEqual(lines);
    const back = made(renameInModel(open(after), { ...rename, from: rename.to, to: rename.from }));
    expect(withEdits(after, back)).toEqual(texts);
  });

  it("and is refused where a step of a query would hide the new name", () => {
    expect(renameInModel(open(), { kind: "expression", from: "Server", to: "s" })).toMatchObject({
      refused: { code: "name-not-possible", message: "the query of table Sales has a step `s`" },
    });
  });
});

describe("a calculation item that gets another name", () => {
  const rename = { kind: "calculation-item", table: "Time", from: "YTD", to: "It's" } as const;

  it.each([
    [
      'SWITCH(SELECTEDVALUE(Time[Show]), "YTD", "YTD", "PY", 2)',
      `SWITCH(SELECTEDVALUE(Time[Show]), "It's", "YTD", "PY", 2)`,
    ],
    ['CALCULATE(1, TREATAS({"YTD"}, Time[Show]))', `CALCULATE(1, TREATAS({"It's"}, Time[Show]))`],
    ['IF("ytd" = SELECTEDVALUE(Time[Show]), "YTD")', `IF("It's" = SELECTEDVALUE(Time[Show]), "YTD")`],
    ['IF([Total] = "YTD", 1)', 'IF([Total] = "YTD", 1)'],
  ])("is followed where DAX chooses it: %s", (dax, expected) => {
    const before = new Map(texts).set(datesFile, `${texts.get(datesFile)}\n\tmeasure Choice = ${dax}\n`);
    const after = withEdits(before, made(renameInModel(open(before), rename)));
    expect(after.get(datesFile)).toBe(`${texts.get(datesFile)}\n\tmeasure Choice = ${expected}\n`);
  });

  it("is followed where a filter chooses it, and not in a filter by another column", () => {
    const from = '"From": [ { "Name": "t", "Entity": "Time" }, { "Name": "d", "Entity": "Dates" } ]';
    const chosen = (item: string): string =>
      `{ "filterConfig": { "filters": [ { "filter": { ${from}, "Where": [
        { "Condition": { "In": { "Expressions": [ ${column("d", "Year")}, ${column("t", "Show")} ], "Values": [ [ { "Literal": { "Value": "'YTD'" } }, { "Literal": { "Value": "${item}" } } ] ] } } },
        { "Condition": { "Comparison": { "ComparisonKind": 0, "Left": ${column("t", "Show")}, "Right": { "Literal": { "Value": "${item}" } } } } } ] } } ] } }`;
    const file = "r/definition/report.json";
    const before = new Map(texts).set(file, chosen("'YTD'"));
    expect(withEdits(before, made(renameInModel(open(before), rename))).get(file)).toBe(chosen("'It''s'"));
  });
});

describe("a measure in another table", () => {
  const after = edited(moveMeasure(open(), "Total", "Time"));

  it("keeps its text, with the table in front of columns that stood without one", () => {
    expect(after.get(timeFile)).toContain(
      "\n\n\t/// All of it\n\tmeasure Total = SUM('Sales'[Amount])\n\t\tformatString: 0\n\n\t\tannotation a = b\n\n",
    );
    expect(after.get(salesFile)).not.toContain("measure Total");
  });

  it("is followed by DAX, perspectives, translations, words of Q&A and reports", () => {
    expect(after.get(salesFile)).toContain("measure Share = DIVIDE(Time[Total], Half.Of([Total]))");
    expect(after.get(listFile)).toContain("\tperspectiveTable Time\n\n\t\tperspectiveMeasure Total\n");
    expect(after.get(listFile)).not.toContain("perspectiveTable Sales");
    expect(after.get(listFile)).toContain("\t\t\ttable Time\n\n\t\t\t\tmeasure Total\n\t\t\t\t\tcaption: Summe\n");
    expect(after.get(listFile)).toContain('"ConceptualEntity": "Time", "ConceptualProperty": "Total"');
    expect(after.get(extensionFile)).toContain(
      '"Half.Of(Time[Total])", "references": { "measures": [ { "entity": "Time"',
    );
    expect(after.get(visualFile)).toContain('"Entity": "Time" } }, "Property": "Total" } }, "queryRef": "Time.Total"');
  });

  it("gets an alias of its own in a filter that another field of the old table shares", () => {
    expect(after.get(visualFile)).toContain(
      '"From": [ { "Name": "s", "Entity": "Sales", "Type": 0 }, { "Name": "t", "Entity": "Time", "Type": 0 } ]',
    );
    expect(after.get(visualFile)).toContain('{ "SourceRef": { "Source": "t" } }, "Property": "Total"');
    expect(after.get(visualFile)).toContain('{ "SourceRef": { "Source": "s" } }, "Property": "Amount"');
  });

  it("comes back to its place", () => {
    const share = edited(moveMeasure(open(), "Share", "Dates"));
    expect(withEdits(share, made(moveMeasure(open(share), "Share", "Sales", { before: "Year" })))).toEqual(texts);
  });

  it("is indented as the other file is", () => {
    const spaced = new Map(texts).set(timeFile, (texts.get(timeFile) ?? "").replace(/\t/gu, "  "));
    const moved = withEdits(spaced, made(moveMeasure(open(spaced), "Total", "Time")));
    expect(moved.get(timeFile)).toContain(
      "\n  /// All of it\n  measure Total = SUM('Sales'[Amount])\n    formatString: 0\n",
    );
    expect(checkProject(open(moved))).toEqual([]);
  });

  it("is refused where nobody can tell whether a name is a column of its table or one its DAX makes", () => {
    const dax = 'MAXX(ADDCOLUMNS(Sales, "Amount", 1), [Amount])';
    const made = new Map(texts).set(salesFile, (texts.get(salesFile) ?? "").replace("SUM([Amount])", dax));
    expect(moveMeasure(open(made), "Total", "Time")).toMatchObject({ refused: { code: "edit-not-possible" } });
  });

  it("is refused where the table has a column of its name", () => {
    expect(moveMeasure(open(), "Year", "Dates")).toMatchObject({ refused: { code: "name-not-possible" } });
    expect(moveMeasure(open(), "Total", "Sales")).toMatchObject({ refused: { code: "edit-not-possible" } });
    expect(moveMeasure(open(), "Gone", "Time")).toMatchObject({ refused: { code: "object-unknown" } });
  });
});

describe("a model that cannot be written", () => {
  const measure = { kind: "measure", name: "M", expression: "1" } as const;

  it("in JSON is not edited", () => {
    const bim = '{ "model": { "tables": [ { "name": "T", "measures": [ { "name": "A", "expression": "1" } ] } ] } }';
    const project = openTabular(new Map([["m/model.bim", bim]]), "m", []);
    const refused = { refused: { code: "model-read-only" } };
    expect(addToModel(project, measure, { table: "T" })).toMatchObject(refused);
    expect(removeFromModel(project, { kind: "measure", table: "T", name: "A" })).toMatchObject(refused);
    expect(renameInModel(project, { kind: "measure", table: "T", from: "A", to: "B" })).toMatchObject(refused);
    expect(moveMeasure(project, "A", "T")).toMatchObject(refused);
  });

  it("because characters were lost is not edited, nor is a report that would follow", () => {
    const damaged = (path: string): TabularProject =>
      open(
        new Map(texts).set(path, `${texts.get(path)?.replace('"v"', '"v\uFFFD"').replace("amount", "am\uFFFDunt")}`),
      );
    expect(addToModel(damaged(salesFile), measure, { table: "Dates" })).toMatchObject({ refused: { file: salesFile } });
    expect(addToModel(damaged(visualFile), measure, { table: "Dates" })).toMatchObject({ created: new Map() });
    expect(moveMeasure(damaged(visualFile), "Total", "Time")).toMatchObject({ refused: { file: visualFile } });
  });
});
