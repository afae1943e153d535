import { describe, expect, it } from "vitest";
import { compareQueries } from "../breaking/compare-queries.ts";
import { columnLineage } from "../sql/column-lineage.ts";
import type { RelationLookup } from "../sql/known-relation.ts";
import { definitionOf, fold, type QueryFacts } from "../sql/query-facts.ts";
import { PAIRS } from "../test-support/breaking-pairs.ts";
import { relations } from "../test-support/generated-data.ts";
import { EQUAL, OTHER } from "../test-support/hostile-pairs.ts";
import { relations as secondRelations } from "../test-support/second-pairs/data.ts";
import { PAIRS as SECOND_PAIRS } from "../test-support/second-pairs/index.ts";

interface Case {
  readonly before: string;
  readonly after: string;
  readonly lookup: RelationLookup;
}

const CASES: readonly Case[] = [
  ...PAIRS.map(({ before, after }) => ({ before, after, lookup: relations })),
  ...[...EQUAL, ...OTHER].map(([before, after]) => ({ before, after, lookup: relations })),
  ...SECOND_PAIRS.map(({ before, after }) => ({ before, after, lookup: secondRelations })),
];

function factsOf(sql: string, lookup: RelationLookup): QueryFacts | undefined {
  const read = columnLineage(sql, "duckdb", { ...lookup, ephemeral: () => undefined });
  return "problem" in read ? undefined : read.facts;
}

/** What a graph takes for one: the rows, and each of the same columns, made by the same. */
function areOne(before: QueryFacts, after: QueryFacts): boolean {
  const made = ({ definitions, outputs }: QueryFacts): string =>
    JSON.stringify([
      definitions.rows,
      definitions.others,
      outputs.map(({ name }) => `${fold(name)} ${definitionOf(definitions, name)}`).sort(),
    ]);
  return made(before) === made(after);
}

/** The case of a name is nothing to a graph, and much to Power Query. */
function isOnlySpelledOtherwise({ before, after, lookup }: Case): boolean {
  const { changes } = compareQueries(before, after, "duckdb", lookup);
  return changes.every(({ what, reason }) => what === "name" && reason.includes("spelled"));
}

describe("what two queries are made by", () => {
  it("is the same if and only if a change from one to the other has no effect", () => {
    const wrong: unknown[] = [];
    const counts = { same: 0, other: 0 };
    for (const pair of CASES) {
      const { before, after, lookup } = pair;
      const [one, other] = [factsOf(before, lookup), factsOf(after, lookup)];
      if (!one || !other) continue;
      const { class: found } = compareQueries(before, after, "duckdb", lookup);
      const same = areOne(one, other);
      counts[same ? "same" : "other"] += 1;
      if (same !== (found === "none") && !isOnlySpelledOtherwise(pair)) wrong.push({ before, after, found, same });
    }
    console.log(`definitions of pairs: ${counts.same} the same, ${counts.other} not`);

    expect(wrong).toEqual([]);
    expect(counts.same).toBeGreaterThan(150);
    expect(counts.other).toBeGreaterThan(300);
  });
});
