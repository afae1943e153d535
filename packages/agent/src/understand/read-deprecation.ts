import type { Understanding } from "@throughline/contracts";
import { labelOf } from "./object-choice.ts";
import { objectNamed } from "./object-named.ts";
import { alreadyThere, type Reading, refuse } from "./outcome.ts";

const DEPRECATE: readonly RegExp[] = [
  /^(?:deprecate|sunset|phase out)\s+(.+)$/iu,
  /^phase\s+(.+?)\s+out$/iu,
  /^(?:mark|flag|declare|label)\s+(.+?)\s+(?:as\s+)?deprecated$/iu,
];

const KEEP: readonly RegExp[] = [
  /^(?:undeprecate|un-deprecate)\s+(.+)$/iu,
  /^(?:mark|flag|declare|label)\s+(.+?)\s+(?:as\s+)?(?:not|no longer)\s+deprecated$/iu,
];

/** No column or measure, even where one has a name like it. */
const WHOLE = /\b(?:tables?|models?|pages?|reports?|visuals?|dashboards?|pipelines?|seeds?)$/iu;

/** Reads "deprecate X": it is hidden and marked, so that whoever still uses it is warned before it is removed. */
export function readDeprecation(reading: Reading, text: string): Understanding | undefined {
  const kept = namedBy(KEEP, text);
  const phrase = kept ?? namedBy(DEPRECATE, text);
  if (phrase === undefined) return undefined;
  const target = WHOLE.test(phrase) ? undefined : objectNamed(reading, phrase, ["measure", "column"]);
  if (target?.kind !== "measure" && target?.kind !== "column")
    return refuse(
      "unsupported-deprecation",
      `${phrase} cannot be deprecated`,
      "A measure or a column of the model can.",
    );
  const isDeprecated = (target.kind === "measure" ? target.measure : target.column).deprecated === true;
  const isWanted = kept === undefined;
  if (isDeprecated === isWanted) alreadyThere(`${labelOf(target)} is ${isWanted ? "" : "not "}deprecated already`);
  const semantic =
    target.kind === "measure"
      ? { table: target.table, measure: target.measure.name }
      : { table: target.table, column: target.column.name };
  const display = isWanted ? { hidden: true, deprecated: true as const } : { hidden: false, deprecated: null };
  return { status: "understood", intent: { kind: "describe", semantic, display } };
}

function namedBy(patterns: readonly RegExp[], text: string): string | undefined {
  for (const pattern of patterns) {
    const [, phrase] = pattern.exec(text) ?? [];
    if (phrase !== undefined) return phrase;
  }
  return undefined;
}
