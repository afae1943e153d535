import type { BreakingClass, NodeName } from "@throughline/contracts";
import type { NodeChange } from "@throughline/lineage";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { compareCode } from "../evidence/compare-code.ts";
import { compareExposures } from "../evidence/compare-exposures.ts";
import { compareLogic, understood } from "../evidence/compare-logic.ts";
import { compareMacros } from "../evidence/compare-macros.ts";
import { compareModels } from "../evidence/compare-models.ts";
import { compareSettings } from "../evidence/compare-settings.ts";
import { compareSources } from "../evidence/compare-sources.ts";
import { compareTests } from "../evidence/compare-tests.ts";
import { type Difference, unexplained } from "../evidence/difference.ts";
import { compareGuardingFiles } from "../evidence/guarding-files.ts";
import { allowedBy, renamedIn } from "../evidence/may-differ.ts";
import { breakingReport } from "../lineage/breaking-report.ts";
import { readModelFiles } from "../releases/model-files.ts";
import type { Check, CheckContext } from "./check.ts";

/**
 * What was not approved must not be seen: tests, contracts, settings, macros and sources of dbt, and what the semantic model and
 * reports say, held against production. Their numbers can be the same today, and the harm still be done.
 */
export const nothingElse: Check = {
  name: "nothing else changed",
  unneeded: (change) => (change.files.length > 0 ? undefined : "nothing is changed"),
  async run(context) {
    const { change, environment, release, evidence } = context;
    if (!release) return { notChecked: "there is no production to compare with" };
    const inDbt = await dbtDifferences(context);
    if (inDbt === undefined) return { notChecked: "dbt wrote no manifest" };
    const inModels = change.touchesModel
      ? compareModels({
          before: readModelFiles(release.models, change.layout),
          after: readModelFiles(environment.project, change.layout),
          layout: change.layout,
          values: [...evidence.measuresBefore, ...evidence.measuresAfter],
          renamed: renamedIn(change.expectations),
        })
      : [];
    const differences = [...compareGuardingFiles(change.files, change.layout), ...inDbt, ...inModels];
    return unexplained(differences, allowedBy(change.expectations));
  },
};

/** Undefined when there is nothing to compare: dbt was to run, and left no account. */
async function dbtDifferences(context: CheckContext): Promise<Difference[] | undefined> {
  const { change, environment, production, head, warehouse, seconds } = context;
  if (!environment.dbt || !production || !(change.touchesTransform || change.touchesLoader)) return [];
  const [old, now] = [production.manifest, head.manifest];
  // A warehouse that was taken over has no account of how it was built.
  if (!old) return [];
  if (!now) return undefined;
  const folder = change.layout.transform?.folder ?? ".";
  const report = await breakingReport(production, head, { warehouse, expectations: change.expectations, seconds });
  if (report) context.evidence.breaking = { class: report.class, changes: report.changes.map(inEvidence) };
  await using snapshot = await openSnapshot(production.databaseFile, undefined, seconds);
  return [
    ...[compareTests, compareSettings, compareMacros, compareSources, compareExposures].flatMap((compare) =>
      compare(old, now),
    ),
    ...(report ? compareLogic(report, now, folder) : []),
    ...(await compareCode(old, now, {
      engine: snapshot,
      folder,
      understood: report ? understood(report, now) : new Set(),
    })),
  ];
}

function inEvidence({ node, class: of, reason }: NodeChange): { node: NodeName; class: BreakingClass; reason: string } {
  return { node, class: of, reason };
}
