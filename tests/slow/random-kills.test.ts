import { spawn } from "node:child_process";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyOf, PROGRAM, PYTHON, succeed, taxiWorld, toolsMissing, type World } from "../world.ts";
import { expectOnce } from "./killed.ts";

/** Seeded, so that a failure can be had again. A killed process shifts the rest, as in life. */
const SEED = 20_261_127;

/** Kills of one request, at most: then it may come to its end. */
const KILLS = 4;

/** Moments to kill at, in milliseconds after each start. */
function moments(min: number, max: number, requests: number): [string, number[]][] {
  const pauses = fc.array(fc.integer({ min, max }), { minLength: 1, maxLength: KILLS });
  return fc.sample(pauses, { numRuns: requests, seed: SEED }).map((all) => [all.join(", "), all]);
}

/** Runs a command and kills its process after a while, without a word to it; true when it ended before. */
function runFor(milliseconds: number, world: World, who: string, ...parameters: string[]): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAM, ...parameters, "--json", "--as", who, "--project", world.folder], {
    env: { ...process.env, THROUGHLINE_PYTHON: PYTHON },
    stdio: "ignore",
    timeout: milliseconds,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve) => child.once("close", (_, signal) => resolve(signal === null)));
}

describe.skipIf(toolsMissing)(`a request killed at random${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let first: World;
  beforeAll(() => {
    first = taxiWorld({ rows: 300 });
  });
  afterAll(() => first?.[Symbol.dispose]());

  it.each(moments(300, 3500, 10))("comes to the same end after kills at %s ms (a measure)", async (_, pauses) => {
    using world = copyOf(first);
    const before = world.git("rev-parse", "HEAD").trim();
    const ask = ["request", "add average fare per mile", "--approve", "--key", "k"];
    for (const pause of pauses) await runFor(pause, world, "ana", ...ask);

    expectOnce(world, before, succeed(world.runAs("ana", ...ask)));
  });

  it.each(moments(1000, 12_000, 4))(
    "comes to the same end after kills at %s ms (a column through dbt, with two people)",
    async (_, pauses) => {
      using world = copyOf(first);
      const before = world.git("rev-parse", "HEAD").trim();
      const ask = ["request", "add a column for pickup hour", "--key", "k"];
      for (const pause of pauses) await runFor(pause, world, "ana", ...ask);
      let { json: state } = world.runAs("ana", ...ask);
      for (const pause of pauses) await runFor(pause, world, "ben", "approve", state.id);
      while (state.status !== "released") {
        state = world.runAs("ben", "status", state.id, "--watch").json;
        if (state.status.startsWith("awaiting-")) world.runAs("ben", "approve", state.id);
        else expect(state.status).toBe("released");
      }

      expectOnce(world, before, state);
    },
  );

  it("loses nothing when one of two processes dies while both work", async () => {
    using world = copyOf(first);
    const sentences = ["add average fare per mile", "add maximum tip amount"];
    const ask = (sentence: string) => ["request", sentence, "--approve", "--key", sentence];
    await Promise.all(
      sentences.map((sentence, at) => runFor(at === 0 ? 1700 : 60_000, world, "ana", ...ask(sentence))),
    );

    for (const sentence of sentences) expect(succeed(world.runAs("ana", ...ask(sentence))).status).toBe("released");

    expect(world.production.list()).toHaveLength(3);
    expect(succeed(world.runAs("ben", "ledger", "verify"))).toMatchObject({ ok: true });
  });
});
