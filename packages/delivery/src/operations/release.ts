import { join } from "node:path";
import { buildChange, reload } from "../checks/build-change.ts";
import type { Change } from "../checks/check.ts";
import { findingsOf } from "../checks/transform-build.ts";
import { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import { dropRemoved } from "../dbt/drop-removed.ts";
import { fetchPackages } from "../dbt/packages.ts";
import { fail } from "../failures.ts";
import { discardCandidate, findCandidate, setAside } from "../releases/candidate.ts";
import { type InstalledRelease, Production } from "../releases/production.ts";
import { standsOn } from "../releases/stands-on.ts";
import { openWriter, requirePassed, type ToInstall } from "../releases/writer.ts";
import type { AskedOf, Installed } from "../service.ts";
import type { ToolWorker } from "../tools/tool-worker.ts";
import type { Toolchain } from "../tools/toolchain.ts";
import type { Workers } from "../warm-worker.ts";
import { changeOf, environmentFor } from "./workplace.ts";

/** Installs what the checks built of this tree, or builds it on a copy of production, and switches to it. */
export async function release(
  input: AskedOf<"release">,
  workers: Workers,
  progress: (text: string) => void,
): Promise<Installed> {
  const proof = requirePassed(input.verdict, input.tree, input.accepted);
  const production = new Production(input.warehouse);
  const current = production.require();
  // Done before a crash, perhaps with newer data since: its own folder is what was checked.
  const own = production.list().find((installed) => installed.manifest.request === input.request);
  if (own && current.manifest.request === input.request) return asInstalled(own);
  const writer = openWriter(production, proof);
  if (!standsOn(input.verdict, current)) {
    throw fail("release.fenced", { expected: input.verdict.against ?? "nothing", found: current.token });
  }
  if (own?.manifest.builtOn === current.token && own.manifest.tree === input.tree) {
    // Installed before a crash: only the switch is missing.
    return asInstalled(writer.switchTo(own.token, current.token));
  }
  // Built on what is production no more: it would take newer data away.
  if (own) writer.discard(own.token);
  const change = changeOf(input.layout, input.changes, { expectations: [], questions: [] });
  const candidate = await findCandidate(input.warehouse, input.verdict);
  const isBuilt = !candidate && (change.touchesLoader || change.touchesTransform);
  // Its place has the models that are installed: it ends when that is done.
  await using worker = isBuilt && input.layout.transform ? workers.workers.take() : undefined;
  const toInstall = candidate
    ? {
        built: candidate,
        database: candidate.manifest.database,
        layout: input.layout,
        project: join(input.folder, "tree", input.prefix),
      }
    : isBuilt
      ? await build(input, change, current, { tools: workers.tools, worker }, progress)
      : { ...environmentFor(input, current, undefined, { withData: false }), built: current };
  const number = Math.max(0, ...production.list().map((installed) => installed.manifest.release)) + 1;
  progress(`installing release ${number}`);
  const installed = await writer.install(toInstall, String(number), {
    release: number,
    dataVersion: change.touchesLoader ? nextDataVersion(production) : current.manifest.dataVersion,
    predecessor: current.manifest.release,
    builtOn: current.token,
    request: input.request,
    commit: input.commit,
    ledgerHead: input.ledgerHead,
    builtAt: input.at,
  });
  const switched = writer.switchTo(installed.token, current.token);
  discardCandidate(input.warehouse, input.verdict.id);
  return asInstalled(switched);
}

/** What the checks built is gone: built again, as they did. */
async function build(
  input: AskedOf<"release">,
  change: Change,
  current: InstalledRelease,
  { tools, worker }: { readonly tools: Toolchain; readonly worker: ToolWorker | undefined },
  progress: (text: string) => void,
): Promise<ToInstall> {
  const how = { tools, projectRoot: input.projectRoot, seconds: input.seconds, progress };
  const environment = environmentFor(input, current, worker);
  if (change.touchesLoader) await reload(environment, how);
  if (worker) {
    await fetchPackages(environment, worker, input.seconds);
    const run = await buildChange(environment, worker, change, how);
    const problem = findingsOf(environment, run).find((finding) => finding.severity === "error");
    if (problem) throw fail("dbt.build", { what: "building the release", problem: problem.message });
  }
  const built = setAside(environment);
  await dropRemoved(built, new BuiltWarehouse(current).manifest);
  return { ...environment, built };
}

/** One more than any data version there is. */
export function nextDataVersion(production: Production): number {
  return Math.max(0, ...production.list().map((installed) => installed.manifest.dataVersion)) + 1;
}

/** The part of a release that crosses the process boundary. */
export function asInstalled(release: Installed): Installed {
  return { token: release.token, manifest: release.manifest };
}
