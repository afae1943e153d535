import { type NormalColumn, type NormalQuery, NotUnderstood } from "../normal-form/normal-form.ts";
import { normalQuery } from "../normal-form/normal-query.ts";
import { placesOf } from "../normal-form/places.ts";
import { plainText } from "../normal-form/plain-text.ts";
import { quotedNames } from "../normal-form/quoted-names.ts";
import { type RowsPart, rowsOf, textOf } from "../normal-form/text.ts";
import type { RelationLookup } from "../sql/known-relation.ts";
import { parseQuery } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";
import { type BreakingClass, type Change, worst } from "./classes.ts";
import { compareTypes } from "./compare-types.ts";

export interface QueryComparison {
  readonly class: BreakingClass;
  readonly changes: readonly Change[];
}

/** What the result of a query is after a change, beside what it was: by name of its columns, whatever the order of its rows. */
export function compareQueries(
  before: string,
  after: string,
  dialect: string,
  lookup: RelationLookup,
): QueryComparison {
  const changes = changesOf(before, after, dialect, lookup);
  return { class: worst(changes), changes };
}

function changesOf(before: string, after: string, dialect: string, lookup: RelationLookup): readonly Change[] {
  if (before === after) return [];
  const [old, own] = [parseQuery(before, dialect), parseQuery(after, dialect)];
  if ("problem" in own) return [{ class: "unknown", what: "code", reason: own.problem }];
  if ("problem" in old) return [{ class: "unknown", what: "code", reason: `before the change, ${old.problem}` }];
  if (plainText(old.query) === plainText(own.query)) return [];
  try {
    const { clash } = quotedNames([old.query, own.query], dialect);
    if (clash !== undefined) throw new NotUnderstood(`${clash} is written in two ways that are two names`);
    return compare(normalQuery(old.query, lookup, dialect), normalQuery(own.query, lookup, dialect));
  } catch (error) {
    if (error instanceof NotUnderstood) {
      return [
        { class: "unknown", what: "code", reason: `it is written otherwise, and cannot be compared: ${error.message}` },
      ];
    }
    if (error instanceof RangeError)
      return [{ class: "unknown", what: "code", reason: "its SQL is nested too deeply" }];
    throw error;
  }
}

function compare(before: NormalQuery, after: NormalQuery): readonly Change[] {
  const rows = rowChanges(before, after);
  const open = (query: NormalQuery): string => query.open.map((source) => placesOf(query).of(source)).join();
  if (open(before) !== open(after)) {
    const reason = "it passes on other relations as they are, and their columns are not known";
    return [...rows, { class: "unknown", what: "code", reason }];
  }
  const columns = columnChanges(before, after);
  return rows.length + columns.length === 0 ? reordered(before, after) : [...rows, ...columns];
}

function rowChanges(before: NormalQuery, after: NormalQuery): readonly Change[] {
  const old = rowsOf(before);
  const isOtherJoin = kindsOf(before) !== kindsOf(after) && sameRelations(before, after);
  return rowsOf(after).flatMap(({ part, text }, at): Change[] => {
    const was = old[at]?.text ?? "";
    // Which relation is named first is decided by the kinds of join, and is no change of its own.
    if (part === "relations" && isOtherJoin) return [];
    return text === was ? [] : [{ class: "breaking", what: "rows", reason: rowsReason({ part, text }, was) }];
  });
}

function kindsOf({ sources }: NormalQuery): string {
  return sources.map(({ how }) => how).join();
}

function sameRelations(before: NormalQuery, after: NormalQuery): boolean {
  const names = ({ sources }: NormalQuery): string =>
    JSON.stringify(sources.map(({ source }) => source.text ?? null).sort());
  return (
    [...before.sources, ...after.sources].every(({ source }) => source.text !== undefined) &&
    names(before) === names(after)
  );
}

function rowsReason({ part, text }: RowsPart, before: string): string {
  if (part === "kinds of join") return joinsReason(before.split(", "), text.split(", "));
  if (part === "operation") return `${before || "one query"} became ${text || "one query"}`;
  const name = ROWS[part] ?? part;
  if (before === "") return `it adds ${name}`;
  if (text === "") return `it drops ${name}`;
  return `it changes ${name}`;
}

const ROWS: Readonly<Record<string, string>> = {
  relations: "what its rows come from",
  "conditions of joins": "the condition of a join",
  parts: "the rows of what it unites",
  condition: "the condition of WHERE or of an inner join",
  groups: "what its rows are grouped by",
  "condition of groups": "the condition of HAVING",
  "condition of QUALIFY": "the condition of QUALIFY",
  order: "the order that a limit, or what depends on the order, takes",
};

function joinsReason(before: readonly string[], after: readonly string[]): string {
  const name = (how: string | undefined): string =>
    how === undefined ? "nothing" : how === "cross" || how === "inner" ? "INNER JOIN" : `${how.toUpperCase()} JOIN`;
  if (before.length < after.length) return "a join is added";
  if (before.length > after.length) return "a join is removed";
  const at = after.findIndex((how, index) => how !== before[index]);
  return `${name(before[at])} became ${name(after[at])}`;
}

function columnChanges(before: NormalQuery, after: NormalQuery): readonly Change[] {
  const old = new Map(before.columns.map((column) => [fold(column.name), column]));
  const own = new Map(after.columns.map((column) => [fold(column.name), column]));
  const added = after.columns.filter(({ name }) => !old.has(fold(name)));
  const changes: Change[] = [];
  for (const column of before.columns) {
    const now = own.get(fold(column.name));
    if (now) changes.push(...columnChange(before, column, after, now));
    else changes.push(removed(before, column, after, added));
  }
  const isOpen = after.open.length > 0;
  for (const { name } of added) {
    changes.push(
      isOpen
        ? { class: "unknown", what: "added", column: name, reason: `column ${shown(name)} may have been there already` }
        : { class: "additive", what: "added", column: name, reason: `column ${shown(name)} is added` },
    );
  }
  return changes;
}

function removed(
  before: NormalQuery,
  column: NormalColumn,
  after: NormalQuery,
  added: readonly NormalColumn[],
): Change {
  const text = textOf(column.term, placesOf(before));
  const renamed = added.find(({ term }) => textOf(term, placesOf(after)) === text);
  const { name } = column;
  if (renamed) {
    return {
      class: "breaking",
      what: "name",
      column: name,
      reason: `column ${shown(name)} is now called ${shown(renamed.name)}`,
    };
  }
  return { class: "breaking", what: "removed", column: name, reason: `column ${shown(name)} is removed` };
}

function columnChange(
  before: NormalQuery,
  was: NormalColumn,
  after: NormalQuery,
  now: NormalColumn,
): readonly Change[] {
  const column = was.name;
  const changes: Change[] = [];
  if (was.name !== now.name) {
    const reason = `column ${shown(was.name)} is now spelled ${shown(now.name)}: Power Query tells them apart`;
    changes.push({ class: "breaking", what: "name", column, reason });
  }
  const [old, own] = [placesOf(before), placesOf(after)];
  if (textOf(was.term, old) === textOf(now.term, own)) return changes;
  const type = compareTypes({ term: was.term, places: old }, { term: now.term, places: own });
  if (type) return [...changes, { ...type, column, reason: `column ${shown(column)} ${type.reason}` }];
  return [
    ...changes,
    { class: "breaking", what: "value", column, reason: `column ${shown(column)} is another expression` },
  ];
}

function reordered(before: NormalQuery, after: NormalQuery): readonly Change[] {
  const order = ({ columns }: NormalQuery): string => JSON.stringify(columns.map(({ name }) => fold(name)));
  if (order(before) === order(after)) return [];
  const reason = "its columns are in another order: seen only by what unites all of them by their place";
  return [{ class: "none", what: "order", reason }];
}

/** What a query gives no name is called as it is written. */
function shown(name: string): string {
  return name.startsWith("{") ? "without a name" : name;
}
