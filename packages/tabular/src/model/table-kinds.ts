import { nameKey } from "../text/same-name.ts";
import type { Model, Table } from "./model.ts";
import { property } from "./property.ts";

/** Made by DAX, not read from a source. */
export function isCalculatedTable(table: Table): boolean {
  return table.partitions.some(({ kind }) => kind === "calculated");
}

/** The tables Power BI makes by itself for each column of dates, unless that is switched off. */
export function isAutomaticDateTable(table: Table): boolean {
  return isCalculatedTable(table) && /^(?:LocalDateTable|DateTableTemplate)_/u.test(table.name);
}

/** Marked as date table: its dates are its key. */
export function isDateTable(table: Table): boolean {
  const isMarked = nameKey(table.dataCategory ?? "") === "time";
  return isMarked && table.columns.some(({ isKey, dataType }) => isKey && dataType === "dateTime");
}

/** Holds measures and shows nothing else: people keep such a table to have their measures together. */
export function isMeasureTable(table: Table): boolean {
  return table.measures.length > 0 && table.columns.every(({ hidden }) => hidden || table.hidden);
}

/** Lets the readers of a report choose a field or a number; it is related to nothing on purpose. */
export function isParameterTable(table: Table): boolean {
  return table.columns.some(({ origin }) =>
    origin.node.children.some(
      ({ keyword, name }) => keyword === "extendedProperty" && name?.value === "ParameterMetadata",
    ),
  );
}

/** Asks its source at every question. A partition that says nothing has the model's mode. */
export function isDirectQuery(model: Model, table: Table): boolean {
  const standard = model.model && property(model.model, "defaultMode");
  return table.partitions.some(({ mode }) => nameKey(mode ?? standard ?? "import") === "directquery");
}
