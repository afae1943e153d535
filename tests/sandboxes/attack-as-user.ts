/**
 * Tries every attack on bubblewrap as whoever starts this, who is no administrator, and prints what came of each: as it is, and
 * without what holds the guarantee. bwrap itself lets go of no privilege for such a user, so two cannot be left out.
 */
import { bubblewrapSandbox, type GuaranteeId } from "@throughline/sandboxes";
import { AttackedMachine, CALLER, isRefusal } from "../../packages/sandboxes/src/test-support/attacked-machine.ts";
import { ATTACKS } from "../../packages/sandboxes/src/test-support/attacks.ts";

const NEVER_OUT: readonly GuaranteeId[] = ["no-capabilities", "no-new-privileges"];

const sandbox = (without: readonly GuaranteeId[]) =>
  bubblewrapSandbox({ searchPath: process.env["PATH"] ?? "", without: new Set(without), caller: CALLER });

await using machine = await AttackedMachine.prepare();
const { guaranteed, notGuaranteed } = sandbox([]).guarantees;
const attacks = [];
for (const attack of ATTACKS.filter(({ on }) => guaranteed.includes(on))) {
  const held = await machine.attempt(sandbox([]), attack);
  const broken = NEVER_OUT.includes(attack.on) ? undefined : await machine.attempt(sandbox([attack.on]), attack);
  attacks.push({
    attack: `${attack.on}: ${attack.does}`,
    refused: !held.succeeded && isRefusal(held.exit, attack) ? true : held.told,
    brokenWithout: broken === undefined || broken.succeeded ? true : broken.told,
  });
}
process.stdout.write(JSON.stringify({ notGuaranteed, attacks }));
