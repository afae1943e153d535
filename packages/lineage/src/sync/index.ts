export { type BuiltColumn, type BuiltTable, compareLayers, type Drift } from "./compare-layers.ts";
export { type ReportReader, reportReaders } from "./report-readers.ts";
