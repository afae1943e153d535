import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Verdict } from "@throughline/contracts";
import { z } from "zod";
import { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import { keepArtifacts } from "../dbt/keep-artifacts.ts";
import { type Environment, takeDatabase } from "../environments/environment.ts";
import { hashFile } from "./hash.ts";

/**
 * A warehouse as the checks saw it, kept until its verdict is released: production then gets what was checked, byte for
 * byte, and nothing is built twice.
 */
export interface Candidate {
  readonly databaseFile: string;
  /** Folder of dbt's artifacts. */
  readonly state: string;
  readonly manifest: { readonly database: string };
}

const CandidateManifest = z.object({
  verdict: z.string(),
  tree: z.string(),
  against: z.string().nullable(),
  database: z.string(),
  warehouseHash: z.string(),
});

const MANIFEST = "candidate.json";

/** What was set aside of an environment; nothing is there until something was. */
function asideOf(environment: Environment): BuiltWarehouse {
  const folder = asideIn(environment);
  return new BuiltWarehouse({
    databaseFile: join(folder, `${environment.database}.duckdb`),
    state: join(folder, "dbt"),
  });
}

/** The warehouse as a change finds it: what is production, and no account of dbt's that it made anything of it. */
export function notBuiltYet(
  environment: Environment,
  release: { readonly databaseFile: string } | undefined,
): BuiltWarehouse {
  const { databaseFile, state } = asideOf(environment);
  return new BuiltWarehouse({ databaseFile: release?.databaseFile ?? databaseFile, state });
}

/** Takes what was built out of an environment, before a later check builds on top of it: only the copy is looked at. */
export function setAside(environment: Environment): BuiltWarehouse {
  const folder = asideIn(environment);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const aside = asideOf(environment);
  takeDatabase(environment.databaseFile, aside.databaseFile);
  keepArtifacts(environment, aside.state);
  return aside;
}

/** Keeps what was set aside under its verdict. Written beside and renamed: there is a whole candidate or none. */
export async function keepCandidate(warehouse: string, environment: Environment, verdict: Verdict): Promise<void> {
  const aside = asideIn(environment);
  if (!existsSync(aside)) return;
  const { database } = environment;
  const { id, tree, against } = verdict;
  const warehouseHash = await hashFile(join(aside, `${database}.duckdb`));
  writeFileSync(join(aside, MANIFEST), JSON.stringify({ verdict: id, tree, against, database, warehouseHash }));
  const folder = folderOf(warehouse, id);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(aside, folder);
}

/** The candidate of a verdict, when there is one and its file is what it was. */
export async function findCandidate(warehouse: string, verdict: Verdict): Promise<Candidate | undefined> {
  const folder = folderOf(warehouse, verdict.id);
  if (!existsSync(join(folder, MANIFEST))) return undefined;
  const read = CandidateManifest.safeParse(JSON.parse(readFileSync(join(folder, MANIFEST), "utf8")));
  if (!read.success || read.data.tree !== verdict.tree || read.data.against !== verdict.against) return undefined;
  const { database, warehouseHash } = read.data;
  const databaseFile = join(folder, `${database}.duckdb`);
  if (!existsSync(databaseFile) || (await hashFile(databaseFile)) !== warehouseHash) return undefined;
  return { databaseFile, state: join(folder, "dbt"), manifest: { database } };
}

/** Takes away every candidate but those of the verdicts named: their requests have ended, or were checked again. */
export function discardCandidates(warehouse: string, keep: ReadonlySet<string>): void {
  const folder = join(warehouse, "candidates");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!keep.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Takes away the candidate of one verdict. */
export function discardCandidate(warehouse: string, verdict: string): void {
  rmSync(folderOf(warehouse, verdict), { recursive: true, force: true });
}

function asideIn(environment: Environment): string {
  return join(environment.folder, "candidate");
}

function folderOf(warehouse: string, verdict: string): string {
  return join(warehouse, "candidates", verdict);
}
