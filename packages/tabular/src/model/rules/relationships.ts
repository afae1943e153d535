import { nameKey } from "../../text/same-name.ts";
import type { Column, PathProperty, Relationship } from "../model.ts";
import { indexModel, type ModelIndex } from "../model-index.ts";
import { at, finding, type Report, type Rule } from "./rule.ts";

/** Both ends of a relationship must be columns, of one type, and two tables have one active relationship at most. */
export const relationships: Rule = {
  kinds: [
    {
      code: "relationship-end",
      severity: "error",
      why: "Power BI refuses a relationship with an end that is no column.",
    },
    {
      code: "relationship-same-table",
      severity: "error",
      why: "Power BI refuses a relationship of a table with itself.",
    },
    {
      code: "relationship-types",
      severity: "warning",
      why: "Values of two types may never meet: rows get lost in sums.",
    },
    {
      code: "relationship-duplicate",
      severity: "error",
      why: "Power BI refuses two relationships between two columns.",
    },
    { code: "relationship-ambiguous", severity: "error", why: "A filter could take two ways, which Power BI refuses." },
  ],
  check({ model }, report) {
    const index = indexModel(model);
    const active = new Set<string>();
    const pairs = new Set<string>();
    for (const relationship of model.relationships) {
      const from = end(index, relationship, "fromColumn", relationship.from, report);
      const to = end(index, relationship, "toColumn", relationship.to, report);
      if (!from || !to) continue;
      const { path } = relationship.origin.file;
      if (from.table === to.table) {
        const message = `both ends of this relationship are in '${from.table}'`;
        report(path, finding("relationship-same-table", at(relationship.origin), message, "Relate two tables."));
        continue;
      }
      if (from.dataType && to.dataType && from.dataType !== to.dataType) {
        const message = `${show(from)} is ${from.dataType}, ${show(to)} is ${to.dataType}: their values may never meet`;
        report(path, finding("relationship-types", at(relationship.origin), message, "Give both columns one type."));
      }
      const pair = [show(from), show(to)].sort().join(" ");
      if (pairs.has(nameKey(pair))) {
        report(path, finding("relationship-duplicate", at(relationship.origin), "these columns are related already"));
      }
      pairs.add(nameKey(pair));
      if (!relationship.active) continue;
      const tables = nameKey([from.table, to.table].sort().join("\n"));
      if (active.has(tables)) {
        const message = `'${from.table}' and '${to.table}' have another active relationship`;
        report(
          path,
          finding("relationship-ambiguous", at(relationship.origin), message, "Write `isActive: false` here."),
        );
      }
      active.add(tables);
    }
  },
};

function show(column: Column): string {
  return `'${column.table}'[${column.name}]`;
}

function end(
  index: ModelIndex,
  relationship: Relationship,
  keyword: string,
  path: PathProperty | undefined,
  report: Report,
): Column | undefined {
  const [table, column] = path?.parts ?? [];
  const found = table && column && path?.parts.length === 2 ? index.column(table.value, column.value) : undefined;
  if (found) return found;
  const { file, node } = path?.origin ?? relationship.origin;
  const span = path ? (node.value?.span ?? node.header) : at(relationship.origin);
  const message = path ? `there is no column ${path.written}` : `this relationship has no \`${keyword}\``;
  report(file.path, finding("relationship-end", span, message, "Both ends must be columns written as Table.Column."));
  return undefined;
}
