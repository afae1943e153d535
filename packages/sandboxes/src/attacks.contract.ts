import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ATTACKS, type Attack, type Target } from "./attacks.ts";
import type { GuaranteeId } from "./guarantee.ts";
import type { Exit, Sandbox } from "./sandbox.ts";

const SECRET = "canary-2f6d81";
/** The same for `grep`, and not the same for who finds the attack itself by it. */
const SECRET_PATTERN = "[c]anary-2f6d81";
const CALLER = { PATH: "/usr/bin:/bin", A_TOKEN: SECRET };
const LIMITS = { seconds: 60, memoryMiB: 512, processes: 64, processors: 2, diskMiB: 64, fileMiB: 64 };

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
    let machine: Machine;
    beforeAll(async () => {
      machine = await Machine.prepare();
    });
    afterAll(() => machine?.[Symbol.asyncDispose]());

    async function attempt(
      attack: Attack,
      without: readonly GuaranteeId[],
    ): Promise<{ exit: Exit; succeeded: boolean }> {
      const sandbox = makeSandbox({ without: new Set(without), caller: CALLER });
      const mark = machine.nextMark();
      let exit: Exit;
      {
        await using box = await sandbox.open({
          purpose: "attack",
          mounts: [{ host: machine.given, inside: "/given", access: "read" }],
          limits: { ...LIMITS, ...attack.limits },
        });
        const target = { ...machine.target(sandbox.node, mark), given: box.inside(machine.given) };
        exit = await box.run(attack.program(target), { folder: box.home });
      }
      const succeeded = attack.outlives ? isRunning(mark) : exit.stdout.includes("got it");
      endMarked(mark);
      return { exit, succeeded };
    }

    const expectRefusal = ({ exit, succeeded }: { exit: Exit; succeeded: boolean }, attack: Attack) => {
      const told = `stdout: ${exit.stdout}\nstderr: ${exit.stderr}\ncode ${exit.code}, limit ${exit.limit}`;
      expect(succeeded, told).toBe(false);
      if (typeof attack.refused === "string") expect(exit.limit, told).toBe(attack.refused);
      else expect(exit.stderr, told).toMatch(attack.refused);
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
        const { exit, succeeded } = await attempt(attack, [attack.on, ...others]);
        expect(succeeded, `stdout: ${exit.stdout}\nstderr: ${exit.stderr}\nlimit ${exit.limit}`).toBe(true);
        rmSync(join(machine.given, "planted"), { force: true });
      });
    }

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

/** What an attacker would like to have of this machine: files, a server, another process's arguments. */
class Machine implements AsyncDisposable {
  readonly given: string;
  readonly #folder: string;
  readonly #server: Server;
  readonly #other: ChildProcess;
  #marks = 0;

  private constructor(folder: string, server: Server, other: ChildProcess) {
    this.#folder = folder;
    this.given = join(folder, "given");
    this.#server = server;
    this.#other = other;
  }

  static async prepare(): Promise<Machine> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "throughline-attacked-")));
    const given = join(folder, "given");
    mkdirSync(given);
    for (const open of [folder, given]) chmodSync(open, open === given ? 0o777 : 0o755);
    writeFileSync(join(folder, "secret"), SECRET, { mode: 0o644 });
    symlinkSync(join(folder, "secret"), join(given, "way-out"));
    writeFileSync(join(given, "only-root"), SECRET, { mode: 0o600 });
    copyFileSync("/usr/bin/id", join(given, "id-as-root"));
    chmodSync(join(given, "id-as-root"), 0o4755);
    const server = createServer((peer) => {
      peer.on("error", () => undefined); // Who got it does not wait for the end.
      peer.end(SECRET);
    });
    await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
    const other = spawn("/bin/sh", ["-c", `sleep 600; : ${SECRET}`], { stdio: "ignore", detached: true });
    return new Machine(folder, server, other);
  }

  nextMark(): string {
    this.#marks += 1;
    return `mark-${process.pid}-${this.#marks}`;
  }

  target(node: string, mark: string): Target {
    const address = this.#server.address();
    return {
      given: this.given,
      hostFile: join(this.#folder, "secret"),
      secret: SECRET_PATTERN,
      addresses: Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address)),
      port: typeof address === "object" && address ? address.port : 0,
      node,
      mark,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#other.pid !== undefined) process.kill(-this.#other.pid, "SIGKILL");
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Processes of this machine that were started with a mark and are no zombies. */
function marked(mark: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(mark);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function isRunning(mark: string): boolean {
  return marked(mark).length > 0;
}

function endMarked(mark: string): void {
  for (const pid of marked(mark)) if (existsSync(`/proc/${pid}`)) process.kill(pid, "SIGKILL");
}
