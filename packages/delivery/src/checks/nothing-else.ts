import { join } from "node:path";
import type { Finding } from "@throughline/contracts";
import { compareMacros } from "../dbt/compare-macros.ts";
import { compareSettings } from "../dbt/compare-settings.ts";
import { compareSources } from "../dbt/compare-sources.ts";
import { compareTests } from "../dbt/compare-tests.ts";
import { readManifest } from "../dbt/dbt-manifest.ts";
import { compareModels } from "../evidence/compare-models.ts";
import { type Difference, unexplained } from "../evidence/difference.ts";
import { allowedBy } from "../evidence/may-differ.ts";
import { readModelFiles } from "../releases/model-files.ts";
import type { Check, CheckContext } from "./check.ts";

/**
 * What was not approved must not be seen: tests, contracts, settings, macros and sources of dbt, and what the semantic model and
 * reports say, held against production. Their numbers can be the same today, and the harm still be done.
 */
export const nothingElse: Check = {
  name: "nothing else changed",
  unneeded: (change) =>
    change.touchesTransform || change.touchesLoader || change.touchesModel ? undefined : "no layer is changed",
  async run(context) {
    const { change, release } = context;
    if (!release) return { notChecked: "there is no production to compare with" };
    const inDbt = dbtDifferences(context);
    if (inDbt === undefined) return { notChecked: "dbt wrote no manifest" };
    const files = { before: readModelFiles(release.models, change.layout) };
    const inModels = change.touchesModel
      ? compareModels({
          ...files,
          after: readModelFiles(context.environment.project, change.layout),
          layout: change.layout,
          values: [...context.evidence.measuresBefore, ...context.evidence.measuresAfter],
        })
      : [];
    return findingsOf([...inDbt, ...inModels], context);
  },
};

/** Undefined when there is nothing to compare: dbt was to run, and left no account. */
function dbtDifferences({ change, environment, release }: CheckContext): Difference[] | undefined {
  if (!environment.dbt || !release || !(change.touchesTransform || change.touchesLoader)) return [];
  const old = readManifest(join(release.state, "manifest.json"));
  const now = readManifest(join(environment.dbt.folder, "target", "manifest.json"));
  // A warehouse that was taken over has no account of how it was built.
  if (!old) return [];
  if (!now) return undefined;
  return [compareTests, compareSettings, compareMacros, compareSources].flatMap((compare) => compare(old, now));
}

function findingsOf(differences: readonly Difference[], { change }: CheckContext): Finding[] {
  return unexplained(differences, allowedBy(change.expectations));
}
