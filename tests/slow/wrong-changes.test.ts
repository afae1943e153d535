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

const counts = { caught: 0, missed: 0, "harmless, and merged": 0, "false alarm": 0 };

describe.skipIf(toolsMissing)(`a change pushed onto ${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  afterAll(() =>
    console.log(
      Object.entries(counts)
        .map(([name, count]) => `${name}: ${count}`)
        .join(", "),
    ),
  );

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

    it.each(changes.filter(({ stoppedFor }) => stoppedFor))("is stopped: $name", (change) => {
      const outcome = outcomeOf(change);

      const isStopped =
        outcome.status !== "released" && change.stoppedFor?.some((code) => outcome.codes.includes(code));
      counts[isStopped ? "caught" : "missed"] += 1;
      expect(outcome.status).not.toBe("released");
      expect(
        change.stoppedFor?.filter((code) => outcome.codes.includes(code)),
        outcome.messages.join("\n"),
      ).not.toEqual([]);
    });

    it.each(changes.filter(({ stoppedFor }) => !stoppedFor))("reaches production: $name", (change) => {
      const outcome = outcomeOf(change);

      counts[outcome.status === "released" ? "harmless, and merged" : "false alarm"] += 1;
      expect(outcome).toEqual({ status: "released", codes: [], messages: [] });
    });
  });
});
