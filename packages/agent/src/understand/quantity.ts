import type { Aggregation, Filter, Formula, NewColumn } from "@throughline/contracts";
import type { ColumnEntry, MeasureEntry, TableEntry } from "../catalogue/catalogue.ts";
import { measureComputing } from "./known-formula.ts";
import { aggregateName, titleCase } from "./names.ts";
import { isMoment } from "./number-columns.ts";
import type { Reading } from "./outcome.ts";

/** A number that a phrase asks for: how it is computed, and what it is called and shown like. */
export interface Quantity {
  readonly formula: Formula;
  readonly table: string;
  readonly name: string;
  readonly description: string;
  readonly format?: string;
  readonly folder?: string;
  /** Columns that must be made for it. */
  readonly columns: readonly NewColumn[];
  /** The measure it is, when it is one that exists. */
  readonly measure?: MeasureEntry;
}

export function ofMeasure(entry: MeasureEntry): Quantity {
  const { name, format, folder } = entry.measure;
  return {
    formula: { kind: "measure", measure: { table: entry.table, measure: name } },
    table: entry.table,
    name,
    description: name,
    ...(format === undefined ? {} : { format }),
    ...(folder === undefined ? {} : { folder }),
    columns: [],
    measure: entry,
  };
}

/** A column aggregated; the measure that does so already, where there is one. */
export function aggregated(reading: Reading, name: Aggregation, entry: ColumnEntry): Quantity {
  const formula: Formula = {
    kind: "aggregate",
    function: name,
    column: { table: entry.table, column: entry.column.name },
  };
  const known = measureComputing(reading.catalogue, formula);
  if (known !== undefined) return ofMeasure(known);
  const related = reading.catalogue.measures.find(
    (measure) => measure.measure.name.includes(entry.column.name) && measure.measure.folder !== undefined,
  );
  const folder = entry.column.folder ?? related?.measure.folder ?? usualFolder(reading, entry.table);
  const format =
    name === "count" || name === "distinct-count"
      ? "#,0"
      : (entry.column.format ?? related?.measure.format ?? "#,0.00");
  const verb = {
    sum: "Sum",
    average: "Average",
    min: "Smallest value",
    max: "Largest value",
    count: "Number of values",
    "distinct-count": "Number of different values",
  }[name];
  return {
    formula,
    table: homeTable(reading, entry.table),
    name:
      isMoment(entry) && (name === "min" || name === "max")
        ? `${name === "min" ? "Earliest" : "Latest"} ${spaced(entry.column.name)}`
        : aggregateName(reading, name, spaced(entry.column.name)),
    description: `${verb} of ${entry.column.name}.`,
    format: format === "0" ? (name === "average" ? "#,0.00" : "#,0") : format,
    ...(folder === undefined ? {} : { folder }),
    columns: [],
  };
}

function spaced(name: string): string {
  return /^\p{L}[\p{L}\p{N}]*_[\p{L}\p{N}_]*$/u.test(name) && !/\p{Lu}/u.test(name)
    ? titleCase(name.replaceAll("_", " "))
    : name;
}

/** New measures go where the table's others are; a table without measures keeps its own. */
function homeTable(reading: Reading, table: string): string {
  return reading.catalogue.tables.find((entry) => entry.table.name === table)?.table.name ?? table;
}

/** The folder that most measures of a table are in, when all of them are in one. */
export function usualFolder(reading: Reading, table: string): string | undefined {
  const measures = reading.catalogue.measures.filter((entry) => entry.table === table);
  if (measures.length === 0 || measures.some((entry) => entry.measure.folder === undefined)) return undefined;
  const counts = new Map<string, number>();
  for (const { measure } of measures) counts.set(measure.folder ?? "", (counts.get(measure.folder ?? "") ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

export function rowsOf(reading: Reading, entry: TableEntry): Quantity {
  const formula: Formula = { kind: "rows", table: entry.table.name };
  const known = measureComputing(reading.catalogue, formula);
  if (known !== undefined) return ofMeasure(known);
  const folder = usualFolder(reading, entry.table.name);
  return {
    formula,
    table: entry.table.name,
    name: aggregateName(reading, "count", entry.table.name),
    description: `Number of rows of ${entry.table.name}.`,
    format: "#,0",
    ...(folder === undefined ? {} : { folder }),
    columns: [],
  };
}

/** A quantity of only some rows. */
export function withFilters(reading: Reading, base: Quantity, filters: readonly Filter[], label: string): Quantity {
  const formula: Formula = { kind: "filtered", of: base.formula, filters: [...filters] };
  const known = measureComputing(reading.catalogue, formula);
  if (known !== undefined) return ofMeasure(known);
  const name = /^(?:with|without|excluding) /u.test(label)
    ? `${base.name} ${label}`
    : `${titleCase(label)} ${base.name}`;
  return {
    formula,
    table: base.table,
    name: name.replaceAll(/[[\]{}"`]/gu, "").trim(),
    description: `${base.description.replace(/\.$/u, "")}, where ${filters.map((filter) => `${filter.column.column} ${filter.operator === "<>" ? "is not" : filter.operator === "=" || filter.operator === "in" ? "is" : filter.operator} ${filter.values.map((value) => (typeof value === "object" ? value.date : String(value))).join(" or ")}`).join(" and ")}.`,
    ...(base.format === undefined ? {} : { format: base.format }),
    ...(base.folder === undefined ? {} : { folder: base.folder }),
    columns: base.columns,
  };
}
