import { afterAll, describe, expect, it } from "vitest";
import { copyForEach } from "../copy-for-each.ts";
import { toolsMissing, type World } from "../world.ts";
import type { Change } from "./change.ts";
import { letThrough, type Outcome, push } from "./push-change.ts";

/**
 * Each takes the whole path, some ten seconds: of the harmful ones every fourth is taken, of the harmless ones every second.
 * `WRONG_CHANGES=all` takes them all.
 */
const [HARMFUL, HARMLESS] = process.env["WRONG_CHANGES"] === "all" ? [1, 1] : [4, 2];

/** One in so many, by name. */
function some(changes: readonly Change[], oneIn: number): [string, Change][] {
  return changes.filter((_, at) => at % oneIn === 0).map((change) => [change.name, change]);
}

/**
 * Pushes changes onto the branch of a request, one after the other, each in a copy of the same world, and lets through whatever the
 * product lets through: harmful ones must be stopped with the right reason, harmless ones must be released. Prints how many were.
 */
export function wrongChanges(project: string, make: () => World, sentence: string, changes: readonly Change[]): void {
  const counts = { caught: 0, missed: 0, "harmless, and merged": 0, "false alarm": 0 };
  describe.skipIf(toolsMissing)(`a change pushed onto ${project}${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
    afterAll(() => {
      const lines = Object.entries(counts).map(([name, count]) => `${name}: ${count}`);
      console.log(`${project}: ${lines.join(", ")}`);
    });
    let world: World;
    let id: string;
    copyForEach(
      () => {
        const first = make();
        id = first.runAs("ana", "request", sentence).json.id;
        expect(first.runAs("ben", "approve", id).json?.status).toBe("awaiting-review");
        return first;
      },
      (copy) => {
        world = copy;
      },
    );

    const outcomeOf = (change: Change): Outcome => {
      push(world, id, change);
      return letThrough(world, id, ["ben", "cai"]);
    };
    const harmful = changes.filter(({ stoppedFor }) => stoppedFor);
    const harmless = changes.filter(({ stoppedFor }) => !stoppedFor);

    it.each(some(harmful, HARMFUL))("is stopped: %s", (_, change) => {
      const { status, codes, messages } = outcomeOf(change);

      const reasons = (change.stoppedFor ?? []).filter((code) => codes.includes(code));
      counts[status !== "released" && reasons.length > 0 ? "caught" : "missed"] += 1;
      expect(status).not.toBe("released");
      expect(reasons, messages.join("\n")).not.toEqual([]);
    });

    it.each(some(harmless, HARMLESS))("reaches production: %s", (_, change) => {
      const outcome = outcomeOf(change);

      counts[outcome.status === "released" ? "harmless, and merged" : "false alarm"] += 1;
      expect(outcome).toEqual({ status: "released", codes: [], messages: [] });
    });
  });
}
