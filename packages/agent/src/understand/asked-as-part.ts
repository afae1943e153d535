/** "Out of all orders, how many were returned? As a percentage": how a number is wanted, said in a clause of its own. */

/** A clause that wants what another one asks for as a part of a whole. */
const AS_PART =
  /^(?:(?:and|but|so|please)\s+)*(?:(?:i|we|they|he|she)(?:'d|\s+would|\s+will)?\s+(?:really\s+)?(?:like|want|need|prefer|love)\s+(?:to (?:have|see|get)\s+)?|(?:can|could|may|would)\s+(?:you|we|i)\s+(?:please\s+)?(?:have|get|show|give|express|put|make)\s+(?:me\s+|us\s+)?|(?:show|give|express|put|make)\s+(?:me\s+|us\s+)?|(?:it|this|that)\s+(?:should|must|has to|needs to|can)\s+be\s+)?(?:(?:it|that|this|the (?:result|answer|number))\s+)?(?:shown\s+|expressed\s+|given\s+)?(?:as|in)\s+(?:an?\s+)?(?:percentage|percent|per cent|share|proportion|%)(?:\s+please)?[\s.!?]*$/iu;

export function asksForPart(clause: string): boolean {
  return AS_PART.test(clause.trim());
}

const SAYS_PART =
  /\b(?:percentage|percent|per cent|share|proportion|fraction|ratio|rate|divided by|as a part|out of)\b|%/iu;
const COUNTED =
  /^(?:(?:out )?of (?:all |the |our )*(?<before>.+?),? )?(?:how many|the number of|number of|the count of|count of|count)\s+(?:of (?:them|those)\s+|of (?:the |our |all )*)?(?<what>.+)$/iu;
const RESTRICTED =
  /^(?<rows>.*?)\s*\b(?:(?:that|which|who)\s+)?(?<verb>are|were|is|was|got|have been|had been|has been|have|had|has|includes?|included|contains?|with|involved?|(?:end(?:ed)? up|ended|end|turn(?:ed)? out|result(?:ed)?|came|come|went|go|fell|fall)(?: up)?(?: as| in| to be| with| from| through| via| by| under)?)\s+(?<condition>.+)$/iu;

/** The part that a count of some rows is of all; undefined where the words do not say of which whole. */
export function asPart(request: string): string | undefined {
  if (SAYS_PART.test(request.replace(/^out of\b/iu, ""))) return request;
  const counted = COUNTED.exec(request.trim())?.groups;
  const { before = "", what = "" } = counted ?? {};
  const { rows = "", verb = "", condition = "" } = RESTRICTED.exec(what)?.groups ?? {};
  const whole = rows === "" ? before : rows;
  if (whole === "" || condition === "") return undefined;
  const link = /^(?:have|had|has|includes?|included|contains?|with|involved?)$/iu.test(verb) ? "with" : "that are";
  return `share of ${whole} ${link} ${condition}`;
}
