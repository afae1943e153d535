import type { RelationLookup } from "../../sql/known-relation.ts";

/** The tables that pairs of queries are run on, with the types of their columns. */
const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  trips: {
    id: "integer",
    vendor: "integer",
    fare: "decimal(10,2)",
    tip: "decimal(10,2)",
    distance: "double",
    picked_up: "timestamp",
    zone: "varchar",
    paid: "boolean",
  },
  zones: { zone: "varchar", borough: "varchar", rank: "integer" },
  Aufträge: {
    Nr: "integer",
    "Stück pro Tag": "integer",
    order: "varchar",
    Größe: "decimal(8,2)",
    select: "varchar",
    Datum: "date",
  },
  t: { a: "integer", b: "integer", c: "integer", s: "varchar", f: "double", d: "date" },
  u: { a: "integer", b: "integer", x: "varchar" },
};

export const relations: RelationLookup = {
  table({ name }) {
    const [table, columns] = Object.entries(TABLES).find(([own]) => own.toLowerCase() === name.toLowerCase()) ?? [];
    if (table === undefined || !columns) return { node: `source:${name}`, columns: [], complete: false };
    const typed = Object.entries(columns).map(([column, type]) => ({ name: column, type }));
    return { node: `source:${table}`, columns: typed, complete: true };
  },
};

/** Rows, in how many of ten there is nothing, and how many different numbers there are. */
const SHAPES: readonly {
  readonly rows: number;
  readonly nulls: number;
  readonly spread: number;
  readonly salt: number;
}[] = [
  { rows: 0, nulls: 0, spread: 1, salt: 0 },
  { rows: 1, nulls: 10, spread: 1, salt: 1 },
  { rows: 6, nulls: 0, spread: 1, salt: 2 },
  { rows: 12, nulls: 3, spread: 3, salt: 3 },
  { rows: 40, nulls: 2, spread: 7, salt: 4 },
  { rows: 40, nulls: 0, spread: 4, salt: 5 },
  { rows: 60, nulls: 1, spread: 40, salt: 6 },
];

function valueIn(type: string, number: string, spread: number): string {
  const at = `(${number} % ${spread})::integer`;
  switch (type.replace(/\(.*/u, "")) {
    case "integer":
      return `(${at} - ${spread > 5 ? 3 : 0})`;
    case "decimal":
      return `((${at} - ${spread > 5 ? 3 : 0}) * 1.25)::${type}`;
    case "double":
      return `((${at} - ${spread > 5 ? 3 : 0}) * 0.1)::double`;
    case "boolean":
      return `(${number} % 2 = 0)`;
    case "timestamp":
      return `timestamp '2024-01-01 00:00:00' + to_hours(${at} * 7)`;
    case "date":
      return `date '2024-01-01' + ${at} * 11`;
    default:
      return `['a', 'A', 'b', '', ' a', 'Paid', '10', 'JFK'][(${number} % ${Math.min(spread, 8)})::integer + 1]`;
  }
}

/** The part of a connection to DuckDB that is used here: only tests open one. */
interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{
    columnNames(): string[];
    columnTypes(): unknown[];
    getRows(): unknown[][];
  }>;
}

/** A database in which any of several sets of data can be had. */
export async function breakingData(connection: Connection) {
  for (const [at, shape] of SHAPES.entries()) {
    await connection.run(`create schema data${at}`);
    for (const [table, columns] of Object.entries(TABLES)) {
      const made = Object.entries(columns).map(([column, type], place) => {
        const number = `hash(row * 1000 + ${place + 31 * Object.keys(TABLES).indexOf(table) + 1009 * shape.salt})`;
        const isKey = /^(?:id|Nr)$/u.test(column);
        const value = isKey ? "row::integer" : valueIn(type, number, shape.spread);
        const isGone = isKey ? "false" : `hash(row * 77 + ${place + 7 * shape.salt}) % 10 < ${shape.nulls}`;
        return `(case when ${isGone} then null else ${value} end)::${type} as "${column}"`;
      });
      await connection.run(
        `create table data${at}."${table}" as select ${made.join(", ")} from range(${shape.rows}) rows(row)`,
      );
    }
  }
  return {
    /** The result on each set of data. */
    async results(sql: string): Promise<readonly Result[]> {
      const found: Result[] = [];
      for (const at of SHAPES.keys()) {
        await connection.run(`use data${at}`);
        const reader = await connection.runAndReadAll(sql);
        const names = reader.columnNames();
        const types = reader.columnTypes();
        found.push({
          types: new Map(names.map((name, place) => [name, String(types[place])])),
          rows: reader.getRows().map((row) => new Map(row.map((value, place) => [names[place] ?? "", shown(value)]))),
        });
      }
      return found;
    },
  };
}

export interface Result {
  readonly types: ReadonlyMap<string, string>;
  readonly rows: readonly ReadonlyMap<string, string>[];
}

function shown(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "object")
    return Object.is(Number(String(value)), Number.NaN) ? `'${String(value)}'` : String(Number(String(value)));
  return typeof value === "string" ? `'${value}'` : String(value);
}

/** A result as text: a bag of rows by the names of columns, in whatever case, with the types of their values. */
export function bagOf({ types, rows }: Result, only?: readonly string[], withTypes = true): string {
  const kept = [...types.keys()].filter((name) => !only || only.includes(name)).sort();
  const head = kept.map((name) => `${name.toLowerCase()} ${withTypes ? types.get(name) : ""}`).join(", ");
  const lines = rows.map((row) => kept.map((name) => row.get(name)).join(" | "));
  return [head, ...lines.sort()].join("\n");
}
