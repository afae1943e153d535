import { nameKey } from "../../../text/same-name.ts";
import type { Column, Model, Origin } from "../../model.ts";
import { property } from "../../property.ts";
import { isAutomaticDateTable, isDateTable } from "../../table-kinds.ts";
import { usedFields } from "../../used-fields.ts";
import type { Rule } from "../rule.ts";
import { practice } from "./practice.ts";

/** As Microsoft's; what a report shows or filters by is used too, though hidden in the model. */
const usedColumns = practice({
  code: "UNNECESSARY_COLUMNS",
  severity: "info",
  why: "It is loaded and kept in memory for nothing.",
  check({ project, model, facts }, report) {
    const used = usedFields(project);
    const secured = securedColumns(model);
    for (const column of facts.columns) {
      const table = facts.tableOf(column);
      if (!table || !facts.isHidden(column) || used.column(column)) continue;
      // A table has to have a column, that of a table of measures as well.
      if (table.columns.length === 1) continue;
      if ((column.isKey && isDateTable(table)) || isAutomaticDateTable(table) || secured(column)) continue;
      report(column.origin, `[${column.name}] is hidden, and nothing uses it`, "Remove it.");
    }
  },
});

/** Columns that a role may not see: hiding them has a purpose of its own. */
function securedColumns(model: Model): (column: Column) => boolean {
  const secured = new Set<string>();
  for (const { origin, table } of model.roles.flatMap(({ permissions }) => permissions)) {
    const isNone = (place: Origin): boolean => nameKey(property(place, "metadataPermission") ?? "") === "none";
    if (isNone(origin)) secured.add(nameKey(table));
    for (const node of origin.node.children) {
      if (node.keyword !== "columnPermission" || !isNone({ file: origin.file, node })) continue;
      secured.add(nameKey(`${table}\n${node.name?.value ?? ""}`));
    }
  }
  return ({ table, name }) => secured.has(nameKey(table)) || secured.has(nameKey(`${table}\n${name}`));
}

/** As Microsoft's; what a report shows or filters by is used too, though hidden in the model. */
const usedMeasures = practice({
  code: "UNNECESSARY_MEASURES",
  severity: "info",
  why: "Nobody can see it and nothing uses it, yet everybody who changes the model has to read it.",
  check({ project, facts }, report) {
    const used = usedFields(project);
    for (const measure of facts.measures) {
      if (!facts.isHidden(measure) || used.measure(measure)) continue;
      report(measure.origin, `[${measure.name}] is hidden, and nothing uses it`, "Remove it.");
    }
  },
});

/** As Microsoft's, in models that keep members at all: Power BI keeps them in its service, and no role has any here. */
const rolesWithMembers = practice({
  code: "REMOVE_ROLES_WITH_NO_MEMBERS",
  severity: "info",
  why: "A role of nobody protects nothing and has to be kept right.",
  check({ model }, report) {
    const hasMembers = ({ node }: Origin): boolean => node.children.some(({ keyword }) => keyword === "member");
    if (!model.roles.some(({ origin }) => hasMembers(origin))) return;
    for (const { origin, name } of model.roles) {
      if (!hasMembers(origin)) report(origin, `role \`${name}\` has no members`, "Give it members, or remove it.");
    }
  },
});

const descriptions = practice({
  code: "OBJECTS_WITH_NO_DESCRIPTION",
  severity: "info",
  why: "Readers see the description beside the name; without one they guess what it means.",
  check({ model, facts }, report) {
    for (const table of model.tables) {
      if (table.hidden) continue;
      const kind = table.calculationGroup ? "calculation group" : "table";
      const members = [...table.columns, ...table.measures].filter((member) => !facts.isHidden(member));
      if (!table.description?.trim()) report(table.origin, `${kind} '${table.name}' has no description`, describe);
      for (const { origin, name, description } of members) {
        if (!description?.trim()) report(origin, `[${name}] has no description`, describe);
      }
    }
  },
});
const describe = "Write `/// what it is` above it.";

const filledPerspectives = practice({
  code: "PERSPECTIVES_WITH_NO_OBJECTS",
  severity: "info",
  why: "Who chooses it sees an empty model.",
  check({ model }, report) {
    for (const { origin, name, members } of model.perspectives) {
      if (members.length === 0) report(origin, `perspective \`${name}\` shows no table`, "Fill it, or remove it.");
    }
  },
});

const filledCalculationGroups = practice({
  code: "CALCULATION_GROUPS_WITH_NO_CALCULATION_ITEMS",
  severity: "info",
  why: "It offers readers a choice of nothing.",
  check({ model }, report) {
    for (const { origin, name, calculationGroup } of model.tables) {
      if (calculationGroup?.items.length !== 0) continue;
      report(origin, `calculation group '${name}' has no items`, "Give it items, or remove it.");
    }
  },
});

export const maintenance: readonly Rule[] = [
  usedColumns,
  usedMeasures,
  rolesWithMembers,
  descriptions,
  filledPerspectives,
  filledCalculationGroups,
];
