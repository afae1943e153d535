import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PROGRAM = join(import.meta.dirname, "open-and-check.ts");
const FUAM = join(import.meta.dirname, "../../shared/corpus/fuam");
const PEER = "@microsoft/powerbi-modeling-mcp";

interface Measured {
  readonly measures: number;
  readonly findings: number;
  readonly open: number;
  readonly check: number;
  /** Again, with the best-practice rules. */
  readonly advise: number;
  readonly peakMegabytes: number;
}

/** Opening and checking models, whole and by size; beside it what Microsoft's own tool takes to open the same one. */
export async function measureModels(): Promise<void> {
  if (existsSync(FUAM)) {
    const own = measure(FUAM);
    show("FUAM (44 tables, with its report)", own);
    const peer = await openWithPeer(join(FUAM, "FUAM_Core_SM.SemanticModel"));
    if (peer === undefined) console.log(`  ${PEER} is not to be had here`);
    else {
      const ratio = ((own.open + own.check) / peer.seconds).toFixed(2);
      console.log(`  ${PEER}   ${peer.seconds.toFixed(2)} s to open it, ${peer.start.toFixed(2)} s to start`);
      console.log(`  opened and checked here / opened there: ${ratio}`);
    }
  } else console.log("  FUAM is not here (../shared/corpus)");
  const sizes = [1_000, 10_000].map((count) => ({ count, measured: measure(String(count)) }));
  for (const { count, measured } of sizes) show(`${count} measures`, measured);
  const [small, large] = sizes.map(({ measured }) => measured.open + measured.check);
  if (small && large) console.log(`  ten times the measures take ${(large / small).toFixed(1)} times as long`);
}

function measure(what: string): Measured {
  const ran = spawnSync(process.execPath, [PROGRAM, what], { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`open-and-check ${what}: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as Measured;
}

function show(name: string, { measures, findings, open, check, advise, peakMegabytes }: Measured): void {
  const seconds = `opened in ${open.toFixed(3)} s, checked in ${check.toFixed(3)} s (${advise.toFixed(3)} s with best practices)`;
  console.log(
    `  ${name.padEnd(34)} ${seconds}; ${measures} measures, ${findings} findings, ${peakMegabytes} MB at most`,
  );
}

/** In a scratch folder that is removed again: its licence is for development alone, and nothing here depends on it. */
async function openWithPeer(model: string): Promise<{ start: number; seconds: number } | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-peer-"));
  try {
    const installed = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, PEER]);
    if (installed.status !== 0) return undefined;
    return await timePeer(join(folder, "node_modules", PEER, "index.js"), model);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Speaks MCP over its standard streams: one JSON document a line. */
async function timePeer(program: string, model: string): Promise<{ start: number; seconds: number } | undefined> {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, "--start"], { stdio: ["pipe", "pipe", "ignore"] });
  const waiting = new Map<number, (answer: Answer) => void>();
  const ended = new Promise<never>((_, reject) => child.once("exit", () => reject(new Error("it ended"))));
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (!line.startsWith("{")) return;
    const answer = JSON.parse(line) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  const send = (message: object): void => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  };
  let last = 0;
  const ask = (method: string, params: object): Promise<Answer> => {
    const id = ++last;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    send({ id, method, params });
    return Promise.race([answered, ended]);
  };
  try {
    const client = { name: "bench", version: "1" };
    await ask("initialize", { protocolVersion: "2025-03-26", capabilities: {}, clientInfo: client });
    const start = (performance.now() - begun) / 1000;
    send({ method: "notifications/initialized" });
    const before = performance.now();
    const request = { operation: "ConnectFolder", folderPath: join(model, "definition") };
    const opened = await ask("tools/call", { name: "connection_operations", arguments: { request } });
    const seconds = (performance.now() - before) / 1000;
    return JSON.stringify(opened.result ?? {}).includes("tablesLoaded") ? { start, seconds } : undefined;
  } catch {
    return undefined;
  } finally {
    child.kill();
  }
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
}
