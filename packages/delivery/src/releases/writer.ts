import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ReleaseManifest, type Verdict } from "@throughline/contracts";
import { verdictId } from "../checks/run-checks.ts";
import type { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import { ARTIFACTS } from "../dbt/keep-artifacts.ts";
import { openForChange } from "../duckdb/open-for-change.ts";
import { copyDatabase, type Environment } from "../environments/environment.ts";
import { fail } from "../failures.ts";
import { hashFile, hashFiles } from "./hash.ts";
import { readModelFiles, readModelFolder, writeTexts } from "./model-files.ts";
import type { InstalledRelease, Production } from "./production.ts";

declare const passed: unique symbol;

/** Proof that the checks of one exact tree passed. Only `requirePassed` makes it. */
export interface PassedVerdict {
  readonly [passed]: true;
  readonly tree: string;
  readonly id: string;
}

/**
 * Turns a verdict into the proof a writer needs; fails unless it passed for exactly this tree, and is what it was. A verdict
 * that is incomplete passes when every check that did not run is one of `accepted`, and never by itself.
 */
export function requirePassed(verdict: Verdict, tree: string, accepted: readonly string[] = []): PassedVerdict {
  if (verdictId(verdict) !== verdict.id) {
    throw fail("release.not-passed", { why: `verdict ${verdict.id} was changed after it was given` });
  }
  const refused = whyNotPassed(verdict, accepted);
  if (refused !== undefined) throw fail("release.not-passed", { why: `verdict ${verdict.id} is ${refused}` });
  if (verdict.tree !== tree) {
    throw fail("release.not-passed", {
      why: `verdict ${verdict.id} is for tree ${verdict.tree.slice(0, 12)}, not ${tree.slice(0, 12)}`,
    });
  }
  return { tree, id: verdict.id } as PassedVerdict;
}

/** Read off the checks too: what a verdict says of itself is the sum of them, and must be. */
function whyNotPassed({ verdict, checks }: Verdict, accepted: readonly string[]): string | undefined {
  if (verdict === "failed" || checks.some(({ status }) => status === "failed")) return "failed";
  const missing = checks.filter(
    ({ name, status, needed }) => status === "not-checked" && needed && !accepted.includes(name),
  );
  if (missing.length > 0) return `incomplete: nobody accepted it without ${missing.map(({ name }) => name).join(", ")}`;
  // Incomplete without a check that did not run is no verdict that the checks give.
  if (verdict === "incomplete" && !checks.some(({ status, needed }) => status === "not-checked" && needed))
    return verdict;
  return undefined;
}

/**
 * The proof for a release that was production before: its verdict was passed when it was installed, and holds as long as
 * warehouse and models are byte for byte what was installed.
 */
export async function requireIntact(release: InstalledRelease): Promise<PassedVerdict> {
  const { manifest } = release;
  const models = hashFiles(readModelFolder(release.models));
  if ((await hashFile(release.databaseFile)) !== manifest.warehouseHash || models !== manifest.modelHash) {
    throw fail("release.not-passed", { why: `release ${release.token} is not what was installed` });
  }
  return { tree: manifest.tree, id: manifest.verdict ?? "" } as PassedVerdict;
}

/** What is known of a release before its files are hashed. */
export type ReleaseFacts = Omit<ReleaseManifest, "warehouseHash" | "modelHash" | "verdict" | "tree" | "database">;

/** A release's warehouse, and the project whose models go with it. */
export interface ToInstall extends Pick<Environment, "database" | "project" | "layout"> {
  readonly built: Pick<BuiltWarehouse, "databaseFile" | "state">;
}

/** The only way to change production. It takes in what was built, makes it immutable, and moves the pointer to it. */
export interface WarehouseWriter {
  /** Installs a warehouse and a project's models as a release. The same token twice is the same release. */
  install(release: ToInstall, token: string, facts: ReleaseFacts): Promise<InstalledRelease>;
  /** Switches production to a release of the proof's tree, unless something else has moved it since `expected` was read. */
  switchTo(token: string, expected: string | undefined): InstalledRelease;
  /** Takes away a release that never became production: what it was built on is production no more. */
  discard(token: string): void;
}

export function openWriter(production: Production, proof: PassedVerdict): WarehouseWriter {
  return {
    async install({ built, database, project, layout }, token, facts) {
      const folder = join(production.releasesFolder, token);
      const already = production.list().find((release) => release.token === token);
      if (already) {
        if (already.manifest.tree === proof.tree && already.manifest.request === facts.request) return already;
        throw fail("release.fenced", {
          expected: `no release ${token}`,
          found: `release ${token} of ${already.manifest.request}`,
        });
      }
      const building = join(production.releasesFolder, `.building-${token}`);
      rmSync(building, { recursive: true, force: true });
      mkdirSync(building, { recursive: true });
      const databaseFile = join(building, `${database}.duckdb`);
      copyDatabase(built.databaseFile, databaseFile);
      await checkpoint(databaseFile);
      chmodSync(databaseFile, 0o444);
      mkdirSync(join(building, "dbt"));
      for (const name of ARTIFACTS) {
        if (existsSync(join(built.state, name))) copyFileSync(join(built.state, name), join(building, "dbt", name));
      }
      const models = readModelFiles(project, layout);
      writeTexts(join(building, "models"), models);
      const manifest = ReleaseManifest.parse({
        ...facts,
        tree: proof.tree,
        verdict: proof.id,
        database,
        warehouseHash: await hashFile(databaseFile),
        modelHash: hashFiles(models),
      });
      // Written last: a folder without it is not a release, so that a kill in between leaves nothing half-made.
      writeFileSync(join(building, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
      // On disk before it has a name: a power cut must not leave a release whose file is empty.
      for (const path of [databaseFile, join(building, "manifest.json"), building]) flush(path);
      renameSync(building, folder);
      flush(production.releasesFolder);
      const installed = production.list().find((release) => release.token === token);
      if (!installed) throw new Error(`release ${token} is not where it was put`);
      return installed;
    },
    switchTo(token, expected) {
      const release = production.list().find((installed) => installed.token === token);
      if (release?.manifest.tree !== proof.tree) {
        throw fail("release.not-passed", { why: `release ${token} was not built from the tree that passed` });
      }
      production.switchPointer(token, expected);
      return production.require();
    },
    discard(token) {
      if (production.token() === token) throw new Error(`release ${token} is production`);
      rmSync(join(production.releasesFolder, token), { recursive: true, force: true });
    },
  };
}

/** Folds the write-ahead log into the file, so that it is whole by itself. Makes an empty database when there is none. */
async function checkpoint(file: string): Promise<void> {
  const instance = await openForChange(file);
  const connection = await instance.connect();
  await connection.run("force checkpoint");
  connection.closeSync();
  instance.closeSync();
}

/** Waits until a file, or a folder's list of names, is on disk. */
function flush(path: string): void {
  const descriptor = openSync(path, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
}
