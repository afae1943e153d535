import { nameKey } from "../../../text/same-name.ts";
import { isManyToMany } from "../../model-facts.ts";
import type { Rule } from "../rule.ts";
import { practice } from "./practice.ts";

const textFunctions = ["RIGHT", "LEFT", "UPPER", "LOWER", "FIND"];

const simpleFilters = practice({
  code: "LIMIT_ROW_LEVEL_SECURITY_(RLS)_LOGIC",
  severity: "info",
  why: "A row filter runs at every query of everybody in the role.",
  check({ model, dax }, report) {
    const calls = dax.calls(...textFunctions).filter(({ dax: text }) => text.owner.kind === "role");
    for (const table of model.tables) {
      const call = calls.find(({ dax: { homeTable } }) => nameKey(homeTable ?? "") === nameKey(table.name));
      if (!call) continue;
      const message = `role \`${call.dax.owner.name}\` filters '${table.name}' with ${call.node.name.toUpperCase()}`;
      report(table.origin, message, "Make a column in the warehouse that can be compared as it is.");
    }
  },
});

const dynamicSecurity = practice({
  code: "CHECK_IF_DYNAMIC_ROW_LEVEL_SECURITY_(RLS)_IS_NECESSARY",
  severity: "info",
  why: "What depends on who asks cannot be kept for the next who asks.",
  check({ dax }, report) {
    for (const { dax: text, node } of dax.calls("USERNAME", "USERPRINCIPALNAME")) {
      if (text.owner.kind !== "role") continue;
      const message = `role \`${text.owner.name}\` filters by who asks`;
      const hint = "Make sure that roles with fixed filters are not enough.";
      report({ file: text.expression.file, span: node.nameSpan }, message, hint);
    }
  },
});

const noManyToMany = practice({
  code: "AVOID_USING_MANY-TO-MANY_RELATIONSHIPS_ON_TABLES_USED_FOR_DYNAMIC_ROW_LEVEL_SECURITY",
  severity: "warning",
  why: "The filter is worked out over all pairs of rows at every query, which can be slower by orders of magnitude.",
  check({ model, facts }, report) {
    for (const table of model.tables) {
      const [role] = facts.rolesFiltering(table);
      if (!role) continue;
      if (!facts.relationshipsOfTable(table).some(({ relationship }) => isManyToMany(relationship))) continue;
      const message = `role \`${role.name}\` filters '${table.name}', whose rows meet many of another table`;
      report(table.origin, message, "Filter a table with one row for each key.");
    }
  },
});

/** The engine refuses USERELATIONSHIP towards a table that a role filters; it says so only to people in that role. */
const noUserelationship = practice({
  code: "AVOID_THE_USERELATIONSHIP_FUNCTION_AND_RLS_AGAINST_THE_SAME_TABLE",
  severity: "warning",
  why: "Everybody in the role sees an error instead of the measure.",
  check({ model, facts, dax }, report) {
    const users = new Map<string, string>();
    for (const { dax: text, node } of dax.calls("USERELATIONSHIP")) {
      if (text.owner.kind !== "measure") continue;
      const target = node.arguments[1];
      if (target?.kind === "field" && target.table) users.set(nameKey(target.table.name), text.owner.name);
    }
    for (const table of model.tables) {
      const measure = users.get(nameKey(table.name));
      const [role] = facts.rolesFiltering(table);
      if (measure === undefined || !role) continue;
      const message = `role \`${role.name}\` filters '${table.name}', to which [${measure}] uses USERELATIONSHIP`;
      report(table.origin, message, "Use a second table for the other role of its rows.");
    }
  },
});

export const rowLevelSecurity: readonly Rule[] = [simpleFilters, dynamicSecurity, noManyToMany, noUserelationship];
