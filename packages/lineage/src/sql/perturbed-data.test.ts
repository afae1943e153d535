import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { fixture, labelledEdges } from "../test-support/labelled-edges.ts";
import { columnLineage, type Lookup } from "./column-lineage.ts";

/** Columns with their types; what another value of a type is, `OTHERS` says. */
const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  orders: {
    id: "integer",
    customer_id: "integer",
    amount: "integer",
    discount: "integer",
    status: "varchar",
    placed_at: "timestamp",
    tags: "integer[]",
    info: "struct(city varchar, street varchar, zip varchar, country varchar)",
  },
  customers: { id: "integer", name: "varchar", city: "varchar", joined_at: "timestamp" },
  items: { id: "integer", order_id: "integer", sku: "varchar", price: "integer" },
  log: { level: "varchar", message: "varchar", host: "varchar", order_id: "integer", secret: "varchar" },
};

const VALUES: Readonly<Record<string, (number: string) => string>> = {
  integer: (number) => `(${number} % 9)::integer`,
  varchar: (number) => `['paid', 'open', 'Rome', 'a', 'x', 'b'][(${number} % 6 + 1)::integer]`,
  timestamp: (number) => `timestamp '2024-01-01' + to_days((${number} % 40)::integer)`,
  "integer[]": (number) => `range((${number} % 3 + 1)::bigint)::integer[]`,
};

function valueIn(type: string, number: string): string {
  const value = VALUES[type];
  if (value) return value(number);
  const text = VALUES["varchar"]?.(number) ?? "";
  return `{'city': ${text}, 'street': ${text} || '1', 'zip': ${text} || '2', 'country': ${text} || '3'}`;
}

function tableOf(name: string, changed?: { table: string; column: string; salt: number }): string {
  const columns = Object.entries(TABLES[name] ?? {}).map(([column, type], at) => {
    const isChanged = changed?.table === name && changed.column === column;
    return `${valueIn(type, `hash(row * 1000 + ${isChanged ? at + 100 * changed.salt : at})`)} as ${column}`;
  });
  return `create or replace table ${name} as select ${columns.join(", ")} from range(40) rows(row)`;
}

const everything: Lookup = {
  table({ name }) {
    const columns = TABLES[name.toLowerCase()];
    return {
      node: name.toLowerCase(),
      columns: Object.keys(columns ?? {}).map((own) => ({ name: own })),
      complete: columns !== undefined,
    };
  },
  ephemeral: () => undefined,
};

describe("what changes in a result when one column has other values", async () => {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  for (const name of Object.keys(TABLES)) await connection.run(tableOf(name));

  /** The values of each output, whatever the order of the rows. */
  const resultOf = async (sql: string): Promise<readonly string[]> => {
    const reader = await connection.runAndReadAll(sql);
    return reader.getColumns().map((values) =>
      values
        .map((value) => JSON.stringify(value, (_, own) => (typeof own === "bigint" ? String(own) : own)))
        .sort()
        .join("\n"),
    );
  };

  let changes = 0;

  const labelled = labelledEdges("queries").map(({ name, sql }) => [name, sql] as const);
  const others = [...fixture("more-queries.sql").matchAll(/^([a-z ]+): (.*)$/gmu)];

  it.each([...labelled, ...others.map(([, name = "", sql = ""]) => [name, sql] as const)])(
    "is made of it: %s",
    async (_, sql) => {
      const read = columnLineage(sql, "duckdb", everything);
      if ("problem" in read) throw new Error(read.problem);
      const { facts } = read;
      const before = await resultOf(sql);
      for (const [table, columns] of Object.entries(TABLES)) {
        for (const column of Object.keys(columns)) {
          const uses = ({ relation, column: used }: (typeof facts.rows)[number]): boolean =>
            relation === table && used?.toLowerCase() === column;
          for (const salt of [1, 2]) {
            await connection.run(tableOf(table, { table, column, salt }));
            const after = await resultOf(sql);
            for (const [at, values] of before.entries()) {
              if (after[at] === values) continue;
              changes += 1;
              const own = facts.outputs[at]?.inputs ?? facts.others ?? [];
              expect([...own, ...facts.rows].some(uses), `${table}.${column} changes column ${at + 1}`).toBe(true);
            }
          }
          await connection.run(tableOf(table));
        }
      }
    },
  );

  it("was seen to change often enough", () => {
    console.log(`perturbed data: ${changes} changed columns`);
    expect(changes).toBeGreaterThan(300);
  });
});
