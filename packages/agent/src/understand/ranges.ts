import { type Range, rangeIn, rangeName } from "./range-in-words.ts";

export type { Range } from "./range-in-words.ts";

const COMPARES =
  "more|less|above|below|over|under|up|higher|lower|longer|shorter|fewer|older|younger|including|upwards?|greater|larger|bigger|smaller|beyond";

/** Between two ranges: "and more" and "and under 40" belong to the range before. */
const BETWEEN = new RegExp(
  String.raw`\s*[,;]\s*(?:and\s+|or\s+|then\s+)?|\s+(?:and|or)\s+(?=["'\p{L}])(?!(?:${COMPARES})\b(?!\s*\d))(?!(?:under|below|less than)\s*\d)`,
  "iu",
);

/** The ranges of a list such as "short under 2, medium 2 to 10, long over 10"; undefined when a part of it is no range. */
export function rangesIn(list: string): Range[] | undefined {
  const pieces = list
    .replaceAll(/\bform(?=\s+\d)/giu, "from")
    .split(BETWEEN)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
  const ranges: Range[] = [];
  for (const [at, piece] of pieces.entries()) {
    const range = rangeIn(piece) ?? (at === pieces.length - 1 ? theRest(piece, ranges.at(-1)) : undefined);
    if (range === undefined) return undefined;
    ranges.push(range);
  }
  if (ranges.length < 2) return undefined;
  // Ranges without names are called by their numbers; names for some of them only leave the others to be guessed.
  const bare = ranges.filter((range) => range.side === undefined && /\d/u.test(range.label));
  // A name before its numbers in one and behind them in another: a word was taken for what it is not.
  const sides = new Set(ranges.map((range) => range.side).filter((side) => side !== undefined));
  return sides.size <= 1 && (bare.length === 0 || bare.length === ranges.length) ? ranges : undefined;
}

const REST =
  /^(?:(?:everything|anything|all|all else)\s+)?(?:(?:above|over|beyond|more|longer|higher|larger|else|otherwise|the rest|everything|anything|all else)(?:\s+(?:than )?that|\s+it)?)(?:\s+(?:is|are|as))?\s*[:=]?\s+(?=[\p{L}"'])|(?:\s+(?:is|are|if|for|:))?\s+(?:(?:everything|anything|all)\s+)?(?:above(?: that)?|beyond(?: that)?|over(?: that)?|more(?: than that)?|longer|higher|larger|the rest|everything else|anything else|all else|else|otherwise)$/giu;

/** "… and long": a last name without numbers has whatever is above the one before. */
function theRest(piece: string, before: Range | undefined): Range | undefined {
  if (before?.to === undefined || !/^[\p{L}"' :=()_-]+$/u.test(piece)) return undefined;
  const label = rangeName(piece.replaceAll(/[()]/gu, " ").trim().replaceAll(REST, ""));
  return label === undefined ? undefined : { label, from: before.to, includesFrom: before.includesTo === false };
}
