import { describe, expect, it } from "vitest";
import { applyEdits } from "../text/text-edit.ts";
import { type CheckSettings, checkProject, checkProjectQueries, findingKinds, fingerprint } from "./check.ts";
import { dependenciesOf } from "./dependencies.ts";
import type { Rename } from "./edit/object-name.ts";
import { openTabular, type TabularProject } from "./open-model.ts";
import { renameEverywhere } from "./rename.ts";

const model = `model Model
	culture: de-DE

ref table Sales
ref table Customer
ref role Basel
ref cultureInfo de-DE
`;

const sales = `table Sales

	measure 'Total Amount' = SUM(Sales[Amount])
		formatStringDefinition = IF([Total Amount] > 1, "0", "#")

	measure Share = DIVIDE([Total Amount], CALCULATE(Sales[Total Amount], ALL(Customer)))

	measure Rank = MAXX(ADDCOLUMNS(Customer, "r", RANKX(Customer, [Total Amount], , DESC)), [r])

	column Amount
		dataType: double
		sourceColumn: amount

	column Key
		dataType: int64
		sourceColumn: key

	column Net = Sales[Amount] * 0.9
		dataType: double

	partition Sales = m
		source = let a = 1 in a
`;

const customer = `table Customer

	column Key
		dataType: int64
		isKey
		sourceColumn: key

	column City
		dataType: string
		sourceColumn: city
		sortByColumn: 'City No'

	column 'City No'
		dataType: int64
		sourceColumn: no

	hierarchy Places

		level Town
			column: City
`;

const others = `relationship a
	fromColumn: Sales.Key
	toColumn: Customer.Key

role Basel
	modelPermission: read

	tablePermission Customer = [City] = "Basel"

perspective Small

	perspectiveTable Sales

		perspectiveMeasure 'Total Amount'

		perspectiveColumn Amount

	perspectiveTable Customer

		perspectiveHierarchy Places

cultureInfo de-DE

	translations

		model Model

			table Sales

				measure 'Total Amount'
					caption: Summe

				column Amount
					caption: Betrag

	linguisticMetadata =
			{
			  "Entities": {
			    "a": { "Definition": { "Binding": { "ConceptualEntity": "Sales", "ConceptualProperty": "Total Amount" } } },
			    "b": { "Definition": { "Binding": { "ConceptualEntity": "Customer", "ConceptualProperty": "City" } } }
			  }
			}
		contentType: json
`;

const visual = `{ "name": "v",
  "visual": { "visualType": "table", "query": { "queryState": { "Values": { "projections": [
    { "field": { "Measure": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Total Amount" } },
      "queryRef": "Sales.Total Amount", "nativeQueryRef": "Total Amount" },
    { "field": { "Aggregation": { "Expression": { "Column": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Amount" } }, "Function": 0 } },
      "queryRef": "Sum(Sales.Amount)", "nativeQueryRef": "Sum of Amount" },
    { "field": { "HierarchyLevel": { "Expression": { "Hierarchy": { "Expression": { "SourceRef": { "Entity": "Customer" } }, "Hierarchy": "Places" } }, "Level": "Town" } },
      "queryRef": "Customer.Places.Town", "nativeQueryRef": "My town" } ] } } },
    "objects": { "values": [ { "selector": { "metadata": "Sales.Total Amount" } } ] } },
  "filterConfig": { "filters": [ { "name": "f",
    "field": { "Column": { "Expression": { "SourceRef": { "Entity": "Customer" } }, "Property": "City" } },
    "filter": { "From": [ { "Name": "c", "Entity": "Customer", "Type": 0 } ],
      "Where": [ { "Condition": { "In": { "Expressions": [ { "Column": { "Expression": { "SourceRef": { "Source": "c" } }, "Property": "City" } } ] } } } ] } } ] } }
`;

const texts = new Map([
  ["m/definition/model.tmdl", model],
  ["m/definition/tables/Sales.tmdl", sales],
  ["m/definition/tables/Customer.tmdl", customer],
  ["m/definition/others.tmdl", others],
  ["r/definition/pages/p/page.json", '{ "name": "p", "displayName": "Page" }'],
  ["r/definition/pages/p/visuals/v/visual.json", visual],
]);

const open = (files: ReadonlyMap<string, string> = texts): TabularProject => openTabular(files, "m", ["r"]);
const change = (path: string, from: string, to: string): Map<string, string> => {
  const text = texts.get(path) ?? "";
  if (!text.includes(from)) throw new Error(`${path} does not have ${from}`);
  return new Map(texts).set(path, text.replace(from, to));
};
const [salesFile, customerFile, othersFile, modelFile] = [
  "m/definition/tables/Sales.tmdl",
  "m/definition/tables/Customer.tmdl",
  "m/definition/others.tmdl",
  "m/definition/model.tmdl",
];
const visualFile = "r/definition/pages/p/visuals/v/visual.json";

it("nothing is wrong with a model that is right", () => {
  expect(checkProject(open())).toEqual([]);
});

describe("a check finds", () => {
  it.each<[string, string, string, string, string, number]>([
    ["broken DAX", salesFile, "SUM(Sales[Amount])", "SUM(Sales[Amount]", "dax-unclosed", 3],
    ["an unknown column", salesFile, "SUM(Sales[Amount])", "SUM(Sales[Amont])", "dax-unknown-column", 3],
    ["an unknown function", salesFile, "SUM(Sales[Amount])", "SUMM(Sales[Amount])", "dax-unknown-function", 3],
    [
      "a dropped argument",
      salesFile,
      "DIVIDE([Total Amount], CALCULATE(Sales[Total Amount], ALL(Customer)))",
      "DIVIDE([Total Amount])",
      "dax-arity",
      6,
    ],
    ["VAR without RETURN", salesFile, "SUM(Sales[Amount])", "VAR a = 1", "dax-syntax", 3],
    ["a circle", salesFile, "SUM(Sales[Amount])", "[Share]", "circular-dependency", 3],
    ["a column that needs itself", salesFile, "Sales[Amount] * 0.9", "[Net] * 0.9", "circular-dependency", 18],
    ["two measures of one name", salesFile, "measure Share", "measure 'total amount'", "duplicate-name", 6],
    ["a measure named as a column", salesFile, "measure Share", "measure amount", "name-clash", 6],
    ["two columns of one name", salesFile, "column Key", "column amount", "duplicate-name", 14],
    [
      "a property given twice",
      salesFile,
      "sourceColumn: amount",
      "sourceColumn: amount\n\t\tdataType: double",
      "duplicate-property",
      13,
    ],
    [
      "a relationship to nothing",
      othersFile,
      "toColumn: Customer.Key",
      "toColumn: Customer.Kee",
      "relationship-end",
      3,
    ],
    [
      "a table related to itself",
      othersFile,
      "toColumn: Customer.Key",
      "toColumn: Sales.Amount",
      "relationship-same-table",
      1,
    ],
    ["a relationship without an end", othersFile, "\ttoColumn: Customer.Key\n", "", "relationship-end", 1],
    ["a broken sort-by", customerFile, "sortByColumn: 'City No'", "sortByColumn: 'City Number'", "broken-sort-by", 11],
    ["a broken level", customerFile, "\t\t\tcolumn: City", "\t\t\tcolumn: Cities", "broken-hierarchy-level", 20],
    ["a row filter on nothing", othersFile, "tablePermission Customer", "tablePermission Customers", "broken-role", 8],
    [
      "a perspective of nothing",
      othersFile,
      "perspectiveColumn Amount",
      "perspectiveColumn Amounts",
      "broken-perspective",
      16,
    ],
    [
      "a mis-indented line",
      salesFile,
      "\t\tsourceColumn: amount",
      "\t\t\t\tsourceColumn: amount",
      "tmdl-indentation",
      12,
    ],
    [
      "a visual of nothing",
      visualFile,
      '"Property": "Total Amount" }',
      '"Property": "Total Amonut" }',
      "report-broken-field",
      3,
    ],
    ["a level of nothing", visualFile, '"Level": "Town"', '"Level": "Village"', "report-broken-field", 7],
    ["a misspelt property", salesFile, "sourceColumn: amount", "sourceColum: amount", "tmdl-misspelt-property", 12],
    [
      "a property in the wrong place",
      salesFile,
      "\tmeasure Share",
      "\tsummarizeBy: sum\n\tmeasure Share",
      "tmdl-misplaced",
      6,
    ],
    [
      "a property below a bare one",
      customerFile,
      "\t\tsourceColumn: key",
      "\t\t\tsourceColumn: key",
      "tmdl-misplaced",
      6,
    ],
    ["a value that is none", salesFile, "dataType: double", "dataType: float", "tmdl-value", 11],
    ["a partition of no kind", salesFile, "partition Sales = m", "partition Sales = mm", "partition-kind", 21],
    ["a measure that is a table", salesFile, "SUM(Sales[Amount])", "FILTER(Sales, TRUE())", "dax-needs-value", 3],
    ["a column where no row is at hand", salesFile, "SUM(Sales[Amount])", "Sales[Amount] + 1", "dax-needs-row", 3],
    ["a sum of texts", salesFile, "SUM(Sales[Amount])", "SUM(Customer[City])", "dax-needs-number", 3],
    [
      "a column for a table",
      salesFile,
      "MAXX(ADDCOLUMNS(Customer,",
      "MAXX(ADDCOLUMNS(Customer[City],",
      "dax-needs-table",
      8,
    ],
    [
      "a relationship used that is not there",
      salesFile,
      "SUM(Sales[Amount])",
      "CALCULATE([Share], USERELATIONSHIP(Sales[Amount], Customer[Key]))",
      "dax-no-relationship",
      3,
    ],
    ["a measure for a column", salesFile, "SUM(Sales[Amount])", "SUM([Share])", "dax-needs-column", 3],
    ["broken JSON", visualFile, '"name": "v",\n', '"name": "v"\n', "pbir-json", 2],
  ])("%s", (_, file, from, to, code, line) => {
    const findings = checkProject(open(change(file, from, to)));
    expect(findings).toContainEqual(expect.objectContaining({ code, file, line, severity: "error" }));
  });

  it("a property that may be newer than the list of them, as a warning", () => {
    const findings = checkProject(open(change(salesFile, "sourceColumn: amount", "quantumLevel: 3")));
    expect(findings).toMatchObject([{ code: "tmdl-unknown-property", severity: "warning", line: 12 }]);
  });

  it("a circle of calculated columns that read measures, unless a key tells their rows apart", () => {
    const two = "column Net = [Total Amount]\n\t\tdataType: double\n\n\tcolumn Gross = [Total Amount]";
    const both = change(salesFile, "column Net = Sales[Amount] * 0.9", two);
    expect(checkProject(open(both)).map(({ code }) => code)).toEqual(["circular-dependency", "circular-dependency"]);
    const sales = (both.get(salesFile) ?? "").replace("sourceColumn: key", "isKey\n\t\tsourceColumn: key");
    expect(checkProject(open(new Map(both).set(salesFile, sales)))).toEqual([]);
  });

  it("a calculated table made of itself", () => {
    const table =
      "table Own\n\n\tcolumn a\n\t\tdataType: int64\n\n\tpartition p = calculated\n\t\tsource = FILTER(Own, TRUE())\n";
    expect(checkProject(open(new Map(texts).set("m/definition/own.tmdl", table)))).toMatchObject([
      { code: "circular-dependency", line: 7 },
    ]);
  });

  it("nothing wrong with a relationship that is used both ways round", () => {
    for (const columns of ["Sales[Key], Customer[Key]", "Customer[Key], Sales[Key]"]) {
      const used = `CALCULATE(COUNTROWS(Sales), USERELATIONSHIP(${columns}))`;
      expect(checkProject(open(change(salesFile, "SUM(Sales[Amount])", used)))).toEqual([]);
    }
  });

  it("values of closed lists in any case, as they are meant", () => {
    const { model: read } = open(
      change(othersFile, "toColumn: Customer.Key", "toColumn: Customer.Key\n\tisActive: False"),
    );
    expect(read.relationships[0]?.active).toBe(false);
  });

  it("two ways for a filter to reach a table, as a warning", () => {
    const region = "table Region\n\n\tcolumn Key\n\t\tdataType: int64\n\t\tsourceColumn: key\n";
    const ways = ["Sales", "Customer"].map(
      (table) => `relationship to${table}\n\tfromColumn: ${table}.Key\n\ttoColumn: Region.Key\n`,
    );
    const files = new Map(texts).set("m/definition/region.tmdl", region).set("m/definition/ways.tmdl", ways.join("\n"));
    const findings = checkProject(open(files));
    expect(findings).toMatchObject([{ code: "relationship-ambiguous-path", severity: "warning" }]);
    const quiet = `${ways[0]}\tisActive: false\n\n${ways[1]}`;
    expect(checkProject(open(files.set("m/definition/ways.tmdl", quiet)))).toEqual([]);
  });

  it("Power Query that cannot be read, at its place", async () => {
    const broken = open(change(salesFile, "let a = 1 in a", "let a = 1 b = 2 in a"));
    expect(await checkProjectQueries(broken)).toMatchObject([{ code: "m-syntax", line: 22 }]);
    expect(await checkProjectQueries(open())).toEqual([]);
  });

  it("the place of an object that is gone, as a warning: Power BI drops it", () => {
    const findings = checkProject(open(change(modelFile, "ref table Customer", "ref table Customers")));
    expect(findings).toMatchObject([{ code: "broken-ref", severity: "warning", line: 5 }]);
  });

  it("types that may never meet, as a warning", () => {
    const findings = checkProject(open(change(customerFile, "dataType: int64", "dataType: string")));
    expect(findings).toMatchObject([{ code: "relationship-types", severity: "warning" }]);
  });

  it("a remnant in formatting only as a warning", () => {
    const stale = `"objects": { "x": { "Measure": { "Expression": { "SourceRef": { "Entity": "Gone" } }, "Property": "M" } }, `;
    const findings = checkProject(open(change(visualFile, '"objects": { ', stale)));
    expect(findings).toMatchObject([{ code: "report-stale-field", severity: "warning" }]);
  });
});

describe("a finding", () => {
  const broken = (annotation: string): Map<string, string> =>
    change(salesFile, "SUM(Sales[Amount])", `SUM(Sales[Amont])\n\t\tannotation ${annotation}\n`);
  const codes = (files: ReadonlyMap<string, string>, settings: CheckSettings = {}): string[] =>
    checkProject(open(files), settings).map(({ code }) => code);

  it("names the object it is in", () => {
    expect(checkProject(open(broken("a = b")))).toMatchObject([{ object: "table Sales › measure Total Amount" }]);
  });

  it("is accepted by an annotation of its object that says why", () => {
    expect(codes(broken("throughline_accept = dax-unknown-column: the column comes with the next load"))).toEqual([]);
  });

  it("stays where nobody says why, which is one more finding", () => {
    const expected = ["dax-unknown-column", "accepted-without-reason"];
    expect(codes(broken("throughline_accept = dax-unknown-column"))).toEqual(expected);
  });

  it("stays where another one is accepted", () => {
    expect(codes(broken("throughline_accept = dax-arity: because"))).toEqual(["dax-unknown-column"]);
  });

  it("is accepted everywhere by an annotation of the model", () => {
    const accepting = `${model.replace("culture: de-DE", "culture: de-DE\n\n\tannotation throughline_accept = dax-unknown-column: a draft")}`;
    expect(codes(broken("a = b").set(modelFile, accepting))).toEqual([]);
  });

  it("is switched off, or made a warning, by the settings", () => {
    expect(codes(broken("a = b"), { severities: { "dax-unknown-column": "off" } })).toEqual([]);
    const milder = checkProject(open(broken("a = b")), { severities: { "dax-unknown-column": "info" } });
    expect(milder).toMatchObject([{ severity: "info" }]);
  });

  it("is not shown again once the baseline knows it, though its line moves", () => {
    const baseline = new Set(checkProject(open(broken("a = b"))).map(fingerprint));
    const moved = broken("a = b");
    moved.set(salesFile, (moved.get(salesFile) ?? "").replace("\tmeasure 'Total", "\n\n\tmeasure 'Total"));
    expect(codes(moved, { baseline })).toEqual([]);
    moved.set(salesFile, (moved.get(salesFile) ?? "").replace("[Amont]", "[Amnt]"));
    expect(codes(moved, { baseline })).toEqual(["dax-unknown-column"]);
  });

  it("has a kind that says why it matters", () => {
    for (const kind of findingKinds.values()) expect(kind.why).toMatch(/\w.*\.$/u);
  });
});

function rename(request: Rename): Map<string, string> {
  const after = new Map(texts);
  for (const [path, edits] of renameEverywhere(open(), request))
    after.set(path, applyEdits(after.get(path) ?? "", edits));
  return after;
}

/** The lines that changed, as "old → new". */
function changedLines(after: ReadonlyMap<string, string>): string[] {
  return [...after].flatMap(([path, text]) => {
    const before = (texts.get(path) ?? "").split("\n");
    const lines = text.split("\n");
    expect(lines).toHaveLength(before.length);
    return lines.flatMap((line, i) => (line === before[i] ? [] : [line.trim()]));
  });
}

describe("a rename changes the name everywhere and nothing else:", () => {
  it("a measure", () => {
    const after = rename({ kind: "measure", table: "Sales", from: "Total Amount", to: "Sum]" });
    expect(checkProject(open(after))).toEqual([]);
    expect(changedLines(after)).toEqual([
      "measure Sum] = SUM(Sales[Amount])",
      'formatStringDefinition = IF([Sum]]] > 1, "0", "#")',
      "measure Share = DIVIDE([Sum]]], CALCULATE(Sales[Sum]]], ALL(Customer)))",
      'measure Rank = MAXX(ADDCOLUMNS(Customer, "r", RANKX(Customer, [Sum]]], , DESC)), [r])',
      "perspectiveMeasure Sum]",
      "measure Sum]",
      '"a": { "Definition": { "Binding": { "ConceptualEntity": "Sales", "ConceptualProperty": "Sum]" } } },',
      expect.stringContaining('"Property": "Sum]"'),
      '"queryRef": "Sales.Sum]", "nativeQueryRef": "Sum]" },',
      expect.stringContaining('"metadata": "Sales.Sum]"'),
    ]);
  });

  it("a column", () => {
    const after = rename({ kind: "column", table: "Customer", from: "City", to: "Our town" });
    expect(checkProject(open(after))).toEqual([]);
    expect(changedLines(after)).toEqual([
      "column 'Our town'",
      "column: 'Our town'",
      'tablePermission Customer = [Our town] = "Basel"',
      '"b": { "Definition": { "Binding": { "ConceptualEntity": "Customer", "ConceptualProperty": "Our town" } } }',
      expect.stringContaining('"Property": "Our town"'),
      expect.stringContaining('"Property": "Our town"'),
    ]);
  });

  it("a column that is summed in a visual", () => {
    const after = rename({ kind: "column", table: "Sales", from: "Amount", to: "Money" });
    expect(checkProject(open(after))).toEqual([]);
    expect(after.get(visualFile)).toContain('"queryRef": "Sum(Sales.Money)", "nativeQueryRef": "Sum of Money"');
    expect(after.get(salesFile)).toContain("sourceColumn: amount");
  });

  it("a table", () => {
    const after = rename({ kind: "table", from: "Customer", to: "The Buyer" });
    expect(checkProject(open(after))).toEqual([]);
    expect(after.get(salesFile)).toContain("ALL('The Buyer')");
    expect(after.get(othersFile)).toContain("toColumn: 'The Buyer'.Key");
    expect(after.get(othersFile)).toContain("tablePermission 'The Buyer' = ");
    expect(after.get(modelFile)).toContain("ref table 'The Buyer'");
    expect(after.get(visualFile)).toContain('"Entity": "The Buyer", "Type": 0');
    expect(after.get(visualFile)).toContain('"queryRef": "The Buyer.Places.Town", "nativeQueryRef": "My town"');
    expect([...after.values()].join("\n")).not.toMatch(/Customer/u);
  });
});

describe("dependencies", () => {
  it("go through measures, calculated columns and sort-by, and a format's need is no circle", () => {
    const graph = dependenciesOf(open().model);
    const users = (kind: "measure" | "column", table: string, name: string) =>
      graph
        .allUsedBy({ kind, table, name })
        .map((user) => user.name)
        .sort();
    expect(users("column", "Sales", "Amount")).toEqual(["Net", "Rank", "Share", "Total Amount"]);
    expect(users("column", "Customer", "City No")).toEqual(["City"]);
    expect(users("measure", "Sales", "Total Amount")).toEqual(["Rank", "Share"]);
  });
});

it("a table written in several files is one table", () => {
  const part = "table Sales\n\n\tmeasure More = [Total Amount] + 1\n";
  const project = open(new Map(texts).set("m/definition/tables/Sales measures.tmdl", part));
  expect(project.model.tables.map(({ name }) => name).sort()).toEqual(["Customer", "Sales"]);
  expect(project.model.tables.find(({ name }) => name === "Sales")?.measures).toHaveLength(4);
  expect(checkProject(project)).toEqual([]);
});

it("a model of ten thousand measures is opened and checked in a few seconds", () => {
  const measures = Array.from(
    { length: 10_000 },
    (_, i) =>
      `\tmeasure M${i} = VAR a = ${i === 0 ? "SUM(Sales[Amount])" : `[M${i - 1}]`} RETURN DIVIDE(a, COUNTROWS(Sales)) + 1\n\t\tformatString: 0\n`,
  ).join("\n");
  const before = performance.now();
  const project = open(new Map(texts).set("m/definition/tables/Many.tmdl", `table Many\n\n${measures}`));
  expect(checkProject(project)).toEqual([]);
  expect(performance.now() - before).toBeLessThan(15_000);
});
