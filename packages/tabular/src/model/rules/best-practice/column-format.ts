import { nameKey } from "../../../text/same-name.ts";
import type { Column } from "../../model.ts";
import { isNumber, type ModelFacts } from "../../model-facts.ts";
import { property } from "../../property.ts";
import { isAutomaticDateTable } from "../../table-kinds.ts";
import type { Rule } from "../rule.ts";
import { nameWords } from "./name-words.ts";
import { practice } from "./practice.ts";

/** As Microsoft's, by words: "Issues" does not begin with "Is". */
const yesAndNo = practice({
  code: "FORMAT_FLAG_COLUMNS_AS_YES/NO_VALUE_STRINGS",
  severity: "info",
  why: "In a filter, Yes and No can be read; 1 and 0 have to be explained.",
  check({ facts }, report) {
    for (const column of facts.columns) {
      const { name, dataType, origin } = column;
      if (facts.isHidden(column) || dataType === undefined) continue;
      const isFlag = /^Is(?![\p{Ll}])/u.test(name)
        ? dataType === "int64"
        : /\sFlag$/u.test(name) && dataType !== "string";
      if (isFlag) report(origin, `[${name}] is a yes or no, shown as ${dataType}`, "Make it a text: Yes or No.");
    }
  },
});

/** What a format of dates shows; undefined for a format of other things. */
function partsShown(format: string): { day: boolean; month: boolean; time: boolean } {
  const named = namedFormats[nameKey(format)];
  if (named) return named;
  const code = nameKey(format.replace(/"[^"]*"|\\.|\[[^\]]*\]/gu, ""));
  return { day: code.includes("d"), month: code.includes("m") && !/h/u.test(code), time: /[hsnt]/u.test(code) };
}

const namedFormats: Record<string, { day: boolean; month: boolean; time: boolean }> = {
  "short date": { day: true, month: true, time: false },
  "long date": { day: true, month: true, time: false },
  "medium date": { day: true, month: true, time: false },
  "general date": { day: true, month: true, time: true },
};

/** As Microsoft's, but any format of a day will do, not only that of the United States. */
const dates = practice({
  code: "DATECOLUMN_FORMATSTRING",
  severity: "info",
  why: "Beside every date, readers see a time of midnight.",
  check({ facts }, report) {
    for (const column of facts.columns) {
      const { name, dataType, formatString = "", origin } = column;
      if (dataType !== "dateTime" || isAutomatic(facts, column) || !isDateName(name) || isMonthName(name)) continue;
      const { day, time } = partsShown(formatString);
      if (day && !time) continue;
      report(origin, `[${name}] is a date, and not formatted as one`, "Write `formatString: Short Date`.");
    }
  },
});

/** As Microsoft's, but any format of a month will do. */
const monthsOfYears = practice({
  code: "MONTHCOLUMN_FORMATSTRING",
  severity: "info",
  why: "A month that is shown as a day makes readers ask what happened on that day.",
  check({ facts }, report) {
    for (const column of facts.columns) {
      const { name, dataType, formatString = "", origin } = column;
      if (dataType !== "dateTime" || isAutomatic(facts, column) || isDateName(name) || !isMonthName(name)) continue;
      const { day, month, time } = partsShown(formatString);
      if (month && !day && !time) continue;
      report(origin, `[${name}] is a month, and not formatted as one`, "Write `formatString: MMMM yyyy`.");
    }
  },
});

function isAutomatic(facts: ModelFacts, column: Column): boolean {
  const table = facts.tableOf(column);
  return table !== undefined && isAutomaticDateTable(table);
}

function isDateName(name: string): boolean {
  const words = nameWords(name);
  if (words.includes("time")) return false;
  return words.some((word) => /^(?:order|ship|due|start|end|birth|full)?dates?$/u.test(word));
}

function isMonthName(name: string): boolean {
  return nameWords(name).some((word) => word.includes("month"));
}

const noSilentSums = practice({
  code: "NUMERIC_COLUMN_SUMMARIZE_BY",
  severity: "warning",
  why: "Put into a visual it is summed, whether or not a sum means anything: years, keys, prices.",
  check({ facts }, report) {
    for (const column of facts.columns) {
      const { origin, name } = column;
      const by = property(origin, "summarizeBy") ?? "default";
      if (!isNumber(column) || facts.isHidden(column) || nameKey(by) === "none") continue;
      const message = `[${name}] is summarized by \`${by}\` wherever it is shown`;
      report(origin, message, "Write `summarizeBy: none`, and a measure for the sum.");
    }
  },
});

const places = new Set(["country", "continent", "city"]);
const positions = new Set(["latitude", "longitude"]);

/** As Microsoft's, by words: "Capacity" is no city. */
const dataCategories = practice({
  code: "ADD_DATA_CATEGORY_FOR_COLUMNS",
  severity: "info",
  why: "A map takes a place for what it is only where the column says so.",
  check({ facts }, report) {
    for (const { origin, name, dataType } of facts.columns) {
      if (property(origin, "dataCategory")?.trim()) continue;
      const place = dataType === "string" ? nameWords(name).find((word) => places.has(word)) : undefined;
      const isPosition = positions.has(nameKey(name)) && (dataType === "decimal" || dataType === "double");
      if (!place && !isPosition) continue;
      const category = place ?? nameKey(name);
      const hint = `Write \`dataCategory: ${category.charAt(0).toUpperCase()}${category.slice(1)}\`.`;
      report(origin, `[${name}] is a place, and does not say so`, hint);
    }
  },
});

/** Aggregates of one column; each has a measure that readers should use instead of the column. */
const aggregates = "COUNT COUNTBLANK SUM AVERAGE VALUES DISTINCT DISTINCTCOUNT MIN MAX COUNTA AVERAGEA MAXA MINA".split(
  " ",
);

/** As Microsoft's, but only in tables of facts: those that lead to others, and to which none leads. */
const hiddenFacts = practice({
  code: "HIDE_FACT_TABLE_COLUMNS",
  severity: "info",
  why: "Beside the measure, the column is a second way to the same number, without the measure's care.",
  check({ facts, dax }, report) {
    const aggregated = new Map<string, string>();
    for (const { dax: text, node } of dax.calls(...aggregates)) {
      const [argument, another] = node.arguments;
      if (text.owner.kind !== "measure" || argument?.kind !== "field" || another) continue;
      const column = nameKey(`${argument.table?.name ?? text.homeTable ?? ""}\n${argument.name}`);
      if (!aggregated.has(column)) aggregated.set(column, text.owner.name);
    }
    for (const column of facts.columns) {
      const measure = aggregated.get(nameKey(`${column.table}\n${column.name}`));
      if (measure === undefined || facts.isHidden(column) || !isNumber(column)) continue;
      const table = facts.tableOf(column);
      const ends = table ? facts.relationshipsOfTable(table) : [];
      const isFact = ends.length > 0 && ends.every(({ from }) => from && nameKey(from.table) === nameKey(column.table));
      if (!isFact) continue;
      report(column.origin, `[${column.name}] is shown beside its measure [${measure}]`, "Write `isHidden`.");
    }
  },
});

/** As Microsoft's, but a name that begins with the year is most often one as `2026-11`, which letters sort as it should. */
const sortedMonths = practice({
  code: "MONTH_(AS_A_STRING)_MUST_BE_SORTED",
  severity: "info",
  why: "Texts are sorted by letters: April comes before January.",
  check({ facts }, report) {
    for (const column of facts.columns) {
      if (!isMonthText(column) || column.sortByColumn) continue;
      report(
        column.origin,
        `[${column.name}] is sorted by letters`,
        "Write `sortByColumn: …` with the month's number.",
      );
    }
  },
});

function isMonthText({ name, dataType }: Column): boolean {
  return dataType === "string" && /month/iu.test(name) && !/months|year.*month/iu.test(name);
}

export const columnFormat: readonly Rule[] = [
  yesAndNo,
  dates,
  monthsOfYears,
  noSilentSums,
  dataCategories,
  hiddenFacts,
  sortedMonths,
];
