import { type Arity, daxFunction } from "./functions.ts";

/**
 * What an argument has to be: `S` one value, `T` a table, `C` a column of the model, `D` a column or a table, `A` anything
 * (a filter, a keyword, a name).
 */
export type ArgumentKind = "S" | "T" | "C" | "D" | "A";

/** What a call gives: one value, a table, or nothing by itself (`USERELATIONSHIP`, `ORDERBY` …, which steer another call). */
export type ResultKind = "value" | "table" | "nothing";

export interface Signature extends Arity {
  readonly result: ResultKind;
  argument(index: number, given: number): ArgumentKind;
}

/**
 * Functions whose arguments are not all single values, with one letter for each; the letters in parentheses repeat.
 * Read from the syntax lines of Microsoft's query-docs (475 pages, 2026). Where a page allows several shapes the letter
 * is the widest: a false alarm costs more than a late one.
 */
const shapes: Record<string, string> = {
  // Aggregates of a column.
  ...each("APPROXIMATEDISTINCTCOUNT AVERAGE AVERAGEA COUNT COUNTA COUNTBLANK DISTINCTCOUNT DISTINCTCOUNTNOBLANK", "C"),
  ...each("GEOMEAN MAXA MEDIAN MINA PRODUCT STDEV.P STDEV.S SUM VAR.P VAR.S", "C"),
  ...each("PERCENTILE.EXC PERCENTILE.INC", "CS"),
  // Aggregates over the rows of a table.
  ...each("AVERAGEX COUNTAX COUNTX GEOMEANX MEDIANX PRODUCTX STDEVX.P STDEVX.S SUMX VARX.P VARX.S", "TS"),
  ...each("MAXX MINX PERCENTILEX.EXC PERCENTILEX.INC", "TSS"),
  CONCATENATEX: "TSS(SA)",
  COUNTROWS: "T",
  ISEMPTY: "T",
  RANKX: "TSSAA",
  "RANK.EQ": "SCA",
  XIRR: "TSSSS",
  XNPV: "TSSS",
  // Filters.
  CALCULATE: "S(A)",
  CALCULATETABLE: "T(A)",
  FILTER: "TS",
  KEEPFILTERS: "A",
  ...each("ALL ALLNOBLANKROW ALLSELECTED REMOVEFILTERS", "(D)"),
  ALLEXCEPT: "T(D)",
  ALLCROSSFILTERED: "T",
  CROSSFILTER: "CCA",
  USERELATIONSHIP: "CC",
  TREATAS: "T(C)",
  ...each("DISTINCT VALUES", "D"),
  ...each("FILTERS HASONEFILTER HASONEVALUE ISINSCOPE", "C"),
  ...each("ISCROSSFILTERED ISFILTERED", "D"),
  SELECTEDVALUE: "CS",
  // Rows and relationships.
  EARLIER: "AS",
  EARLIEST: "A",
  LOOKUPVALUE: "CC(A)",
  LOOKUP: "(A)",
  LOOKUPWITHTOTALS: "(A)",
  NETWORKDAYS: "SSSA",
  PATH: "CC",
  RELATED: "C",
  RELATEDTABLE: "T",
  CONTAINS: "TCS(A)",
  CONTAINSROW: "T(S)",
  // Tables made of tables.
  ADDCOLUMNS: "T(S)",
  SELECTCOLUMNS: "T(S)",
  ...each("CROSSJOIN UNION INTERSECT EXCEPT NATURALINNERJOIN NATURALLEFTOUTERJOIN GENERATE GENERATEALL", "(T)"),
  SUMMARIZE: "T(A)",
  SUMMARIZECOLUMNS: "(A)",
  GROUPBY: "T(A)",
  TOPN: "ST(A)",
  TOPNSKIP: "SST(A)",
  SAMPLE: "ST(A)",
  SUBSTITUTEWITHINDEX: "TAT(A)",
  DETAILROWS: "A",
  ...each("DATATABLE ROW ADDMISSINGITEMS GROUPCROSSAPPLY GROUPCROSSAPPLYTABLE FILTERCLUSTER", "(A)"),
  ...each("ALLSELECTEDAPPLY ALWAYSAPPLY SHADOWCLUSTER NONFILTER", "(A)"),
  ...each("ALLSELECTEDREMOVE DEPENDON SAMPLEAXISWITHLOCALMINMAX SAMPLECARTESIANPOINTSBYCOVER TABLEOF", "(A)"),
  ...each("TOCSV TOJSON", "T(S)"),
  // Dates of a period: a column of dates, a table of them, a condition, or a calendar.
  ...each("DATEADD DATESBETWEEN DATESINPERIOD DATESMTD DATESQTD DATESWTD DATESYTD PARALLELPERIOD", "(A)"),
  ...each("ENDOFMONTH ENDOFQUARTER ENDOFWEEK ENDOFYEAR STARTOFMONTH STARTOFQUARTER STARTOFWEEK STARTOFYEAR", "(A)"),
  ...each("NEXTDAY NEXTMONTH NEXTQUARTER NEXTWEEK NEXTYEAR FIRSTDATE LASTDATE SAMEPERIODLASTYEAR", "(A)"),
  ...each("PREVIOUSDAY PREVIOUSMONTH PREVIOUSQUARTER PREVIOUSWEEK PREVIOUSYEAR", "(A)"),
  ...each("FIRSTNONBLANK FIRSTNONBLANKVALUE LASTNONBLANK LASTNONBLANKVALUE", "AS"),
  ...each("CLOSINGBALANCEMONTH CLOSINGBALANCEQUARTER CLOSINGBALANCEWEEK CLOSINGBALANCEYEAR", "S(A)"),
  ...each("OPENINGBALANCEMONTH OPENINGBALANCEQUARTER OPENINGBALANCEWEEK OPENINGBALANCEYEAR", "S(A)"),
  ...each("TOTALMTD TOTALQTD TOTALWTD TOTALYTD", "S(A)"),
  // Windows and visual calculations, where most arguments may be left out or stand for a table, an axis or an order.
  ...each("INDEX OFFSET WINDOW RANK ROWNUMBER ORDERBY PARTITIONBY MATCHBY MOVINGAVERAGE RUNNINGSUM", "(A)"),
  ...each("FIRST LAST NEXT PREVIOUS RANGE COLLAPSE COLLAPSEALL EXPAND EXPANDALL ISATLEVEL", "(A)"),
  // What reads its argument as a name, or hands it on.
  ...each(
    "EVALUATEANDLOG IGNORE ISONORAFTER ISAFTER ISSELECTEDMEASURE ISSUBTOTAL KEYWORDMATCH NAMEOF NONVISUAL",
    "(A)",
  ),
  ...each("ROLLUP ROLLUPADDISSUBTOTAL ROLLUPGROUP ROLLUPISSUBTOTAL CONVERT EXTERNALMEASURE LINEST LINESTX", "(A)"),
  ...each("MAX MIN", "(A)"),
};

const tables = new Set(
  (
    "ADDCOLUMNS ADDMISSINGITEMS ALL ALLEXCEPT ALLNOBLANKROW ALLSELECTED ALLSELECTEDAPPLY ALLSELECTEDREMOVE " +
    "ALWAYSAPPLY CALCULATETABLE CALENDAR CALENDARAUTO COLUMNSTATISTICS CROSSJOIN CURRENTGROUP DATATABLE DATEADD " +
    "DATESBETWEEN DATESINPERIOD DATESMTD DATESQTD DATESWTD DATESYTD DEPENDON DETAILROWS DISTINCT ENDOFMONTH " +
    "ENDOFQUARTER ENDOFWEEK ENDOFYEAR EXCEPT FILTER FILTERCLUSTER FILTERS FIRSTDATE FIRSTNONBLANK GENERATE " +
    "GENERATEALL GENERATESERIES GROUPBY GROUPCROSSAPPLY GROUPCROSSAPPLYTABLE INDEX INTERSECT LASTDATE LASTNONBLANK " +
    "LINEST LINESTX NATURALINNERJOIN NATURALLEFTOUTERJOIN NEXTDAY NEXTMONTH NEXTQUARTER NEXTWEEK NEXTYEAR OFFSET " +
    "PARALLELPERIOD PREVIOUSDAY PREVIOUSMONTH PREVIOUSQUARTER PREVIOUSWEEK PREVIOUSYEAR RANGE RELATEDTABLE ROW " +
    "SAMEPERIODLASTYEAR SAMPLE SAMPLEAXISWITHLOCALMINMAX SAMPLECARTESIANPOINTSBYCOVER SELECTCOLUMNS SHADOWCLUSTER " +
    "STARTOFMONTH STARTOFQUARTER STARTOFWEEK STARTOFYEAR SUBSTITUTEWITHINDEX SUMMARIZE SUMMARIZECOLUMNS TABLEOF " +
    "TOPN TOPNSKIP TREATAS UNION VALUES WINDOW"
  ).split(" "),
);

/** They steer the call they stand in; `EVALUATEANDLOG` and the like give back what they are given, whatever it is. */
const withoutResult = new Set(
  (
    "ALLCROSSFILTERED CROSSFILTER EVALUATEANDLOG IGNORE KEEPFILTERS MATCHBY NONVISUAL ORDERBY PARTITIONBY " +
    "REMOVEFILTERS ROLLUP ROLLUPADDISSUBTOTAL ROLLUPGROUP ROLLUPISSUBTOTAL USERELATIONSHIP"
  ).split(" "),
);

const known = new Map<string, Signature>();

/** Undefined for a name that is no function of DAX. Case does not matter. */
export function signatureOf(name: string): Signature | undefined {
  const key = name.toUpperCase();
  const made = known.get(key) ?? makeSignature(key);
  if (made) known.set(key, made);
  return made;
}

function makeSignature(key: string): Signature | undefined {
  const arity = daxFunction(key);
  if (!arity) return undefined;
  const match = /^([A-Z]*)(?:\(([A-Z]+)\))?$/u.exec(shapes[key] ?? "(S)");
  const first = (match?.[1] ?? "") as string;
  const repeated = match?.[2] ?? "A";
  return {
    ...arity,
    result: tables.has(key) || key.startsWith("INFO.") ? "table" : withoutResult.has(key) ? "nothing" : "value",
    argument(index, given) {
      // `MAX` takes one column, or compares two values.
      if (key === "MAX" || key === "MIN") return given === 1 ? "C" : "S";
      return (first[index] ?? repeated[(index - first.length) % repeated.length] ?? "A") as ArgumentKind;
    },
  };
}

function each(names: string, shape: string): Record<string, string> {
  return Object.fromEntries(names.split(" ").map((name) => [name, shape]));
}
