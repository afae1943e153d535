import { afterAll, describe, expect, it } from "vitest";
import { copyForEach } from "../copy-for-each.ts";
import { clinicsWorld, depotWorld, taxiWorld, toolsMissing, type World } from "../world.ts";
import type { Change } from "../wrong-changes/change.ts";
import { clinicChanges } from "../wrong-changes/clinics.ts";
import { depotChanges } from "../wrong-changes/depot.ts";
import { letThrough, type Outcome, push } from "../wrong-changes/push-change.ts";
import { taxiChanges } from "../wrong-changes/taxi.ts";

/** Projects with a request whose branch somebody pushes onto, and what they push. */
const PROJECTS: readonly [string, () => World, string, readonly Change[]][] = [
  ["the example", () => taxiWorld({ rows: 600 }), "rename Tip Rate to Tip Share", taxiChanges],
  ["the depot", () => depotWorld({ people: true }), "rename Anzahl Sendungen to Sendungen gesamt", depotChanges],
  ["the clinics", () => clinicsWorld(), "rename # Patients to # People", clinicChanges],
];

/**
 * Each takes the whole path, some ten seconds: of the harmful ones every fourth is taken, of the harmless ones every second.
 * `WRONG_CHANGES=all` takes them all.
 */
const [HARMFUL, HARMLESS] = process.env["WRONG_CHANGES"] === "all" ? [1, 1] : [4, 2];

const counts = { caught: 0, missed: 0, "known to be missed": 0, "harmless, and merged": 0, "false alarm": 0 };

/** One in so many, by name. */
function some(changes: readonly Change[], oneIn: number): [string, Change][] {
  return changes.filter((_, at) => at % oneIn === 0).map((change) => [change.name, change]);
}

describe.skipIf(toolsMissing)(`a change pushed onto ${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  afterAll(() => {
    const lines = Object.entries(counts).map(([name, count]) => `${name}: ${count}`);
    console.log(`wrong changes: ${lines.join(", ")}`);
  });

  describe.each(PROJECTS)("%s", (_, make, sentence, changes) => {
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
    const harmful = changes.filter(({ stoppedFor, missedBecause }) => stoppedFor && missedBecause === undefined);
    const harmless = changes.filter(({ stoppedFor }) => !stoppedFor);
    const missed = changes.filter(({ missedBecause }) => missedBecause !== undefined);

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

    // One that is caught by now is no longer to be listed as missed.
    it.each(some(missed, HARMFUL))("is not seen yet: %s", (_, change) => {
      const { status, messages } = outcomeOf(change);

      counts["known to be missed"] += 1;
      expect(status, messages.join("\n")).toBe("released");
    });
  });
});
