import { DuckDBInstance } from "@duckdb/node-api";
import type { Engine } from "@throughline/semantic-model";
import { afterAll, beforeAll, expect, it } from "vitest";
import { timedQuery } from "../duckdb/timed-query.ts";
import { changedJoins } from "./changed-joins.ts";

let close: () => void;
let engine: Engine;
beforeAll(async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  engine = { query: (sql) => timedQuery(connection, sql) };
  close = () => {
    connection.closeSync();
    instance.closeSync();
  };
});
afterAll(() => close());

const BEFORE = "with o as (select * from orders) select * from o left join customers as c on o.customer = c.id";

it.each<[string, string, { words: string; isLosing: boolean }[]]>([
  ["nothing", `-- why\n${BEFORE}`, []],
  [
    "an inner join in place of a left one",
    BEFORE.replace("left join", "join"),
    [{ words: "the left join with customers is now an inner join", isLosing: true }],
  ],
  [
    "another condition",
    BEFORE.replace("c.id", "c.parent"),
    [{ words: "the left join with customers has another condition", isLosing: false }],
  ],
  [
    "an inner join with something new",
    `${BEFORE} join regions as r on c.region = r.id`,
    [{ words: "a new inner join with regions", isLosing: true }],
  ],
  [
    "a cross join with something new",
    `${BEFORE} cross join regions`,
    [{ words: "a new cross join with regions", isLosing: false }],
  ],
  ["no join any more", "select * from orders", [{ words: "the left join with customers is gone", isLosing: false }]],
  ["SQL that is none", "select from where", []],
])("tells of a model that has %s", async (_, after, expected) => {
  expect(await changedJoins(engine, BEFORE, after)).toEqual(expected);
});

it("takes no side of a join that changes places for new", async () => {
  const inner = (one: string, other: string) => `select * from ${one} join ${other} on ${one}.id = ${other}.id`;

  const changes = await changedJoins(engine, inner("orders", "customers"), inner("customers", "orders"));

  expect(changes.filter(({ isLosing }) => isLosing)).toEqual([]);
});
