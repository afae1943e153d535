export { buildGraph, type LineageInputs } from "./build-graph.ts";
export type { FactsCache } from "./dbt/dbt-facts.ts";
export { manifestOfFiles } from "./dbt/manifest-of-files.ts";
export { type BlastRadius, blastRadius, type Touched } from "./diff/blast-radius.ts";
export { type Affected, type Change, type GraphDiff, graphDiff } from "./diff/graph-diff.ts";
export type { Edge, EdgeKind, LineageGraph, Unresolved } from "./graph.ts";
export { KeptFacts } from "./host/kept-facts.ts";
export { type Impact, Lineage, type Reached, type Trace } from "./lineage.ts";
export type { LoaderInput } from "./loader/loader-graph.ts";
