import type { NodeName } from "@throughline/contracts";
import type { GraphBuilder } from "../graph.ts";
import { record } from "../json.ts";
import { shortHash } from "../short-hash.ts";

/** A pipeline that loads tables into a schema. */
export interface LoaderInput {
  readonly name: string;
  /** The schema it loads into. */
  readonly dataset: string;
  /** Texts of its program, in which fields are named as the files have them. */
  readonly programs?: readonly string[];
  /** Its schema as dlt stores it, read from JSON or YAML. */
  readonly schema?: unknown;
}

interface LoadedTable {
  readonly name: string;
  readonly resource: string;
  readonly columns: readonly string[];
}

/**
 * Adds what a loader fills: every source table of its schema, and each column that it has a field for. `ask` names a column of a
 * source; `known` lists the columns that are known so far.
 */
export function addLoader(
  builder: GraphBuilder,
  loader: LoaderInput,
  sources: readonly NodeName[],
  ask: (source: NodeName, column: string) => NodeName,
): void {
  const prefix = `source:${loader.dataset}.`;
  const stored = tablesOf(loader.schema);
  const fields = fieldNames(loader.programs ?? []);
  const tables = new Map(stored.map((table) => [`${prefix}${table.name}`.toLowerCase(), table]));
  for (const source of sources) {
    const key = source.toLowerCase();
    if (!key.startsWith(prefix.toLowerCase()) || tables.has(key)) continue;
    const name = source.slice(prefix.length);
    tables.set(key, { name, resource: name, columns: [] });
  }
  for (const { name, resource, columns } of tables.values()) {
    const source = builder.node(`${prefix}${name}`);
    const table = builder.node(`loader:${loader.name}.${resource}`);
    builder.edge(table, source, "rowset");
    builder.define(table, shortHash(loader.programs ?? []));
    for (const column of columns) ask(source, column);
    const known = builder.partsOf(source);
    for (const part of known) {
      const column = part.slice(source.length + 1);
      const field = fields.get(column.toLowerCase()) ?? (columns.includes(column) ? column : undefined);
      if (field !== undefined) builder.edge(builder.part(table, `${table}.${field}`), part, "value");
      // What the program computes, or what it names in another way.
      else if (!column.startsWith("_dlt_")) {
        builder.unresolved(part, `no field of the pipeline ${loader.name} is seen to fill it`);
      }
    }
    if (known.length === 0) builder.unresolved(source, `the fields that ${loader.name} loads are not known`);
  }
}

/** Tables that dlt keeps for itself are left out. */
function tablesOf(schema: unknown): LoadedTable[] {
  const tables = record(record(schema)["tables"]);
  return Object.entries(tables).flatMap(([name, table]) => {
    if (name.startsWith("_dlt_")) return [];
    const { resource, columns } = record(table);
    const written = typeof resource === "string" ? resource : name;
    return [{ name, resource: written, columns: Object.keys(record(columns)) }];
  });
}

/** Words in quotes, by the name that dlt gives to the column they become. */
function fieldNames(programs: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const program of programs) {
    for (const [, , word = ""] of program.matchAll(/(["'])([\p{L}_][\p{L}\p{N}_ .-]*)\1/gu)) {
      const column = snakeCase(word);
      if (!fields.has(column)) fields.set(column, word);
    }
  }
  return fields;
}

/** As dlt's default naming convention does it. */
function snakeCase(name: string): string {
  return name
    .trim()
    .replace(/[^\p{L}\p{N}_]+/gu, "_")
    .replace(/([^_])([A-Z][a-z]+)/gu, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/gu, "$1_$2")
    .replace(/_+/gu, "_")
    .toLowerCase();
}
