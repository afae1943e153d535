/**
 * A time between two moments in the many ways that people say it: "how long it takes from a to b", "how many hours pass
 * between a and b", "the typical delay from a until b, in days".
 */

const UNIT = "seconds|minutes|hours|days";
const TAIL = String.raw`(?=$|,?\s+(?:by|per|for|split|broken|grouped)\b)`;
const USUALLY = "(?:on average|in average|typically|usually|normally|generally)";

const PATTERNS: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:track |see |measure |know |monitor |watch |show )?(?:${USUALLY},? )?how (?:long|much time|many (?<unit>${UNIT})) (?:(?:it|that|this|we|they|people|customers|one|you)\s+|(?:does|do|did|is|was) (?:it|that|this|we|they|people|customers|one)\s+|(?:are|is|lie|lies|pass|passes|go by|elapses?|passed|elapsed) (?:there )?)?(?:${USUALLY} )?(?:takes?|took|needs?|have|has|wait|waits|waited|pass|passes|go|goes by|is|was|lasts?)?(?: us| them| me| people)?(?: ${USUALLY})?\s*(?:from|between|for getting from) (?<a>.+?) (?:to|until|till|and) (?<b>.+?)(?:,? ${USUALLY})?(?:,? (?:in|as|measured in) (?<u>${UNIT}))?(?:,? ${USUALLY})?${TAIL}`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:the )?(?:average|avg|mean|typical|usual|normal) (?:[\p{L}-]+ )?(?:time|delay|gap|lag|wait|duration|interval|span|period|number of (?<unit>${UNIT}))(?: (?:it takes|we need|needed|elapsed|passing))?(?:,? in (?<unit2>${UNIT}))?,? (?:from|between) (?<a>.+?) (?:to|until|till|and) (?<b>.+?)(?:,? (?:in|measured in) (?<u>${UNIT}))?${TAIL}`,
    "iu",
  ),
];

/** The same as "average … between … and …", which the readers know; the text itself where it says no such time. */
export function durationInPlainWords(text: string): string {
  for (const pattern of PATTERNS) {
    const match = pattern.exec(text);
    const found = match?.groups;
    if (match === null || found === undefined) continue;
    const unit = found["unit"] ?? found["unit2"] ?? found["u"] ?? "time";
    const [a = "", b = ""] = [found["a"], found["b"]];
    if (/\d/u.test(a)) continue;
    return `average ${unit} between ${a} and ${b}${text.slice(match.index + match[0].length)}`;
  }
  return text;
}
