import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPython, Production } from "@throughline/delivery";
import { parseDocument } from "yaml";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const SHARED = join(ROOT, "..", "shared");
export const PYTHON = findPython(process.env);

/** The command line of this clone, as users start it. */
export const PROGRAM = join(ROOT, "bin", "throughline");

/** Why tests with the real tools cannot run here; undefined when they can. */
export const toolsMissing: string | undefined =
  spawnSync(PYTHON, ["-c", "import dbt.adapters.duckdb, dlt, sqlfluff"]).status === 0
    ? undefined
    : "dbt, dlt and sqlfluff are not installed";

/** Why tests on the given data cannot run here; undefined when they can. */
export const sharedMissing: string | undefined = existsSync(join(SHARED, "data"))
  ? undefined
  : "the folder of shared test data is absent";

export interface Ran {
  readonly exit: number;
  // biome-ignore lint/suspicious/noExplicitAny: a command's JSON, looked into by each test
  readonly json: any;
  readonly stderr: string;
  readonly stdout: string;
}

/** A project in a folder of its own, used only through the command line, as a user would. */
export class World implements Disposable {
  readonly folder: string;
  /** The Python that its commands find their tools in. */
  python = PYTHON;

  constructor(folder: string) {
    this.folder = folder;
  }

  run(...parameters: string[]): Ran {
    return this.runAs(undefined, ...parameters);
  }

  runAs(who: string | undefined, ...parameters: string[]): Ran {
    const as = who === undefined ? [] : ["--as", who];
    const ran = this.#start(...parameters, "--json", ...as);
    const last = ran.stdout.trim().split("\n").at(-1) ?? "";
    return { ...ran, json: last.startsWith("{") || last.startsWith("[") ? JSON.parse(last) : undefined };
  }

  /** The same for a person's eyes: the answer is text, and there is no JSON. */
  showTo(who: string, ...parameters: string[]): Omit<Ran, "json"> {
    return this.#start(...parameters, "--as", who);
  }

  #start(...parameters: string[]): Omit<Ran, "json"> {
    const run = spawnSync(process.execPath, [PROGRAM, ...parameters, "--project", this.folder], {
      encoding: "utf8",
      env: { ...process.env, THROUGHLINE_PYTHON: this.python },
      maxBuffer: 1 << 28,
    });
    return { exit: run.status ?? -1, stderr: run.stderr, stdout: run.stdout };
  }

  git(...parameters: string[]): string {
    const run = spawnSync("git", ["-C", this.folder, "-c", "core.quotePath=false", ...parameters], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], ...IDENTITY },
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return run.stdout;
  }

  /** Git on the local forge's own repository. */
  forge(...parameters: string[]): string {
    return this.git("--git-dir", join(this.folder, ".throughline", "forge.git"), ...parameters).trim();
  }

  commit(message: string): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", message);
  }

  get production(): Production {
    return new Production(join(this.folder, ".throughline", "warehouse"));
  }

  /** sha256 of the warehouse file that production is at. */
  warehouseHash(): string {
    return createHash("sha256").update(readFileSync(this.production.require().databaseFile)).digest("hex");
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  [Symbol.dispose](): void {
    rmSync(dirname(this.folder), { recursive: true, force: true });
  }
}

const IDENTITY = {
  GIT_AUTHOR_NAME: "Tess",
  GIT_AUTHOR_EMAIL: "tess@example.com",
  GIT_COMMITTER_NAME: "Tess",
  GIT_COMMITTER_EMAIL: "tess@example.com",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

const MADE = /[/\\](data|warehouse|target|logs|\.throughline|__pycache__|dbt_packages)$/;

function emptyFolder(name: string): string {
  return join(realpathSync(mkdtempSync(join(tmpdir(), "throughline-test-"))), name);
}

/** Who asks and who approve are different people in these worlds, unless somebody is alone in one. */
function givePeople(folder: string, isSolo: boolean): void {
  const file = join(folder, "throughline.yml");
  const config = parseDocument(readFileSync(file, "utf8"));
  const ana = { id: "ana", name: "Ana Analyst", roles: ["requester"] };
  const ben = { id: "ben", name: "Ben Engineer", roles: ["requester", "approver", "administrator"] };
  const cai = { id: "cai", name: "Cai Engineer", roles: ["requester", "approver"] };
  config.set("people", isSolo ? [ben] : [ana, ben, cai]);
  if (isSolo) config.set("solo", true);
  else config.delete("solo");
  writeFileSync(file, config.toString({ lineWidth: 0 }));
}

/** The example with generated trips, or the real ones, and its production. */
export function taxiWorld(options: { rows?: number; realData?: boolean; setUp?: boolean; solo?: boolean } = {}): World {
  const world = new World(emptyFolder("nyc-taxi"));
  cpSync(join(ROOT, "examples", "nyc-taxi"), world.folder, { recursive: true, filter: (path) => !MADE.test(path) });
  if (options.realData) cpSync(join(SHARED, "data", "nyc-taxi"), join(world.folder, "data"), { recursive: true });
  else generate(world, ["--rows", String(options.rows ?? 3000), "--seed", "7"]);
  givePeople(world.folder, options.solo === true);
  world.git("init", "--quiet", "--initial-branch", "main");
  world.commit("Start");
  if (options.setUp !== false) succeed(world.runAs("ben", "init", "--setup"));
  return world;
}

/** Another world that begins as this one is, with its production and its history. */
export function copyOf(world: World): World {
  const copy = new World(emptyFolder("nyc-taxi"));
  cpSync(world.folder, copy.folder, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** Adds or makes files in the example's data folder. */
export function generate(world: World, parameters: readonly string[]): void {
  mkdirSync(join(world.folder, "data"), { recursive: true });
  const run = spawnSync(PYTHON, ["loader/generate.py", ...parameters, "--out", "data"], {
    cwd: world.folder,
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(run.stderr);
}

/** The second project: another domain, awkward names, no loader, a warehouse that exists. */
export function depotWorld(options: { setUp?: boolean; people?: boolean } = {}): World {
  const world = new World(emptyFolder("parcel-depot"));
  cpSync(join(ROOT, "tests", "projects", "parcel-depot"), world.folder, {
    recursive: true,
    filter: (path) => !MADE.test(path),
  });
  makeWarehouse(world);
  world.git("init", "--quiet", "--initial-branch", "main");
  world.commit("Start");
  if (options.people) {
    succeed(world.run("init"));
    givePeople(world.folder, false);
    world.commit("Say who we are");
    succeed(world.runAs("ben", "init", "--setup"));
  } else if (options.setUp !== false) succeed(world.run("init", "--setup"));
  return world;
}

function makeWarehouse({ folder }: World): void {
  const made = spawnSync(PYTHON, ["make_warehouse.py"], { cwd: folder, encoding: "utf8" });
  if (made.status !== 0) throw new Error(made.stderr);
}

/** A third project, with an incremental model and a macro; here it keeps the history of its providers too. */
export function clinicsWorld(): World {
  const world = new World(emptyFolder("outpatient-clinics"));
  cpSync(join(ROOT, "tests", "projects", "outpatient-clinics"), world.folder, {
    recursive: true,
    filter: (path) => !MADE.test(path),
  });
  makeWarehouse(world);
  const snapshots = join(world.folder, "dbt-outpatient", "snapshots");
  mkdirSync(snapshots);
  writeFileSync(join(snapshots, "provider_history.yml"), PROVIDER_HISTORY);
  world.git("init", "--quiet", "--initial-branch", "main");
  world.commit("Start");
  succeed(world.run("init"));
  givePeople(world.folder, false);
  world.commit("Say who we are");
  succeed(world.runAs("ben", "init", "--setup"));
  return world;
}

const PROVIDER_HISTORY = `version: 2

snapshots:
  - name: provider_history
    relation: ref('dim_providers')
    config:
      schema: history
      unique_key: prov_id
      strategy: check
      check_cols: [specialty, fte_pct, active_flg]
`;

/** The answer, when the command ended well; otherwise an error with everything it said. */
export function succeed(ran: Ran): Ran["json"] {
  if (ran.exit !== 0) throw new Error(`exit ${ran.exit}\n${ran.stdout}\n${ran.stderr}`);
  return ran.json;
}

/** Takes a request to its end: Ana asks and says yes where she may, Ben does the rest, Cai what needs one more. */
export function release(world: World, sentence: string, ...more: string[]): Ran["json"] {
  let ran = world.runAs("ana", "request", sentence, "--approve", ...more);
  while (ran.exit === 3 && ["awaiting-approval", "awaiting-review"].includes(ran.json?.status)) {
    const who = ran.json.approvals?.given.includes("ben") ? "cai" : "ben";
    ran = world.runAs(who, "approve", ran.json.id);
  }
  return succeed(ran);
}

/** Every file below a folder with its content's hash, for comparing two folders byte by byte. */
export function hashesOf(folder: string, at = ""): Record<string, string> {
  const hashes: Record<string, string> = {};
  for (const name of readdirSync(join(folder, at)).sort()) {
    const path = at === "" ? name : `${at}/${name}`;
    if (statSync(join(folder, path)).isDirectory()) Object.assign(hashes, hashesOf(folder, path));
    else
      hashes[path] = createHash("sha256")
        .update(readFileSync(join(folder, path)))
        .digest("hex");
  }
  return hashes;
}
