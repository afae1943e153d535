import { singular } from "../words/split-words.ts";
import { objectsNamed } from "./object-named.ts";
import type { Reading } from "./outcome.ts";
import { namesRows } from "./row-words.ts";

/**
 * People ask for a test from either side: what must hold ("guard that the status is always filled"), or what they want to
 * hear of ("warn us as soon as a status other than A or B turns up"). Both become the one sentence that the reader of
 * tests knows. Only where what is checked names a column: "alert the technician when it fails" is no test.
 */
export function testInPlainWords(reading: Reading, text: string): string | undefined {
  const plain = withoutAskedTwice(text);
  const warned = [WARNS, HAPPENS, IS_ERROR].flatMap((form) => form.exec(plain)?.slice(1) ?? []).find((part) => part);
  const sides = warned === undefined ? holding(withoutGuard(plain)) : broken(warned);
  const single = sides.map(({ column, holds }) => ({ column: oneOf(column), holds }));
  const side = [...sides, ...single].find(({ column }) => isColumn(reading, column));
  const found = side === undefined ? undefined : `ensure ${side.column} ${side.holds}`;
  // The request for a test says nothing that the sentence before it does not.
  return found ?? (warned === undefined && plain !== text ? plain : undefined);
}

interface Side {
  readonly column: string;
  readonly holds: string;
}

interface Rule {
  readonly said: RegExp;
  /** The column, then how the test goes on behind it; `$2` and `$3` are what the pattern caught. */
  readonly column: string;
  readonly holds: string;
}

const rule = (said: string, column: string, holds: string): Rule => ({
  said: new RegExp(`^${said}$`, "iu"),
  column,
  holds,
});

const ASKS_FOR_TEST = String.raw`(?:(?:please|also|and|so|then)\s+)*(?:(?:can|could|would|will)\s+(?:you|we|someone|somebody|anyone)\s+(?:please\s+)?)?`;
const A_TEST = String.raw`(?:an?|one|the|some)?\s*(?:\p{L}+\s+)?(?:tests?|checks?|guards?|constraints?)`;

/** "…, can you guard that?", "… Please add a test.": what is asked of what was just said. */
const ASKED_AGAIN = new RegExp(
  String.raw`[\s,.;:!?–-]+${ASKS_FOR_TEST}(?:(?:guard|test|check|secure|verify|enforce|ensure|watch|protect|assert)\s+(?:for\s+)?(?:that|it|this)(?:\s+(?:with|by)\s+${A_TEST})?|(?:add|write|put|make|create|set up|build|have)\s+${A_TEST}(?:\s+(?:for|on)\s+(?:that|it|this))?(?:\s+in)?)[\s.!?]*$`,
  "iu",
);
/** What becomes of whoever is concerned when it does not hold, and for how long it shall. */
const SAID_BESIDE =
  /[\s,;]+(?:otherwise|or else|because|since)\s[^,.;:]+(?=[.;]|$)|[\s,]+(?:at all times|no matter what|without exception|under any circumstances)$/iu;

function withoutAskedTwice(text: string): string {
  return ASKED_AGAIN.test(text) ? text.replace(ASKED_AGAIN, "").replace(SAID_BESIDE, "").trim() : text;
}

/** "some orders have no customer. Warn us if that happens": what is told may not happen. */
const HAPPENS =
  /^(?:.*\b(?:suspect|think|noticed|believe|fear|found|saw|heard)(?:\s+that)?\s+)?(?:some\s+|a few\s+|many\s+|several\s+)*([^.;,]+?)[.;,]\s+(?:so\s+|and\s+)?(?:please\s+)?(?:warn|tell|alert|notify)\s+(?:me|us)\s+(?:if|when|whenever|as soon as)\s+(?:that|it|this)\s+(?:happens|occurs|is so)(?:\s+again)?$/iu;

/** "orders without a customer should raise an error", "if …, I want an error". */
const IS_ERROR =
  /^(?:if\s+(.+?),\s+(?:i|we)\s+(?:want|need|expect)\s+(?:an?|the)\s+(?:error|warning|alert|alarm)|(.+?)\s+(?:should|must|has to|have to|shall)\s+(?:raise|give|throw|cause|trigger|be)\s+an?\s+(?:error|warning|alarm))$/iu;

const WARNS =
  /^(?:(?:if|when|whenever|as soon as|in case)\s+(?=.*(?:other than|besides|twice|more than once|without|missing|empty|\bnot\b))|(?:please\s+|can you\s+|could you\s+|i (?:want|would like|'d like) (?:you )?to\s+|we (?:want|would like|'d like) (?:you )?to\s+)*(?:be\s+)?(?:(?:warn|warned|tell|alert|alerted|notify|notified|told|inform|informed)(?:\s+(?:me|us))?|let (?:me|us) know|(?:raise|throw|give|show|get|have)(?:\s+(?:me|us))?\s+(?:an?\s+)?(?:error|warning|alarm|alert)|sound the alarm|complain|(?:let|make)\s+(?:the\s+)?(?:build|run|load|job|pipeline|tests?|checks?)\s+fail|fail(?:\s+the\s+(?:build|run|load|job|pipeline))?)\s+(?:as soon as|when|whenever|if|in case|once|should)\s+)(.+)$/iu;

const GUARD =
  /^(?:(?:please|can you|could you)\s+)*(?:(?:guard|ensure|make sure|be sure|see to it|check|verify|test|validate|enforce|guarantee|assert|insist)(?:\s+(?:that|whether|if))?|(?:(?:add|put|write|create|set up|have|build|include|need|want)\s+)?(?:an?\s+|the\s+|one\s+)?(?:new\s+|dbt\s+|data\s+)*(?:tests?|checks?|guards?)\s*(?::|\s(?:that|so that|to (?:make sure|ensure|check|verify|guarantee)(?:\s+that)?|whether|if)))\s+(?:all\s+(?=\p{L}+\s+(?:are|have)\b))?/iu;

/** "I'd feel safer if we tested that …": the wish says nothing of what is tested. */
const WISHES_TEST =
  /^(?:\S+\s+){0,8}?(?:we|you|someone|somebody|it|i)\s+(?:could\s+|can\s+|would\s+)?(?:tested|checked|verified|guarded|ensured|made sure|test|check|verify|guard|ensure|make sure)\s+that\s+/iu;

function withoutGuard(text: string): string {
  return text
    .replace(WISHES_TEST, "")
    .replace(GUARD, "")
    .replace(/,?\s+(?:too|as well|also)$/iu, "");
}

const MUST =
  "(?:must|should|shall|may|can|could|has to|have to|ought to|needs? to|is to|are to|is supposed to|are supposed to|is allowed to|are allowed to)";
const OTHER =
  "(?:other than|else than|besides|apart from|except(?: for)?|outside(?: of)?|different from|but|beyond|not in|that is not(?: one of)?|which is not(?: one of)?|that isn't(?: one of)?)";
const COMES =
  "(?:turns? up|shows? up|appears?|comes? up|comes? in|pops? up|occurs?|arrives?|is (?:used|found|seen|entered|there))";
const EMPTY =
  "(?:empty|nulls?|nul|blank|missing|unset|not set|not filled(?: in)?|not given|left (?:out|blank|empty)|absent|lacking)";
const FOUND =
  "(?:is|are|be|gets?|can be|could be)?\\s*(?:also\\s+)?(?:found|listed|known|present|contained|included|available|registered|there|exists?|defined|shows? up|turns? up|appears?)";
const LIST = "(?:an?|the|our)?\\s*(?:list of|table of|master data of|dimension|register of)?";

/** What must hold of a column. */
/** "there can't be two inverters with the same serial number". */
const TWO_ALIKE = `there (?:can't|cannot|can not|must not|mustn't|should not|shouldn't|may not|must never|can never|should never) be (?:two|2|several|more than one) (\\S+(?: \\S+)?) (?:with|having|that have|sharing) (?:the same|an?|one) (.+)`;

const HOLDING: readonly Rule[] = [
  rule("(?:the )?(?:uniqueness) of (?:the |all )?(.+)", "$1", "is unique"),
  rule("(.+?) against (?:this|the following|these)(?: list| values)?(?: of values)?:? (.+)", "$1", "is one of $2"),
  rule("(?:an? |the )?(?:guard|test|check)s? (?:on|for) (.+?)[:,] (?:only|just|one of) (.+)", "$1", "is one of $2"),
  rule(
    "(.+?) (?:must|should|has to|may|can) (?:only )?be (?:one of|either of|any of)(?: the)?(?: (?:\\d+|two|three|four|five|six|seven|eight))?(?: values?)?:? (.+)",
    "$1",
    "is one of $2",
  ),
  rule("(.+?) (?:must|has to|needs to|should) (?:always )?exist", "$1", "is never empty"),
  rule(TWO_ALIKE, "$2 of $1", "is unique"),
  rule(TWO_ALIKE, "$2", "is unique"),
  rule(
    `(.+?) (?:${MUST}|takes?|has|have|knows?)(?: only)?(?: (?:take|have|hold|be))?(?: (?:one of|exactly|only))?(?: the)?(?: (?:\\d+|two|three|four|five|six|seven|eight|nine|ten))?(?: (?:legal|valid|allowed|possible|accepted|permitted))? values?:? (.+?)(?:,? (?:and )?(?:nothing else|nothing more|no others?))?`,
    "$1",
    "is one of $2",
  ),
  rule(
    `no(?:body|one| one) (?:leaves|may leave|should leave|must leave|forgets|may forget|should forget) (?:the )?(.+?)(?: (?:open|out|${EMPTY}))?`,
    "$1",
    "is never empty",
  ),
  rule(
    `(.+?) ${MUST} (?:always )?be (?:given|stated|entered|filled(?: in| out)?|known|provided|recorded|specified)(?: (?:for|on|in|with) (?:every|each|all|any) (.+))?`,
    "$1",
    "is never empty",
  ),
  rule(
    `(.+?) (?:must not|mustn't|may not|can not|cannot|can't|should not|shouldn't|must never|may never|can never|should never|isn't|aren't|is never|are never|never|is not|are not) (?:ever )?(?:be )?(?:left )?(?:${EMPTY})`,
    "$1",
    "is never empty",
  ),
  rule(
    `(.+?) (?:has to be|must be|should be|is|are) (?:always )?(?:mandatory|compulsory|obligatory|required)`,
    "$1",
    "is never empty",
  ),
  rule(
    `(\\S+\\.\\S+?):? (?:is |must be |should be |always )*(?:never null|never empty|never missing|not null|non-null|always filled|always there|mandatory|required)`,
    "$1",
    "is never empty",
  ),
  rule(`(.+?) ${MUST} (?:always )?(?:be|stay|remain) unique`, "$1", "is unique"),
  rule(`(\\S+\\.\\S+?):? (?:is |must be |should be |always )*(?:unique|no duplicates|never twice)`, "$1", "is unique"),
  rule(
    `(?:every|each|an?|the)?\\s*(.+?) ${MUST} (?:be used |occur |appear |exist |be there |come up )?(?:only |just |at most |not more than )once`,
    "$1",
    "is unique",
  ),
  rule(`(?:there (?:must|should|may|can) be )?no duplicates? (?!of|in|for|on)(?:values? )?(.+)`, "$1", "is unique"),
  rule(`(?:every|each) (.+?) ${MUST} (?:be )?(?:different|distinct|its own|unique)`, "$1", "is unique"),
  rule(
    `(?:there (?:must|should|may|can) (?:be )?)?(?:never )?(?:be )?no (?:two|2) (\\S+(?: \\S+)?) (?:may |can |must |should )?(?:with|have|share|sharing) (?:the same|an?|one) (.+)`,
    "$2 of $1",
    "is unique",
  ),
  rule(
    `(.+?)\\s*:\\s*only (.+?) (?:(?:is|are) )?(?:allowed|permitted|accepted|valid|possible|ok|okay|fine)`,
    "$1",
    "is one of $2",
  ),
  rule(
    `only (.+?) (?:is|are) (?:allowed|permitted|accepted|valid|possible|ok|okay|fine|legal)(?: values?)? (?:as|for|in|as values? (?:of|for|in)) (.+)`,
    "$2",
    "is one of $1",
  ),
  rule(
    `(.+?) (?:may|can|must|should) only (?:ever )?(?:be|have|take|contain|hold)(?: the values?)? (.+)`,
    "$1",
    "is one of $2",
  ),
  rule(
    `(?:there (?:must|should|may|can) be |there (?:is|are) )?no (?:other )?(.+?) ${OTHER} (.+)`,
    "$1",
    "is one of $2",
  ),
  rule(
    `(?:every|each|all|any|the)\\s+(.+?) (?:(?:${MUST}) )?${FOUND} (?:among|in|within|on) ${LIST}\\s*(?:the )?(.+)`,
    "$1",
    "exists in $2",
  ),
  rule(
    `(?:every|each|all|any|the)?\\s*(\\S+(?: \\S+){0,2}? (?:in|of|on) (?:the )?\\S+(?: \\S+)?) (?:(?:${MUST}) )?${FOUND} (?:among|in|within|on) ${LIST}\\s*(?:the )?(.+)`,
    "$1",
    "exists in $2",
  ),
  rule(
    `(?:every|each|all|any|the)?\\s*(.+?) (?:(?:${MUST}) |always )*(?:point|points|refer|refers|lead|leads|belong|belongs|link|links|correspond|corresponds) (?:back )?to (?:an?|the|one)?\\s*(?:existing|real|known|valid)\\s+(.+)`,
    "$1",
    "exists in $2",
  ),
];

/** What is to be heard of: the opposite must hold. */
const BROKEN: readonly Rule[] = [
  rule(
    "(?:an?|any|the|some)?\\s*(.+?) (?:without|lacking|with no) (?:an?|any|the|its)?\\s*(.+)",
    "$2 of $1",
    "is never empty",
  ),
  rule(
    `(?:an?|any|the|some)?\\s*(.+?) ${OTHER} (.+?)(?: ever)? ${COMES}(?: (?:in|on|among|for) (.+))?`,
    "$1",
    "is one of $2",
  ),
  rule(`(?:an?|any|the|some)?\\s*(.+?) ${COMES} (?:in|on|among) (.+?) ${OTHER} (.+)`, "$1 of $2", "is one of $3"),
  rule(`(?:an?|any|the|some)?\\s*(.+?) ${COMES} ${OTHER} (.+)`, "$1", "is one of $2"),
  rule(
    `(?:an?|any|the|some)?\\s*(.+?) (?:is|are|has|contains|becomes|says)(?: ever)? (?:anything|something|any value|a value|values)(?: ever)? ${OTHER} (.+)`,
    "$1",
    "is one of $2",
  ),
  rule(
    `(?:an?|any|the|some)?\\s*(.+?) (?:is|are) (?:not|neither|none of|not one of) (.+? (?:or|nor) .+)`,
    "$1",
    "is one of $2",
  ),
  rule(
    `(?:an?|any|the|some)?\\s*(.+?) (?:is|are|goes|comes in|gets)(?: ever)? ${EMPTY}(?: (?:in|on|of|for) (?:an?|any|the|some)?\\s*(.+))?`,
    "$1 of $2",
    "is never empty",
  ),
  rule(
    `(?:an?|any|the|some)?\\s*(.+?) (?:has|have|comes with|comes without|lacks|misses) (?:no |an? (?:empty|missing) )?(.+)`,
    "$2 of $1",
    "is never empty",
  ),
  rule(
    `(?:an?|any|the|some)?\\s*(.+?) (?:is|are|occurs?|appears?|shows? up|comes? up|gets? used)(?: used| there| entered)? (?:twice|more than once|a second time|duplicated|double|not unique)(?: (?:in|on|of|among) (?:the )?(.+))?`,
    "$1 of $2",
    "is unique",
  ),
  rule(
    `(?:an?|any|the|some)?\\s*(.+?) (?:is|are|cannot be|can't be|is not|isn't|does not|doesn't)\\s*(?:not )?(?:found|listed|known|present|exist|appear) (?:among|in) (?:the )?(.+)`,
    "$1",
    "exists in $2",
  ),
];

function holding(text: string): readonly Side[] {
  return sidesOf(HOLDING, text);
}

function broken(text: string): readonly Side[] {
  return sidesOf(BROKEN, text);
}

function sidesOf(rules: readonly Rule[], text: string): readonly Side[] {
  return rules.flatMap(({ said, column, holds }) => {
    const match = said.exec(text);
    if (match === null) return [];
    const filled = (form: string): string =>
      form.replaceAll(/\$(\d)/gu, (_, at: string) => match[Number(at)] ?? "").trim();
    return [{ column: columnPhrase(filled(column)), holds: filled(holds) }];
  });
}

/** "invoice numbers" for the invoice number. */
function oneOf(phrase: string): string {
  return phrase.replace(/\p{L}+$/u, (word) => singular(word));
}

function columnPhrase(phrase: string): string {
  return phrase
    .replace(/\s+of$/u, "")
    .replace(/^(?:every|each|all|any|the|an?|our|its)\s+/iu, "")
    .replace(/\b(in|of|on) (?:an?|any|each|every|all|our)\s+/iu, "$1 ");
}

/** A number of rows for which something is so, and no column of which it shall be. */
const NO_NAME =
  /\b(?:where|whose|which|who|that|with|when|how|number of|count of|share of|average|total|percentage)\b/iu;

function isColumn({ catalogue }: Reading, phrase: string): boolean {
  if (phrase === "" || NO_NAME.test(phrase)) return false;
  // "every claim": the rows, and no column that is named after them.
  if (namesRows(catalogue, phrase)) return false;
  return objectsNamed(catalogue, phrase, ["column", "model-column"]).length > 0;
}
