import type { Model, PathProperty } from "./model.ts";
import { pathProperties } from "./property.ts";
import { walkNodes } from "./walk-nodes.ts";

/** A property that names a column, the table that a bare name means, and what is broken where there is none. */
export interface ColumnPath {
  readonly path: PathProperty;
  readonly homeTable: string;
  readonly code: "broken-group-by" | "broken-aggregation" | "broken-calendar" | "broken-parameter-values";
}

const inCalendar = ["primaryColumn", "associatedColumn", "column"];

/** The properties that name columns for groups, aggregations, calendars and parameters. */
export function* columnPaths(model: Model): Generator<ColumnPath> {
  for (const table of model.tables) {
    const homeTable = table.name;
    for (const { groupByColumns, origin } of table.columns) {
      for (const path of groupByColumns) yield { path, homeTable, code: "broken-group-by" };
      for (const node of origin.node.children) {
        if (node.keyword !== "alternateOf") continue;
        const paths = pathProperties({ file: origin.file, node }, ["baseColumn"]);
        for (const path of paths) yield { path, homeTable, code: "broken-aggregation" };
      }
    }
    for (const { file, node } of table.origins) {
      for (const inner of walkNodes(node.children.filter(({ keyword }) => keyword === "calendar"))) {
        const paths = pathProperties({ file, node: inner }, inCalendar);
        for (const path of paths) yield { path, homeTable, code: "broken-calendar" };
      }
    }
  }
  for (const { origin } of model.expressions) {
    const paths = pathProperties(origin, ["parameterValuesColumn"]);
    for (const path of paths) yield { path, homeTable: "", code: "broken-parameter-values" };
  }
}
