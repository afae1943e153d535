import { spawnSync } from "node:child_process";
import {
  bubblewrapMissing,
  bubblewrapSandbox,
  dockerMissing,
  dockerSandbox,
  processSandbox,
  SANDBOX_IMAGE,
  type Sandbox,
} from "@throughline/sandboxes";
import { measureCheckIn } from "./check.ts";
import { median, times } from "./median.ts";

const TURNS = 9;

const searchPath = process.env["PATH"] ?? "";
const dockerHost = process.env["DOCKER_HOST"];
const LIMITS = { seconds: 60, memoryMiB: 512, processes: 64, processors: 2, diskMiB: 64, fileMiB: 64 };

/**
 * From the wish for a box to the first output of a command in it, beside `docker run` of the same image; and a whole check in each
 * sandbox beside one in a process.
 */
export async function measureSandbox(): Promise<void> {
  const owner = { place: "bench", id: String(process.pid), lives: () => true };
  const now = () => new Date().toISOString();
  const sandboxes: readonly (readonly [Sandbox, string | undefined])[] = [
    [processSandbox({ searchPath }), undefined],
    [bubblewrapSandbox({ searchPath }), bubblewrapMissing(searchPath)],
    [dockerSandbox({ image: SANDBOX_IMAGE, dockerHost, owner, now }), await dockerMissing(dockerHost, SANDBOX_IMAGE)],
  ];
  const ready = new Map<string, number>();
  for (const [sandbox, missing] of sandboxes) {
    const { name } = sandbox.guarantees;
    if (missing) {
      console.log(`  ${name}: not measured, ${missing}`);
      continue;
    }
    // The first connects to the engine and looks for orphans.
    await untilReady(sandbox);
    const seconds = await times(TURNS, () => untilReady(sandbox));
    ready.set(name, median(seconds));
    line(`a box of ${name}, to its first output`, median(seconds), Math.max(...seconds));
  }
  const kinds = [...ready.keys()].filter((kind) => kind !== "process") as ("bubblewrap" | "docker")[];
  if (kinds.length > 0) await measureCheckIn(kinds);
  const docker = ready.get("docker");
  if (docker === undefined) return;
  const plain = await times(TURNS, dockerRun);
  line("docker run --rm … true", median(plain), Math.max(...plain));
  console.log(`ratio of a box of docker to docker run: ${(docker / median(plain)).toFixed(2)} (promised: under 1 s)`);
}

async function untilReady(sandbox: Sandbox): Promise<number> {
  const began = performance.now();
  await using box = await sandbox.open({ purpose: "bench", mounts: [], limits: LIMITS });
  const running = await box.start(["/bin/echo", "ready"], { folder: box.home });
  await new Promise((resolve) => running.stdout.once("data", resolve));
  const seconds = (performance.now() - began) / 1000;
  await running.ended;
  return seconds;
}

async function dockerRun(): Promise<number> {
  const began = performance.now();
  const ran = spawnSync("docker", ["run", "--rm", "--network", "none", SANDBOX_IMAGE, "true"], { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return (performance.now() - began) / 1000;
}

function line(name: string, seconds: number, most: number): void {
  console.log(`  ${name.padEnd(44)} ${seconds.toFixed(3).padStart(7)} s, at most ${most.toFixed(3)} s`);
}
