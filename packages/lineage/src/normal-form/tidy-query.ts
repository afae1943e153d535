import { type NormalQuery, type Term, within } from "./normal-form.ts";
import { hasWindows, isAggregateOp } from "./query-shape.ts";
import { sourceText } from "./text.ts";

/** Rows without a repetition are groups; a condition on what groups are made by is one on rows. */
export function tidy(query: NormalQuery): NormalQuery {
  const { distinct, group, limit } = query;
  const isOn = distinct?.[0]?.op === "on";
  if (
    distinct &&
    !isOn &&
    !group &&
    limit.length === 0 &&
    !query.operation &&
    !hasWindows(query) &&
    query.makers.length === 0
  ) {
    const { distinct: _, ...rest } = query;
    return { ...rest, group: distinct };
  }
  if (!group || group.length === 0 || group.some(({ op }) => op.startsWith("function"))) return query;
  const isOfRows = (condition: Term): boolean =>
    !within(condition, ({ op, query: inner }) => inner !== undefined || isAggregateOp(op));
  return {
    ...query,
    where: [...query.where, ...query.having.filter(isOfRows)],
    having: query.having.filter((condition) => !isOfRows(condition)),
  };
}

/** Relations that all meet without a condition of their own do so in any order. */
export function inOneOrder(query: NormalQuery): NormalQuery {
  if (query.sources.some(({ how }) => how !== "from" && how !== "cross")) return query;
  const sources = query.sources
    .map(({ source }) => ({ source, text: sourceText(source) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return {
    ...query,
    sources: sources.map(({ source }, at) => ({ source, how: at === 0 ? "from" : "cross", on: [] })),
  };
}
