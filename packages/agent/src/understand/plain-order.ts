import { amountsDone } from "./amount-done.ts";
import { durationInPlainWords } from "./duration-in-words.ts";
import type { Rewording } from "./rewording.ts";

/**
 * People ask for the same number in many orders of words. These rules bring the usual ones into the one order that the
 * readers know: what is computed, of what, for which rows, by what.
 */
const EACH = String.raw`(?:each|every)(?: single)?(?: of the)?`;
const SHARE = "(?:share|part|fraction|percentage|percent|proportion|portion)";
/** Verbs that say nothing of which rows or what number is meant. */
const NEUTRAL =
  "(?:collected|charged|charge|paid|pay|billed|bill|spent|spend|earned|earn|received|receive|taken|take|made|make|got|get|have|had|booked|recorded|registered|taken in|left|given|handed out|done|do|see|saw|count|counted|there)";
const WE = "(?:we|they|people|you|i|our customers|customers|users|members|patients|clients|guests)";

const RULES: readonly Rewording[] = [
  // "Of all orders, which percentage was returned?"
  {
    said: new RegExp(
      String.raw`^(?:out )?of (?:all |the |our )*([^,]+?),? (?:which|what) ${SHARE} (?:of (?:them|those) )?(?=(?:is|are|was|were|had|have|has|got)\b)`,
      "iu",
    ),
    plain: "what share of $1 ",
  },
  // "orders x region x channel"
  { said: /^([\p{L} ]+?) x ([\p{L} ]+?)(?: x ([\p{L} ]+))?$/iu, plain: "$1 by $2 and $3" },
  {
    said: /,? (?:spread|distributed|laid out|arranged|listed|separated|shown|plotted) (?:over|across|by|along|per|for each|for every) (?:the |each |every |all )*(?=\p{L})/giu,
    plain: " by ",
  },
  // "Of all orders, how many were returned": of which they are is said before.
  {
    said: /^(?:out )?of (?:all |the |our )*([^,]+?),? how many (?:of (?:them|those) )?(?=(?:are|were|is|was|have|had|has|got|includes?|included|contain)\b)/iu,
    plain: "how many $1 ",
  },
  {
    said: new RegExp(
      String.raw`\b(?:money|amount|sum|cash) (?:that |which )?${WE} ((?!${NEUTRAL}\b)\p{L}+ed|paid|charged|collected|claimed|billed)(?: out)?(?= |$)`,
      "giu",
    ),
    plain: "total $1 amount",
  },
  {
    said: /^(.+?),? (?:just|only) the (count|number|total|sum|average)(?=$|,? (?:by|per)\b)/iu,
    plain: "$2 of $1",
  },
  {
    said: /^how many (.+?)(?: (?:do|does|did|has|have|had))? (?:each|every) (.+?) (?:brings?(?: in)?|has|had|gets?|got|makes?|made|sees?|does|did|handles?|handled|produces?|generates?)$/iu,
    plain: "how many $1 by $2",
  },
  {
    said: /,? (?:one|a|an own|a separate) (?:figure|number|value|row|line|bar) (?:per|for (?:each|every)) /giu,
    plain: " by ",
  },
  { said: /\bmonth (?:by|after|for) month\b/giu, plain: "by month" },
  { said: /\bweek (?:by|after|for) week\b/giu, plain: "by week" },
  { said: /\byear (?:by|after|for) year\b/giu, plain: "by year" },
  {
    said: /^(?:the )?(.+?)(?: to | over |[ -]to[ -]|\/)(.+?) ratio(?=$| (?:by|per|for|in)\b)/iu,
    plain: "ratio of $1 to $2",
  },
  {
    said: /^(?!how\b|total\b|average\b|number\b|count\b)(?:the )?(.+?)(?: (?:paid|charged|collected|made|earned|received|taken|spent|billed))? in total(?=$|,? (?:by|per|for each)\b)/iu,
    plain: "total $1",
  },
  {
    said: /^(.+?) (?:out of|relative to|in relation to) (?:all |the |our |total )*(.+)$/iu,
    plain: "$1 as a share of $2",
  },
  {
    said: /^(.+?) (?:compared (?:to|with)|as compared to|relative to|against|versus|vs) (?:the )?(.+?),? (?:in|as an?) (?:percent|percentage|%|share)$/iu,
    plain: "$1 as a share of $2",
  },
  {
    said: /^(?:to )?compare (?:the )?(.+?) (?:between|across|among) (?:all |the |our |different |various )*(?:(?:kinds?|types?|sorts?) of )?(?!.*\d)(\S+(?: \S+)?)$/iu,
    plain: "$1 by $2",
  },
  {
    said: /^(?:to )?(?:break|split|slice) (?:the )?(.+?) (?:down|up) (?:by|per|into) (?:the )?(.+)$/iu,
    plain: "$1 by $2",
  },
  {
    said: /^(?:to )?(?:break|split|slice|cut|group|divide|segment) (?:the |our )?(?!.*\d)(.+?)(?: out| down| up)? (?:by|per|for each|for every|across) (?:the |each |every )*(.+)$/iu,
    plain: "$1 by $2",
  },
  // "How does satisfaction vary from agent to agent?"
  {
    said: /^how (?:do|does|did) (?:the |our )?(.+?) (?:vary|differ|compare|change|look|break down|split|spread|develop)(?: up)? (?:from|between|across|among|by|over|per|for) (?:the |each |every |all |different |our |single )*(\S+(?: \S+)?)(?: (?:to|and) (?:the next|another|\2))?$/iu,
    plain: "$1 by $2",
  },
  // "Bookings made by phone as a percentage of all bookings"
  {
    said: new RegExp(
      String.raw`^(\p{L}+) ((?:that|which|made|with|from|by|paid|done|placed|sold)\b.+?) (?:as|in) (?:an? )?${SHARE} of (?:all |the |our )*\1(?=$|,? (?:by|per|for|in)\b)`,
      "iu",
    ),
    plain: "share of $1 $2",
  },
  {
    said: /\b(?:for|by|per|in) (?:each |every |the |all )*(?:different )?(kind|sort|type)s? of (?=\p{L})/giu,
    plain: "by $1 ",
  },
  { said: /(\d)\s?\+ (?=\p{L})/gu, plain: "$1 or more " },
  { said: /^(?:the )?% (?:of )?(?:the |all )?(?=\p{L})/iu, plain: "share of " },
  // What is done with two numbers, in the order in which it is computed.
  { said: /^(?:that |which )?(?:divid(?:es?|ing)) (?:the )?(.+?) by (?:the )?(.+)$/iu, plain: "$1 divided by $2" },
  {
    said: /^(?:that |which )?(?:subtracts?|subtracting|deducts?|deducting) (?:the )?(.+?) from (?:the )?(.+)$/iu,
    plain: "$2 minus $1",
  },
  {
    said: /^(?:that |which )?(?:adds?|adding|sums?|summing|combines?|combining) (?:up )?(?:of )?(?:the )?((?!up\b).+? (?:and|to|with|plus) .+?)(?: together| up)?$/iu,
    plain: "total of $1",
  },
  // All of them is no condition, and nothing to divide by.
  { said: /\s+(?:over|across) all (?:of )?(?:the |our )?[\p{L}-]+$/giu, plain: "" },
  {
    said: /\s+(?:that |which )?(?:appears?|occurs?|exists?|shows? up|are found|are listed)(?=\s+(?:in|on|at)\s|$)/giu,
    plain: "",
  },
  {
    said: /,?\s*\b(?:but\s+)?(?:please\s+)?(?:leave|leaving|left)\s+out\b|,?\s+(?:but\s+)?(?:not counting|not including|do not count|don't count|ignoring)\b/giu,
    plain: " excluding",
  },
  { said: /\basap\b|\bas soon as possible\b/giu, plain: "" },
  // What is said of the number as a whole says nothing of which it is.
  {
    said: /,?\s+(?:in total|altogether|all in all|as (?:a|one) (?:separate |single |new )?(?:figure|number|value|total)|(?:that )?we (?:have|had)|(?:are |were )?there(?: are| were)?|do we have|did we have|(?:that )?exist|so far|in the data|at all|separately)(?=$|\s+(?:in|by|per|for|with)\b)/giu,
    plain: "",
  },
  {
    said: /^how (many|much) (.+?) (?:does|do|did|has|have|had) (?:each|every) (.+?)(?: (?:have|get|see|make|do|receive|bring(?: in)?|pay|earn|handle|host|had|got))?$/iu,
    plain: "how $1 $2 by $3",
  },
  {
    said: /\b(how (?:much|many) .+?) (?:is|are|was|were) (?:that|it|this|those)(?= (?:by|per|in|for)\b|$)/giu,
    plain: "$1",
  },
  // Whoever did it is said behind "by".
  {
    said: /\bhow many (?:of the )?(.+?) (?:did|do) (?:we|they) (?:have|see|get|do|treat|serve|host|handle) (?=by\b)/giu,
    plain: "how many $1 done ",
  },
  {
    said: /\bhow many (?:of the )?(.+?) (?:(?:do|did) (?:we|they|you|people|our \p{L}+|the \p{L}+) (?:have|see|get|do|count|send|write|had|know(?: of)?|run|own|serve|offer|operate(?: in)?|work with|host)|came(?: in)?|come(?: in)?)\b/giu,
    plain: "how many $1",
  },
  {
    said: new RegExp(
      String.raw`\bhow (?:much|high) (?!of\b)(?:the )?(.+?) (?:was|were|is|are|has been|have been|do|does|did|has|have|had) (?:${WE} )?${NEUTRAL}\b`,
      "giu",
    ),
    plain: "total $1",
  },
  {
    said: new RegExp(
      String.raw`^(?:how much (?:do|does|did)|what(?: do| does| did)?) ${WE} ${NEUTRAL} (?:in|for|on) (?!average\b)(?=\p{L})`,
      "iu",
    ),
    plain: "total ",
  },
  { said: new RegExp(String.raw`^how much (?:do|does|did) ${WE} (\p{L}+) on average\b`, "iu"), plain: "average $1" },
  { said: /^(.+?),\s*(average|avg|mean|total|sum|maximum|max|minimum|min)$/iu, plain: "$2 $1" },
  { said: new RegExp(String.raw`\bhow much (.+?) ${WE} ${NEUTRAL}\b`, "giu"), plain: "total $1" },
  {
    said: /^(?:(?:adds?|adding) (?:up|together)|(?:sums?|totals?|summing)(?: (?:up|together))?) (?:of )?(?:all )?(?:the )?(?!of\b)(?=\p{L})(?=.*)/iu,
    plain: "total ",
  },
  {
    said: /\bhow long (?:do |does |did |is |are )?(?:an? |the |our )?(.+?) (?:takes?|took|lasts?)(?: on average| in average| typically| usually)?(?=$|\s+(?:by|for|per|in)\b)/iu,
    plain: "average $1 duration",
  },
  {
    said: /\bhow (?:long )?(?:many )(seconds|minutes|hours|days) (?:do |does |did |is |are )?(?:an? |the |our )?(.+?) (?:takes?|took|lasts?|last)(?: on average)?(?=$|\s+(?:by|for|per|in|on)\b)/iu,
    plain: "average $2 duration in $1",
  },
  {
    said: new RegExp(
      String.raw`\b(?:how (?:big|large|high) )?(?:is )?${EACH} (.+?)(?:'s|s') ${SHARE} (?:of|in) (?:the |all )?(.+?)(?: is)?$`,
      "iu",
    ),
    plain: "share of $2 by $1",
  },
  {
    said: new RegExp(
      String.raw`^(?:what |which )?${SHARE} of (?:the |all )?(?:total )?(.+?) (?:comes?|came|goes|go|went|falls?|fell|is|are)(?: from| to| in| on| with)? ${EACH} (.+?)(?:,? as a percentage of (?:all|the total) .+)?$`,
      "iu",
    ),
    plain: "share of $1 by $2",
  },
  {
    said: new RegExp(
      String.raw`^(?:what |which )${SHARE} of (?:the |all |our )?(.+?) (?:has|have|had|includes?|included|contains?) (.+?)$`,
      "iu",
    ),
    plain: "share of $1 with $2",
  },
  {
    said: new RegExp(
      String.raw`^(?:what |which )${SHARE} of (?:the |all )?(.+?) (?:is|are|was|were) (.+?)(?: ones)?$`,
      "iu",
    ),
    plain: "share of $1 that are $2",
  },
  {
    said: /^when (?:was |is |did )?(?:the )?(?:very )?(first|earliest|last|latest|most recent) (.+?)(?: (?:take|took|takes) place| happen(?:ed)?| occur(?:red)?| was| start(?:ed)?)?$/iu,
    plain: "$1 $2",
  },
  { said: /^(?:very )?first (?=.)/iu, plain: "earliest " },
  { said: /^(?:very )?last (?=.)|^most recent (?=.)/iu, plain: "latest " },
  {
    said: new RegExp(
      String.raw`^(?:for|per|by|in|at) ${EACH} ((?:[^\s,]+ ){0,3}?[^\s,]+),?\s+(?:(?:i|we) (?:want|need|would like)(?: to (?:see|know|have))? |show (?:me |us )?|give (?:me |us )?|add )?(?:the |its |their )(.+)$`,
      "iu",
    ),
    plain: "$2 by $1",
  },
  {
    said: new RegExp(
      String.raw`^(?:for|per|by|in|at) ${EACH} ((?:[^\s,]+ ){0,3}?[^\s,]+), (?=count\b|how\b)(.+)$`,
      "iu",
    ),
    plain: "$2 by $1",
  },
  {
    said: /^(?:per|by) ((?:[^\s,]+ ){0,3}?[^\s,]+?)(?:,\s*|:\s*|\s+(?=the\s))(?:(?:i|we) (?:want|need|would like)(?: to (?:see|know|have))? |show (?:me |us )?|give (?:me |us )?)?(?:the |its |their )?(.+)$/iu,
    plain: "$2 by $1",
  },
  {
    said: /^(?:(?:see|show|know|track|have|add|get|measure|add (?:a )?(?:measure|metric|kpi) (?:for|of))\s+)?(.+?) on average(?=$|,?\s+(?:by|for|per|in|split|broken|grouped)\b)/iu,
    plain: "average $1",
  },
  { said: /^on average,? (?:the )?/iu, plain: "average " },
  {
    said: /^average how many (minutes|hours|days|seconds) (?:are there |lie |pass |is it )?(?=between|from)/iu,
    plain: "average $1 ",
  },
  { said: /\b(?:from|within|among) (?:each|every)(?: single)? (?=\p{L})/giu, plain: "by " },
];

/** The phrase with the order of words that the readers of numbers know. */
export function inPlainOrder(text: string): string {
  return RULES.reduce(
    (plain, { said, plain: order }) => plain.replace(said, order),
    amountsDone(durationInPlainWords(text)),
  ).trim();
}
