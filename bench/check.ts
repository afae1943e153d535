import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { FileChange, ProjectLayout } from "@throughline/contracts";
import { deliveryProcess } from "@throughline/delivery";
import { SANDBOX_IMAGE, type SandboxSettings } from "@throughline/sandboxes";
import { PYTHON, taxiWorld, type World } from "../tests/world.ts";
import { median } from "./median.ts";
import { quiet } from "./shell-sequence.ts";

/** As many trips as the demo makes. */
const ROWS = 200_000;

const TURNS = 3;

const MODEL = "transform/models/marts/fct_trips.sql";
const OLD = "    trips.total_amount,\n";
const NEW = "    trips.total_amount,\n    round(trips.tip_amount / nullif(trips.fare_amount, 0), 4) as tip_ratio,\n";
const PROPERTIES = "transform/models/marts/_marts.yml";
const OLD_COLUMN = "      - name: is_valid_trip\n        data_type: boolean\n";
const NEW_COLUMN = `      - name: tip_ratio\n        data_type: double\n        description: Tip per dollar of fare.\n${OLD_COLUMN}`;

/** A sandbox as a project's settings name it. */
function settingsOf(kind: SandboxSettings["kind"]): SandboxSettings {
  return {
    kind,
    image: SANDBOX_IMAGE,
    dockerHost: process.env["DOCKER_HOST"],
    searchPath: process.env["PATH"] ?? "",
    scratch: tmpdir(),
    owner: { place: "bench", id: String(process.pid) },
  };
}

/** Every check of a change to one model by a warm process, beside the tools that it uses, typed into a shell. */
export async function measureCheck(): Promise<void> {
  using world = taxiWorld({ rows: ROWS, solo: true });
  const changes = changed(world);
  const own: number[] = [];
  const shell: Record<string, number>[] = [];
  await using checker = checkerIn("process", world, changes);
  for (let turn = 0; turn < TURNS; turn += 1) {
    await checker.warm();
    // Meanwhile the process imports what the next check needs, as it does while a plan is read.
    shell.push(fromTheShell(world));
    own.push(await checker.check());
  }
  const commands = Object.keys(shell[0] ?? {});
  for (const command of commands) line(command, median(shell.map((seconds) => seconds[command] ?? Number.NaN)));
  const sum = median(shell.map((seconds) => Object.values(seconds).reduce((total, one) => total + one, 0)));
  line("all of it from the shell", sum);
  line("the check, warm", median(own));
  console.log(`ratio of the check to the shell: ${(median(own) / sum).toFixed(2)} (promised: at most 0.35)`);
}

/** The same check in each of these sandboxes, in turn, beside it as a process like any other. */
export async function measureCheckIn(kinds: readonly SandboxSettings["kind"][]): Promise<void> {
  using world = taxiWorld({ rows: ROWS, solo: true });
  const changes = changed(world);
  const seconds = new Map<string, number[]>();
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const kind of ["process", ...kinds] as const) {
      await using checker = checkerIn(kind, world, changes);
      await checker.warm();
      // As long as a plan is looked at; what is warm imports meanwhile.
      fromTheShell(world);
      seconds.set(kind, [...(seconds.get(kind) ?? []), await checker.check()]);
    }
  }
  const plain = median(seconds.get("process") ?? []);
  line("the check, warm, as a process", plain);
  for (const kind of kinds) {
    const own = median(seconds.get(kind) ?? []);
    line(`the check, warm, in ${kind}`, own);
    console.log(`ratio of the check in ${kind} to a process: ${(own / plain).toFixed(2)} (promised: at most 1.5)`);
  }
}

interface Checker extends AsyncDisposable {
  /** Starts what imports the tools. */
  warm(): Promise<void>;
  /** Seconds that a check took, which has to pass. */
  check(): Promise<number>;
}

function checkerIn(kind: SandboxSettings["kind"], world: World, changes: readonly FileChange[]): Checker {
  const delivery = deliveryProcess({ PATH: process.env["PATH"], THROUGHLINE_PYTHON: PYTHON }, settingsOf(kind));
  const folder = mkdtempSync(join(tmpdir(), "throughline-bench-check-"));
  const layout = layoutOf(world);
  let turn = 0;
  return {
    async warm() {
      await delivery.ask("warm", {});
    },
    async check() {
      turn += 1;
      const workplace = join(folder, String(turn));
      const tree = join(workplace, "tree");
      cpSync(world.folder, tree, { recursive: true, filter: (path) => !/\/(\.git|\.throughline|data)$/.test(path) });
      const began = performance.now();
      const verdict = await delivery.ask("check", {
        folder: workplace,
        prefix: "",
        layout,
        projectRoot: world.folder,
        warehouse: join(world.folder, ".throughline", "warehouse"),
        tree: "t",
        changes: [...changes],
        expectations: [
          { kind: "measures-unchanged", except: [] },
          { kind: "rest-unchanged", except: ["model:fct_trips.tip_ratio"] },
        ],
        questions: [],
        keepsBuild: true,
      });
      const seconds = (performance.now() - began) / 1000;
      if (verdict.verdict !== "passed") throw new Error(JSON.stringify(verdict.findings));
      return seconds;
    },
    async [Symbol.asyncDispose]() {
      await delivery[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes the change into the project's work tree; both texts of each file. */
function changed(world: World): FileChange[] {
  return [
    [MODEL, OLD, NEW],
    [PROPERTIES, OLD_COLUMN, NEW_COLUMN],
  ].map(([path = "", from = "", to = ""]) => {
    const before = world.read(path);
    if (!before.includes(from)) throw new Error(`${path} has no ${from}`);
    const after = before.replace(from, to);
    writeFileSync(join(world.folder, path), after);
    return { path, before, after };
  });
}

function layoutOf(world: World): ProjectLayout {
  const loader = {
    pipelines: [{ name: "nyc_taxi", file: "loader/taxi_pipeline.py", dataset: "raw" }],
    inputs: ["data"],
  };
  const semanticModels = [{ folder: "powerbi/NYC Taxi.SemanticModel", reports: ["powerbi/NYC Taxi.Report"] }];
  if (!readFileSync(join(world.folder, "throughline.yml"), "utf8").includes(semanticModels[0]?.folder ?? ""))
    throw new Error("the example's throughline.yml names another model");
  return { loader, transform: { folder: "transform" }, semanticModels };
}

/** The same tools on the same change and a copy of the same warehouse, each command in a process of its own. */
function fromTheShell(world: World): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-bench-shell-"));
  try {
    for (const part of ["transform", ".sqlfluff"])
      cpSync(join(world.folder, part), join(folder, part), { recursive: true });
    mkdirSync(join(folder, "warehouse"));
    const { databaseFile, state } = world.production.require();
    cpSync(databaseFile, join(folder, "warehouse", "nyc_taxi.duckdb"));
    spawnSync("chmod", ["-R", "u+w", folder]);
    const bin = dirname(PYTHON);
    const seconds: Record<string, number> = {};
    const run = (name: string, program: string, ...parameters: string[]) => {
      const began = performance.now();
      const cwd = join(folder, "transform");
      const ran = spawnSync(join(bin, program), parameters, { cwd, encoding: "utf8", env: quiet(bin) });
      if (ran.status !== 0) throw new Error(`${name}: ${ran.stdout}${ran.stderr}`);
      seconds[name] = (performance.now() - began) / 1000;
    };
    const changed = [
      "--select",
      "state:modified+",
      "--defer",
      "--favor-state",
      "--state",
      state,
      "--profiles-dir",
      ".",
    ];
    run("dbt build, full", "dbt", "build", ...changed, "--full-refresh");
    run("dbt run, incremental", "dbt", "run", "--select", "fct_trips", "--profiles-dir", ".");
    run("sqlfluff lint", "sqlfluff", "lint", "models/marts/fct_trips.sql");
    return seconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function line(name: string, seconds: number): void {
  console.log(`  ${name.padEnd(46)} ${seconds.toFixed(2).padStart(7)} s`);
}
