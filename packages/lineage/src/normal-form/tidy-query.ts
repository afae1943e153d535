import { type NormalQuery, type Term, within } from "./normal-form.ts";
import { hasWindows, isAggregateOp } from "./query-shape.ts";

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
