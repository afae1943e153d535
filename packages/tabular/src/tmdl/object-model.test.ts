import { describe, expect, it } from "vitest";
import { checkProject } from "../model/check.ts";
import { openTabular } from "../model/open-model.ts";

/**
 * What the Tabular Object Model itself takes and refuses, measured with Microsoft's modeling server 0.5.0-beta.13 on
 * 2026-11-27: one small model each. Where the engine is known to refuse what the object model takes (a table related to
 * itself, a measure named as a column), there is no row. `inside` stands among the members of a table, `after` behind it.
 */
const members = `table T

	measure m = 1
		lineageTag: x

	column c
		dataType: string
		lineageTag: y
		sourceColumn: c

	column d
		dataType: dateTime
		sourceColumn: d
`;
const partition = "\n\tpartition p = m\n\t\tmode: import\n\t\tsource = 1\n";
const inside = (text: string): string => members + text + partition;
const after = (text: string): string => members + partition + text;
const whole = (text: string): string => text;

const taken: readonly (readonly [what: string, text: string])[] = [
  [
    "a calendar",
    inside(
      "\n\tcalendar G\n\n\t\tcalendarColumnGroup = year\n\t\t\tprimaryColumn: c\n\n\t\tcalendarColumnGroup = month\n\t\t\tprimaryColumn: d\n",
    ),
  ],
  [
    "a calendar with associated columns",
    inside(
      "\n\tcalendar G\n\t\tlineageTag: q\n\n\t\tcalendarColumnGroup = year\n\t\t\tprimaryColumn: c\n\t\t\tassociatedColumn: d\n\n\t\tcalendarColumnGroup\n\t\t\tcolumn: d\n",
    ),
  ],
  ["an extended property of JSON", inside('\n\textendedProperty E =\n\t\t\t{\n\t\t\t  "version": 3\n\t\t\t}\n')],
  ["an extended property of text", inside('\n\textendedProperty E = "abc"\n')],
  ["an annotation over several lines", inside('\n\tannotation A =\n\t\t\t{\n\t\t\t  "a": 1\n\t\t\t}\n')],
  [
    "a KPI",
    inside(
      "\n\tmeasure k = 1\n\n\t\tkpi\n\t\t\ttargetExpression = 1\n\t\t\tstatusGraphic: Three Circles Colored\n\t\t\tstatusExpression =\n\t\t\t\t\tVAR x = 1\n\t\t\t\t\tRETURN x\n",
    ),
  ],
  [
    "a column permission",
    after("\nrole R\n\tmodelPermission: read\n\n\ttablePermission T = TRUE()\n\n\t\tcolumnPermission c = none\n"),
  ],
  [
    "a permission of metadata alone",
    after("\nrole R\n\tmodelPermission: read\n\n\ttablePermission T\n\t\tmetadataPermission: none\n"),
  ],
  ["members of a role", after("\nrole R\n\tmodelPermission: read\n\n\tmember 'a@b.c'\n\n\tmember x = user\n")],
  [
    "a perspective",
    after("\nperspective P\n\n\tperspectiveTable T\n\n\t\tperspectiveMeasure m\n\n\t\tperspectiveColumn c\n"),
  ],
  ["a perspective of a whole table", after("\nperspective P\n\n\tperspectiveTable T\n\t\tincludeAll\n")],
  ["a function on one line", after("\nfunction F = (a : SCALAR, b) => a + b\n\tlineageTag: z\n")],
  [
    "a function over several lines with a description",
    after("\n/// doc\nfunction F =\n\t\t(\n\t\t\ta,\n\t\t\tb\n\t\t) =>\n\t\t\ta + b\n"),
  ],
  [
    "a translation",
    after(
      "\ncultureInfo de-DE\n\n\ttranslations\n\n\t\tmodel Model\n\n\t\t\ttable T\n\t\t\t\tcaption: Tt\n\n\t\t\t\tmeasure m\n\t\t\t\t\tcaption: M\n\t\t\t\t\tdescription: x\n\t\t\t\t\tdisplayFolder: y\n",
    ),
  ],
  [
    "detail rows and a dynamic format",
    inside('\n\tmeasure k = 1\n\n\t\tdetailRowsDefinition = T\n\n\t\tformatStringDefinition = "0"\n'),
  ],
  ["default detail rows of a table", inside("\n\tdefaultDetailRowsDefinition = T\n")],
  [
    "a date variation",
    inside(
      "\n\tcolumn v\n\t\tdataType: dateTime\n\t\tsourceColumn: v\n\n\t\tvariation Variation\n\t\t\tisDefault\n\t\t\tdefaultColumn: T.c\n",
    ),
  ],
  [
    "an aggregation",
    inside(
      "\n\tcolumn v\n\t\tdataType: int64\n\t\tsourceColumn: v\n\n\t\talternateOf\n\t\t\tsummarization: sum\n\t\t\tbaseColumn: T.c\n",
    ),
  ],
  [
    "a refresh policy",
    inside(
      "\n\trefreshPolicy\n\t\tpolicyType: basic\n\t\trollingWindowGranularity: year\n\t\trollingWindowPeriods: 1\n\t\tincrementalGranularity: day\n\t\tincrementalPeriods: 1\n\t\tsourceExpression =\n\t\t\t\tlet a = 1 in a\n",
    ),
  ],
  [
    "a refresh policy with the latest rows in DirectQuery",
    inside("\n\trefreshPolicy\n\t\tpolicyType: basic\n\t\tmode: hybrid\n\t\trollingWindowPeriods: 1\n"),
  ],
  [
    "a calculation group for no item and for several",
    after(
      '\ntable G\n\n\tcalculationGroup\n\n\t\tmultipleOrEmptySelectionExpression = [m]\n\n\t\t\tformatStringDefinition = "0"\n\n\t\tnoSelectionExpression =\n\t\t\t\t[m]\n\n\t\t\tformatStringDefinition = "0"\n\n\t\tcalculationItem I = 1\n\n\tcolumn G\n\t\tdataType: string\n\t\tsourceColumn: Name\n\n\tpartition G = calculationGroup\n',
    ),
  ],
  [
    "a parameter in a query group",
    after(
      '\nexpression P = "a" meta [IsParameterQuery=true, Type="Text", IsParameterQueryRequired=true]\n\tlineageTag: z\n\tqueryGroup: G\n\n\tannotation PBI_ResultType = Text\n',
    ),
  ],
  [
    "keywords and values in another case",
    inside("\n\tcolumn v\n\t\tDataType: Int64\n\t\tsourceColumn: v\n\t\tIsHidden: True\n"),
  ],
  ["a flag that is false", inside("\n\tcolumn v\n\t\tdataType: int64\n\t\tsourceColumn: v\n\t\tisHidden: false\n")],
  ["a measure whose expression is a property", inside("\n\tmeasure k\n\t\texpression = 1\n")],
  ["a measure without an expression", inside("\n\tmeasure k\n")],
  ["a name in double quotes", inside('\n\tmeasure "k" = 1\n')],
  [
    "two columns to group by",
    inside(
      "\n\tcolumn v\n\t\tdataType: int64\n\t\tsourceColumn: v\n\n\t\trelatedColumnDetails\n\t\t\tgroupByColumn: c\n\t\t\tgroupByColumn: d\n",
    ),
  ],
  [
    "a data source",
    after('\ndataSource D = structured\n\tconnectionDetails =\n\t\t\t{\n\t\t\t  "protocol": "tds"\n\t\t\t}\n'),
  ],
  ["a query group", after("\nqueryGroup G\n\n\tannotation PBI_QueryGroupOrder = 0\n")],
  ["four spaces for a tab", inside("").replaceAll("\t", "    ")],
  ["two spaces for a tab", inside("").replaceAll("\t", "  ")],
  ["spaces before a tab", inside("\n  \tmeasure q = 1\n")],
  ["no empty lines", inside("").replaceAll("\n\n", "\n")],
  ["Windows line ends", inside("").replaceAll("\n", "\r\n")],
  [
    "a fenced expression",
    inside("\n\tmeasure k = ```\n\t\t\tVAR a = 1\n\t\t\t\n\t\t\tRETURN a\n\t\t\t```\n\t\tlineageTag: h\n"),
  ],
  ["a description of two lines", inside("\n\t/// one\n\t/// two\n\tmeasure k = 1\n")],
  ["a type in another case", inside("\n\tcolumn v\n\t\tdataType: Int64\n\t\tsourceColumn: v\n")],
  [
    "an aggregation in another case",
    inside("\n\tcolumn v\n\t\tdataType: int64\n\t\tsummarizeBy: distinctcount\n\t\tsourceColumn: v\n"),
  ],
  ["a date type in another case", inside("\n\tcolumn v\n\t\tdataType: datetime\n\t\tsourceColumn: v\n")],
  ["an equals sign for a colon", inside("\n\tcolumn v\n\t\tdataType = string\n\t\tsourceColumn: v\n")],
  ["an equals sign before a format", inside("\n\tmeasure k = 1\n\t\tformatString = 0\n")],
  [
    "a name with a dot and no quotes",
    whole(
      "table A.b\n\n\tmeasure m = 1\n\t\tlineageTag: x\n\n\tcolumn c\n\t\tdataType: string\n\t\tlineageTag: y\n\t\tsourceColumn: c\n\n\tcolumn d\n\t\tdataType: dateTime\n\t\tsourceColumn: d\n\n\tpartition p = m\n\t\tmode: import\n\t\tsource = 1\n",
    ),
  ],
  ["a measure with a dot and no quotes", inside("\n\tmeasure a.b = 1\n")],
  ["an annotation without a value", inside("\n\tannotation A\n")],
  ["a table in two parts", after("\ntable T\n\n\tmeasure z = 1\n")],
  ["a table without a partition", whole("table T\n\n\tcolumn c\n\t\tdataType: string\n\t\tsourceColumn: c\n")],
  ["a hierarchy without levels", inside("\n\thierarchy H\n")],
  [
    "two levels on one column",
    inside("\n\thierarchy H\n\n\t\tlevel L\n\t\t\tcolumn: c\n\n\t\tlevel L2\n\t\t\tcolumn: c\n"),
  ],
  [
    "Direct Lake",
    whole(
      "table T\n\n\tmeasure m = 1\n\t\tlineageTag: x\n\n\tcolumn c\n\t\tdataType: string\n\t\tlineageTag: y\n\t\tsourceColumn: c\n\n\tcolumn d\n\t\tdataType: dateTime\n\t\tsourceColumn: d\n\n\tpartition p = m\n\t\tmode: directLake\n\t\tsource = 1\n",
    ),
  ],
  ["a format in quotes", inside('\n\tmeasure k = 1\n\t\tformatString: "0.0" \n')],
  ["white space at line ends", inside("\n\tmeasure k = 1   \n\t\tformatString: 0   \n")],
  ["an empty line in an expression", inside("\n\tmeasure k =\n\t\t\t1\n\n\t\t\t+ 2\n")],
  [
    "a sort-by with its table",
    inside("\n\tcolumn v\n\t\tdataType: string\n\t\tsourceColumn: v\n\t\tsortByColumn: T.c\n"),
  ],
  [
    "two key columns",
    inside(
      "\n\tcolumn v\n\t\tdataType: string\n\t\tisKey\n\t\tsourceColumn: v\n\n\tcolumn w\n\t\tdataType: string\n\t\tisKey\n\t\tsourceColumn: w\n",
    ),
  ],
  ["a column without a source", inside("\n\tcolumn v\n\t\tdataType: string\n")],
  ["a column without a type", inside("\n\tcolumn v\n\t\tsourceColumn: v\n")],
  ["a table twice in a perspective", after("\nperspective P\n\n\tperspectiveTable T\n\n\tperspectiveTable T\n")],
  ["a no-break space before a name", inside("\n\tmeasure k = 1\n")],
  [
    "two plain tables",
    after(
      "\ntable U\n\tlineageTag: U1\n\n\tmeasure um = 1\n\t\tlineageTag: ZZ\n\n\tcolumn uc\n\t\tdataType: string\n\t\tlineageTag: YY\n\t\tsourceColumn: uc\n\n\tpartition p = m\n\t\tmode: import\n\t\tsource = 1\n",
    ),
  ],
  [
    "one lineage tag for measures of two tables",
    after(
      "\ntable U\n\tlineageTag: U1\n\n\tmeasure um = 1\n\t\tlineageTag: x\n\n\tcolumn uc\n\t\tdataType: string\n\t\tlineageTag: YY\n\t\tsourceColumn: uc\n\n\tpartition p = m\n\t\tmode: import\n\t\tsource = 1\n",
    ),
  ],
  [
    "one lineage tag for columns of two tables",
    after(
      "\ntable U\n\tlineageTag: U1\n\n\tmeasure um = 1\n\t\tlineageTag: ZZ\n\n\tcolumn uc\n\t\tdataType: string\n\t\tlineageTag: y\n\t\tsourceColumn: uc\n\n\tpartition p = m\n\t\tmode: import\n\t\tsource = 1\n",
    ),
  ],
  [
    "one lineage tag for a measure and a column of two tables",
    after(
      "\ntable U\n\tlineageTag: U1\n\n\tmeasure um = 1\n\t\tlineageTag: y\n\n\tcolumn uc\n\t\tdataType: string\n\t\tlineageTag: YY\n\t\tsourceColumn: uc\n\n\tpartition p = m\n\t\tmode: import\n\t\tsource = 1\n",
    ),
  ],
  ["one lineage tag for a measure and a column of one table", inside("\n\tmeasure k = 1\n\t\tlineageTag: y\n")],
  ["nothing after the equals sign but a property", inside("\n\tmeasure k =\n\t\tformatString: 0\n")],
  ["nothing after the equals sign at the end", after("\nexpression E =\n")],
  ["an empty fence", inside("\n\tmeasure k = ``````\n")],
];

const refused: readonly (readonly [what: string, text: string])[] = [
  ["a comment among members", inside("\n\t// a comment\n")],
  [
    "a comment at the top of a file",
    whole(
      "// hello\ntable T\n\n\tmeasure m = 1\n\t\tlineageTag: x\n\n\tcolumn c\n\t\tdataType: string\n\t\tlineageTag: y\n\t\tsourceColumn: c\n\n\tcolumn d\n\t\tdataType: dateTime\n\t\tsourceColumn: d\n\n\tpartition p = m\n\t\tmode: import\n\t\tsource = 1\n",
    ),
  ],
  [
    "a translation in the old form",
    after("\ncultureInfo de-DE\n\n\ttranslation model Model\n\n\t\ttable T\n\t\t\tcaption: Tt\n"),
  ],
  ["a name with a space and no quotes", inside("\n\tmeasure a b = 1\n")],
  [
    "an expression that begins beside its name and goes on below",
    inside("\n\tmeasure k = 1\n\t\t\t+ 2\n\t\tlineageTag: h\n"),
  ],
  ["an annotation given twice", inside("\n\tannotation A = 1\n\n\tannotation A = 2\n")],
  ["an empty line below a description", inside("\n\t/// one\n\n\tmeasure k = 1\n")],
  [
    "an expression beside the name of a table",
    whole(
      'table C = ROW("a", 1)\n\n\tcolumn a\n\t\ttype: calculatedTableColumn\n\t\tdataType: int64\n\t\tsourceColumn: [a]\n\n\tpartition C = calculated\n\t\tsource = ROW("a", 1)\n',
    ),
  ],
  ["a colon for an equals sign", inside("\n\tmeasure k : 1\n")],
  [
    "a property without a value",
    inside("\n\tcolumn v\n\t\tdataType: string\n\t\tformatString:\n\t\tsourceColumn: v\n"),
  ],
  ["a name that differs in case alone", inside("\n\tmeasure M = 1\n")],
  ["a quote that is not closed", inside("\n\tmeasure 'k = 1\n")],
  ["a property after the objects inside", inside("\n\tlineageTag: late\n")],
  ["a relationship without a name", after("\nrelationship\n\tfromColumn: T.c\n\ttoColumn: T.d\n")],
  [
    "a path with a space and no quotes",
    whole(
      "table 'T x'\n\n\tmeasure m = 1\n\t\tlineageTag: x\n\n\tcolumn c\n\t\tdataType: string\n\t\tlineageTag: y\n\t\tsourceColumn: c\n\n\tcolumn d\n\t\tdataType: dateTime\n\t\tsourceColumn: d\n\n\tpartition p = m\n\t\tmode: import\n\t\tsource = 1\n\nrelationship r\n\tfromColumn: T x.c\n\ttoColumn: 'T x'.d\n",
    ),
  ],
  [
    "a filter direction that is none",
    after("\nrelationship r\n\tfromColumn: T.c\n\ttoColumn: T.d\n\tcrossFilteringBehavior: both\n"),
  ],
  ["yes for true", inside("\n\tcolumn v\n\t\tdataType: string\n\t\tisHidden: yes\n\t\tsourceColumn: v\n")],
  [
    "two columns with one lineage tag",
    inside("\n\tcolumn v\n\t\tdataType: string\n\t\tlineageTag: y\n\t\tsourceColumn: v\n"),
  ],
  [
    "a mode that is none",
    whole(
      "table T\n\n\tmeasure m = 1\n\t\tlineageTag: x\n\n\tcolumn c\n\t\tdataType: string\n\t\tlineageTag: y\n\t\tsourceColumn: c\n\n\tcolumn d\n\t\tdataType: dateTime\n\t\tsourceColumn: d\n\n\tpartition p = m\n\t\tmode: importt\n\t\tsource = 1\n",
    ),
  ],
  ["an expression that comes back one level", inside("\n\tmeasure k =\n\t\t\t1\n\t\t+ 2\n")],
  ["a comment at the margin inside an expression", inside("\n\tmeasure k =\n\t\t\t1\n// low\n\t\t\t+ 2\n")],
  [
    "two filters of one role on one table",
    after("\nrole R\n\tmodelPermission: read\n\n\ttablePermission T = TRUE()\n\n\ttablePermission T = FALSE()\n"),
  ],
  ["a permission that is none", after("\nrole R\n\tmodelPermission: readd\n")],
  [
    "a translation of nothing",
    after("\ncultureInfo de-DE\n\n\ttranslations\n\n\t\tmodel Model\n\n\t\t\ttable Nope\n\t\t\t\tcaption: Tt\n"),
  ],
  ["two expressions of one name", after("\nexpression E = 1\n\nexpression e = 2\n")],
  ["a table in a table", inside("\n\ttable X\n")],
  ["a measure outside of a table", after("\nmeasure X = 1\n")],
  ["a reference inside a table", inside("\n\tref column c\n")],
  ["a tab in a name", inside("\n\tmeasure 'k\tx' = 1\n")],
  ["an object one level too deep", inside("\n\t\tmeasure k = 1\n")],
  [
    "a column to group by that is not there",
    inside(
      "\n\tcolumn v\n\t\tdataType: string\n\t\tsourceColumn: v\n\n\t\trelatedColumnDetails\n\t\t\tgroupByColumn: zz\n",
    ),
  ],
  [
    "a variation on a column that is not there",
    inside(
      "\n\tcolumn v\n\t\tdataType: dateTime\n\t\tsourceColumn: v\n\n\t\tvariation Variation\n\t\t\tisDefault\n\t\t\tdefaultColumn: T.zz\n",
    ),
  ],
  ["a query group that is not there", after("\nexpression E = 1\n\tqueryGroup: Nope\n")],
  [
    "a source that is not there",
    whole(
      "table L\n\n\tcolumn c\n\t\tdataType: string\n\t\tsourceColumn: c\n\n\tpartition L = entity\n\t\tmode: directLake\n\t\tsource\n\t\t\tentityName: l\n\t\t\tschemaName: dbo\n\t\t\texpressionSource: Nope\n",
    ),
  ],
  [
    "two calculation items of one name",
    whole(
      "table G\n\n\tcalculationGroup\n\n\t\tcalculationItem a = 1\n\n\t\tcalculationItem A = 2\n\n\tcolumn n\n\t\tdataType: string\n\t\tsourceColumn: Name\n",
    ),
  ],
  ["one lineage tag for two measures of one table", inside("\n\tmeasure k = 1\n\t\tlineageTag: x\n")],
  [
    "one lineage tag for two tables",
    whole(
      "table T\n\tlineageTag: U1\n\n\tmeasure m = 1\n\t\tlineageTag: x\n\n\tcolumn c\n\t\tdataType: string\n\t\tlineageTag: y\n\t\tsourceColumn: c\n\n\tcolumn d\n\t\tdataType: dateTime\n\t\tsourceColumn: d\n\n\tpartition p = m\n\t\tmode: import\n\t\tsource = 1\n\ntable U\n\tlineageTag: U1\n\n\tmeasure um = 1\n\t\tlineageTag: ZZ\n\n\tcolumn uc\n\t\tdataType: string\n\t\tlineageTag: YY\n\t\tsourceColumn: uc\n\n\tpartition p = m\n\t\tmode: import\n\t\tsource = 1\n",
    ),
  ],
];

const findings = (text: string) =>
  checkProject(
    openTabular(
      new Map([
        ["m/definition/database.tmdl", "database D\n\tcompatibilityLevel: 1702\n"],
        [
          "m/definition/model.tmdl",
          `model Model\n\tculture: en-US\n${text.includes("queryGroup: G\n") ? "\nqueryGroup G\n" : ""}`,
        ],
        ["m/definition/x.tmdl", text],
      ]),
      "m",
      [],
    ),
  ).filter(({ severity }) => severity === "error");

describe("TMDL that the object model takes has no error:", () => {
  it.each(taken)("%s", (_, text) => {
    expect(findings(text)).toEqual([]);
  });
});

describe("TMDL that the object model refuses has one:", () => {
  it.each(refused)("%s", (_, text) => {
    expect(findings(text)).not.toEqual([]);
  });
});
