import { isToldVerb } from "../words/word-families.ts";

/** What people say around a request, by its form: whole clauses that ask for nothing and restrict nothing. */

/** Begins a clause without being part of what it says. */
const CONNECTORS =
  /^(?:(?:lol|haha|ugh|argh|omg|oh|oops|phew|sigh|hey|hi|hello|morning|and|but|so|hence|thus|therefore|then|also|plus|because|since|as|which is why|that's why|that is why|as a result|for that reason|anyway|honestly|basically|actually|frankly|unfortunately|apparently|lately|recently|currently|btw|fyi|by the way|well|ok|okay|right|look|listen|you know|as you know|to be honest|just so you know|sorry|hm+)\b[\s,:]*)+/iu;

export function withoutConnector(clause: string): string {
  const plain = clause.trim().replaceAll(/\s+/gu, " ");
  const rest = plain.replace(CONNECTORS, "");
  return rest === "" ? plain : rest;
}

/** A clause that only asks for what another clause says, or thanks for it. */
const COURTESY: readonly RegExp[] = [
  /^(?:(?:at least )?as far as (?:i|we) (?:can tell|can see|know|see|remember|understand)|if i (?:remember|recall)(?: (?:it|correctly|right|rightly))*|(?:or so )?(?:i|we) (?:think|guess|suppose|believe|hear|fear|assume|reckon|gather)|i'm told|they say|i must say|i have to say)$/iu,
  /^(?:please\s+)?(?:can|could|would|will|may|might)\s+(?:you|we|i|someone|somebody|anyone)\s+(?:guys\s+|maybe\s+|please\s+|possibly\s+|kindly\s+)*(?:add|do|set|make|have|get|show|build|create|provide|arrange|help|look into|take care of|put|include|give|handle|fix|sort|manage|rebuild|recreate|reproduce|find)(?:\s+(?:us|me))?(?:\s+(?:it|that|this|one|those|them|so|out))?(?:\s+(?:up|in|out|for (?:us|me|them)|with (?:it|that|this)|somehow|somewhere|as (?:a|one) (?:measure|figure|number|metric|kpi)|to the (?:model|report|dashboard)))*$/iu,
  /^(?:(?:a|one|another|some)\s+(?:new\s+)?(?:measure|metric|figure|number|kpi|column)\s+(?:for|with|of|like)\s+(?:it|that|this)\s+)?(?:(?:that|this|it)\s+)?(?:would|will|'d|might)\s+(?:really\s+|also\s+)?(?:be|do|help|save|make|work|suffice)\b(?:(?!\b(?:if|only|but|when|to (?:see|have|know|get|add|show|find)\s+(?!(?:it|that|this|them)\b))\b).)*$/iu,
  /^(?:i|we)(?:'d|\s+would|\s+will)?\s+(?:really\s+)?(?:love|like|appreciate|welcome|need|want)\s+(?:that|this|it)(?:\s+(?:very much|a lot|soon))?$/iu,
  /^(?:(?:number|question|point|item) (?:one|two|three|\d)|first(?: of all)?|firstly|(?:one|two|three|a few|some) (?:more )?(?:questions?|things?|requests?|points?)(?: (?:from|for|by) (?:the|our|my) \p{L}+)?)$/iu,
  /^(?:please\s+)?(?:add|set|make|build|create|put|do|have)\s+(?:it|that|this|one)(?:\s+(?:up|in|for (?:us|me|them)|as (?:a|one) (?:measure|figure|number|metric|kpi)))*$/iu,
  /^(?:i|we|they)(?:'d|\s+would|\s+should|\s+must|\s+have to|\s+need to|\s+want to)(?:\s+(?:really|also))?(?:\s+like to)?\s+(?:track|see|have|know|watch|monitor|follow|measure|keep an eye on)\s+(?:it|that|this|those)(?:\s+(?:more closely|somehow|from now on|too))?$/iu,
  /^(?:please\s+)?(?:can|could|would|will|may|might)\s+(?:you|we|i|someone|somebody|anyone|anybody)\s+(?:please\s+)?(?:make|turn)\s+(?:it|that|this|one)\s+(?:(?:into|to)\s+)?(?:an?|one|its own)\s+(?:new\s+)?(?:measure|metric|figure|number|kpi|column)$/iu,
  /^(?:please\s+)?(?:can|could|would|will|may|might)\s+(?:you|we|i|someone|somebody)\s+(?:please\s+)?(?:have|get|add|make|create|build|set up)\s+(?:a|an|one|another)\s+(?:new\s+)?(?:measure|metric|figure|number|kpi|column|test|check)(?:\s+(?:for|of|with|like|out of)\s+(?:that|it|this))?$/iu,
  /^(?:(?:it|this|that|the result)\s+)?(?:(?:should|must|has to|needs to|can)\s+be\s+)?(?:shown\s+)?(?:as\s+)?(?:an?\s+|in\s+)?(?:percentage|percent|%)(?:\s+please)?$/iu,
  /^if (?:not|so|there is none|there is one|it is missing|it's missing|we don't(?: have (?:it|one))?)$/iu,
  /^(?:many |a million )?thank(?:s| you)\b.*$|^(?:cheers|regards|best|best regards|kind regards|thx|ty|please|asap|urgent|greetings)(?:\s+\p{L}+){0,2}$/iu,
  /^(?:as far as (?:i|we|anyone) (?:can |could )?(?:tell|know|see|remember|recall)|(?:at least )?(?:i|we) (?:think|believe|guess|suppose|reckon)|if you ask me|to (?:my|our) knowledge|(?:for|since) (?:years|ages|months|weeks))$/iu,
  /^(?:hi|hey|hello|dear|good (?:morning|afternoon|evening))(?!.*\bonl?yl?\b)(?:\s+\p{L}+){0,3}$/iu,
  /^(?:if|when|whenever)\s+(?:that's|that is|it's|it is|you|possible|there)\b(?:\s+[\p{L}']+){0,6}$/iu,
  /^(?:is|would|was|if)?\s*(?:that|this|it)(?:'s|\s+is)?\s+(?:be\s+)?(?:possible|ok|okay|doable|feasible|fine|all|urgent|important|not urgent|no rush)(?:\s+(?:please|somehow|for now))?$/iu,
  /^(?:a |one |just a )?(?:quick|small|little|short|tiny|simple|another)\s+(?:one|question|request|thing|favou?r|wish|ask)(?:\s+(?:from|for)\s+(?:me|us|you|the \p{L}+))?$|^(?:what|here is what) (?:i|we) (?:need|want)(?: is)?$|^(?:no rush|as (?:discussed|agreed|promised|mentioned|announced|requested|usual|always)(?:\s+[\p{L}']+){0,8}|(?:i |we )?hope(?:\s+[\p{L}']+){1,8}|sorry(?:\s+[\p{L}']+){1,7}|here (?:goes|it is|we go|it comes)|long story short|nothing urgent|just wondering|just to be (?:on the safe side|sure|safe)|you know what(?:\s+[\p{L}']+){0,4}|i'd be (?:very |really )?(?:grateful|happy|glad)|let me know(?:\s+[\p{L}']+){0,5}|not sure(?:\s+[\p{L}']+){0,7}|no idea(?:\s+[\p{L}']+){0,7})$/iu,
  /^(?:for|before|ahead of|in preparation of|in preparation for|as input for|in time for)\s+(?:the|our|my|an?|this|next|tomorrow's|today's|\p{L}+day's)\s+(?:[\p{L}'-]+\s+){0,4}?(?:report|review|meeting|presentation|board|boss|management|team|deck|analysis|planning|audit|call|dashboard|workshop|handbook|newsletter|committee|conference|debrief|handover|standup|budget|month-end|forum)(?:\s+(?:next|this|on|in|tomorrow)\s+\p{L}+)?$/iu,
];

/** A formula, or what it is called: nobody talks in signs. */
const FORMULA = /[=+]|\s[*/]\s/u;

export function isCourtesy(clause: string): boolean {
  if (FORMULA.test(clause)) return false;
  const plain = withoutConnector(clause)
    .replaceAll(/[\s.!?,;:)]+$/gu, "")
    .replace(/[\s,]*\b(?:please|pls|thanks|too|as well)$/iu, "");
  if (
    /^(?:since|after|before|due to|because of|thanks to|as of|from) (?:the|our|this|that|a)(?: [\p{L}-]+){1,4}$/iu.test(
      clause.trim().replaceAll(/[\s.!?,;:)]+$/gu, ""),
    )
  )
    return true;
  const whole = clause.trim().replaceAll(/[\s.!?,;:)]+$/gu, "");
  return plain === "" || saysNothing(whole) || COURTESY.some((pattern) => pattern.test(plain) || pattern.test(whole));
}

/** Words that name nothing, restrict nothing and turn nothing round, whatever they stand beside. */
const LIGHT = new Set(
  "i we you they he she it me us them him her my our your this that these those so a an the one another new and or then just also too again please pls thanks thank lol can could would will may might shall should let let's lets be is are was were do does did have has had get got give make made add set put build create settle sort fix handle arrange take care of for to up in out with by from as at on here there now soon today tomorrow quickly asap if possible somehow somewhere really very much great nice good helpful useful lovely perfect ok okay yes well measure metric kpi number figure thing model report dashboard project end once all otherwise else not there already prove him wrong right answer question know see want need like love help us work working fine wanna gonna 'd 'll hence".split(
    " ",
  ),
);

/** Of light words only: "let's add that", "settle it for us with a measure". A word more could matter. */
function saysNothing(clause: string): boolean {
  const words = clause.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  return words.length > 0 && !/\d/u.test(clause) && words.every((word) => LIGHT.has(word));
}

/** Words that make a condition, a form or another request of what they stand in. */
const RESTRICTS =
  /\d|\b(?:only|solely|just the|except|excluding|excludes?|without|ignor(?:e|es|ing)|unless|leav(?:e|ing) out|instead|rather than|limit(?:ed)?|restrict(?:ed)?|at least|at most|more than|less than|fewer than|greater than|rounded|decimals?|percent(?:age)?|currency|in (?:euros?|dollars?|thousands|millions|hours|minutes|days|seconds)|should|must|ought|has to be|have to be|needs? to be|means?|meaning|refers?|defined|that is|i\.?e|namely|(?:is|are|was|it|this|that) about|care about|interested in|focus(?:ed|es)? on|as opposed to|compared|versus|each other|side by side|excluded|included|not counting|adjusted|weighted|per|each|every|by(?! (?:it|that|this|them|anyone|anybody|the|our|my|people|everyone|mistake|hand)\b))\b/iu;

const SUBJECT =
  /^(?:i|we|you|they|he|she|it|people|everyone|everybody|someone|somebody|nobody|no one|some(?: of \p{L}+ \p{L}+)?|many|most|there|the|our|my|their|his|her|this|that|these|those|a|an|all|both|new|other|\p{Lu}[\p{L}'-]*|\p{L}+s)\b/u;

/** A verb that tells what is so; an order has none before its object. */
const TELLS =
  /^(?:[\p{L}\p{N}'"&/-]+\s+){1,7}?(?:is|are|was|were|am|has|have|had|do|does|did|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|hasn't|haven't|never|always|often|sometimes|keeps?|kept|wants?|wanted|wish(?:es)?|asks|asked|says?|said|complains?|complained|needs|thinks?|thought|found|knows?|knew|loves?|discuss(?:es|ed)?|notic(?:e|es|ed)|agreed?|believes?|stumbles?|stumbled|understands?|understood|will|would|can|can't|cannot|could|couldn't|might|meets|met|comes?|came|goes|went|gets?|got|gave|tells?|told|talks?|talked|argues?|argued|wonders?|wondered|hates?|suspects?|suspected|feels?|felt|makes?|tak(?:e|es)|took|seems?|seemed|happens?|happened|struggles?|struggled|worr(?:y|ies|ied)|hears?|heard|sees?|saw|tr(?:y|ies|ied)|confuses|confuse|mix(?:es)?|won't|expects?|bothers?|bothered|joined|prefers?|insists?|insisted|announced|introduced|misreads?|contains?|includes?|lists|relies|rely|relied|pointed|mentioned|suggested|reminded|demanded|urged|hired|bought|opened|launched|switched|(?:shows?|turns?|comes?) up|looks? (?:like|odd|wrong|strange|weird)|\p{L}{3,}s (?:the|an|our|it|them|their|me|us|him|her|you|about|for|with|at|again|that|how|what)|\p{L}{3,} (?:us|me|them|him|her))\b/iu;

/** A pronoun that does something: whatever the verb, it is told. */
const SOMEBODY =
  /^(?:i|we|you|they|he|she|it|nobody|no one|everybody|everyone|somebody|someone|people|most of us|some of us)\s+(?:\p{L}+\s+){0,2}?\p{L}{2,}/iu;

/** What it is for, before the request: "to prepare for the season". */
const PURPOSE = /^(?:in order )?to (?!(?:see|know|have|show|get|add|find|count|be)\b)\p{L}+ (?:\p{L}+ ?){1,8}$/iu;

const CONTRACTED = /^(?:i|we|you|they|he|she|it|there|that)(?:'m|'re|'s|'ve|'d|'ll)\b/iu;

/** Wants something by its name, which is a request of its own; "wants to see it" is none. */
const WISHES =
  /\b(?:help(?:s|ful)?(?: us| me| a lot)*|nice|great|good|useful|interesting|cool|lovely)\s+to\s+(?:see|have|know|get)\s+(?!(?:it|this|that|them)\b)\p{L}|\b(?:(?:would|'d|i|we|also|really)\s+(?:like|love)|want|wants|need|needs|asked for|asks for)\s+(?:to\s+(?:see|have|know|get|find out|track|look at)\s+)?(?!(?:proof|evidence|clarity|certainty|transparency|peace|whether|if|why|who|how (?!many|much|long|often)|it|this|that|them|these|those|to|us|you|me|something|help|more|some|so|another|a lot|a (?:second|third|new|better)|(?:their|its|our|my|an?) (?:own )?(?:\p{L}+ )?(?:number|figure|measure)s?|answers?)\b)\p{L}/iu;

/** A past that is told: no order has one, and no number is asked for in it. */
const HAPPENED =
  /^(?:[\p{L}\p{N}'"&/-]+\s+){1,9}?(?:\p{L}{3,}ed|spent|left|lost|brought|grew|rose|fell|ran|sent|put|cut|held|led|built|broke|began|drove|wrote|won|caught|became|drives?|matters?|looks?|lasts?|arrives?|leaves?|waits?|costs?|works?|means? (?:a lot|much))\b/iu;

/** Asks for something: a sentence with it is a request of its own. */
const REQUESTS =
  /\b(?:please|(?:can|could|would|will|may|might) (?:you|we|i|u|someone|somebody)|i'd|we'd|i would|we would|(?:i|we|they|he|she) needs?|(?:i|we) want|show|add|create|give|build|make (?:me|us|a|an)|let me|let us)\b/iu;

/** Says of which rows a number is to be, whatever else a sentence tells. */
const SCOPES =
  /\b(?:only|solely|just|except|exclud\w*|without|ignor\w*|unless|leav(?:e|ing) out|leaves out|limit\w*|restrict\w*|at least (?=\d|one|two|three|a )|at most|more than|less than|fewer than|greater than|over \d|under \d|should|must|ought|has to be|needs? to be|meaning|refers?|defined?|definition|i\.?e|namely|interested in|focus\w*|cares? about|not count\w*|counts? as|consider\w*|as opposed to|compared|versus|each other|side by side|that is(?! what\b| how\b| why\b)|is about|are about|percent(?:age)?|rounded|decimals?|currency)\b/iu;

/** Says what a word is to mean in the request. */
const DEFINES =
  /^for (?:us|me|them)\b|\b(?:we|they|people) call\b|\b(?:is|are) called\b|\b(?:is|are) (?:an? |the )?\p{L}+ (?:with|that|which|who|of|where|without)\b/iu;

/** Years, shares and times of day are told in stories; another number may be a condition. */
const TOLD_NUMBERS = /\b(?:19|20)\d\d\b|\b\d+(?:[.,]\d+)? ?%|\b\d+(?:st|nd|rd|th)\b|\b\d{1,2}:\d\d\b/giu;

/** When something is so, before who it is so for. */
const WHEN =
  /^(?:(?:tomorrow|yesterday|today|tonight|lately|recently)\s+|(?:every|each|last|this|next|in|on|at|during|after|before|since|for|with|until|ever since|these|those)\s+(?:\S+\s+){1,7}?)(?=(?:i|we|you|they|he|she|it|people|everyone|everybody|somebody|someone|nobody|the|our|my|there)\b)/iu;

/** Asks for a number by its form: no story, whatever its verb. */
const ASKS_NUMBER = /^(?:what|which|how|whose)\b|\b(?:what|how (?:much|many)) (?:is|are|was|were) (?:the|our)\b/iu;

/** What may be the number that the next sentence only calls "that". */
const NAMES_NUMBER =
  /\b(?:how (?:many|much|long|often|high|big)|(?:number|count|share|percentage|proportion|sum|total|average|ratio|rate) of|average|total)\b/iu;

/** A sentence of its own that only tells a story: it may say when, how often and how much, but not of which rows. */
export function isStory(sentence: string): boolean {
  if (FORMULA.test(sentence)) return false;
  const plain = withoutConnector(sentence);
  if (REQUESTS.test(plain) || WISHES.test(plain) || SCOPES.test(plain) || DEFINES.test(plain)) return false;
  if (ASKS_NUMBER.test(plain)) return false;
  if (/\d/u.test(plain.replaceAll(TOLD_NUMBERS, ""))) return false;
  return isAnyTold(plain) || (isSaid(plain) && !NAMES_NUMBER.test(plain));
}

/** Tells or wants something, without a word of which rows or what number is meant. */
export function isReason(clause: string): boolean {
  if (FORMULA.test(clause)) return false;
  const plain = withoutConnector(clause);
  if (SCOPES.test(plain) || DEFINES.test(plain) || ASKS_NUMBER.test(plain)) return false;
  if (/\d/u.test(plain.replaceAll(TOLD_NUMBERS, ""))) return false;
  return SUBJECT.test(plain.replace(WHEN, "")) && (tells(plain) || WISHES.test(plain) || HAPPENED.test(plain));
}

/** Wants something, or wonders about it. */
export function wants(clause: string): boolean {
  return (
    WISHES.test(clause) ||
    NAMES_NUMBER.test(clause) ||
    /\b(?:wants?|wonders?|asks?|asked|curious|interested)\b/iu.test(clause)
  );
}

/** Has somebody or something in it that does something, whatever the verb; a bare name or an order has not. */
export function isSaid(sentence: string): boolean {
  const plain = withoutConnector(sentence);
  return SUBJECT.test(plain) && plain.split(" ").length > 4 && !REQUESTS.test(plain) && !WISHES.test(plain);
}

/** A sentence that wants something and leaves it to the next to say what, where that begins with "so". */
export function isWishSaidAgain(sentence: string, next: string): boolean {
  const plain = withoutConnector(sentence);
  const saysAgain = /^(?:so|i\.e\.|meaning|that is|that means|in other words)\b/iu.test(next);
  return saysAgain && WISHES.test(plain) && SUBJECT.test(plain) && !SCOPES.test(plain) && !/\d/u.test(plain);
}

/** What is told around a request that is about no rows, such as a new name or a test, restricts nothing. */
export function isAnyTold(clause: string): boolean {
  const plain = withoutConnector(clause).replace(WHEN, "");
  if (REQUESTS.test(plain) || ASKS_NUMBER.test(plain)) return false;
  const flat = plain.replaceAll(/[(),]/gu, " ").replaceAll(/\s+/gu, " ");
  return (
    CONTRACTED.test(plain) || SOMEBODY.test(plain) || (SUBJECT.test(plain) && (tells(flat) || HAPPENED.test(flat)))
  );
}

/** Says of which rows a number is to be, what a word of it means, or has a number that may be a bound. */
export function mayScope(clause: string): boolean {
  const plain = withoutConnector(clause);
  return SCOPES.test(plain) || DEFINES.test(plain) || /\d/u.test(plain.replaceAll(TOLD_NUMBERS, ""));
}

/** Holds what may be a condition of a request. */
export function mayRestrict(clause: string): boolean {
  return RESTRICTS.test(withoutConnector(clause));
}

/** A whole sentence that tells how things are, and neither asks for something nor restricts it. */
export function isTold(clause: string): boolean {
  // Who keeps asking is nothing that a number is restricted to.
  const plain = withoutConnector(clause).replace(/^(?:every|each) (?=(?:\p{L}+ ){1,3}(?:asks?|wonders?)\b)/iu, "the ");
  if (RESTRICTS.test(plain) || WISHES.test(plain) || DEFINES.test(plain) || ASKS_NUMBER.test(plain)) return false;
  if (PURPOSE.test(plain.replace(/[\s,.;:!]+$/u, ""))) return true;
  return CONTRACTED.test(plain) || SOMEBODY.test(plain) || (SUBJECT.test(plain) && tells(plain));
}

/** Where the verb of a sentence stands at the latest. */
const MOST_BEFORE_VERB = 8;

function tells(sentence: string): boolean {
  const flat = sentence.replaceAll(/[(),]/gu, " ").replaceAll(/\s+/gu, " ");
  if (TELLS.test(flat)) return true;
  const words = flat.toLowerCase().split(" ").slice(1, MOST_BEFORE_VERB);
  return words.some((word) => isToldVerb(word.replace(/\P{L}+$/u, "")));
}
