import type { Understanding } from "@throughline/contracts";
import { foldLetters } from "../words/split-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { objectsNamed } from "./object-named.ts";
import type { Reading } from "./outcome.ts";
import { refuse } from "./outcome.ts";
import { inPlainOrder } from "./plain-order.ts";
import { readChange } from "./read-change.ts";
import { readColumn } from "./read-column.ts";
import { readDeprecation } from "./read-deprecation.ts";
import { isAboutDescription, readDescription } from "./read-description.ts";
import { readDisplay } from "./read-display.ts";
import { readMeasure } from "./read-measure.ts";
import { readRemove } from "./read-remove.ts";
import { readRename } from "./read-rename.ts";
import { readSourceField } from "./read-source-field.ts";
import { readSync } from "./read-sync.ts";
import { isAboutTest, readTest } from "./read-test.ts";
import { refuseOtherLanguage, refuseOutOfReach, refuseSeveral } from "./screens.ts";
import { testInPlainWords } from "./test-in-plain-words.ts";
import { tokenize } from "./tokens.ts";
import { refuseUnknown } from "./unknown-name.ts";
import { isBetweenAny } from "./unsaid-columns.ts";

/**
 * Reads a request whose courtesies are gone. `content` is the same sentence to the letter, for what is carried as text.
 * The order matters: descriptions first, because their text may say anything; measures last, because they may be called
 * anything.
 */
export function readRequest(reading: Reading, text: string, content: string): Understanding {
  if (!/[\p{L}]{2}/u.test(text)) refuse("nothing-asked", "the request says nothing that could be done");
  const description = isAboutDescription(content) ? readDescription(reading, content) : undefined;
  if (description !== undefined) return description;
  const sync = readSync(reading, text);
  if (sync !== undefined) return sync;
  const check = testInPlainWords(reading, text);
  const tested = check === undefined ? undefined : readTest(reading, check);
  if (tested !== undefined) return tested;
  refuseOtherLanguage(text, (word) => isName(reading, word));
  refuseOutOfReach(textOutsideNames(reading, inPlainOrder(text)), text);
  refuseSeveral(inPlainOrder(text));
  if (isBetweenAny(text))
    refuse("unclear-formula", "between which moments is not said", 'Say "between … and …", with their names.');
  const read =
    readTest(reading, text) ??
    readRename(reading, text) ??
    readDeprecation(reading, text) ??
    readDisplay(reading, text) ??
    readChange(reading, text) ??
    readRemove(reading, text) ??
    readSourceField(reading, text) ??
    readColumn(reading, text);
  if (read !== undefined) return read;
  if (isAboutTest(text))
    refuse(
      "unsupported-test",
      "this test is not among those that can be written from a sentence",
      "Supported are: never empty, unique, one of given values, exists in another table.",
    );
  if (ASKS_FOR_COLUMN.test(text)) return refuseUnknown(reading, tokenize(text));
  if (NAMES_COLUMN.test(text) && !/\b(?:measure|metric|kpi)\b/iu.test(text))
    return refuseUnknown(reading, tokenize(text));
  if (GROUPS.test(text) && !SPLITS_NUMBER.test(text))
    refuse("unclear-ranges", "the ranges are not said", 'Say them like "short under 2, medium 2 to 10, long over 10".');
  if (NEVER_NUMBER.test(text)) return refuseUnknown(reading, tokenize(text));
  return readMeasure(reading, text.replace(ASKS_FOR_NUMBER, ""));
}

/** What is to be named or hidden is no new number, whatever else the sentence says. */
const NEVER_NUMBER =
  /^(?:rename|relabel|retitle|hide|unhide)\b|\b(?:new|better|other|different|nicer|clearer|shorter|proper) names?\b|(?:->|=>|→)|\bname (?:for|of) (?:the )?(?:measure|column|field|metric)\b/iu;

/** Whoever asks for a column does not want a number over many rows under a long name. */
const ASKS_FOR_COLUMN =
  /\b(?:add|create|make|build|new|want|need|get)\s+(?:an?\s+)?(?:new\s+)?(?:column|field)\b|^(?:add|put|create|make|have)\s+(?:to|on|in|into)\s+.+?\san?\s+(?:new\s+)?(?:column|field)\b|^[^"]*\b(?:column|field)\s*[=:]/iu;

const ASKS_FOR_NUMBER =
  /^(?:(?:add(?! up\b| together\b)|create|build|make|define|introduce|include|calculate|compute|show|give|get|see|have|track|display|provide|produce|set up|put in|bring|want|need|report|know|work out|find|measure|monitor|implement|generate|new)(?:ing)?(?: me| us)?\s+)?(?:in\s+)?(?:a |an |the |another |one |some )?(?:(?:new |simple |additional |extra )?(?:measure|metric|kpi|calculation|figure|stat|statistic|indicator)s?\b\s*(?:for|of|that (?:shows?|is|calculates?|counts?|gives?|tells?(?: us| me)?|sums?(?: up)?)|which (?:shows?|is|calculates?|counts?|gives?)|showing|with|giving|on|about|:|to (?:show|calculate|track|see|count|measure|know))?\s*:?\s*)?(?:the |our )?/iu;

/** "gross amount column on orders: net plus tax" is not a number over many rows either. */
const NAMES_COLUMN =
  /^[^"]*\S\s(?:column|field)\b(?=\s*[:,]|\s+(?:on|in|to|for|per|which|that|with|as)\b|$)|^(?:an? |the |new )*(?:column|field)\b/iu;

/** An order to form groups: "Group" may be a value, too. */
const GROUPS =
  /^(?:group|bucket|bin|band|segment|split|cut|divide|classify|categori[sz]e) (?:the|our|all|every|each|them)\b/iu;

/** "Split the number of calls by queue": there is nothing to form ranges of. */
const SPLITS_NUMBER =
  /^\p{L}+ (?:the |our )?(?:number|count|total|sum|average|share|percentage|amount)\b(?!.*\d).*\b(?:by|per|across|for each|for every)\b/iu;

function isName(reading: Reading, word: string): boolean {
  const folded = foldLetters(word);
  const { measures, columns, tables, modelColumns } = reading.catalogue;
  return [...measures, ...columns, ...tables, ...modelColumns].some((entry) =>
    entry.names.some((name) => name.some((part) => wordLikeness(part, folded) >= 0.95)),
  );
}

/** A project may have a column called "Map" or a value "Single-axis": words of its own names do not put a request out of reach. */
function textOutsideNames(reading: Reading, text: string): string {
  const values = reading.catalogue.columns
    .flatMap((entry) => entry.values ?? [])
    .filter((value) => typeof value === "string" && /^[\p{L}\d -]{5,}$/u.test(value) && !ALWAYS_READ.test(value));
  const known = values.length === 0 ? undefined : new RegExp(`(?<!\\p{L})(?:${values.join("|")})(?!\\p{L})`, "giu");
  const plain = known === undefined ? text : text.replaceAll(known, "name");
  const outside = plain.replaceAll(/"[^"{]*"/gu, '""');
  return outside.replaceAll(/[\p{L}]{3,}/gu, (word) => (isWholeName(reading, word) ? "name" : word));
}

const ALWAYS_READ = /^(?:delete|remove|drop|send|email|grant|ignore|select|all|data|rows?|tables?)$/iu;

function isWholeName(reading: Reading, word: string): boolean {
  if (ALWAYS_READ.test(word)) return false;
  const { measures, columns } = reading.catalogue;
  const folded = foldLetters(word);
  if ([...measures, ...columns].some((entry) => entry.names.some((name) => name.includes(folded)))) return true;
  return objectsNamed(reading.catalogue, word, ["table"]).some((thing) => thing.names[0]?.join("") === folded);
}
