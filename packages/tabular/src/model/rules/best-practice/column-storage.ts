import { nameKey } from "../../../text/same-name.ts";
import type { Column } from "../../model.ts";
import { isCalculatedColumn, isNumber } from "../../model-facts.ts";
import { indexModel } from "../../model-index.ts";
import { isTrue, property } from "../../property.ts";
import { isAutomaticDateTable } from "../../table-kinds.ts";
import type { Rule } from "../rule.ts";
import { nameWords } from "./name-words.ts";
import { practice, show } from "./practice.ts";

const noFloatingPoint = practice({
  code: "AVOID_FLOATING_POINT_DATA_TYPES",
  severity: "info",
  why: "Binary fractions round: sums of the same rows can differ in their last digits, and they compress badly.",
  check({ facts }, report) {
    for (const { origin, dataType, name } of facts.columns) {
      if (dataType !== "double") continue;
      report(
        origin,
        `[${name}] holds floating-point numbers, which round`,
        "Use `decimal` (four fixed places) or `int64`.",
      );
    }
  },
});

const noNeedlessMdx = practice({
  code: "ISAVAILABLEINMDX_FALSE_NONATTRIBUTE_COLUMNS",
  severity: "info",
  why: "For each column that Excel may slice by, a structure is built at every refresh, and kept in memory.",
  check({ facts }, report) {
    for (const column of facts.columns) {
      if (!isAvailableInMdx(column) || !facts.isHidden(column) || column.sortByColumn) continue;
      if (facts.sortsAnother(column) || facts.isInHierarchy(column) || facts.isInVariation(column)) continue;
      const message = `[${column.name}] is hidden, and yet prepared for slicing in Excel`;
      report(column.origin, message, "Write `isAvailableInMdx: false`.");
    }
  },
});

const mdxWhereNeeded = practice({
  code: "SET_ISAVAILABLEINMDX_TO_TRUE_ON_NECESSARY_COLUMNS",
  severity: "warning",
  why: "Sorting, hierarchies and variations need the structure that is switched off: queries end in an error.",
  check({ facts }, report) {
    for (const column of facts.columns) {
      if (isAvailableInMdx(column)) continue;
      const need = facts.sortsAnother(column)
        ? "another column is sorted by it"
        : facts.isInHierarchy(column)
          ? "it is a level of a hierarchy"
          : facts.isInVariation(column)
            ? "it stands in for another column"
            : column.sortByColumn && "it is sorted by another column";
      if (need) report(column.origin, `[${column.name}] is not available in MDX, but ${need}`, mdxHint);
    }
  },
});
const mdxHint = "Remove `isAvailableInMdx: false`.";

function isAvailableInMdx({ origin }: Column): boolean {
  return property(origin, "isAvailableInMdx") === undefined || isTrue(origin, "isAvailableInMdx");
}

const noRelatedInColumns = practice({
  code: "REDUCE_USAGE_OF_CALCULATED_COLUMNS_THAT_USE_THE_RELATED_FUNCTION",
  severity: "info",
  why: "A column copied from another table by DAX compresses badly and is computed anew at every refresh.",
  check({ dax }, report) {
    for (const { dax: text, node } of dax.calls("RELATED")) {
      if (text.owner.kind !== "column") continue;
      const place = { file: text.expression.file, span: node.nameSpan };
      report(place, `[${text.owner.name}] copies a value of a related table`, "Join it in the warehouse.");
    }
  },
});

const mostCalculatedColumns = 5;

const fewCalculatedColumns = practice({
  code: "REDUCE_NUMBER_OF_CALCULATED_COLUMNS",
  severity: "info",
  why: "Columns computed by DAX compress badly and make every refresh longer.",
  check({ model, facts }, report) {
    const calculated = facts.columns.filter((column) => {
      const table = facts.tableOf(column);
      return isCalculatedColumn(column) && !(table && isAutomaticDateTable(table));
    });
    if (!model.model || calculated.length <= mostCalculatedColumns) return;
    const message = `the model has ${calculated.length} calculated columns, more than ${mostCalculatedColumns}`;
    report(model.model, message, "Compute them in the warehouse.");
  },
});

/** What every subject has one of: of two tables it is not the same data. */
const ofEverything = new Set(
  "id key name title description state status type kind tags tag code value number date notes comment comments".split(
    " ",
  ),
);

/** As Microsoft's, without columns of another type, or of a name that says nothing of its subject. */
const noRedundantColumns = practice({
  code: "REMOVE_REDUNDANT_COLUMNS_IN_RELATED_TABLES",
  severity: "info",
  why: "The same data twice costs memory, and readers pick the one that the other tables do not follow.",
  check({ model, facts }, report) {
    const index = indexModel(model);
    for (const table of model.tables) {
      const targets = facts
        .relationshipsOfTable(table)
        .flatMap(({ from, to }) => (from && to && nameKey(from.table) === nameKey(table.name) ? [to.table] : []));
      for (const column of table.columns) {
        if (facts.relationshipsOf(column).length > 0 || ofEverything.has(nameKey(column.name))) continue;
        const same = targets.flatMap((target) => index.column(target, column.name) ?? []);
        const twin = same.find(({ table: other, dataType }) => other !== column.table && dataType === column.dataType);
        if (!twin) continue;
        const message = `[${column.name}] is also in the related table, as ${show(twin)}`;
        report(column.origin, message, "Use the related table's column, and remove this one.");
      }
    }
  },
});

const months = ["jan", "feb", "mar", "apr", "may", "jun"];

const noPivotedMonths = practice({
  code: "UNPIVOT_PIVOTED_(MONTH)_DATA",
  severity: "info",
  why: "With a column for each month, no measure can sum over time and no report can choose a period.",
  check({ model }, report) {
    for (const table of model.tables) {
      const numbers = table.columns.filter(isNumber).map(({ name }) => nameWords(name));
      const isMonth = (word: string, month: string): boolean => word.startsWith(month) && monthNames.has(word);
      const isPivoted = months.every((month) => numbers.some((words) => words.some((word) => isMonth(word, month))));
      if (!isPivoted) continue;
      const message = `table '${table.name}' has a column for each month`;
      report(table.origin, message, "Unpivot it: one column for the month, one for the value.");
    }
  },
});

const monthNames = new Set("jan january feb february mar march apr april may jun june".split(" "));

export const columnStorage: readonly Rule[] = [
  noFloatingPoint,
  noNeedlessMdx,
  mdxWhereNeeded,
  noRelatedInColumns,
  fewCalculatedColumns,
  noRedundantColumns,
  noPivotedMonths,
];
