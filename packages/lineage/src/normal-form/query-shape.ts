import { isAggregate } from "../sql/read-expression.ts";
import type { Kinds } from "./clause-syntax.ts";
import { type NormalQuery, type Term, within } from "./normal-form.ts";

/** Calls that make several rows of one. */
export const MAKERS: Kinds = {
  has: (kind) => NAMED_MAKERS.has(kind) || kind.startsWith("unnest_"),
};
const NAMED_MAKERS: ReadonlySet<string> = new Set([
  "unnest",
  "explode",
  "posexplode",
  "flatten",
  "generate_subscripts",
]);

/** Nothing but a choice of rows and columns. */
export function isPlain(query: NormalQuery): boolean {
  return (
    query.group === undefined &&
    query.distinct === undefined &&
    query.operation === undefined &&
    query.limit.length === 0 &&
    query.order.length === 0 &&
    query.makers.length === 0 &&
    query.sources.length > 0 &&
    !hasWindows(query)
  );
}

/** One relation with all its rows, and columns that are its columns: it may be without a partner. */
export function isPassedOn(query: NormalQuery): boolean {
  return (
    query.sources.length === 1 &&
    query.where.length === 0 &&
    query.columns.every((column) => column.term.source !== undefined)
  );
}

export function hasWindows(query: NormalQuery): boolean {
  const isWindow = ({ op }: Term): boolean => op === "window_function";
  return query.qualify.length > 0 || query.columns.some((column) => within(column.term, isWindow));
}

export function isMaker({ op }: Term): boolean {
  const [kind = "", name = ""] = op.split(" ");
  return MAKERS.has(kind) || (kind === "function" && MAKERS.has(name.replace(/^name=/u, "")));
}

export function isAggregateOp(op: string): boolean {
  const [kind = "", name = ""] = op.split(" ");
  return kind === "function" || isAggregate({ [kind]: {} }) || isAggregate({ [name.replace(/^name=/u, "")]: {} });
}
