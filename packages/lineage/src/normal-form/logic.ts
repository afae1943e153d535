import { FALSE, type Term, TRUE, term } from "./normal-form.ts";

const OPPOSITE: Readonly<Record<string, string>> = { eq: "neq", neq: "eq", lt: "gte", gte: "lt", lte: "gt", gt: "lte" };
const FLIPPED: Readonly<Record<string, string>> = { gt: "lt", gte: "lte" };
const PREDICATES: ReadonlySet<string> = new Set([
  "eq",
  "neq",
  "lt",
  "lte",
  "and",
  "or",
  "is_null",
  "not",
  "in",
  "exists",
]);

/** Comparisons are written with the smaller side first. */
export function comparison(op: string, left: Term, right: Term): Term {
  const flipped = FLIPPED[op];
  if (flipped !== undefined) return term(flipped, right, left);
  if (op === "eq" && left.op === right.op && /^literal ["](?:number|string)/u.test(left.op)) return TRUE;
  return term(op, left, right);
}

/** A conjunction or disjunction: brackets and what decides nothing say nothing, with NULL among the values as well. */
export function junction(op: "and" | "or", parts: readonly Term[]): Term {
  const [idle, deciding] = op === "and" ? [TRUE, FALSE] : [FALSE, TRUE];
  const flat = parts.flatMap((part) => (part.op === op ? part.args : [part]));
  if (flat.some((part) => part.op === deciding.op)) return deciding;
  const kept = flat.filter((part) => part.op !== idle.op);
  const [first = idle] = kept;
  // What stands alone is a condition only if it is one by itself: `and` makes one of a number.
  return kept.length < 2 && isPredicate(first) ? first : term(op, ...kept);
}

/** Negation goes inwards as far as three-valued logic lets it. */
export function negation(inner: Term): Term {
  const opposite = OPPOSITE[inner.op];
  const [left, right] = inner.args;
  if (opposite !== undefined && left && right) return comparison(opposite, left, right);
  if (inner.op === TRUE.op) return FALSE;
  if (inner.op === FALSE.op) return TRUE;
  if (inner.op === "and") return junction("or", inner.args.map(negation));
  if (inner.op === "or") return junction("and", inner.args.map(negation));
  if (inner.op === "not" && left && isPredicate(left)) return left;
  return term("not", inner);
}

export function conjunction(condition: Term): readonly Term[] {
  if (condition.op === TRUE.op) return [];
  return condition.op === "and" ? condition.args : [condition];
}

export function isPredicate({ op }: Term): boolean {
  return PREDICATES.has(op) || op === TRUE.op || op === FALSE.op;
}
