import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { copyForEach } from "../copy-for-each.ts";
import { PROGRAM, PYTHON, succeed, taxiWorld, toolsMissing, type World } from "../world.ts";

interface Ended {
  readonly exit: number | null;
  readonly output: string;
}

/** One person's command line, in a process of its own, while others run. */
function start(world: World, who: string, ...parameters: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...parameters, "--json", "--as", who, "--project", world.folder], {
    env: { ...process.env, THROUGHLINE_PYTHON: PYTHON },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => {
    child.once("close", (exit) => resolve({ exit, output }));
  });
}

const ask = (world: World, who: string, sentence: string) => start(world, who, "request", sentence, "--approve");

describe.skipIf(toolsMissing)(`several people at once${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let world: World;
  copyForEach(
    () => taxiWorld({ rows: 2000 }),
    (copy) => {
      world = copy;
    },
  );

  it.each([
    ["disjoint", "add average fare per mile", "describe Borough as the part of the city that the zone is in"],
    ["overlapping", "add average fare per mile", "rename Total Fare Amount to Fare Total"],
    ["the same", "add average fare per mile", "add the average fare per mile"],
  ])("two requests whose lineage is %s both come to their end, and production has both", async (lineage, one, two) => {
    const ended = await Promise.all([ask(world, "ana", one), ask(world, "ana", two)]);

    for (const { exit, output } of ended) {
      expect(output).not.toMatch(/lock/iu);
      expect([0, 3], output).toContain(exit);
    }
    for (const state of world.runAs("ben", "status").json as { id: string; status: string }[]) {
      let waits = state.status.startsWith("awaiting-");
      while (waits) waits = world.runAs("ben", "approve", state.id).exit === 3;
    }
    const states = world.runAs("ben", "status").json as { status: string }[];
    const ends = states.map(({ status }) => status).sort();
    expect(ends).toEqual([lineage === "the same" ? "no-change" : "released", "released"]);
    const published = world.read(
      ".throughline/warehouse/production/models/powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl",
    );
    expect(published.match(/measure 'Average Fare per Mile'/g)).toHaveLength(1);
    if (two.includes("Fare Total")) expect(published).toContain("DIVIDE([Fare Total], [Total Trip Distance])");
  });

  it("eight people ask at once, and every one is served", async () => {
    const sentences = [
      "add maximum tip amount",
      "add minimum tip amount",
      "add maximum trip distance for credit card trips",
      "describe Tip Rate as tips for each dollar of fare",
      "add average fare per mile",
      "put Tip Rate into folder Tips",
      "add maximum fare amount",
      "add minimum trip distance",
    ];

    const ended = await Promise.all(sentences.map((sentence, at) => ask(world, at % 2 ? "ana" : "ben", sentence)));

    for (const { exit, output } of ended) expect(exit, output.slice(-3000)).toBe(0);
    expect(world.production.list()).toHaveLength(1 + sentences.length);
  });

  it("a person's word for a change is kept when another change lands before it", async () => {
    const asked = world.runAs("ana", "request", "add a column for pickup hour");
    const reviewed = world.runAs("ben", "approve", asked.json.id);
    expect(reviewed).toMatchObject({ exit: 3, json: { status: "awaiting-review" } });
    const approved = start(world, "ben", "approve", asked.json.id);
    succeed(world.runAs("ana", "request", "add average fare per mile", "--approve"));

    expect((await approved).exit).toBe(0);
    const state = world.runAs("ben", "show", asked.json.id).json;
    expect(state.status).toBe("released");
  });
});
