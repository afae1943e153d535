import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openPair } from "../../packages/delivery/src/duckdb/pair.ts";
import { diffTable } from "../../packages/delivery/src/evidence/diff-table.ts";
import {
  COLUMNS,
  type EditedTable,
  editedTables,
  tableOf,
} from "../../packages/delivery/src/test-support/edited-tables.ts";
import { TwoDatabases } from "../../packages/delivery/src/test-support/two-databases.ts";
import { ROOT } from "../world.ts";

const PAIRS = 50;

/** The same tables each time, so that a disagreement can be looked at again. */
const SEED = 20_240_229;

/** Python with reladiff; `.ci/oracle` makes it. */
const ORACLE = join(ROOT, ".tools", "oracle", "bin", "python");
const missing = existsSync(ORACLE) ? undefined : "reladiff is not installed: run .ci/oracle";

describe(`the difference of tables, beside reladiff${missing ? ` [${missing}]` : ""}`, () => {
  it.skipIf(missing)(`is the same for ${PAIRS} generated pairs of tables`, async () => {
    using files = new TwoDatabases();
    // reladiff does not read a table that is empty, and knows no tolerance.
    const filled = editedTables(true, false).filter(({ before, after }) => before.length > 0 && after.length > 0);
    const tables = fc.sample(filled, { numRuns: PAIRS, seed: SEED });
    const write = (side: keyof EditedTable) => tables.flatMap((table, at) => tableOf(`t${at}`, table[side]));
    await files.write(write("before"), write("after"));

    const theirs = askReladiff(files, tables.length);

    const ours: Counts[] = [];
    await using pair = await openPair(files.before, files.after);
    for (const at of tables.keys()) {
      const place = { schema: "main", relation: `t${at}` };
      const found = await diffTable(pair, {
        model: `t${at}`,
        before: place,
        after: place,
        keys: [["id"]],
        isSensitive: () => false,
      });
      const { added, removed, changed } = found.rows;
      const columns = Object.fromEntries(found.columns.map((column) => [column.column, column.changed]));
      ours.push({ added, removed, changed: changed ?? -1, columns });
    }
    const alike = ours.filter((counts, at) => JSON.stringify(counts) === JSON.stringify(theirs[at])).length;
    console.log(`  the same for ${alike} of ${PAIRS} pairs of tables`);
    expect(ours).toEqual(theirs);
    expect(ours.filter((counts) => counts.changed > 0).length).toBeGreaterThan(PAIRS / 3);
  });
});

interface Counts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly columns: Readonly<Record<string, number>>;
}

/** What reladiff finds of each table, counted: it lists a changed row once as it was and once as it is. */
function askReladiff(files: TwoDatabases, count: number): Counts[] {
  const [key, ...columns] = COLUMNS;
  const input = JSON.stringify({
    before: files.before,
    after: files.after,
    tables: Array.from({ length: count }, (_, at) => `t${at}`),
    key,
    columns,
  });
  const ran = spawnSync(ORACLE, [join(import.meta.dirname, "reladiff_rows.py")], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (ran.status !== 0) throw new Error(`reladiff: ${ran.stderr}`);
  const answers = JSON.parse(ran.stdout) as ["+" | "-", (string | null)[]][][];
  return answers.map((rows) => {
    const had = new Map(rows.filter(([sign]) => sign === "-").map(([, row]) => [row[0], row]));
    const has = new Map(rows.filter(([sign]) => sign === "+").map(([, row]) => [row[0], row]));
    const both = [...has].flatMap(([id, now]) => {
      const then = had.get(id);
      return then ? [{ now, then }] : [];
    });
    const differing = columns.map((column, at) => [
      column,
      both.filter(({ now, then }) => now[at + 1] !== then[at + 1]).length,
    ]);
    return {
      added: has.size - both.length,
      removed: had.size - both.length,
      changed: both.length,
      columns: Object.fromEntries(differing.filter(([, changed]) => changed !== 0)) as Record<string, number>,
    };
  });
}
