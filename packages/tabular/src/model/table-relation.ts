import { readTableSource, type SourceColumn, type TableSource, traceColumn } from "../m/table-source.ts";
import { sameName } from "../text/same-name.ts";
import type { Column, Model, Table } from "./model.ts";

/** By model, since another one can have another query under a name that a table's query refers to. */
const known = new WeakMap<Model, Map<Table, TableSource>>();

/** The relation of the warehouse a table reads, as far as its partition says. */
export function tableRelation(model: Model, table: Table): TableSource {
  const sources = known.get(model) ?? new Map<Table, TableSource>();
  known.set(model, sources);
  const source = sources.get(table) ?? readRelation(model, table);
  sources.set(table, source);
  return source;
}

function readRelation(model: Model, table: Table): TableSource {
  const [partition, another] = table.partitions;
  if (!partition) return { steps: [], inexact: `table '${table.name}' has no partition` };
  if (another) return { steps: [], inexact: `table '${table.name}' has several partitions` };
  if (partition.entity) return { relation: partition.entity, steps: [] };
  if (partition.kind === "m" && partition.source) {
    return readTableSource(partition.source.text, partition.source.start, (name) => sharedQuery(model, name));
  }
  const why =
    partition.kind === "calculated" ? "is calculated by the model itself" : `has a partition of kind ${partition.kind}`;
  return { steps: [], inexact: `table '${table.name}' ${why}` };
}

/** The warehouse column a column reads; undefined for calculated ones and those the query does not let through. */
export function columnSource(model: Model, table: Table, column: Column): SourceColumn | undefined {
  if (column.expression || column.sourceColumn === undefined) return undefined;
  return traceColumn(tableRelation(model, table), column.sourceColumn);
}

function sharedQuery(model: Model, name: string): string | undefined {
  return model.expressions.find((shared) => sameName(shared.name, name))?.expression.text;
}
