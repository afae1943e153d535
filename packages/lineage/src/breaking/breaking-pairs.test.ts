import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { PAIRS } from "../test-support/breaking-pairs.ts";
import { columnsOf, generatedData, relations, resultOf } from "../test-support/generated-data.ts";
import { compareQueries } from "./compare-queries.ts";

describe("a change to a query", async () => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const data = await generatedData(() => instance.connect());

  it.each(PAIRS.map((pair) => [`${pair.expected}: ${pair.name}`, pair] as const))("is %s", async (_, pair) => {
    const { before, after, expected, equalBecause } = pair;
    const found = compareQueries(before, after, "duckdb", relations);
    expect(found.class, JSON.stringify(found.changes)).toBe(expected);
    if (expected === "unknown") return;
    const [first] = data;
    const only = expected === "additive" && first ? await columnsOf(first, before) : undefined;
    let equal = true;
    for (const connection of data) {
      if ((await resultOf(connection, before, only)) !== (await resultOf(connection, after, only))) equal = false;
    }
    if (expected === "breaking") {
      expect(equal, "equal on all data, if and only if it is explained").toBe(equalBecause !== undefined);
    } else expect(equal, "equal on all data").toBe(true);
  });

  it("is tried often enough", () => {
    console.log(`breaking class: ${PAIRS.length} pairs, each on ${data.length} data sets`);
    expect(PAIRS.length).toBeGreaterThanOrEqual(130);
  });
});
