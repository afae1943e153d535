import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPair, type Pair } from "../duckdb/pair.ts";
import { TwoDatabases } from "../test-support/two-databases.ts";
import { diffTable } from "./diff-table.ts";

/** What it is, the value before and after, as SQL. */
type Case = readonly [what: string, before: string, after: string];

const SAME: readonly Case[] = [
  ["a sum in another order", "0.1::double + 0.2 + 0.3", "0.3::double + 0.2 + 0.1"],
  ["no number twice", "'nan'::double", "'nan'::double"],
  ["infinity twice", "'-infinity'::double", "'-infinity'::double"],
  ["zero and minus zero", "0.0::double", "-0.0::double"],
  ["an integer made wider", "7::smallint", "7::bigint"],
  ["an integer made a decimal", "7::integer", "7.00::decimal(10,2)"],
  ["a decimal of more digits", "7.5::decimal(5,1)", "7.500::decimal(38,3)"],
  ["decimals that share no wider one", "7.5::decimal(38,1)", "7.500::decimal(38,30)"],
  ["a whole number made a float", "7::bigint", "7::double"],
  ["a truth value made a number", "true", "1::tinyint"],
  ["a text of a number made a number", "'-12.50'", "-12.5::decimal(10,2)"],
  ["a text of a number made a float", "'12.50'", "12.5::double"],
  ["a text of a day made a day", "'2024-02-29'", "date '2024-02-29'"],
  ["a text of a moment made a moment", "'2024-02-29T10:00:00'", "timestamp '2024-02-29 10:00:00'"],
  ["a day made a moment", "date '2024-02-29'", "timestamp '2024-02-29 00:00:00'"],
  ["a moment made finer", "timestamp_s '2024-02-29 10:00:00'", "timestamp_ns '2024-02-29 10:00:00'"],
  ["a moment given a time zone", "timestamp '2024-02-29 10:00:00'", "timestamptz '2024-02-29 10:00:00+00'"],
  ["a text made one of a few", "'a'", "'a'::enum('a', 'b')"],
  [
    "a text made an identifier",
    "'6d3c9a7e-0b6f-4f0e-8f57-1d3b1d3f5a10'",
    "'6d3c9a7e-0b6f-4f0e-8f57-1d3b1d3f5a10'::uuid",
  ],
  ["a text made JSON", "'{\"a\": 1}'", "'{\"a\": 1}'::json"],
];

const OTHER: readonly Case[] = [
  ["NULL and a value", "null::integer", "0::integer"],
  ["no number and NULL", "'nan'::double", "null::double"],
  ["infinity and the largest number", "'infinity'::double", "1.7e308::double"],
  ["infinities", "'infinity'::double", "'-infinity'::double"],
  ["floats that differ in the ninth digit", "1.00000001::double", "1::double"],
  ["a fraction that was rounded away", "1.5::double", "2::integer"],
  ["a decimal that lost a digit", "1.25::decimal(5,2)", "1.3::decimal(5,1)"],
  ["a number that became another in a text", "1.5::decimal(5,1)", "'2'"],
  ["a text that lost its zeros", "'01067'", "1067"],
  ["a text that was no number", "'abc'", "null::double"],
  ["a moment that lost its hour", "timestamp '2024-02-29 10:00:00'", "date '2024-02-29'"],
  ["a text that lost its hour", "'2024-02-29 10:00:00'", "date '2024-02-29'"],
  ["a large number cut to its last digits", "170141183460469231731687303715884105727::hugeint", "5::bigint"],
  ["upper and lower case", "'a'", "'A'"],
];

/** Values of every other kind, of which the second is another. */
const KINDS: readonly Case[] = [
  ["lists", "[1, 2]", "[2, 1]"],
  ["structures", "{'a': 1, 'b': [1]}", "{'a': 1, 'b': [2]}"],
  ["maps", "map {'a': 1}", "map {'a': 2}"],
  ["JSON", "'[1]'::json", "'[2]'::json"],
  ["bytes", "'\\xAA'::blob", "'\\xAB'::blob"],
  ["intervals", "interval 1 month", "interval 2 month"],
  ["decimals", "1.10::decimal(38,10)", "1.11::decimal(38,10)"],
  ["huge numbers", "170141183460469231731687303715884105727::hugeint", "1::hugeint"],
  ["moments with a time zone", "timestamptz '2024-01-01 00:00:00+00'", "timestamptz '2024-01-01 00:00:00+01'"],
  ["one of a few", "'a'::enum('a', 'b')", "'b'::enum('a', 'b')"],
  ["identifiers", "'6d3c9a7e-0b6f-4f0e-8f57-1d3b1d3f5a10'::uuid", "'6d3c9a7e-0b6f-4f0e-8f57-1d3b1d3f5a11'::uuid"],
  ["bits", "'101'::bit", "'100'::bit"],
  ["times", "time '10:00'", "time '11:00'"],
  ["fixed lists", "[1, 2]::integer[2]", "[1, 3]::integer[2]"],
  ["unions", "union_value(n := 1)", "union_value(n := 2)"],
];

const CASES = [...SAME, ...OTHER, ...KINDS];

const files = new TwoDatabases();
let pair: Pair;

/** One file for all: of each case a table with a key, where the third row is empty on both sides, and one without. */
beforeAll(async () => {
  const tables = (side: 1 | 2) =>
    CASES.flatMap((values, at) => {
      const [then, now] = [values[1], values[side]];
      const rows = KINDS.includes(values) ? `(1, ${then}), (2, ${now}), (3, null)` : `(2, ${now}), (3, null)`;
      return [
        `create table keyed${at} as select * from (values ${rows}) as r(id, v)`,
        `create table bag${at} as select ${now} as v from range(2)`,
      ];
    });
  await files.write(tables(1), tables(2));
  pair = await openPair(files.before, files.after);
});
afterAll(async () => {
  await pair[Symbol.asyncDispose]();
  files[Symbol.dispose]();
});

async function diffOf(relation: "keyed" | "bag", what: string) {
  const place = { schema: "main", relation: `${relation}${CASES.findIndex(([name]) => name === what)}` };
  return await diffTable(pair, { model: "t", before: place, after: place, keys: [["id"]], isSensitive: () => false });
}

describe("values that are compared", () => {
  it.each(SAME)("takes %s for the same", async (what) => {
    expect(await diffOf("keyed", what)).toMatchObject({ how: "keyed", rows: { changed: 0 }, columns: [], samples: [] });
    expect(await diffOf("bag", what)).toMatchObject({ how: "multiset", rows: { added: 0, removed: 0 }, columns: [] });
  });

  it.each([...OTHER, ...KINDS])("tells %s apart", async (what) => {
    const keyed = await diffOf("keyed", what);
    const bag = await diffOf("bag", what);

    expect(keyed).toMatchObject({ how: "keyed", rows: { changed: 1 }, columns: [{ column: "v", changed: 1 }] });
    expect(keyed.samples).toMatchObject([{ change: "changed", values: [{ column: "id" }, { column: "v" }] }]);
    expect(bag).toMatchObject({ how: "multiset", rows: { added: 2, removed: 2 }, columns: [{ changed: 2, rate: 0 }] });
    expect(bag.samples.map((sample) => sample.values.length)).toEqual([1, 1]);
  });
});
