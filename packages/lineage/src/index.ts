export { buildGraph, type LineageInputs } from "./build-graph.ts";
export type { FactsCache } from "./dbt/dbt-facts.ts";
export type { Edge, EdgeKind, LineageGraph, Unresolved } from "./graph.ts";
export { type Impact, Lineage, type Reached, type Trace } from "./lineage.ts";
export type { LoaderInput } from "./loader/loader-graph.ts";
