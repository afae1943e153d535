import { openPair } from "../packages/delivery/src/duckdb/pair.ts";
import { diffTable } from "../packages/delivery/src/evidence/diff-table.ts";
import { TwoDatabases } from "../packages/delivery/src/test-support/two-databases.ts";
import { median, times } from "./median.ts";

const ROWS = 1_000_000;

/** Measurements of one thing; the middle one counts. */
const TURNS = 3;

/** Twelve columns of the kinds that warehouses have; about one row in a hundred differs after the change. */
const BEFORE = `
  create table orders as select
    range as id, range % 1000 as customer, (range * 7919) % 100003 as product, range % 12 as quantity,
    range / 7.0 as price, cast(range % 10000 as decimal(18, 2)) / 100 as total, range % 3 = 0 as paid,
    date '2020-01-01' + cast(range % 1500 as integer) as day, timestamp '2020-01-01' + to_seconds(range) as moment,
    'customer ' || (range % 5000) as name, ['new', 'paid', 'sent', 'back'][range % 4 + 1] as state,
    case when range % 10 = 0 then null else 'note ' || range end as note
  from range(${ROWS})`;
const CHANGES = [
  "update orders set total = total + 1, state = 'lost' where id % 200 = 0",
  "delete from orders where id % 400 = 1",
  `insert into orders select * replace (id + ${ROWS} as id) from orders where id % 400 = 2`,
];

/** The same rows without a column that tells them apart. */
const BAGS =
  "create table lines as select * replace (id // 2 as id, timestamp '2020-01-01' + to_seconds(id // 2) as moment) from orders";

/** Comparing a table before and after a change, beside plain SQL that only says how many rows differ. */
export async function measureDiff(): Promise<void> {
  using files = new TwoDatabases();
  await files.write([BEFORE, BAGS], [BEFORE, ...CHANGES, BAGS]);
  await using pair = await openPair(files.before, files.after);
  console.log(`  ${ROWS} × ${ROWS} rows of 12 columns`);
  for (const [name, relation, keys] of [
    ["by a declared key", "orders", [["id"]]],
    ["by a key that is found", "orders", []],
    ["as bags of rows", "lines", []],
  ] as const) {
    const place = { schema: "main", relation };
    const question = { model: relation, before: place, after: place, keys, isSensitive: () => false };
    const except = (one: string, other: string) =>
      pair.query(`select count(*) from (from ${one}.${relation} except all from ${other}.${relation})`);
    const seconds = await times(TURNS, async () => ({
      own: await secondsOf(() => diffTable(pair, question)),
      plain: await secondsOf(async () => [await except("before", "after"), await except("after", "before")]),
    }));
    const [own, plain] = [median(seconds.map((turn) => turn.own)), median(seconds.map((turn) => turn.plain))];
    const ratio = (own / plain).toFixed(2);
    console.log(`  ${name.padEnd(24)} ${own.toFixed(2)} s; EXCEPT ALL both ways ${plain.toFixed(2)} s; ratio ${ratio}`);
  }
}

async function secondsOf(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return (performance.now() - began) / 1000;
}
