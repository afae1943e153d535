export { type DbtProject, readDbtProject } from "./dbt/dbt-project.ts";
export { deliveryProcess } from "./delivery-process.ts";
export { lineageFacts, lineageGraphs } from "./lineage/build-lineage.ts";
export { type ReadFile, readLoaders } from "./lineage/read-loaders.ts";
export { discardCandidates } from "./releases/candidate.ts";
export { openModels, readModelFolder, writeTexts } from "./releases/model-files.ts";
export { type InstalledRelease, Production } from "./releases/production.ts";
export { standsOn } from "./releases/stands-on.ts";

/** Loads the gate, whose forms of credentials take time and few need. */
export async function loadGate(): Promise<typeof import("./gate/gate.ts")> {
  return await import("./gate/gate.ts");
}

/** Loads the validator of report files, which takes time and few need. */
export async function reportSchemas(): Promise<typeof import("./reports/report-schemas.ts")> {
  return await import("./reports/report-schemas.ts");
}
export type { Delivery, InputOf, Installed, OperationName, OutputOf, Workplace } from "./service.ts";
export { DBT_SCHEMAS, findPython } from "./tools/python.ts";
