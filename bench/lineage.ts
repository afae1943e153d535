import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PYTHON } from "../tests/world.ts";
import { type GeneratedModel, generateBi, generateModels, renderManifest, writeDbtProject } from "./lineage-project.ts";

const TURN = join(import.meta.dirname, "lineage-turn.ts");
const MODELS = 500;
const MEASURES = 1000;
const GROWN = 5000;
const DBT = "import sys; from dbt.cli.main import cli; cli()";
const PEER = "dbt-colibri";

/** The model that is changed and asked about: in the middle of the project. */
const ASKED = "m250";

/** Lineage of a project that grew: both sides and their difference, cold and warm; questions; and what other tools take for theirs. */
export async function measureLineage(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "throughline-lineage-"));
  try {
    const models = generateModels(MODELS);
    const project = join(root, "dbt");
    const artifacts = buildWithDbt(project, models);
    const small = join(root, "small");
    writeSides(small, artifacts, models);
    const cold = show(`${MODELS} models × 20 columns, ${MEASURES} measures`, small);
    besideDbt(project, small);
    besidePeer(root, small, cold);

    const grown = generateModels(GROWN);
    const large = join(root, "large");
    writeSides(large, renderManifest(grown), grown);
    const larger = show(`${GROWN} models, rendered without dbt`, large);
    console.log(`  ten times the models take ${(larger / cold).toFixed(1)} times as long`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Artifacts {
  readonly manifest: object;
  readonly catalog: object;
}

/** Real tables, without rows: dbt's catalog is of what there is. */
function buildWithDbt(folder: string, models: readonly GeneratedModel[]): Artifacts {
  const { sql } = writeDbtProject(folder, models);
  writeFileSync(join(folder, "sources.sql"), sql);
  run(PYTHON, ["-c", "import duckdb; duckdb.connect('grown.duckdb').execute(open('sources.sql').read())"], folder);
  const built = run(PYTHON, ["-c", DBT, "run", "--profiles-dir", "."], folder);
  const described = run(PYTHON, ["-c", DBT, "docs", "generate", "--profiles-dir", "."], folder);
  console.log(
    `  dbt run ${built.toFixed(1)} s, dbt docs generate ${described.toFixed(1)} s (they make what is read here)`,
  );
  const read = (file: string): object => JSON.parse(readFileSync(join(folder, "target", file), "utf8"));
  return { manifest: read("manifest.json"), catalog: read("catalog.json") };
}

/** Base and head: one expression of one model differs. */
function writeSides(folder: string, { manifest, catalog }: Artifacts, models: readonly GeneratedModel[]): void {
  const write = (path: string, content: string): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  for (const [path, content] of generateBi(models, MEASURES)) {
    for (const side of ["base", "head"]) write(`bi-${side}/${path}`, content);
  }
  write("catalog.json", JSON.stringify(catalog));
  write("base.json", JSON.stringify(manifest));
  const head = structuredClone(manifest) as { nodes: Record<string, { compiled_code: string }> };
  const changed = head.nodes[`model.grown.${ASKED}`];
  if (changed) changed.compiled_code = changed.compiled_code.replace(/ as c18$/mu, " + 1 as c18");
  write("head.json", JSON.stringify(head));
}

interface Turn {
  readonly nodes: number;
  readonly edges: number;
  readonly changes: number;
  readonly affected: number;
  readonly base: number;
  readonly head: number;
  readonly seconds: number;
  /** The head with one model changed once more, and the difference, where everything else is in memory. */
  readonly again: number;
  readonly megabytes: number;
  readonly p50: number;
  readonly p99: number;
}

/** Cold, then again with a model of the head changed once more; seconds of the cold turn. */
function show(name: string, folder: string): number {
  const cold = turn(folder);
  const head = readFileSync(join(folder, "head.json"), "utf8");
  writeFileSync(join(folder, "head.json"), head.replace(" + 1 as c18", " + 2 as c18"));
  const warm = turn(folder);
  console.log(`  ${name}: ${cold.nodes} nodes, ${cold.edges} edges, ${cold.megabytes} MB at most`);
  const parts = ({ seconds, base, head: other }: Turn) =>
    `${seconds.toFixed(2)} s (base ${base.toFixed(2)}, head ${other.toFixed(2)})`;
  console.log(`    both graphs and their difference, cold     ${parts(cold)}`);
  console.log(`    the same in another process, one changed   ${parts(warm)}`);
  console.log(`    one more change in the same process        ${warm.again.toFixed(2)} s`);
  console.log(`    ${warm.changes} changed, ${warm.affected} affected`);
  console.log(`    10,000 questions: p50 ${warm.p50.toFixed(3)} ms, p99 ${warm.p99.toFixed(3)} ms`);
  return cold.seconds;
}

function turn(folder: string): Turn {
  const ran = spawnSync(process.execPath, [TURN, folder], { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`lineage-turn: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as Turn;
}

/** One question as a process: theirs by models, ours by columns up to the visuals. */
function besideDbt(project: string, artifacts: string): void {
  const listing = ["-c", DBT, "ls", "--select", `+${ASKED}+`, "--profiles-dir", "."];
  run(PYTHON, listing, project);
  const theirs = run(PYTHON, listing, project);
  const ours = run(process.execPath, [TURN, artifacts, `model:${ASKED}`], project);
  console.log(
    `  dbt ls --select +${ASKED}+ ${theirs.toFixed(2)} s; trace and impact here, as a process ${ours.toFixed(2)} s`,
  );
  console.log(`    ratio ${(ours / theirs).toFixed(2)}`);
}

/** In a scratch environment that is removed again: nothing here depends on it. */
function besidePeer(root: string, artifacts: string, ours: number): void {
  const environment = join(root, "peer");
  const tool = (name: string): string => join(environment, "bin", name);
  const made = spawnSync(PYTHON, ["-m", "venv", environment]).status === 0;
  if (!made || spawnSync(tool("python"), ["-m", "pip", "install", "--quiet", PEER]).status !== 0) {
    console.log(`  ${PEER} is not to be had here`);
    return;
  }
  const output = join(root, "peer-output");
  // What dbt wrote first: its later commands write a manifest without SQL.
  const files = ["--manifest", join(artifacts, "base.json"), "--catalog", join(artifacts, "catalog.json")];
  try {
    const theirs = run(tool("colibri"), ["generate", ...files, "--output-dir", output, "--disable-telemetry"], root);
    const made = JSON.parse(readFileSync(join(output, "colibri-manifest.json"), "utf8"));
    console.log(
      `  ${PEER} generate ${theirs.toFixed(2)} s for ${countOf(made)} column edges of dbt's part of one side`,
    );
    console.log(`    ratio of both sides here, with the semantic model, to that: ${(ours / theirs).toFixed(2)}`);
  } catch (error) {
    console.log(`  ${PEER} does not run here: ${error instanceof Error ? error.message.slice(0, 200) : ""}`);
  }
}

function countOf(made: { readonly lineage?: { readonly edges?: readonly object[] } }): number {
  return made.lineage?.edges?.length ?? 0;
}

function run(program: string, parameters: readonly string[], cwd: string): number {
  const began = performance.now();
  const ran = spawnSync(program, parameters, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  if (ran.status !== 0)
    throw new Error(`${parameters[1] ?? program}: ${ran.stdout.slice(-2000)}${ran.stderr.slice(-2000)}`);
  return (performance.now() - began) / 1000;
}
