import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildCatalogue, understand } from "@throughline/agent";
import type { ReleaseManifest, WarehouseFacts } from "@throughline/contracts";
import type { Delivery } from "@throughline/delivery";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findProject } from "../config/project.ts";
import { git, gitLine } from "../git/git.ts";
import { filesAt } from "../git/tree-files.ts";
import type { RequestState } from "../state/request-state.ts";
import { sqliteStore } from "../stores/sqlite/sqlite-store.ts";
import type { Context } from "../workflow/context.ts";
import { plan } from "./plan.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const MODEL = "transform/models/marts/fct_trips.sql";
const TABLE = "powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "throughline-plan-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The project with a production that says what it was built from, and a delivery that writes down what it is asked. */
async function planned(amend: (commit: (change: () => void) => Promise<string>) => Promise<Partial<RequestState>>) {
  cpSync(join(ROOT, "examples", "nyc-taxi"), folder, {
    recursive: true,
    filter: (path) => !/\/(data|warehouse)$/.test(path),
  });
  const facts = JSON.parse(
    readFileSync(join(ROOT, "packages/agent/fixtures/nyc-taxi.facts.json"), "utf8"),
  ) as WarehouseFacts;
  const commit = async (change: () => void) => {
    change();
    await git(folder, ["add", "--all"]);
    await git(folder, ["commit", "--quiet", "--message", "Change"]);
    return gitLine(folder, ["rev-parse", "HEAD"]);
  };
  await git(folder, ["init", "--quiet"]);
  const main = await commit(() => undefined);
  const project = findProject(folder);
  release(project.warehouse, { commit: main, tree: await gitLine(folder, ["rev-parse", "HEAD^{tree}"]) });
  const catalogue = buildCatalogue(await filesAt(folder, main, ""), project.layout, facts);
  const understanding = understand("add a metric for average trip duration by payment type", catalogue, {});
  if (understanding.status !== "understood") throw new Error(understanding.status);
  const state = {
    id: "r-1",
    attempt: 2,
    intent: understanding.intent,
    wordsBy: ["ana"],
    solo: false,
    ...(await amend(commit)),
  };
  const asked: [string, { patch?: string; build?: boolean }][] = [];
  const delivery = {
    async ask(name: string, input: object) {
      asked.push([name, input]);
      return name === "facts" ? facts : [];
    },
  } as unknown as Delivery;
  await using store = await sqliteStore(":memory:", () => "2026-01-01T00:00:00.000Z");
  const forge = { repository: folder, main: async () => main };
  const now = () => "2026-01-01T00:00:00.000Z";
  const context = { project, prefix: "", store, forge, delivery, now, progress: () => undefined };
  const events = await plan(context as unknown as Context, state as unknown as RequestState);
  expect(events.map(({ kind }) => kind)).toEqual(["planned", "decided"]);
  return asked.find(([name]) => name === "preview")?.[1];
}

function edit(path: string, change: (text: string) => string): void {
  const file = join(folder, path);
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

function release(warehouse: string, { commit, tree }: { commit: string; tree: string }): void {
  const manifest: ReleaseManifest = {
    ...{ release: 1, dataVersion: 1, predecessor: null, builtOn: null, request: null, verdict: null },
    ...{ commit, tree, database: "nyc_taxi", warehouseHash: "0", modelHash: "0", ledgerHead: "0" },
    builtAt: "2026-01-01T00:00:00.000Z",
  };
  mkdirSync(join(warehouse, "releases", "1"), { recursive: true });
  writeFileSync(join(warehouse, "releases", "1", "manifest.json"), JSON.stringify(manifest));
  symlinkSync("releases/1", join(warehouse, "production"));
}

it("keeps the tools that built the numbers of its own plan for the checks of that attempt", async () => {
  const preview = await planned(async () => ({}));

  expect(preview).toMatchObject({ build: true, patch: "r-1/2" });
});

it("keeps none that ran what people pushed: it could have prepared them for the checks", async () => {
  const preview = await planned(async (commit) => {
    const pushed = await commit(() => {
      edit(MODEL, (text) => `${text}\n-- by hand\n`);
      edit(TABLE, (text) => text.replace("\tmeasure ", "\tmeasure 'Row Count' = COUNTROWS(Trips)\n\n$&"));
    });
    return { amendment: { commit: pushed, by: ["tess"], declares: [] } };
  });

  expect(preview).toMatchObject({ build: true });
  expect(preview).not.toHaveProperty("patch");
});
