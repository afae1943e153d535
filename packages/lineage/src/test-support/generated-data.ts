import type { RelationLookup } from "../sql/known-relation.ts";

/** What a test needs of a connection to DuckDB. */
interface Database {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{
    deduplicatedColumnNames(): readonly string[];
    columnType(at: number): { toString(): string };
    getRows(): readonly (readonly unknown[])[];
  }>;
}

/** Relations that the pairs read, with the types of their columns. */
const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  trips: {
    trip_id: "integer",
    zone_id: "integer",
    fare: "decimal(18,6)",
    tip: "decimal(18,6)",
    distance: "double",
    passengers: "integer",
    payment: "varchar",
    picked_up: "timestamp",
  },
  zones: { zone_id: "integer", borough: "varchar" },
  "Depot Bestand": { "Stück pro Tag": "integer", order: "integer" },
};

const VALUES: Readonly<Record<string, (salt: string) => string>> = {
  integer: (salt) => `[null, -1, 0, 1, 2, 3, 4, 5][(hash(${salt}) % 8 + 1)::integer]`,
  "decimal(18,6)": (salt) => `[null, -2.5, 0, 1, 2, 3, 3.004999, 5, 5.5, 12.345678][(hash(${salt}) % 10 + 1)::integer]`,
  double: (salt) => `[null, -0.1, 0, 1.005, 2, 2.123456789, 3, 1e6/3, 5][(hash(${salt}) % 9 + 1)::integer]`,
  varchar: (salt) => `[null, '', 'cash', 'Cash', 'card', 'Q', 'q'][(hash(${salt}) % 7 + 1)::integer]`,
  timestamp: (salt) => `[null, timestamp '2024-01-01', timestamp '2024-01-01 13:00'][(hash(${salt}) % 3 + 1)::integer]`,
};

/** Rows of each data set; of each there is one without a NULL, so that what only NULL hides is seen, too. */
const SIZES: readonly number[] = [0, 1, 3, 12, 60, 200];

export const relations: RelationLookup = {
  table({ name }) {
    const found = Object.entries(TABLES).find(([own]) => own.toLowerCase() === name.toLowerCase());
    const columns = Object.entries(found?.[1] ?? {}).map(([column, type]) => ({ name: column, type }));
    return { node: `model:${name}`, columns, complete: found !== undefined };
  },
};

/** Databases with the same tables: empty, small, with repetitions and ties, with and without NULL. */
export async function generatedData(connect: () => Promise<Database>): Promise<readonly Database[]> {
  const made: Database[] = [];
  for (const [at, size] of SIZES.flatMap((rows) => [rows, rows]).entries()) {
    const connection = await connect();
    await connection.run(`attach ':memory:' as d${at}`);
    await connection.run(`use d${at}`);
    for (const [table, columns] of Object.entries(TABLES)) {
      const list = Object.entries(columns).map(([name, type], place) => {
        const value = VALUES[type]?.(`row * 7919 + ${at * 31 + place}`) ?? "null";
        return `cast(${at % 2 === 0 ? value : `coalesce(${value}, ${REST[type]})`} as ${type}) as "${name}"`;
      });
      await connection.run(`create table "${table}" as select ${list.join(", ")} from range(${size}) rows(row)`);
    }
    made.push(connection);
  }
  return made;
}

const REST: Readonly<Record<string, string>> = {
  integer: "7",
  "decimal(18,6)": "7",
  double: "7",
  varchar: "'x'",
  timestamp: "timestamp '2025-01-01'",
};

/** A result by the names of its columns, whatever their order and that of the rows; of some columns only, where these are named. */
export async function resultOf(connection: Database, sql: string, only?: readonly string[]): Promise<string> {
  const reader = await connection.runAndReadAll(sql);
  const columns = reader
    .deduplicatedColumnNames()
    .map((name, at) => ({ name, at, type: String(reader.columnType(at)) }))
    .filter(({ name }) => only === undefined || only.includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = reader
    .getRows()
    .map((row) => columns.map(({ at }) => (only === undefined ? String(row[at]) : plain(row[at]))).join("\u0001"));
  // What is widened keeps its values and not its type: of old columns only the values count.
  const header = columns.map(({ name, type }) => (only === undefined ? `${name} ${type}` : name));
  return [header.join("\u0001"), ...rows.sort()].join("\n");
}

export async function columnsOf(connection: Database, sql: string): Promise<readonly string[]> {
  return (await connection.runAndReadAll(sql)).deduplicatedColumnNames();
}

/** A decimal with more digits is the same number. */
function plain(value: unknown): string {
  return String(value)
    .replace(/(\.\d*?)0+$/u, "$1")
    .replace(/\.$/u, "");
}
