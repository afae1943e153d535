import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyOf, release, taxiWorld, type World } from "../world.ts";
import { choose, MISSING } from "./chosen-sandbox.ts";

describe("a request in a project that names its sandbox", () => {
  let first: World;
  beforeAll(() => {
    first = taxiWorld({ rows: 2000 });
  });
  afterAll(() => first?.[Symbol.dispose]());

  for (const kind of ["bubblewrap", "docker"] as const)
    it.skipIf(MISSING[kind])(`is written in ${kind} and released${MISSING[kind] ? ` (${MISSING[kind]})` : ""}`, () => {
      using world = copyOf(first);
      choose(world, { kind });

      release(world, "add average fare per mile");

      const entries = world.run("ledger", "export").stdout;
      expect(entries).toContain(`"sandbox":"${kind}"`);
      const doctor = world.run("doctor").json;
      expect(doctor.list).toContainEqual(expect.objectContaining({ what: "sandbox", ok: true }));
    });

  it("waits with what to do when that sandbox is not there, and goes on when there is one", () => {
    using world = copyOf(first);
    choose(world, { kind: "docker", image: "throughline-sandbox:no-such" });

    const asked = world.runAs("ana", "request", "add average fare per mile", "--approve");

    expect(asked.exit).toBe(2);
    expect(asked.json.failure).toMatchObject({
      code: expect.stringMatching(/^sandbox\.(image|engine)-missing$/),
      hint: expect.stringMatching(/throughline image build|Start Docker/),
    });
    expect(world.forge("branch", "--list", "throughline/*")).toBe("");
    expect(world.run("health").json.breaker).toEqual({ open: false, failuresInARow: 0 });
    expect(world.run("doctor").json.list).toContainEqual(
      expect.objectContaining({ what: "sandbox", ok: false, hint: expect.stringContaining("docs/how-to/sandbox.md") }),
    );

    choose(world, { kind: "process" });

    expect(release(world, "add average fare per mile").status).toBe("released");
    expect(world.run("status").json).toHaveLength(1);
  });
});
