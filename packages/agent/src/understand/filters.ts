import type { Filter, Literal } from "@throughline/contracts";
import { INTRODUCES, NEGATES, saysAmount } from "./condition.ts";
import { takeFlag } from "./flag-condition.ts";
import { takeComparison, takeRange } from "./number-condition.ts";
import type { Reading } from "./outcome.ts";
import { takePresence } from "./presence.ts";
import { isRowWord } from "./row-words.ts";
import { FILLERS, type Token } from "./tokens.ts";
import { takeValue } from "./value-condition.ts";

/** Conditions found in a phrase, and what is left of it. */
interface FilteredPhrase {
  readonly filters: readonly Filter[];
  readonly rest: readonly Token[];
  /** Words for the name of what is filtered so. */
  readonly label: string;
}

/** Takes every condition out of a phrase about `table`. */
export function takeFilters(
  reading: Reading,
  tokens: readonly Token[],
  table: string | undefined,
  flags: "flags" | "no-flags" = "flags",
): FilteredPhrase {
  let rest: readonly Token[] = withNegationRepeated(withNegationAtCondition(reading, tokens));
  const filters: Filter[] = [];
  const labels: string[] = [];
  for (;;) {
    const between = takeRange(reading, rest, table);
    if (between !== undefined) {
      filters.push(...between.filters);
      labels.push(between.label);
      rest = between.rest;
      continue;
    }
    const found =
      takeComparison(reading, rest, table) ??
      takeValue(reading, rest, table) ??
      (flags === "flags" ? takeFlag(reading, rest, table) : undefined) ??
      takePresence(reading, rest, table);
    if (found === undefined) break;
    filters.push(found.filter);
    labels.push(found.label);
    rest = found.rest;
  }
  return { filters: merged(filters), rest: trimmed(rest), label: labels.join(" ") };
}

/** "excluding A and B" excludes both: the negation is said again before each. */
function withNegationRepeated(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findIndex(
    (token, place) => EXCLUDES.has(token.word) || (token.word === "than" && tokens[place - 1]?.word === "other"),
  );
  const negation = tokens[at];
  if (negation === undefined) return tokens;
  return tokens.flatMap((token, place) => {
    const next = tokens[place + 1];
    const isLink = place > at && (token.word === "and" || token.word === "or" || token.word === ",");
    if (!isLink || next === undefined || next.kind === "sign" || INTRODUCES.has(next.word)) return [token];
    // The "no" of "no-show" belongs to what is excluded.
    const isNegated = NEGATES.has(next.word) && tokens[place + 2]?.joined !== true;
    return isNegated ? [token] : [token, negation];
  });
}

/** "excluding orders that were returned" is "excluding returned": between the two stands only which rows are meant. */
function withNegationAtCondition(reading: Reading, tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findIndex((token) => EXCLUDES.has(token.word));
  let place = at + 1;
  const passes = (isPassed: (word: string) => boolean): boolean => {
    const from = place;
    while (place < tokens.length && isPassed(tokens[place]?.word ?? "")) place += 1;
    return place > from;
  };
  if (at < 0) return tokens;
  const hasRows = passes((word) => !RELATES.has(word) && (FILLERS.has(word) || isRowWord(reading, word)));
  const hasRelation = passes((word) => RELATES.has(word));
  const isSaid = hasRows && hasRelation && passes((word) => IS.has(word));
  return isSaid ? [...tokens.slice(0, at + 1), ...tokens.slice(place)] : tokens;
}

const RELATES = new Set("that which who".split(" "));
const IS = new Set("is are was were be been has have had got get gets".split(" "));

const EXCLUDES = new Set("excluding outside exclude except excl without not neither".split(" "));

/** Words that only led to what was taken must not be left over. */
function trimmed(tokens: readonly Token[]): readonly Token[] {
  let kept = [...tokens];
  for (let before = -1; before !== kept.length; ) {
    before = kept.length;
    const last = kept.at(-1);
    if (
      last !== undefined &&
      !saysAmount(kept.at(-2), last.word) &&
      (INTRODUCES.has(last.word) || FILLERS.has(last.word) || ["and", ",", "or"].includes(last.word))
    )
      kept = kept.slice(0, -1);
    const [first] = kept;
    if (
      first !== undefined &&
      (FILLERS.has(first.word) || [",", "and", "for", "with", "only", "in"].includes(first.word))
    )
      kept = kept.slice(1);
  }
  return kept;
}

/** Values of one column that are to be equal become a list. */
function merged(filters: readonly Filter[]): Filter[] {
  const result: Filter[] = [];
  for (const filter of filters) {
    const same = result.findIndex(
      (other) =>
        other.column.table === filter.column.table &&
        other.column.column === filter.column.column &&
        (other.operator === "=" || other.operator === "in") &&
        filter.operator === "=",
    );
    const known = result[same];
    if (known === undefined) result.push(filter);
    else if (!filter.values.every((value) => known.values.includes(value)))
      result[same] = { ...known, operator: "in", values: [...known.values, ...filter.values].sort(byText) };
  }
  return result;
}

function byText(a: Literal, b: Literal): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
