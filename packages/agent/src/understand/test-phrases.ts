/** How people ask for a test of a column: each pattern has the column first, then what belongs to it. */

const ENSURE = String.raw`(?:(?:make|be) sure|ensure|check|verify|test|validate|assert|guarantee|enforce|require|confirm|(?:(?:add|have|want|need|put|write|include) )?(?:a |an )?(?:dbt |data )?(?:test|check)s?(?: to (?:make sure|ensure|check|verify))?)(?:\s+(?:so that|that|whether|for|if))?\s+`;
const EMPTY = "(?:null|nulls|empty|blank|missing|nil|unset|undefined|without (?:a )?value)";
const NEVER = "(?:is|are|be|was|contains?|has|have|becomes?|being|ends? up)";

export const NOT_NULL: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:every|each|all|any)\s+(?:[\p{L}]+\s+){1,3}(?:(?:must|should|has to|needs to|have to|always)\s+(?:always\s+)?)?(?:have|has|needs?|requires?)\s+an?\s+(.+)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:no|none of the)\s+(?:[\p{L}]+\s+){1,3}(?:has|have|is|are|comes?|exists?|with)\s+(?:without\s+)?(?:an?\s+)?(?:${EMPTY}\s+)?(.+)$`,
    "iu",
  ),
  new RegExp(String.raw`^(?:${ENSURE})?(.+?)\s+(?:is|are)\s+(?:never|not|always not)\s+(?:ever\s+)?${EMPTY}$`, "iu"),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:(?:may|can|must|should|shall|will)\s+never|never|does not|doesn't|do not|don't|must never|must not|should never|should not|shouldn't|can't|cannot|can not|may not|mustn't)\s+(?:ever\s+)?${NEVER}\s+(?:any\s+)?${EMPTY}(?:\s+values?)?$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:is|are|must be|should be|has to be|must always be|should always be|always is|be)\s+(?:always\s+)?(?:filled(?: in)?|not[ -]?null|non-?null|non-?empty|not empty|mandatory|required|populated|present|set|there)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:always|must|should always|must always)\s+(?:has|have)\s+a\s+value$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:there (?:are|is|must be|should be|may be|can be)\s+)?(?:no|never any)\s+(?:null|nulls|empty|blank|missing)\s*(?:values?|rows?|entries)?\s+(?:in|for|on)\s+(.+)$`,
    "iu",
  ),
  /^(?:add|put|create|set|apply|write|introduce)\s+(?:a |an |the )?(?:dbt )?(?:not[ _-]?null|non-?null|required|mandatory|completeness)(?:\s+(?:test|check|constraint|rule))?\s+(?:to|on|for)\s+(.+)$/iu,
  new RegExp(
    String.raw`^(?:${ENSURE})(.+?)\s+(?:for|against)\s+(?:nulls?|missing values|null values|empty values)$`,
    "iu",
  ),
  /^(?:don't|do not|never)\s+allow\s+(?:nulls?|empty values|missing values|blanks)\s+(?:in|for)\s+(.+)$/iu,
  /^(?:disallow|forbid|prevent)\s+(?:nulls?|empty values|missing values|blanks)\s+(?:in|for)\s+(.+)$/iu,
  /^not[ _-]?null(?:\s+(?:test|check|constraint|rule))?\s+(?:on|for|to)\s+(.+)$/iu,
  /^(\S+)\s+not[ _-]?null(?:\s+(?:test|check))?$/iu,
  /^make\s+(.+?)\s+(?:mandatory|required|not[ -]?null|non-?null)$/iu,
];

/** "let the build fail if X is anything other than A or B": the same, from its other side. */
export const FAILS =
  /^(?:let|make|have)\s+(?:the\s+)?(?:build|run|pipeline|tests?|checks?)\s+(?:to\s+)?fail\s+(?:if|when|whenever)\s+(.+?)\s+(?:is|are|has|contains)\s+(?:anything|something|any value|a value|values?)\s+(?:other than|but|except|besides|outside(?: of)?)\s+(.+)$/iu;

export const UNIQUE: readonly RegExp[] = [
  /^(?:make|keep)\s+(?!sure\b)(.+?)\s+unique$/iu,
  /^(\S+(?:\s+(?:in|of)\s+\S+)?)\s+(?:unique(?:\s+(?:test|check))?|never (?:twice|double|duplicated|repeated))$/iu,
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:is|are|must be|should be|has to be|be|stays?|remains?)\s+(?:always\s+)?unique$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:there (?:are|is|must be|should be|may be|can be)\s+)?(?:no|never any)\s+(?:duplicates?|duplicated?|double|repeated)\s*(?:values?|rows?|entries)?\s+(?:in|for|on|of)\s+(.+)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:has|have|contains?|must have|should have)\s+no\s+(?:duplicates|duplicate values|doubles)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:never|must not|should not|must never|should never|does not|doesn't)\s+(?:repeats?|occurs? twice|occur more than once|contains? duplicates|has duplicates|have duplicates|appears? twice)$`,
    "iu",
  ),
  /^(?:add|put|create|set|apply|write|introduce)\s+(?:a |an |the )?(?:dbt )?(?:unique|uniqueness)(?:\s+(?:test|check|constraint|rule))?\s+(?:to|on|for)\s+(.+)$/iu,
  /^uniqu(?:e|eness)(?:\s+(?:test|check|constraint|rule))\s+(?:on|for|to)\s+(.+)$/iu,
  new RegExp(String.raw`^(?:${ENSURE})(.+?)\s+for\s+(?:duplicates|uniqueness|duplicate values)$`, "iu"),
  /^(?:don't|do not|never)\s+allow\s+duplicates?\s+(?:in|for)\s+(.+)$/iu,
];

export const ACCEPTED: readonly RegExp[] = [
  /^(?:the\s+)?(.+?)\s+(?:accepted|allowed|valid|permitted)\s+values?\s*(?:are|is|:|=)?\s+(.+)$/iu,
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:the\s+)?(?:values?\s+(?:of|in)\s+)?(.+?)\s+(?:is|are|must be|should be|can be|may be|has to be|be)\s+(?:always\s+)?(?:only\s+)?(?:ever\s+)?(?:either\s+|only\s+ever\s+|one of\s*:?\s*|in\s+|only\s+|among\s+|limited to\s+|restricted to\s+|any of\s+)(?:the values?\s+)?(.+)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:only|must only|should only|can only|may only)\s+(?:ever\s+|always\s+)?(?:has|have|contains?|takes?|be|allows?|accepts?)\s+(?:the\s+)?(?:values?\s+)?(.+)$`,
    "iu",
  ),
  /^(?:only\s+)?(?:allow|accept|permit)\s+(?:only\s+)?(?:the\s+)?(?:values?\s+)?(.+?)\s+(?:in|for|as values (?:of|for)|as)\s+(.+)$/iu,
  /^(?:(?:add|put|create|set|write)\s+)?(?:a |an |the )?(?:dbt )?(?:accepted|allowed|valid|permitted)[ _-]values?(?:\s+(?:test|check))?\s+(?:to|on|for|of)\s+(.+?)\s*(?:with|:|of|-)\s*(?:the\s+)?(?:values?\s*:?\s*)?(.+)$/iu,
];

/** "payer in (A, B, C) test", "stars: 3, 4 or 5 only". */
export const LISTED: readonly RegExp[] = [
  new RegExp(String.raw`^(?:${ENSURE})?(?:the\s+)?(.+?)\s+in\s*\((.+)\)(?:\s+(?:test|check))?$`, "iu"),
  /^(?:the\s+)?([^:]+?)\s*:\s*(?:only|just|one of|always one of)\s+([^:]+,[^:]+)$/iu,
  /^(?:the\s+)?([^:]+?)\s*:\s*(?:only\s+|one of\s+)*(\S[^:]*?\s+or\s+\S[^:]*?),?\s+(?:only|nothing else)$/iu,
];

/** "status must be open or closed": without "one of" only a list with "or" is a list. */
export const PLAIN_LIST = new RegExp(
  String.raw`^(?:${ENSURE})?(?:the\s+)?(.+?)\s+(?:must|should|can|may|has to|needs to|is|are)\s+(?:(?:only|always|ever|either)\s+)*(?:be\s+)?(?:(?:only|always|ever|either)\s+)*([^\s].*\s+or\s+.+)$`,
  "iu",
);

export const RELATED: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:${ENSURE})?(?:every|each|all|any)\s+(.+?)\s+(?:exists?|is (?:found|known|present|contained|there)|are (?:found|known|present|there)|appears?|has a match|(?:must|should|has to) (?:exist|appear|occur|be (?:found|known|present|there))|can be found|occurs?)\s+(?:in|as(?: a| an)?)\s+(.+)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:(?:must|should|has to|have to|needs to|need to|ought to|shall|can)\s+)?(?:always\s+)?(?:(?:also\s+)?exists?|(?:be|is|are) (?:found|known|present|contained|listed)|(?:has|have) a match|appears?|occurs?)\s+(?:also\s+)?in\s+(.+)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:${ENSURE})?(.+?)\s+(?:always\s+|must\s+|should\s+)?(?:refers?|references?|points?|matches|match|relates?)\s+(?:to\s+)?(?:an?\s+)?(?:existing\s+|valid\s+)?(.+)$`,
    "iu",
  ),
  /^(?:(?:add|put|create|write)\s+)?(?:a |an )?(?:dbt )?(?:relationships?\s+(?:test|check|constraint)|(?:foreign key|referential(?: integrity)?)(?:\s+(?:test|check|constraint))?)\s+(?:(?:from|on|for|between|to)\s+)?(.+?)\s+(?:to|and|against|with|->|=>|→)\s+(.+)$/iu,
];
