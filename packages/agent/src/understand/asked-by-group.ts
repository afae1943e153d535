/** "Which percentage was cancelled? One figure per quarter, please.": what a number is seen by, said in a clause of its own. */

const BY_GROUP =
  /^(?:(?:and|but|so|please|then|just)\s+)*(?:(?:i|we)(?:'d| would)? (?:need|want|like)(?: to (?:have|see|get))?\s+(?:it|that|this)\s+|(?:show|give|split|break|make|do|have|get)\s+(?:me\s+|us\s+)?(?:it|that|this)\s+)?(?:(?:one|a|an?\s+own|a separate|separate)\s+(?:figures?|numbers?|values?|rows?|lines?|bars?)\s+)?(?:(?:split|broken)?\s*(?:down|up)?\s*)(?<by>(?:by|per|for (?:each|every)|for all)\s+[\p{L}\s-]{3,40}?)(?:,?\s*(?:please|pls|thanks|each))*[\s.!?]*$/iu;

export function asksForGroups(clause: string): boolean {
  return BY_GROUP.test(clause.trim());
}

/** The request seen by what the clause says; undefined where it says itself by what it is seen. */
export function asGroups(request: string, clause: string): string | undefined {
  const by = BY_GROUP.exec(clause.trim())?.groups?.["by"];
  return by === undefined || /\b(?:by|per|for each|for every|across)\b/iu.test(request)
    ? undefined
    : `${request.replace(/[\s.?!,;]+$/u, "")} ${by}`;
}
