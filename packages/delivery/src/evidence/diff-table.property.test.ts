import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { openPair } from "../duckdb/pair.ts";
import { COLUMNS, type EditedTable, editedTables, type Row, tableOf } from "../test-support/edited-tables.ts";
import { TwoDatabases } from "../test-support/two-databases.ts";
import { diffTable } from "./diff-table.ts";

type Value = Row[keyof Row];

/** What `diffTable` counts, found row by row: slow, and plain enough to be believed. */
function counted({ before, after }: EditedTable) {
  const key = (["id", "n", "s"] as const).find((column) => [before, after].every((rows) => tellsApart(rows, column)));
  return key === undefined ? countedAsBags(before, after) : countedByKey(before, after, key);
}

function tellsApart(rows: readonly Row[], column: keyof Row): boolean {
  const values = rows.map((row) => row[column]);
  return !values.includes(null) && new Set(values).size === values.length;
}

function countedByKey(before: readonly Row[], after: readonly Row[], key: keyof Row) {
  const had = new Map(before.map((row) => [row[key], row]));
  const both = after.flatMap((now) => {
    const then = had.get(now[key]);
    return then ? [{ now, then }] : [];
  });
  const columns = COLUMNS.flatMap((column) => {
    const changed = both.filter(({ now, then }) => !same(then[column], now[column])).length;
    return changed > 0 ? [{ column, changed, rate: 1 - changed / both.length }] : [];
  });
  return {
    how: "keyed",
    key: [key],
    rows: {
      before: before.length,
      after: after.length,
      added: after.length - both.length,
      removed: before.length - both.length,
      changed: both.filter(({ now, then }) => COLUMNS.some((column) => !same(then[column], now[column]))).length,
    },
    columns,
  };
}

function countedAsBags(before: readonly Row[], after: readonly Row[]) {
  const whole = (row: Row) => JSON.stringify(COLUMNS.map((column) => rounded(row[column])));
  const { more: added, fewer: removed } = surplus(before.map(whole), after.map(whole));
  const columns = COLUMNS.flatMap((column) => {
    const one = (row: Row) => JSON.stringify(rounded(row[column]));
    const { more, fewer } = surplus(before.map(one), after.map(one));
    const changed = Math.max(more, fewer);
    return changed > 0 ? [{ column, changed, rate: 1 - changed / Math.max(before.length, after.length) }] : [];
  });
  const rows = { before: before.length, after: after.length, added, removed, changed: null };
  return { how: "multiset", key: [], rows, columns };
}

function surplus(before: readonly string[], after: readonly string[]): { more: number; fewer: number } {
  const left = [...before];
  let more = 0;
  for (const value of after) {
    const at = left.indexOf(value);
    if (at === -1) more++;
    else left.splice(at, 1);
  }
  return { more, fewer: left.length };
}

function same(before: Value, after: Value): boolean {
  if (typeof before !== "number" || typeof after !== "number") return before === after;
  return before === after || Math.abs(before - after) <= 1e-9 * Math.max(Math.abs(before), Math.abs(after));
}

function rounded(value: Value): Value {
  return typeof value === "number" ? Number(value.toPrecision(10)) : value;
}

const files = new TwoDatabases();
afterAll(() => files[Symbol.dispose]());

it.each([
  ["that keep the key", true],
  ["that may break the key", false],
])("counts what a plain comparison of rows counts, after edits %s", async (_, keepsKey) => {
  // Several tables to a file, because files take longer than tables.
  const property = fc.asyncProperty(
    fc.array(editedTables(keepsKey), { minLength: 1, maxLength: 12 }),
    async (tables) => {
      const write = (side: keyof EditedTable) => tables.flatMap((table, at) => tableOf(`t${at}`, table[side]));
      await files.write(write("before"), write("after"));
      await using pair = await openPair(files.before, files.after);
      for (const [at, table] of tables.entries()) {
        const place = { schema: "main", relation: `t${at}` };
        // Whole or in parts: it is the same.
        const limits = at % 2 === 0 ? {} : { valuesAtOnce: 25 };
        const question = { model: "t", before: place, after: place, keys: [["id"]], isSensitive: () => false, limits };

        const { how, key, rows, columns, samples } = await diffTable(pair, question);

        expect({ how, key, rows, columns }).toEqual(counted(table));
        const kinds = { added: rows.added, removed: rows.removed, changed: rows.changed ?? 0 };
        for (const [kind, count] of Object.entries(kinds)) {
          const shown = samples.filter((sample) => sample.change === kind).length;
          if (how === "keyed") expect(shown).toBe(Math.min(5, count));
          else expect(shown > 0).toBe(count > 0);
        }
      }
    },
  );
  await fc.assert(property, { numRuns: 20 });
});
