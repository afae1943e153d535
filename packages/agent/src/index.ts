import type { Catalogue } from "./catalogue/catalogue.ts";

export { writeChange } from "./author/write-change.ts";
export { brokenFiles } from "./catalogue/broken-files.ts";
export { buildCatalogue } from "./catalogue/build-catalogue.ts";
export { modelPaths } from "./dbt/dbt-project.ts";
export type { OwnEffects, Touched } from "./plan/effects.ts";
export { isDeprecated } from "./plan/is-deprecated.ts";
export { type Proposal, planChange } from "./plan/plan-change.ts";
export { type Made, planDifference } from "./plan/plan-difference.ts";
export { changedLines, unifiedDiff } from "./plan/unified-diff.ts";
export { type DescriptionsOf, layerSync, reportSync, type Synced } from "./sync/sync-edits.ts";
export { understand } from "./understand/understand.ts";
export type { Catalogue };
