import { lexM, type MToken } from "../../../m/tokens.ts";
import { nameKey } from "../../../text/same-name.ts";
import { property } from "../../property.ts";
import {
  isAutomaticDateTable,
  isCalculatedTable,
  isDateTable,
  isDirectQuery,
  isMeasureTable,
  isParameterTable,
} from "../../table-kinds.ts";
import type { Rule } from "../rule.ts";
import { nameWords } from "./name-words.ts";
import { practice } from "./practice.ts";

const aDateTable = practice({
  code: "MODEL_SHOULD_HAVE_A_DATE_TABLE",
  severity: "info",
  why: "Without one, last year and year to date are not to be had.",
  check({ model }, report) {
    if (!model.model || model.tables.length === 0 || model.tables.some(isDateTable)) return;
    const hint = "Mark a table of dates: `dataCategory: Time`, and `isKey` on its column of type `dateTime`.";
    report(model.model, "no table is marked as date table", hint);
  },
});

/** As Microsoft's, by words instead of letters ("Candidates" is no date), and only where there are dates to mark. */
const markedDateTables = practice({
  code: "DATE/CALENDAR_TABLES_SHOULD_BE_MARKED_AS_A_DATE_TABLE",
  severity: "info",
  why: "Time intelligence removes filters on other columns of the table only where the table is marked.",
  check({ model }, report) {
    for (const table of model.tables) {
      if (isDateTable(table) || isAutomaticDateTable(table) || !nameWords(table.name).some(isDateWord)) continue;
      if (!table.columns.some(({ dataType }) => dataType === "dateTime")) continue;
      const message = `table '${table.name}' is not marked as date table`;
      report(table.origin, message, "Write `dataCategory: Time`, and `isKey` on its column of dates.");
    }
  },
});

function isDateWord(word: string): boolean {
  return /^(?:dim)?(?:dates?|calendars?)(?:dim)?$/u.test(word);
}

const noAutomaticDates = practice({
  code: "REMOVE_AUTO-DATE_TABLE",
  severity: "info",
  why: "Each column of dates gets a hidden table of its own, which costs memory and knows no other.",
  check({ model }, report) {
    for (const table of model.tables) {
      if (!isAutomaticDateTable(table)) continue;
      const message = `'${table.name}' was made by Power BI for one column of dates`;
      report(table.origin, message, "Use one date table, and switch off automatic date/time in Power BI Desktop.");
    }
  },
});

/** As Microsoft's, without tables that can be nothing else: those of measures, of parameters and of automatic dates. */
const noCalculatedTables = practice({
  code: "REDUCE_USAGE_OF_CALCULATED_TABLES",
  severity: "info",
  why: "What is computed here no other model and no other tool can use, and each model does it anew.",
  check({ model }, report) {
    for (const table of model.tables) {
      if (!isCalculatedTable(table) || isAutomaticDateTable(table)) continue;
      if (isMeasureTable(table) || isParameterTable(table)) continue;
      report(table.origin, `table '${table.name}' is computed by DAX`, "Make it in the warehouse.");
    }
  },
});

const aggregations = practice({
  code: "MODEL_USING_DIRECT_QUERY_AND_NO_AGGREGATIONS",
  severity: "info",
  why: "Every visual asks the source for its rows, even where a small table of sums could answer.",
  check({ model, facts }, report) {
    const version = model.model && property(model.model, "defaultPowerBIDataSourceVersion");
    if (!model.model || nameKey(version ?? "") !== "powerbi_v3") return;
    if (!model.tables.some((table) => isDirectQuery(model, table))) return;
    if (facts.columns.some(({ origin }) => origin.node.children.some(({ keyword }) => keyword === "alternateOf")))
      return;
    const hint = "Think of a table of sums with `alternateOf` columns.";
    report(model.model, "tables are queried in their source, and there are no aggregations", hint);
  },
});

const periods = ["MONTH", "QUARTER", "YEAR"];
const timeIntelligence = [
  ..."DATEADD DATESBETWEEN DATESINPERIOD DATESMTD DATESQTD DATESYTD FIRSTDATE FIRSTNONBLANK FIRSTNONBLANKVALUE".split(
    " ",
  ),
  ..."LASTDATE LASTNONBLANK LASTNONBLANKVALUE PARALLELPERIOD SAMEPERIODLASTYEAR TOTALMTD TOTALQTD TOTALYTD".split(" "),
  ..."NEXTDAY PREVIOUSDAY".split(" "),
  ..."CLOSINGBALANCE OPENINGBALANCE ENDOF STARTOF NEXT PREVIOUS"
    .split(" ")
    .flatMap((start) => periods.map((period) => start + period)),
];

const timeIntelligenceOnSource = practice({
  code: "MEASURES_USING_TIME_INTELLIGENCE_AND_MODEL_IS_USING_DIRECT_QUERY",
  severity: "info",
  why: "Time intelligence over a source that is queried live is slow.",
  check({ model, dax }, report) {
    if (!model.tables.some((table) => isDirectQuery(model, table))) return;
    for (const { dax: text, node } of dax.calls(...timeIntelligence)) {
      if (text.owner.kind !== "measure" && text.owner.kind !== "calculation-item") continue;
      const message = `${node.name.toUpperCase()} is slow where tables are queried in their source`;
      const hint = "Think of columns for the earlier period in the warehouse.";
      report({ file: text.expression.file, span: node.nameSpan }, message, hint);
    }
  },
});

const heavySteps = new Set(
  (
    "Table.Combine Table.Join Table.NestedJoin Table.AddColumn Table.Group Table.Sort Table.Pivot Table.Unpivot " +
    "Table.UnpivotOtherColumns Table.Distinct Value.NativeQuery OleDb.Query Odbc.Query"
  ).split(" "),
);

const fewSteps = practice({
  code: "MINIMIZE_POWER_QUERY_TRANSFORMATIONS",
  severity: "info",
  why: "The warehouse does the same faster, once for all, and where others can see it.",
  check({ model }, report) {
    for (const { origin, kind, source, name } of model.tables.flatMap(({ partitions }) => partitions)) {
      if (kind !== "m" || !source) continue;
      const tokens = lexM(source.text);
      const step = tokens.find((token) => token.kind === "identifier" && heavySteps.has(token.value));
      if (!step && !tokens.some((_, i) => isNativeQuery(tokens, i))) continue;
      const what = step ? `uses ${step.value}` : "hands SQL to its source";
      report(origin, `the query of partition \`${name}\` ${what}`, "Do it in the warehouse.");
    }
  },
});

/** `[Query="SELECT …"]` */
function isNativeQuery(tokens: readonly MToken[], i: number): boolean {
  const [name, sign, text] = tokens.slice(i, i + 3);
  return name?.value === "Query" && sign?.value === "=" && text?.kind === "text" && /^\s*SELECT\b/iu.test(text.value);
}

export const tableDesign: readonly Rule[] = [
  aDateTable,
  markedDateTables,
  noAutomaticDates,
  noCalculatedTables,
  aggregations,
  timeIntelligenceOnSource,
  fewSteps,
];
