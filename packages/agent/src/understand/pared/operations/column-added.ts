import { ASKS_NUMBER, type Said, type Spotted, saysAny } from "./spotted.ts";

const KEEPS_COLUMN =
  /\b(?:columns?|fields?)\b|\b(?:store|save|keep|hold|carry|give|put|attach)\b.{0,40}?\b(?:each|every)\b|\bgive (?:the|our) \p{L}+ the\b/iu;
const PART_OF_MOMENT =
  /\b(hour|weekday|day of the week|month|quarter|year)(?: of (?:the )?day)? (?:of|(?:in|at|on) which|when)(?: (?:the|it|they|an?|was|were|is|are|got))* (?!(?:day|week)\b)([^,.;:]+?)(?= as an? | into? | to the |[,.;:]|$)/iu;
const BETWEEN_MOMENTS =
  /\b(seconds|minutes|hours|days) (?:from|between) (?:the )?([^,.;:]+?) (?:to|until|till|and) (?:the )?([^,.;:]+?)(?= as an? |[,.;:]|$)/iu;
const OF_TWO =
  /(?:^|\b(?:add|put|have|store|need|want) )(?:the )?([\p{L} ]{3,30}?) (plus|minus|times|divided by) (?:the )?([\p{L} ]{3,30}?) (?:as|in|into) (?:an? )?(?:new |own |separate )*(?:column|field)/iu;

/** "Give each order the hour at which it was paid": what a column of its rows is to hold, however the rest is put. */
export function columnAdded({ text }: Said): Spotted | undefined {
  if (!KEEPS_COLUMN.test(text) || ASKS_NUMBER.test(text) || saysAny(text, ["rename", "remove", "hide"]))
    return undefined;
  const [, part, moment] = PART_OF_MOMENT.exec(text) ?? [];
  const [, unit, start, end] = BETWEEN_MOMENTS.exec(text) ?? [];
  const [, left, operator, right] = OF_TWO.exec(text) ?? [];
  if (part !== undefined) return { text: `add a column for the ${part} of ${moment}`, kinds: ["add-column"] };
  if (unit !== undefined)
    return { text: `add a column with the ${unit} from ${start} to ${end}`, kinds: ["add-column"] };
  return left === undefined
    ? undefined
    : { text: `add a column for ${left} ${operator} ${right}`, kinds: ["add-column"] };
}
