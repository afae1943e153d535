/** Graphs that were made before: without the parser of SQL, which takes a quarter of a second to load. */

export { KeptGraphs } from "../host/kept-graphs.ts";
export { Lineage } from "../lineage.ts";
