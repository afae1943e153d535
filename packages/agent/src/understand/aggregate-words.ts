import type { Aggregation } from "@throughline/contracts";
import { FILLERS, type Token } from "./tokens.ts";

export type Aggregate = Aggregation | "rows";

const AGGREGATES: readonly (readonly [RegExp, Aggregate])[] = [
  [/^(?:the )?(?:distinct|unique|different) (?:number|count|amount) of\b/u, "distinct-count"],
  [/^(?:the )?(?:number|count|nr|no|#) of (?:the )?(?:distinct|unique|different)\b/u, "distinct-count"],
  [/^(?:the )?(?:how many|count|#) (?:the )?(?:distinct|unique|different)\b/u, "distinct-count"],
  [/^(?:the )?(?:distinct|unique) count of\b|^(?:the )?(?:distinct|unique|different)\b/u, "distinct-count"],
  [/^(?:the )?(?:total )?(?:number|count|nr|no|quantity) of\b|^(?:the )?how many\b|^# (?:of )?|^count\b/u, "count"],
  [
    /^(?:the )?(?:average|avg|mean|typical|usual|averages?|averge|avarage|avrage|averag|aver|ø)(?: value)?(?: of)?\b/u,
    "average",
  ],
  [/^how much(?! of\b)\b/u, "sum"],
  [
    /^(?:the )?(?:grand |overall )?(?:total|sum|totals|sums|totl|summed|combined|cumulated|σ)(?: (?:amount|value))?(?: of)?\b/u,
    "sum",
  ],
  [
    /^(?:the )?(?:minimum|min|lowest|smallest|shortest|least|cheapest|lightest|earliest|slowest|minimal)(?: value)?(?: of)?\b/u,
    "min",
  ],
  [
    /^(?:the )?(?:maximum|max|highest|largest|longest|biggest|greatest|latest|heaviest|fastest|most expensive|maximal)(?: value)?(?: of)?\b/u,
    "max",
  ],
];

export function stripped(tokens: readonly Token[]): readonly Token[] {
  let kept = [...tokens];
  while (kept.length > 0 && FILLERS.has(kept[0]?.word ?? "")) kept = kept.slice(1);
  while (kept.length > 0 && (FILLERS.has(kept.at(-1)?.word ?? "") || kept.at(-1)?.word === ","))
    kept = kept.slice(0, -1);
  return kept;
}

export function splitAggregate(tokens: readonly Token[]): {
  aggregate: Aggregate | undefined;
  rest: readonly Token[];
  /** The words for the aggregate. */
  said?: string;
} {
  const text = tokens.map((token) => (token.kind === "quoted" ? "\u0001" : token.word)).join(" ");
  for (const [pattern, aggregate] of AGGREGATES) {
    const match = pattern.exec(text);
    if (match === null || match[0].trim() === "") continue;
    const length = match[0].trim().split(" ").length;
    if (length > tokens.length) continue;
    const rest = stripped(tokens.slice(length));
    // "average number of guests": guests are counted by a column already, or by rows.
    const counted =
      aggregate === "average" && ["number", "count"].includes(rest[0]?.word ?? "") && rest[1]?.word === "of";
    return { aggregate, rest: counted ? stripped(rest.slice(2)) : rest, said: match[0].trim() };
  }
  const last = tokens.at(-1)?.word;
  if (tokens.length > 1 && (last === "count" || last === "counts"))
    return { aggregate: "count", rest: tokens.slice(0, -1) };
  if (tokens.length > 1 && (last === "total" || last === "sum")) return { aggregate: "sum", rest: tokens.slice(0, -1) };
  if (tokens.length > 1 && (last === "average" || last === "avg"))
    return { aggregate: "average", rest: tokens.slice(0, -1) };
  return { aggregate: undefined, rest: tokens };
}
