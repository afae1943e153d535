import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyOf, taxiWorld, type World } from "../world.ts";
import { choose, MISSING } from "./chosen-sandbox.ts";

const KINDS = ["process", "bubblewrap", "docker"] as const;

const LOADER = "loader/taxi_pipeline.py";
const CANARY = "canary-of-this-machine";

/** A file of `code-of-a-patch`, told about the machine it is to attack. */
function code(name: string, about: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(import.meta.dirname, "code-of-a-patch", name), "utf8");
  return Object.entries(about).reduce((told, [key, value]) => told.replaceAll(`{${key}}`, value), text);
}

function write(world: World, path: string, text: string): void {
  writeFileSync(join(world.folder, path), text);
}

describe("code of a patch, while it is checked", () => {
  let first: World;
  let server: Server;
  let port: number;
  let machine: string;
  beforeAll(async () => {
    first = taxiWorld({ rows: 2000 });
    machine = mkdtempSync(join(tmpdir(), "throughline-machine-"));
    writeFileSync(join(machine, "canary"), CANARY);
    // It never has to answer: to be connected to is enough.
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    port = typeof address === "object" && address ? address.port : 0;
  });
  afterAll(() => {
    first?.[Symbol.dispose]();
    server?.close();
    rmSync(machine, { recursive: true, force: true });
    for (const pid of running(machine)) process.kill(pid, "SIGKILL");
  });

  for (const kind of KINDS) {
    const why = MISSING[kind] ? ` (${MISSING[kind]})` : "";
    const isBoundary = kind !== "process";

    it.skipIf(MISSING[kind])(`${isBoundary ? "gets nowhere" : "does all of it"} from a loader in ${kind}${why}`, () => {
      using world = copyOf(first);
      choose(world, { kind });
      const mark = `${machine}/${kind}`;
      const attacks = code("loader.py", { machine, mark, port: String(port), project: world.folder });
      write(world, LOADER, `${attacks}\n${world.read(LOADER)}`);
      world.commit("Load");

      const ran = world.run("check");

      const told = /"came": (\{[^}]*\})/.exec(ran.stdout.replaceAll('\\"', '"'))?.[1] ?? "{}";
      expect(JSON.parse(told)).toEqual({
        "reads the machine": !isBoundary,
        "writes to the machine": !isBoundary,
        "changes the project": !isBoundary,
        "sees production": !isBoundary,
        calls: !isBoundary,
        "sees processes": !isBoundary,
        // It may; what is left of it is what counts.
        "starts one that stays": true,
      });
      expect(running(mark).length > 0).toBe(!isBoundary);
    });

    it.skipIf(MISSING[kind])(
      `${isBoundary ? "has no" : "has a"} file of the machine read by a link in its tree, in ${kind}${why}`,
      () => {
        using world = copyOf(first);
        choose(world, { kind });
        // No YAML: whoever cannot read it says what stands there.
        writeFileSync(join(machine, "settings"), `name: ${CANARY}: x\n`);
        const settings = join(world.folder, "transform/dbt_project.yml");
        rmSync(settings);
        symlinkSync(join(machine, "settings"), settings);
        world.commit("Link");

        const ran = world.run("check");

        expect(ran.exit).not.toBe(0);
        expect(`${ran.stdout}${ran.stderr}`.includes(CANARY)).toBe(!isBoundary);
      },
    );

    for (const what of isBoundary ? ["database", "account"] : [])
      it.skipIf(MISSING[kind])(
        `puts a link in the place of the ${what} in ${kind}, and nobody follows it${why}`,
        () => {
          using world = copyOf(first);
          choose(world, { kind });
          write(world, "transform/models/marts/planted.py", code(`${what}.py`, { machine }));
          world.commit("Model");

          const ran = world.run("check");

          expect(ran.json.verdict).not.toBe("passed");
          expect(ran.stdout).toContain("is no plain file");
          expect(`${ran.stdout}${ran.stderr}`).not.toContain(CANARY);
          expect(readFileSync(join(machine, "canary"), "utf8")).toBe(CANARY);
        },
      );
  }
});

/** Processes of this machine with a word in their command line. */
function running(word: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, "utf8").includes(`: ${word}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}
