import type { MeasureEntry } from "../catalogue/catalogue.ts";
import { isSameEvent } from "../words/event-words.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { idOf, labelOf } from "./object-choice.ts";
import type { Rule, Way } from "./open-request.ts";
import { isPart } from "./quantity-choice.ts";
import { tokenize, wordsOf } from "./tokens.ts";

/** Requests for a number that say what it is wanted for, or where it was seen, and not which one it is. */

const JUDGED =
  "well|good|bad|badly|poorly|great|happy|satisfied|healthy|successful|efficient|productive|effective|busy|popular|reliable|profitable|strong|competitive|attractive|fast|quick|loyal";

/** "how well we are doing", "how happy our guests are": a number may stand for it, and which one is not said. */
const judgedOnly: Rule = ({ catalogue }, request) => {
  const isJudged =
    new RegExp(
      String.raw`\bhow (?:${JUDGED})\b(?! (?:is|are|was|were|do|does|did|has|have|can|could|will|would)\b)`,
      "iu",
    ).test(request) ||
    /\bhow (?:the |our |my )?(?:[\p{L}-]+ ){0,3}(?:(?:is|are|was|were) (?:doing|performing|going|running|developing)|perform|performs|does|do)(?: (?:overall|right now|at the moment|lately))?$/iu.test(
      request,
    );
  return isJudged ? { question: "Which number shows that?", ways: waysFor(catalogue.measures) } : undefined;
};

const FIGURE =
  "(?:percentage|percent|ratio|rate|share|quota|number|figure|kpi|metric|measure|value|statistic|indicator|total|average)";

/** "that percentage from the old Excel", "the KPI that the director likes": known to those who ask, and not named. */
const seenElsewhere: Rule = ({ catalogue }, request) => {
  const isElsewhere =
    new RegExp(
      String.raw`\b(?:this|that|the|a|an|one|some) (?:[\p{L}-]+ )?(${FIGURE}) (?:from|in|on|out of) (?:the|our|my|an?|last|yesterday's|his|her|their) (?:(?:old|former|previous|last|other|legacy|original|excel|annual|monthly|weekly|board|quarterly) )*(?:excel|spreadsheet|sheet|report|reports|file|presentation|slides?|deck|meeting|e-?mail|mail|tool|system|workbook|handout|protocol|minutes|brochure|newspaper)\b`,
      "iu",
    ).exec(request) ??
    new RegExp(
      String.raw`\b(?:this|that|the|a|an|one|some) (${FIGURE})(?: that| which)? (?:we|i|they|he|she|you|everyone|everybody|people|my boss|(?:the|our|my) [\p{L}-]+) (?:always |all |usually |once |often |just |have |had |has )*(?:likes?|loves?|wants?|wanted|discussed|mentioned|talked about|spoke (?:of|about)|quoted|quotes?|uses?|used|looks? at|looked at|asked (?:for|about)|asks? (?:for|about)|remembers?|knows?|liked|needs?|needed|agreed on|promised)\b`,
      "iu",
    ).exec(request);
  if (isElsewhere === null) return undefined;
  const asPart = /^(?:percent|percentage|ratio|rate|share|quota)$/iu.test(isElsewhere[1] ?? "");
  const parts = catalogue.measures.filter(isPart);
  return {
    question: "Which number is meant?",
    ways: waysFor(asPart && parts.length > 1 ? parts : catalogue.measures),
  };
};

function waysFor(measures: readonly MeasureEntry[]): readonly Way[] {
  const first = measures.map((entry) => ({
    id: idOf(entry),
    text: labelOf(entry),
    hint: `Say "${entry.measure.name}", by its name.`,
  }));
  return [...first.slice(0, MOST_NAMED), OTHER];
}

/** Beside those that are named there is room for another one. */
const MOST_NAMED = 7;
const OTHER: Way = {
  id: "other",
  text: "another one",
  hint: 'Say what it is computed from, such as "… divided by …".',
};

const THINGS = "stuff|things|ones|everything|anything|something";

/** "cancelled stuff per branch", "what has been cancelled": of what kind it was is not said. */
const rowsUnsaid: Rule = ({ catalogue }, request) => {
  const said =
    new RegExp(
      String.raw`^(?:(?:show|see|count|number of|how many|add|give|list)\s+(?:me |us )?)*(?:the |all |our )*([\p{L}-]+) (?:${THINGS})(\s+(?:by|per|for each|for every|in)\s.+)?$`,
      "iu",
    ).exec(request) ??
    /^(?:(?:show|see|count|add|give|know|list)\s+(?:me |us )?)*(?:what|everything that|all that|how much) (?:has|have|had|was|were|is|are|got|gets?)(?: been)? ([\p{L}-]+(?: (?:off|out|back|in|up))?)(\s+(?:by|per|for each|for every|in)\s.+)?$/iu.exec(
      request,
    );
  if (said === null) return undefined;
  const [, state = "", tail = ""] = said;
  const words = wordsOf(tokenize(state));
  const isState = (other: string): boolean =>
    words.some((word) => wordLikeness(word, other) >= 0.9 || isSameEvent(word, other));
  const having = catalogue.columns.filter(
    (entry) =>
      (entry.type === "boolean" && entry.names.some((name) => name.some(isState))) ||
      (entry.values ?? []).some((value) => typeof value === "string" && wordsOf(tokenize(value)).every(isState)),
  );
  const tables = new Set(having.map((entry) => entry.table));
  const numbers = catalogue.measures.filter((entry) => tables.has(entry.table) && !isPart(entry));
  if (having.length === 0 || numbers.length < 2) return undefined;
  return {
    question: `Which number of what is ${state}?`,
    ways: numbers.map((entry) => ({
      id: idOf(entry),
      text: labelOf(entry),
      hint: `Say "${entry.measure.name} of the ${state} …${tail}", with what they are.`,
    })),
  };
};

/** What these say is said in passing: they may be long. */
export const TOLD_IN_PASSING: readonly Rule[] = [judgedOnly, seenElsewhere];

export const UNSAID_NUMBERS: readonly Rule[] = [...TOLD_IN_PASSING, rowsUnsaid];
