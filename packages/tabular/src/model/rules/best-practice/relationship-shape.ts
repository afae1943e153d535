import { nameKey } from "../../../text/same-name.ts";
import type { Column, Relationship, Table } from "../../model.ts";
import { isManyToMany } from "../../model-facts.ts";
import { indexModel } from "../../model-index.ts";
import { isAutomaticDateTable, isMeasureTable, isParameterTable } from "../../table-kinds.ts";
import type { Rule } from "../rule.ts";
import { practice, show } from "./practice.ts";

/** As Microsoft's, by active relationships, and not by the automatic date tables that hang on every column of dates. */
const noSnowflake = practice({
  code: "SNOWFLAKE_SCHEMA_ARCHITECTURE",
  severity: "info",
  why: "Filters have to pass through a table on their way, and readers search one subject in several tables.",
  check({ model, facts }, report) {
    const index = indexModel(model);
    for (const table of model.tables) {
      const sides = facts.relationshipsOfTable(table).map(({ relationship, from, to }) => {
        const other = index.table((isOf(from, table) ? to : from)?.table ?? "");
        return relationship.active && other && !isAutomaticDateTable(other) ? { from, to } : {};
      });
      const looksUp = sides.find(({ from }) => isOf(from, table))?.to;
      const isLookedUp = sides.find(({ to }) => isOf(to, table))?.from;
      if (!looksUp || !isLookedUp) continue;
      const message = `table '${table.name}' stands between '${isLookedUp.table}' and '${looksUp.table}'`;
      report(table.origin, message, `Bring what '${looksUp.table}' knows into '${table.name}', for a star.`);
    }
  },
});

function isOf(column: { readonly table: string } | undefined, table: Table): boolean {
  return column !== undefined && nameKey(column.table) === nameKey(table.name);
}

const fewHardRelationships = practice({
  code: "AVOID_EXCESSIVE_BI-DIRECTIONAL_OR_MANY-TO-MANY_RELATIONSHIPS",
  severity: "info",
  why: "Where filters go many ways, queries are slow and nobody can tell why a number is what it is.",
  check({ model }, report) {
    const { length } = model.relationships;
    const count = (is: (relationship: Relationship) => boolean): number => model.relationships.filter(is).length;
    const hard = count(isBothWays) + count(isManyToMany);
    if (!model.model || hard <= length * 0.3) return;
    const message = `${hard} times in ${length} relationships, filters go both ways or many meet many`;
    report(model.model, message, "Filter in one direction, from a table with one row for each key.");
  },
});

function isBothWays({ crossFiltering }: Relationship): boolean {
  return crossFiltering === "bothDirections";
}

const manyToManyOneWay = practice({
  code: "MANY-TO-MANY_RELATIONSHIPS_SHOULD_BE_SINGLE-DIRECTION",
  severity: "info",
  why: "Many rows filter many rows and back: the slowest relationship there is, and the hardest to understand.",
  check({ model }, report) {
    for (const relationship of model.relationships) {
      if (!isManyToMany(relationship) || !isBothWays(relationship)) continue;
      const message = "many meet many here, and filters go both ways";
      report(relationship.origin, message, "Remove `crossFilteringBehavior: bothDirections`.");
    }
  },
});

const hardRelationshipsAreMeant = practice({
  code: "CHECK_IF_BI-DIRECTIONAL_AND_MANY-TO-MANY_RELATIONSHIPS_ARE_VALID",
  severity: "info",
  why: "Such relationships slow queries, and filter what their author did not think of.",
  check({ model }, report) {
    for (const relationship of model.relationships) {
      const many = isManyToMany(relationship);
      if (!many && !isBothWays(relationship)) continue;
      const message = many ? "many rows meet many rows here" : "filters go both ways here";
      report(relationship.origin, message, "Make sure that this is needed, and accept the finding with the reason.");
    }
  },
});

const sameTypes = practice({
  code: "RELATIONSHIP_COLUMNS_SAME_DATA_TYPE",
  severity: "warning",
  why: "Values of two types are converted at each query, or never meet.",
  check({ facts }, report) {
    for (const { relationship, from, to } of facts.relationships) {
      if (!from?.dataType || !to?.dataType || from.dataType === to.dataType) continue;
      const message = `${show(from)} is ${from.dataType}, ${show(to)} is ${to.dataType}`;
      report(relationship.origin, message, "Give both columns one type.");
    }
  },
});

/** As Microsoft's, which counts dates too: a date table is often related by its dates on purpose. */
const integerKeys = practice({
  code: "RELATIONSHIP_COLUMNS_SHOULD_BE_OF_INTEGER_DATA_TYPE",
  severity: "info",
  why: "Whole numbers are the smallest keys.",
  check({ facts }, report) {
    for (const column of facts.columns) {
      const { origin, name, dataType } = column;
      if (dataType === undefined || dataType === "int64" || facts.relationshipsOf(column).length === 0) continue;
      report(origin, `[${name}] is a key of type ${dataType}`, "Use a key of type `int64`.");
    }
  },
});

const hiddenForeignKeys = practice({
  code: "HIDE_FOREIGN_KEYS",
  severity: "info",
  why: "Who groups by the key of the many side filters this table alone.",
  check({ facts }, report) {
    const reported = new Set<Column>();
    for (const { relationship, from, to } of facts.relationships) {
      if (!from || !to || facts.isHidden(from) || reported.has(from)) continue;
      if (relationship.fromCardinality !== "many" || relationship.toCardinality !== "one") continue;
      reported.add(from);
      report(from.origin, `[${from.name}] only leads to ${show(to)}, and is shown`, "Write `isHidden`.");
    }
  },
});

const markedPrimaryKeys = practice({
  code: "MARK_PRIMARY_KEYS",
  severity: "info",
  why: "Tools, and people, see from the mark what one row of the table is.",
  check({ facts }, report) {
    for (const column of facts.columns) {
      const table = facts.tableOf(column);
      if (column.isKey || nameKey(table?.dataCategory ?? "") === "time") continue;
      const ends = facts.relationshipsOf(column);
      if (!ends.some(({ relationship, to }) => to === column && relationship.toCardinality === "one")) continue;
      report(
        column.origin,
        `[${column.name}] is the key of '${column.table}', and not marked as such`,
        "Write `isKey`.",
      );
    }
  },
});

/** As Microsoft's, without tables that are alone on purpose: those of measures and of parameters. */
const relatedTables = practice({
  code: "ENSURE_TABLES_HAVE_RELATIONSHIPS",
  severity: "info",
  why: "No filter on another table reaches this one: side by side, their numbers do not fit.",
  check({ model, facts }, report) {
    if (model.tables.length < 2) return;
    for (const table of model.tables) {
      if (table.calculationGroup || isMeasureTable(table) || isParameterTable(table) || isAutomaticDateTable(table))
        continue;
      if (facts.relationshipsOfTable(table).length > 0) continue;
      report(table.origin, `table '${table.name}' is related to no other`, "Relate it, or remove it.");
    }
  },
});

const activatedRelationships = practice({
  code: "INACTIVE_RELATIONSHIPS_THAT_ARE_NEVER_ACTIVATED",
  severity: "info",
  why: "Without USERELATIONSHIP it does nothing, and readers take it for one that does.",
  check({ facts, dax }, report) {
    const activated = new Set<string>();
    for (const { dax: text, node } of dax.calls("USERELATIONSHIP")) {
      const inside = text.bound.references.filter(
        ({ kind, span }) => kind === "column" && node.span.start <= span.start && span.end <= node.span.end,
      );
      // In a function of the model the columns may be parameters, which can be any.
      if (inside.length < 2) return;
      activated.add(pairKey(inside.map((column) => show(column.kind === "column" ? column : { table: "", name: "" }))));
    }
    for (const { relationship, from, to } of facts.relationships) {
      if (relationship.active || !from || !to || activated.has(pairKey([show(from), show(to)]))) continue;
      const message = `this relationship of ${show(from)} to ${show(to)} is inactive, and no measure activates it`;
      report(relationship.origin, message, "Remove it, or activate it in a measure with USERELATIONSHIP.");
    }
  },
});

function pairKey(columns: readonly string[]): string {
  return nameKey([...columns].sort().join("\n"));
}

export const relationshipShape: readonly Rule[] = [
  noSnowflake,
  fewHardRelationships,
  manyToManyOneWay,
  hardRelationshipsAreMeant,
  sameTypes,
  integerKeys,
  hiddenForeignKeys,
  markedPrimaryKeys,
  relatedTables,
  activatedRelationships,
];
