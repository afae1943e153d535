/** "I work out net plus tax by hand. Could that be a column?": that a column is wanted, said in a clause of its own. */

const AS_COLUMN =
  /^(?:(?:and|but|so|please|maybe|perhaps|then)\s+)*(?:(?:can|could|may|might|would|should|must)\s+)?(?:(?:you|we|i)\s+)?(?:(?:please|maybe|perhaps)\s+)?(?:(?:have|get|make|add|put|turn|store|keep|show)\s+)?(?:it|that|this|those|them|one)\s+(?:(?:should|could|must|can|might|would)\s+)?(?:(?:please|rather|better)\s+)?(?:(?:be|become|go|get)\s+)?(?:added\s+|stored\s+|turned\s+|put\s+)?(?:as\s+|into\s+|in\s+|to\s+be\s+)?(?:an?|its own|one|another)\s+(?:new\s+|separate\s+|extra\s+|own\s+|real\s+|proper\s+)*(?:column|field)(?:\s+(?:please|somehow|there|too|in (?:the|our) (?:model|table|report)))*[\s.!?]*$/iu;

/** "On the claims, store how much is left:": what is kept on each row is told by its name first, and then by its formula. */
const STORES =
  /^(?:please\s+)?(?:on|in|for|to|with)\s+(?:the|each|every|all(?:\s+the)?)\s+(?:\p{L}+\s+){0,3}?\p{L}+,?\s+(?:(?:please|we|i|want to|need to|should|must)\s+)*(?:store|keep|save|record|put|note|carry)\s+(?:down\s+)?(?:how|what|the|whether)\b.*[:–—-]\s*$/iu;

export function asksForColumn(clause: string): boolean {
  return AS_COLUMN.test(clause.trim()) || STORES.test(clause.trim());
}

/** The request as one for a column, unless it says so itself. */
export function asColumn(request: string): string {
  return /\b(?:column|field|flag)\b/iu.test(request) ? request : `add a column for ${request}`;
}
