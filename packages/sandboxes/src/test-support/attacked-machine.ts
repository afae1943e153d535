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
import type { Exit, Sandbox } from "../sandbox.ts";
import type { Attack, Target } from "./attacks.ts";

const SECRET = "canary-2f6d81";
/** The same for `grep`, and not the same for who finds the attack itself by it. */
const SECRET_PATTERN = "[c]anary-2f6d81";
/** What a sandbox's caller has in its environment. */
export const CALLER = { PATH: "/usr/bin:/bin", A_TOKEN: SECRET };
const LIMITS = { seconds: 60, memoryMiB: 512, processes: 64, processors: 2, diskMiB: 64, fileMiB: 64 };

export interface Attempt {
  readonly exit: Exit;
  readonly succeeded: boolean;
  /** All of it, for who looks why it went otherwise. */
  readonly told: string;
}

/** Whether a person who reads how an attack ended knows what stopped it. */
export function isRefusal(exit: Exit, { refused }: Attack): boolean {
  return typeof refused === "string" ? exit.limit === refused : refused.test(exit.stderr);
}

/** What an attacker would like to have of this machine: files, a server, another process's arguments. */
export class AttackedMachine implements AsyncDisposable {
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

  static async prepare(): Promise<AttackedMachine> {
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
    return new AttackedMachine(folder, server, other);
  }

  private nextMark(): string {
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

  /** One attack in a box of a sandbox. Whether it succeeded is seen once the box is closed. */
  async attempt(sandbox: Sandbox, attack: Attack): Promise<Attempt> {
    const mark = this.nextMark();
    let exit: Exit;
    {
      await using box = await sandbox.open({
        purpose: "attack",
        mounts: [{ host: this.given, inside: "/given", access: "read" }],
        limits: { ...LIMITS, ...attack.limits },
      });
      const target = { ...this.target(sandbox.node, mark), given: box.inside(this.given) };
      exit = await box.run(attack.program(target), { folder: box.home });
    }
    const succeeded = attack.outlives ? isRunning(mark) : exit.stdout.includes("got it");
    endMarked(mark);
    rmSync(join(this.given, "planted"), { force: true });
    const told = `stdout: ${exit.stdout}\nstderr: ${exit.stderr}\ncode ${exit.code}, limit ${exit.limit}`;
    return { exit, succeeded, told };
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
