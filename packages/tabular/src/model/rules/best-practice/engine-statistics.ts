import type { Rule } from "../rule.ts";
import { practice, show, statistic } from "./practice.ts";

/*
 * How many rows and values there are only the engine knows. Tabular Editor's script for Vertipaq statistics leaves these
 * numbers as annotations; rules of this file read them, and are silent without them.
 */

const noBothWaysOnManyValues = practice({
  code: "AVOID_BI-DIRECTIONAL_RELATIONSHIPS_AGAINST_HIGH-CARDINALITY_COLUMNS",
  severity: "info",
  why: "Filtering back over a column of many values is slow at every query.",
  check({ facts }, report) {
    for (const column of facts.columns) {
      const values = statistic(column.origin, "Vertipaq_Cardinality");
      if (!(values > 100_000)) continue;
      if (!facts.relationshipsOf(column).some(({ relationship: { crossFiltering } }) => crossFiltering === both))
        continue;
      const message = `${show(column)} has ${values} values, and its relationship filters in both directions`;
      report(column.origin, message, "Filter in one direction, and use CROSSFILTER where a measure needs the other.");
    }
  },
});
const both = "bothDirections";

const noManyLongTexts = practice({
  code: "REDUCE_USAGE_OF_LONG-LENGTH_COLUMNS_WITH_HIGH_CARDINALITY",
  severity: "info",
  why: "Long texts of many kinds fill the memory and slow refreshes and queries.",
  check({ facts }, report) {
    for (const { origin, name } of facts.columns) {
      const rows = statistic(origin, "LongLengthRowCount");
      if (!(rows > 500_000)) continue;
      report(origin, `[${name}] has texts of more than 100 characters in ${rows} rows`, "Leave it out or shorten it.");
    }
  },
});

const dateWithoutTime = practice({
  code: "SPLIT_DATE_AND_TIME",
  severity: "info",
  why: "Each second is a value of its own: a date with its time compresses badly and joins no date table.",
  check({ facts }, report) {
    for (const { origin, name } of facts.columns) {
      if (!(statistic(origin, "DateTimeWithHourMinSec") > 0)) continue;
      report(origin, `[${name}] has times in its dates`, "Load date and time as two columns, or drop the time.");
    }
  },
});

const largeTablesInParts = practice({
  code: "LARGE_TABLES_SHOULD_BE_PARTITIONED",
  severity: "info",
  why: "A table in one part is loaded as a whole each time.",
  check({ model }, report) {
    for (const { origin, name, partitions } of model.tables) {
      const rows = statistic(origin, "Vertipaq_RowCount");
      if (!(rows > 25_000_000) || partitions.length !== 1) continue;
      report(origin, `table '${name}' has ${rows} rows in one partition`, "Split it, or refresh it incrementally.");
    }
  },
});

const noLostRows = practice({
  code: "FIX_REFERENTIAL_INTEGRITY_VIOLATIONS",
  severity: "info",
  why: "Rows without a partner appear under an empty name in every visual that groups by the other table.",
  check({ facts }, report) {
    for (const { relationship, from, to } of facts.relationships) {
      const rows = statistic(relationship.origin, "Vertipaq_RIViolationInvalidRows");
      if (!(rows > 0) || !from || !to) continue;
      const message = `${rows} rows of '${from.table}' have a [${from.name}] that ${show(to)} does not have`;
      report(relationship.origin, message, `Complete '${to.table}' in the warehouse.`);
    }
  },
});

export const engineStatistics: readonly Rule[] = [
  noBothWaysOnManyValues,
  noManyLongTexts,
  dateWithoutTime,
  largeTablesInParts,
  noLostRows,
];
