import { closestName } from "../../text/closest-name.ts";
import { nameKey } from "../../text/same-name.ts";
import { parseNamePath } from "../../tmdl/name.ts";
import { columnPaths } from "../column-paths.ts";
import type { Origin, PathProperty } from "../model.ts";
import { indexModel, type ModelIndex } from "../model-index.ts";
import { pathProperty, property } from "../property.ts";
import { at, finding, type Report, type Rule } from "./rule.ts";

/** Every name in a property must be the name of something: sort-by, levels, row filters, perspectives, `ref`. */
export const references: Rule = {
  kinds: [
    { code: "broken-sort-by", severity: "error", why: "Power BI refuses a column that is sorted by nothing." },
    { code: "broken-group-by", severity: "error", why: "Power BI refuses a column that is grouped by nothing." },
    { code: "broken-aggregation", severity: "error", why: "Power BI refuses an aggregation of nothing." },
    { code: "broken-calendar", severity: "error", why: "Power BI refuses a calendar without its columns." },
    {
      code: "broken-parameter-values",
      severity: "error",
      why: "Power BI refuses a parameter whose values come from nothing.",
    },
    { code: "broken-hierarchy-level", severity: "error", why: "Power BI refuses a level without its column." },
    {
      code: "broken-ref",
      severity: "warning",
      why: "It keeps the place of an object that is gone; Power BI drops it.",
    },
    {
      code: "broken-role",
      severity: "error",
      why: "A row filter on nothing protects nothing, and Power BI refuses it.",
    },
    {
      code: "broken-perspective",
      severity: "error",
      why: "Power BI refuses a perspective that shows what is not there.",
    },
  ],
  check({ model }, report) {
    const index = indexModel(model);
    for (const table of model.tables) {
      for (const column of table.columns) {
        if (column.sortByColumn) columnOf(index, table.name, column.sortByColumn, "broken-sort-by", report);
        for (const node of column.origin.node.children) {
          if (node.keyword === "alternateOf") baseTable(index, { file: column.origin.file, node }, report);
          if (node.keyword !== "variation") continue;
          const path = pathProperty({ file: column.origin.file, node }, "defaultColumn");
          if (path) columnOf(index, table.name, path, "broken-variation", report);
        }
      }
      for (const hierarchy of table.hierarchies) {
        for (const level of hierarchy.levels) {
          if (level.column) columnOf(index, table.name, level.column, "broken-hierarchy-level", report);
          else {
            const message = `level \`${level.name}\` has no column`;
            report(level.origin.file.path, finding("broken-hierarchy-level", at(level.origin), message));
          }
        }
      }
    }
    for (const { path, homeTable, code } of columnPaths(model)) columnOf(index, homeTable, path, code, report);
    for (const { kind, name, origin } of model.references) {
      const exists = existing[kind];
      if (!exists || exists(index).has(nameKey(name))) continue;
      const hint = "Remove this line, or restore the object's file.";
      report(origin.file.path, finding("broken-ref", at(origin), `there is no ${kind} \`${name}\``, hint));
    }
    for (const role of model.roles) {
      for (const permission of role.permissions) {
        if (index.table(permission.table)) continue;
        const message = `role \`${role.name}\` filters table '${permission.table}', which does not exist`;
        report(permission.origin.file.path, finding("broken-role", at(permission.origin), message));
      }
    }
    translations(index, report);
    namedQueries(index, report);
    for (const perspective of model.perspectives) {
      for (const member of perspective.members) {
        if (isMember(index, member)) continue;
        const message = `perspective \`${perspective.name}\` shows \`${member.name}\`, which does not exist`;
        report(member.origin.file.path, finding("broken-perspective", at(member.origin), message));
      }
    }
  },
};

function baseTable(index: ModelIndex, alternateOf: Origin, report: Report): void {
  const path = pathProperty(alternateOf, "baseTable");
  const name = path?.parts[0]?.value;
  if (!path || (name !== undefined && index.table(name))) return;
  const { file, node } = path.origin;
  const message = `there is no table '${name ?? path.written}'`;
  report(file.path, finding("broken-aggregation", node.value?.span ?? node.header, message));
}

function translations(index: ModelIndex, report: Report): void {
  for (const culture of index.model.cultures) {
    for (const { kind, table, name, origin } of culture.translations) {
      const owner = index.table(table);
      const own =
        kind === "table"
          ? owner && [owner]
          : kind === "column"
            ? owner?.columns
            : kind === "measure"
              ? owner?.measures
              : kind === "hierarchy"
                ? owner?.hierarchies
                : undefined;
      if (own === undefined && (owner || kind !== "table") && !/^(?:column|measure|hierarchy)$/u.test(kind)) continue;
      if (own?.some((object) => nameKey(object.name) === nameKey(name))) continue;
      const message = `culture \`${culture.name}\` translates ${kind} \`${name}\`, which does not exist`;
      report(origin.file.path, finding("broken-translation", at(origin), message));
    }
  }
}

/** `queryGroup` and `expressionSource` name objects of the model. */
function namedQueries({ model }: ModelIndex, report: Report): void {
  const groups = new Set(model.queryGroups.map(nameKey));
  const expressions = new Set(model.expressions.map(({ name }) => nameKey(name)));
  const partitions = model.tables.flatMap((table) => table.partitions);
  for (const { origin } of [...partitions, ...model.expressions]) {
    const group = property(origin, "queryGroup");
    if (group !== undefined && !groups.has(nameKey(plainName(group)))) {
      const message = `there is no query group \`${group}\``;
      report(origin.file.path, finding("broken-query-group", at(origin), message, "Declare it in model.tmdl."));
    }
  }
  for (const { origin, source, entity } of partitions) {
    const node = source ? undefined : origin.node.children.find(({ keyword }) => keyword === "source");
    const named = node && entity ? property({ file: origin.file, node }, "expressionSource") : undefined;
    if (named !== undefined && !expressions.has(nameKey(plainName(named)))) {
      const message = `this partition reads from \`${named}\`, which is no expression of the model`;
      report(origin.file.path, finding("broken-source", at(origin), message));
    }
  }
}

function plainName(written: string): string {
  return parseNamePath(written)?.at(-1)?.value ?? written;
}

const existing: Record<string, (index: ModelIndex) => ReadonlySet<string>> = {
  table: ({ model }) => new Set(model.tables.map((table) => nameKey(table.name))),
  role: ({ model }) => new Set(model.roles.map((role) => nameKey(role.name))),
  culture: ({ model }) => new Set(model.cultures.map((culture) => nameKey(culture.name))),
  cultureInfo: ({ model }) => new Set(model.cultures.map((culture) => nameKey(culture.name))),
  perspective: ({ model }) => new Set(model.perspectives.map((perspective) => nameKey(perspective.name))),
};

function isMember(index: ModelIndex, member: { kind: string; table: string; name: string }): boolean {
  const table = index.table(member.table);
  if (!table) return false;
  if (member.kind === "perspectiveColumn") return index.column(member.table, member.name) !== undefined;
  const within =
    member.kind === "perspectiveMeasure"
      ? table.measures
      : member.kind === "perspectiveHierarchy"
        ? table.hierarchies
        : [];
  return member.kind === "perspectiveTable" || within.some(({ name }) => nameKey(name) === nameKey(member.name));
}

function columnOf(index: ModelIndex, table: string, path: PathProperty, code: string, report: Report): void {
  const name = path.parts.at(-1)?.value ?? path.written;
  const owner = path.parts.length > 1 ? (path.parts[0]?.value ?? table) : table;
  if (path.parts.length > 0 && index.column(owner, name)) return;
  const columns = index.table(owner)?.columns.map((column) => column.name) ?? [];
  const suggestion = closestName(name, columns);
  const hint = suggestion === undefined ? "Name a column of this table." : `Did you mean ${suggestion}?`;
  const { file, node } = path.origin;
  report(file.path, finding(code, node.value?.span ?? node.header, `table '${owner}' has no column [${name}]`, hint));
}
