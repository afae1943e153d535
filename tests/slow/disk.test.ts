import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyOf, PROGRAM, PYTHON, ROOT, taxiWorld, toolsMissing, type World } from "../world.ts";

/** Ways to be left without room, in KiB: from nothing at all to almost enough for a release. */
const ROOM = [0, 256, 1024, 4096];

describe.skipIf(toolsMissing)(`a disk${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let ready: World;
  beforeAll(() => {
    ready = taxiWorld({ rows: 3000 });
  });
  afterAll(() => ready?.[Symbol.dispose]());

  /** Runs shell lines in a mount namespace of their own; what they write to `out` can be read afterwards. */
  function inNamespace(world: World, lines: readonly string[]): Record<string, string> {
    const folder = dirname(world.folder);
    const [mount, out] = [join(folder, "mount"), join(folder, "out")];
    for (const made of [mount, out]) mkdirSync(made);
    const command = `"${process.execPath}" "${PROGRAM}"`;
    const script = [
      "set -u",
      `t() { name=$1; shift; ${command} "$@" --json --project "${mount}/project" > "${out}/$name" 2> "${out}/errors"; echo $? > "${out}/$name.exit"; }`,
      ...lines.map((line) => line.replaceAll("MOUNT", mount).replaceAll("FROM", world.folder)),
    ].join("\n");
    const run = spawnSync("unshare", ["--map-root-user", "--mount", "sh", "-c", script], {
      encoding: "utf8",
      cwd: ROOT,
      env: { ...process.env, THROUGHLINE_PYTHON: PYTHON },
    });
    expect(run.stderr).toBe("");
    const names = ["first", "second", "ledger"].flatMap((name) => [name, `${name}.exit`]);
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(out, name), "utf8").trim()]));
  }

  const last = (text: string | undefined) => JSON.parse(text?.split("\n").at(-1) ?? "");

  it.each([
    ["a measure", "add average fare per mile"],
    ["a dbt test", "ensure fct_trips.tip_amount is never empty"],
  ])("that is full stops a request for %s with a clear word, and it goes on when there is room", (_, sentence) => {
    for (const room of ROOM) {
      using world = copyOf(ready);
      const ask = `request "${sentence}" --approve --key k --as ana`;
      const ran = inNamespace(world, [
        "mount -t tmpfs -o size=200m tmpfs MOUNT",
        "cp -a FROM MOUNT/project",
        "free=$(df --output=avail MOUNT | tail -1)",
        `dd if=/dev/zero of=MOUNT/filler bs=1K count=$((free - ${room})) status=none`,
        `t first ${ask}`,
        "rm MOUNT/filler",
        `t second ${ask}`,
        "t ledger ledger verify",
      ]);
      const first = last(ran["first"]);
      const told = `${room} KiB left: ${JSON.stringify(first.failure ?? first)}`;
      if (ran["first.exit"] !== "0") expect(told).toContain('"machine.disk"');
      expect(last(ran["second"]), told).toMatchObject({ status: "released", release: { number: 2 } });
      expect(last(ran["ledger"])).toMatchObject({ ok: true });
      if (room <= 256) expect(ran["first.exit"], told).toBe("1");
    }
  });

  it("that is read-only stops a request before anything is begun", () => {
    using world = copyOf(ready);
    const ask = 'request "add average fare per mile" --approve --key k --as ana';
    const ran = inNamespace(world, [
      "mount -t tmpfs -o size=200m tmpfs MOUNT",
      "cp -a FROM MOUNT/project",
      "mount -o remount,ro MOUNT",
      `t first ${ask}`,
      "mount -o remount,rw MOUNT",
      `t second ${ask}`,
      "t ledger ledger verify",
    ]);

    expect(ran["first"]).toMatch(/"code":"(?:project|machine)\.read-only"/);
    expect(last(ran["second"])).toMatchObject({ status: "released" });
    expect(last(ran["ledger"])).toMatchObject({ ok: true });
  });
});
