import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GuaranteeId } from "./guarantee.ts";
import type { Exit, Sandbox } from "./sandbox.ts";
import { AttackedMachine, type Attempt, CALLER, isRefusal } from "./test-support/attacked-machine.ts";
import { ATTACKS, type Attack, ENDLESS_FORK, type Target } from "./test-support/attacks.ts";

export type MakeSandbox = (options: {
  without: ReadonlySet<GuaranteeId>;
  caller: Readonly<Record<string, string>>;
}) => Sandbox;

/**
 * Tries each attack on a guarantee that the sandbox declares, at least twice: as it is, when the attack fails with a refusal
 * that a person understands; and without what holds the guarantee, when the same attack succeeds, so that it is one. Where
 * other guarantees stand in the way as well they fall with it, and a third run, without only these, shows that the one
 * under attack holds by itself. `byHand` runs attacks whose guarantee an adapter cannot leave out.
 */
export function attackContract(
  name: string,
  makeSandbox: MakeSandbox,
  byHand: Partial<Record<GuaranteeId, (attack: Attack, target: Target) => Promise<Exit>>> = {},
): void {
  describe(`the ${name} sandbox under attack`, () => {
    let machine: AttackedMachine;
    beforeAll(async () => {
      machine = await AttackedMachine.prepare();
    });
    afterAll(() => machine?.[Symbol.asyncDispose]());

    const attempt = (attack: Attack, without: readonly GuaranteeId[]) =>
      machine.attempt(makeSandbox({ without: new Set(without), caller: CALLER }), attack);

    const expectRefusal = (attempted: Attempt, attack: Attack) => {
      expect(attempted.succeeded, attempted.told).toBe(false);
      expect(isRefusal(attempted.exit, attack), attempted.told).toBe(true);
    };

    const { guaranteed } = makeSandbox({ without: new Set(), caller: {} }).guarantees;
    for (const attack of ATTACKS.filter(({ on }) => guaranteed.includes(on))) {
      const others = attack.alsoHeldBy ?? [];

      it(`refuses one that ${attack.does} (${attack.on})`, async () => {
        expectRefusal(await attempt(attack, []), attack);
      });

      if (others.length > 0)
        it(`refuses one that ${attack.does} by ${attack.on} alone, without ${others.join(", ")}`, async () => {
          expectRefusal(await attempt(attack, others), attack);
        });

      it(`is broken by one that ${attack.does} without ${[attack.on, ...others].join(", ")}`, async () => {
        const tryByHand = byHand[attack.on];
        if (tryByHand) {
          const { stdout, stderr } = await tryByHand(attack, machine.target("", ""));
          expect(stdout, stderr).toContain("got it");
          return;
        }
        const { succeeded, told } = await attempt(attack, [attack.on, ...others]);
        expect(succeeded, told).toBe(true);
      });
    }

    // Without what bounds it this one would end the machine: that it is an attack is shown by the bounded one above.
    if (guaranteed.includes("processes"))
      it("ends a fork bomb without end, of which this machine notices nothing", async () => {
        const { exit, succeeded, told } = await attempt(ENDLESS_FORK, []);

        expect(exit.limit, told).toBe("time");
        expect(succeeded, "something of it is left").toBe(false);
        expect(spawnSync("true").status).toBe(0);
      });

    it("promises nothing that it was told to leave out", () => {
      for (const id of guaranteed) {
        expect(makeSandbox({ without: new Set([id]), caller: {} }).guarantees.guaranteed).not.toContain(id);
      }
    });

    it("is attacked on every guarantee it declares", () => {
      const attacked = new Set(ATTACKS.map(({ on }) => on));

      expect(guaranteed.filter((id) => !attacked.has(id))).toEqual([]);
    });
  });
}
