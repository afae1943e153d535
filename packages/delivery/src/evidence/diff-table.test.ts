import type { TableDiff } from "@throughline/contracts";
import { TableDiff as TableDiffContract } from "@throughline/contracts";
import { describe, expect, it } from "vitest";
import { openPair } from "../duckdb/pair.ts";
import { TwoDatabases } from "../test-support/two-databases.ts";
import { type DiffQuestion, diffTable } from "./diff-table.ts";

const PLACE = { schema: "main", relation: "t" };

/** The difference between what two texts make of `t`: each is what stands after `create table t as`. */
async function diff(before: string, after: string, asked: Partial<DiffQuestion> = {}): Promise<TableDiff> {
  return await diffOf([`create table t as ${before}`], [`create table t as ${after}`], asked);
}

/** The same twice, because the answer is part of what is hashed, and held against the contract. */
async function diffOf(
  before: readonly string[],
  after: readonly string[],
  asked: Partial<DiffQuestion> = {},
): Promise<TableDiff> {
  using files = new TwoDatabases();
  await files.write(before, after);
  const answers: TableDiff[] = [];
  for (let turn = 0; turn < 2; turn++) {
    await using pair = await openPair(files.before, files.after);
    const question = { model: "t", before: PLACE, after: PLACE, keys: [], isSensitive: () => false, ...asked };
    answers.push(await diffTable(pair, question));
  }
  const [answer, again] = answers;
  if (!answer) throw new Error("no answer");
  expect(JSON.stringify(again)).toBe(JSON.stringify(answer));
  return TableDiffContract.parse(answer);
}

/** Values of a column `v` under the key `id`, as rows in SQL. */
function values(...of: readonly string[]): string {
  return `select * from (values ${of.map((value, at) => `(${at + 1}, ${value})`).join(", ")}) as rows(id, v)`;
}

describe("the difference of a table under a key", () => {
  it("counts rows added, removed and changed, and shows them with the key first", async () => {
    const found = await diff(
      "select * from (values (1, 'ann', 10), (2, 'bob', 20), (3, 'cy', 30)) as r(id, name, n)",
      "select * from (values (1, 'ann', 10), (2, 'bob', 21), (4, 'di', 40)) as r(id, name, n)",
      { keys: [["id"]] },
    );

    expect(found).toEqual({
      model: "t",
      how: "keyed",
      key: ["id"],
      rows: { before: 3, after: 3, added: 1, removed: 1, changed: 1 },
      columns: [{ column: "n", changed: 1, rate: 0.5 }],
      samples: [
        {
          change: "added",
          values: [
            { column: "id", before: null, after: "4" },
            { column: "name", before: null, after: "di" },
            { column: "n", before: null, after: "40" },
          ],
        },
        {
          change: "removed",
          values: [
            { column: "id", before: "3", after: null },
            { column: "name", before: "cy", after: null },
            { column: "n", before: "30", after: null },
          ],
        },
        {
          change: "changed",
          values: [
            { column: "id", before: "2", after: "2" },
            { column: "n", before: "20", after: "21" },
          ],
        },
      ],
      caps: [],
    });
  });

  it("has no columns and shows no rows when nothing differs", async () => {
    const table = "select range as id, 'x' || range as v from range(100)";

    const found = await diff(table, `${table} order by id desc`, { keys: [["id"]] });

    expect(found).toMatchObject({ how: "keyed", columns: [], samples: [], caps: [] });
    expect(found.rows).toEqual({ before: 100, after: 100, added: 0, removed: 0, changed: 0 });
  });

  it("takes the first candidate that is a key in the data, and says what the others lack", async () => {
    const found = await diff(
      "select * from (values (1, 1, 1, 'a'), (1, 2, 2, 'b'), (2, 1, null, 'c')) as r(x, y, z, v)",
      "select * from (values (1, 1, 1, 'a'), (1, 2, 2, 'b'), (2, 1, 3, 'd')) as r(x, y, z, v)",
      { keys: [["x"], ["z"], ["gone"], ["X", "y"]] },
    );

    expect(found).toMatchObject({ how: "keyed", key: ["x", "y"], rows: { changed: 1 } });
    expect(found.columns.map((column) => column.column)).toEqual(["z", "v"]);
  });

  it("finds a column that tells rows apart when no candidate does, and says that nobody declared it", async () => {
    const found = await diff(
      "select * from (values (0.5, 'a', 1), (1.5, 'b', 1)) as r(f, code, n)",
      "select * from (values (0.5, 'a', 1), (1.5, 'b', 2)) as r(f, code, n)",
      { keys: [["n"]] },
    );

    expect(found).toMatchObject({ how: "keyed", rows: { changed: 1 } });
    expect(found.reason).toBe("n has 1 value more than once before the change; f tells all rows apart");
  });

  it("shows five rows of each kind at most, the first by key", async () => {
    const found = await diff(
      "select range as id, 'b' as v from range(0, 100)",
      "select range as id, case when range < 60 then 'a' else 'b' end as v from range(50, 150)",
      { keys: [["id"]] },
    );

    const first = (change: string) =>
      found.samples.filter((sample) => sample.change === change).map(({ values: [id] }) => id?.after ?? id?.before);
    expect(first("added")).toEqual(["100", "101", "102", "103", "104"]);
    expect(first("removed")).toEqual(["0", "1", "2", "3", "4"]);
    expect(first("changed")).toEqual(["50", "51", "52", "53", "54"]);
  });

  it("masks sensitive values, also in the key, and leaves NULL as it is", async () => {
    const found = await diff(
      "select * from (values ('ann@x.org', null, 1), ('bob@x.org', 'y', 1)) as r(email, street, n)",
      "select * from (values ('ann@x.org', 'z', 2), ('eve@x.org', null, 1)) as r(email, street, n)",
      { keys: [["email"]], isSensitive: (column) => ["email", "street"].includes(column) },
    );

    expect(found.samples).toEqual([
      {
        change: "added",
        values: [
          { column: "email", before: null, after: "•••" },
          { column: "street", before: null, after: null },
          { column: "n", before: null, after: "1" },
        ],
      },
      {
        change: "removed",
        values: [
          { column: "email", before: "•••", after: null },
          { column: "street", before: "•••", after: null },
          { column: "n", before: "1", after: null },
        ],
      },
      {
        change: "changed",
        values: [
          { column: "email", before: "•••", after: "•••" },
          { column: "street", before: null, after: "•••" },
          { column: "n", before: "1", after: "2" },
        ],
      },
    ]);
    expect(JSON.stringify(found)).not.toContain("x.org");
  });

  it("cuts long values", async () => {
    const found = await diff(values("repeat('ä', 81)"), values("repeat('ö', 80)"), { keys: [["id"]] });

    expect(found.samples[0]?.values[1]).toEqual({
      column: "v",
      before: `${"ä".repeat(79)}…`,
      after: "ö".repeat(80),
    });
  });

  it("reads names with quotes, spaces, umlauts, upper case and reserved words, which case does not tell apart", async () => {
    const columns = ['"select"', '"a ""quoted"" name"', '"Größe"', '"UPPER"', '"it\'s"', '"k0"', '"w"'];
    const table = (names: readonly string[], last: number) =>
      `create table "Order ""s""" as select ${names.map((name, at) => `${at === 5 ? last : at} as ${name}`).join(", ")}, 1 as "Primary Key"`;
    const place = { schema: "MAIN", relation: 'order "S"' };

    const found = await diffOf(
      [table(columns, 5)],
      [
        table(
          columns.map((name) => name.toUpperCase()),
          50,
        ),
      ],
      {
        before: place,
        after: place,
        keys: [["primary key"]],
      },
    );

    expect(found).toMatchObject({ how: "keyed", key: ["Primary Key"], rows: { changed: 1 } });
    expect(found.columns).toEqual([{ column: "K0", changed: 1, rate: 0 }]);
  });

  it("joins by a key that changed its type", async () => {
    const found = await diff(
      "select range::varchar as id, range as v from range(10)",
      "select range::bigint as id, range % 9 as v from range(1, 11)",
      { keys: [["id"]] },
    );

    expect(found.rows).toEqual({ before: 10, after: 10, added: 1, removed: 1, changed: 1 });
  });

  it("joins by a key that is a floating-point number when it is declared", async () => {
    const table = "select 'nan'::double as id, 1 as v union all select 0.5, 2";

    expect(await diff(table, table, { keys: [["id"]] })).toMatchObject({ how: "keyed", columns: [] });
  });
});

describe("the difference of a table without a key", () => {
  it("is that of two bags of rows, with the columns whose values have no counterpart", async () => {
    const found = await diff(
      "select * from (values ('a', 1, 'x'), ('a', 1, 'x'), ('b', 2, 'x'), (null, 2, 'y')) as r(k, n, v)",
      "select * from (values ('a', 1, 'x'), ('b', 2, 'x'), ('b', 3, 'x'), (null, 2, 'y')) as r(k, n, v)",
    );

    expect(found).toEqual({
      model: "t",
      how: "multiset",
      reason: "no key is declared; no single column tells all rows apart",
      key: [],
      rows: { before: 4, after: 4, added: 1, removed: 1, changed: null },
      columns: [
        { column: "k", changed: 1, rate: 0.75 },
        { column: "n", changed: 1, rate: 0.75 },
      ],
      samples: [
        {
          change: "added",
          values: [
            { column: "k", before: null, after: "b" },
            { column: "n", before: null, after: "3" },
            { column: "v", before: null, after: "x" },
          ],
        },
        {
          change: "removed",
          values: [
            { column: "k", before: "a", after: null },
            { column: "n", before: "1", after: null },
            { column: "v", before: "x", after: null },
          ],
        },
      ],
      caps: [],
    });
  });

  it("counts a row that is there less often, and its values", async () => {
    const found = await diff("select 1 as n, 2 as m from range(5)", "select 1 as n, 2 as m from range(2)");

    expect(found.rows).toEqual({ before: 5, after: 2, added: 0, removed: 3, changed: null });
    expect(found.columns).toEqual([
      { column: "n", changed: 3, rate: 0.4 },
      { column: "m", changed: 3, rate: 0.4 },
    ]);
  });

  it("counts a row that is there more often", async () => {
    const found = await diff("select 1 as n from range(3)", "select 1 as n from range(5)");

    expect(found.rows).toEqual({ before: 3, after: 5, added: 2, removed: 0, changed: null });
    expect(found.samples).toHaveLength(1);
  });

  it("shows floating-point numbers as people write them, and masks what is sensitive", async () => {
    const found = await diff(
      "select 1.5::double as f, 'a' as mail from range(2)",
      "select 2.25::double as f, 'b' as mail from range(2)",
      {
        isSensitive: (column) => column === "mail",
      },
    );

    expect(found.samples.map((sample) => sample.values)).toEqual([
      [
        { column: "f", before: null, after: "2.25" },
        { column: "mail", before: null, after: "•••" },
      ],
      [
        { column: "f", before: "1.5", after: null },
        { column: "mail", before: "•••", after: null },
      ],
    ]);
  });
});

describe("a table that cannot be compared", () => {
  it.each([
    [
      "is new",
      [],
      ["create table t as select 1 as n"],
      { before: 0, after: 1 },
      "there is no such table before the change",
    ],
    ["is gone", ["create table t as select 1 as n"], [], { before: 1, after: 0 }, "the table is gone after the change"],
    ["is nowhere", [], [], { before: 0, after: 0 }, "neither side has the table"],
    [
      "has other columns",
      ["create table t as select 1 as n"],
      ["create table t as select 1 as m"],
      { before: 1, after: 1 },
      "both sides have no column in common",
    ],
  ])("says that it %s", async (_, before, after, rows, reason) => {
    expect(await diffOf(before, after)).toEqual({
      model: "t",
      how: "not-compared",
      reason,
      key: [],
      rows: { ...rows, added: 0, removed: 0, changed: null },
      columns: [],
      samples: [],
      caps: [],
    });
  });
});

describe("a table at its limits", () => {
  it("is compared when it is empty on one side or both", async () => {
    const none = "select 1 as id, 'a' as v where false";

    expect((await diff(none, none, { keys: [["id"]] })).rows).toEqual({
      before: 0,
      after: 0,
      added: 0,
      removed: 0,
      changed: 0,
    });
    expect((await diff(none, values("'a'"), { keys: [["id"]] })).rows).toMatchObject({ added: 1, changed: 0 });
    expect(
      (await diff(`select * from range(2), (${values("'a'")})`, "select 1 as id, 'a' as v where false")).rows,
    ).toMatchObject({
      removed: 2,
    });
  });

  it("is compared over the columns of both sides", async () => {
    const found = await diff("select 1 as id, 'a' as old", "select 1 as id, 'b' as new", { keys: [["id"]] });

    expect(found).toMatchObject({ how: "keyed", rows: { changed: 0 }, columns: [], samples: [] });
  });

  it("is compared in some of its rows, the same of both sides, and says so", async () => {
    const before = "select range as id, range % 7 as v from range(10000)";
    const after = "select range as id, (case when range < 5000 then range % 7 else -1 end) as v from range(10000)";

    const keyed = await diff(before, after, { keys: [["id"]], limits: { maxRows: 1000 } });
    const bags = await diff(`select v from (${before})`, `select v from (${after})`, { limits: { maxRows: 9999 } });

    expect(keyed.caps).toEqual(["compared 1 in 10 rows"]);
    expect(keyed.rows).toMatchObject({ before: 10000, after: 10000, added: 0, removed: 0 });
    expect(keyed.rows.changed).toBeGreaterThan(400);
    expect(keyed.rows.changed).toBeLessThan(600);
    expect(keyed.columns[0]?.rate).toBeCloseTo(0.5, 1);
    expect(bags.caps).toEqual(["compared 1 in 2 rows"]);
  });

  it("is compared in parts when it has many values, and nothing is left out", async () => {
    const before = "select range as id, range % 7 as v from range(1000)";
    const after = "select range as id, (case when range % 2 = 0 then range % 7 else -1 end) as v from range(10, 1010)";
    const limits = { valuesAtOnce: 300 };
    const bags = (table: string) => `select v, 'x' as w from (${table})`;

    const keyed = await diff(before, after, { keys: [["id"]] });
    const inParts = await diff(before, after, { keys: [["id"]], limits });

    expect({ ...inParts, samples: [] }).toEqual({ ...keyed, samples: [] });
    expect(inParts.samples).toHaveLength(15);
    expect(await diff(bags(before), bags(after), { limits })).toEqual(await diff(bags(before), bags(after)));
  });

  it("is compared in its first columns, and says so", async () => {
    const columns = (value: number) => Array.from({ length: 40 }, (_, at) => `${value} as c${at}`).join(", ");

    const found = await diff(`select ${columns(1)}, 1 as id`, `select ${columns(2)}, 1 as id`, {
      keys: [["id"]],
      limits: { maxColumns: 21 },
    });

    expect(found.columns).toHaveLength(20);
    expect(found.samples[0]?.values).toHaveLength(13);
    expect(found.caps).toEqual([
      "compared the first 21 of 41 columns",
      "rows are shown with at most 12 columns beside the key",
    ]);
  });
});
