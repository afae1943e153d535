import { nameKey } from "../../text/same-name.ts";
import { type DaxFacts, type DaxTree, daxFacts, meaningOf, ungrouped } from "../dax-facts.ts";
import type { Table } from "../model.ts";
import { type ModelFacts, modelFacts } from "../model-facts.ts";
import { indexModel } from "../model-index.ts";
import { isAutomaticDateTable, isDateTable } from "../table-kinds.ts";
import { finding, type Rule } from "./rule.ts";

const byFirst =
  "DATEADD DATESBETWEEN DATESINPERIOD DATESMTD DATESQTD DATESWTD DATESYTD SAMEPERIODLASTYEAR PARALLELPERIOD " +
  "PREVIOUSDAY PREVIOUSWEEK PREVIOUSMONTH PREVIOUSQUARTER PREVIOUSYEAR NEXTDAY NEXTWEEK NEXTMONTH NEXTQUARTER NEXTYEAR";
const bySecond =
  "TOTALMTD TOTALQTD TOTALWTD TOTALYTD OPENINGBALANCEMONTH OPENINGBALANCEQUARTER OPENINGBALANCEWEEK " +
  "OPENINGBALANCEYEAR CLOSINGBALANCEMONTH CLOSINGBALANCEQUARTER CLOSINGBALANCEWEEK CLOSINGBALANCEYEAR";

/**
 * Functions that move to another period put a filter on dates. Filters on years and months of the same table go away with
 * that only where the engine knows the table as one of dates (it is marked, or it is related by its dates), or where the
 * expression itself removes them.
 */
export const dateTable: Rule = {
  kinds: [
    {
      code: "time-intelligence-without-date-table",
      severity: "warning",
      why: "In a visual by month, last year's month is asked for and this year's month still filters: nothing is left.",
    },
  ],
  check({ model }, report) {
    const index = indexModel(model);
    const facts = modelFacts(model);
    const dax = daxFacts(model);
    const places = [
      ...dax.calls(...byFirst.split(" ")).map((call) => ({ ...call, dates: call.node.arguments[0] })),
      ...dax.calls(...bySecond.split(" ")).map((call) => ({ ...call, dates: call.node.arguments[1] })),
    ];
    const removed = filtersRemoved(dax);
    for (const { dax: text, node, dates } of places) {
      if (dates?.kind !== "field" || dates.variation) continue;
      const meaning = meaningOf(text, dates);
      const column = meaning?.kind === "column" ? index.column(meaning.table, meaning.name) : undefined;
      const table = column && index.table(column.table);
      if (column?.dataType !== "dateTime" || !table || isKnownAsDates(facts, table)) continue;
      if (table.columns.length === 1 || removed(text, table)) continue;
      const message = `${node.name.toUpperCase()} needs a date table, and '${table.name}' is not marked as one`;
      const hint = `Use the dates of a date table, or mark '${table.name}': \`dataCategory: Time\` and \`isKey\`.`;
      report(text.expression.file.path, finding("time-intelligence-without-date-table", dates.span, message, hint));
    }
  },
};

/** Tells of a table whether an expression removes the filters on it: `ALL(Dates)`, `REMOVEFILTERS()`. */
function filtersRemoved(dax: DaxFacts): (text: DaxTree, table: Table) => boolean {
  const removed = new Map<DaxTree, Set<string>>();
  for (const { dax: text, node } of dax.calls("ALL", "REMOVEFILTERS", "ALLNOBLANKROW", "ALLEXCEPT")) {
    const tables = removed.get(text) ?? new Set();
    removed.set(text, tables);
    if (node.arguments.length === 0) tables.add("");
    for (const argument of node.arguments) {
      const table = ungrouped(argument);
      if (table.kind === "table" || table.kind === "name") tables.add(nameKey(table.name));
    }
  }
  return (text, table) => {
    const tables = removed.get(text);
    return tables !== undefined && (tables.has("") || tables.has(nameKey(table.name)));
  };
}

function isKnownAsDates(facts: ModelFacts, table: Table): boolean {
  if (isDateTable(table) || isAutomaticDateTable(table)) return true;
  if (table.origins.some(({ node }) => node.children.some(({ keyword }) => keyword === "calendar"))) return true;
  return facts.relationshipsOfTable(table).some(({ from, to }) => {
    const own = [from, to].find((end) => end && nameKey(end.table) === nameKey(table.name));
    // A type that nobody wrote down may be that of dates.
    return !own?.dataType || own.dataType === "dateTime";
  });
}
