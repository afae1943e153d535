const GREETING =
  /^(?:hi|hey|hello|hiya|dear|good (?:morning|afternoon|evening|day)|morning)(?: (?:all|team|there|everyone|everybody|folks|guys|throughline|bot|friends?|colleagues))*\s*[,!.:–—-]*\s+/iu;

const NUMBERS = "zero one two three four five six seven eight nine ten".split(" ");
/** A number in letters, where only a number can stand. */
const NUMBER_WORD = new RegExp(
  String.raw`\b(more than|less than|fewer than|over|under|above|below|at least|at most|exactly|just|only|with|having) (${NUMBERS.join("|")})\b`,
  "giu",
);

/** Who a request may come from. */
const WHO = String.raw`(?:i|we|they|he|she|you|somebody|someone|people|everyone|my \w+|(?:the|our|my) (?:[\w-]+ ){0,3}?(?:team|boss|manager|cfo|ceo|coo|cto|board|management|people|guys|department|analysts?|controllers?|director|head|colleagues?|clients?|customers?|users?|council|committee|crew|chief)|(?:the |our )?(?:sales|finance|accounting|marketing|operations|controlling|management|purchasing|hr|legal|it)(?: people| team| folks)?)`;

const POLITE: readonly RegExp[] = [
  /^(?:from now on|henceforth|in (?:the )?future|going forward|from today(?: on)?|as of (?:today|now)),?\s+(?=\S)/iu,
  /^(?:please )?feel free to\s+/iu,
  /^(?:and |but )?(?:i|we) (?:can't|cannot|couldn't|could not|can not)(?: seem to)? (?:find|see|locate|spot) (?=(?:the|an?|our|any)\s+(?:measure|number|count|sum|total|average|share|percentage|figure|rate)\b)(?:any )?/iu,
  /^(?:i|we)(?:'d be|'m|'re| am| are| would be| was| were) (?:just |really |also |quite |very )*(?:curious|interested|keen)(?: to (?:know|see|learn|hear|find out))?(?: about| in)?\s+(?=how\b|what\b|the\b|our\b)/iu,
  /^(?:the|our|my) (?:[\p{L}-]+ ){0,2}?[\p{L}-]+ (?:asked|asks|is asking|was asking|are asking|wondered|wonders|keeps? asking)(?: me| us)? (?:whether|if) (?:we|you|i|they|there) (?:could|can|might) (?:also |please )?(?:see|get|have|show|add|track|know|give (?:them|him|her))\s+/iu,
  /^(?:for (?:the|our|my|this|next) [^,.\d]{3,40}?,? )?(?:i|we) (?:should|must|have to|need to|ought to|am supposed to|are supposed to) (?:list|state|report|provide|show|present|name|hand in|deliver|submit)\s+(?=(?:how|the|what|our)\s)/iu,
  /^(?:would|might)\s+be\s+(?:really\s+|so\s+|very\s+|super\s+)?(?:great|nice|good|helpful|awesome|useful|cool|lovely|handy)(?:\s+to\s+(?:have|see|get|know|track)|:)\s+/iu,
  /^what(?:'s| is) missing (?:in|from) (?:the|our) \p{L}+ is\s+/iu,
  /^(?:ok(?:ay)?|so|well|um+|right|now|also|quick (?:one|question|request|thing|ask)|small (?:one|request|thing)|one more thing|fyi|btw|by the way)\s*[,:!.–—-]+\s*/iu,
  /^(?:so|well|ok(?:ay)?|also|now|maybe|perhaps|how about|what about)\s+/iu,
  /^(?:please|pls|plz|kindly|just)\b[\s,]*/iu,
  /^(?:can|could|would|will|may|might)\s+(?:you|we|u|i|somebody|someone|one)\s+(?:guys\s+)?(?:please\s+|kindly\s+|maybe\s+|possibly\s+|just\s+|also\s+)*/iu,
  /^(?:i|we)(?:\s*'d|\s+would)\s+(?:really\s+|also\s+)?(?:like|love|appreciate|prefer)(?:\s+(?:you|us|it if (?:you|we) (?:could|would)))?\s+(?:to\s+)?/iu,
  /^(?:i|we|they|my (?:boss|manager|team)|(?:the|our) (?:\w+ )?(?:team|boss|manager|cfo|ceo|board|management|people|guys|department|analysts?))\s+(?:really\s+|also\s+|just\s+|would\s+)?(?:like|wants?|needs?|ask(?:s|ed)? (?:me |us )?(?:for|to)|love|wish(?:es)?|should|must|have to|has to)(?:\s+(?:you|us|me)\s+to|\s+to)?\s+/iu,
  /^(?:it\s+would|it'd|would it|that\s+would)\s+be\s+(?:really\s+|so\s+|very\s+|super\s+|quite\s+|extremely\s+)?(?:great|nice|good|helpful|awesome|useful|cool|lovely|possible|handy)\s+(?:if\s+(?:you|we|i)\s+(?:could|can|would|had)|to)\s+/iu,
  /^(?:i|we)(?:'d|\s+would)\s+be\s+(?:very\s+|so\s+|really\s+|most\s+|extremely\s+)?(?:grateful|thankful|happy|glad|pleased|delighted|interested)\s+(?:for|in(?:\s+(?:seeing|having))?|to\s+(?:have|see|get|know)|if\s+(?:you|we|i)\s+(?:could|can|would|had))\s+/iu,
  /^sorry\s+(?:if|for|to|that)\s+[^,.;:]{3,60}?(?:,\s*(?:but\s+)?|\s+but\s+)/iu,
  /^as\s+(?:an?|the|our)\s+(?:[\p{L}-]+\s+){0,3}?[\p{L}-]+,?\s+(?=(?:i|we)(?:'d)?\s+(?:want|need|would|like|wish))/iu,
  /^(?:is\s+it|would\s+it\s+be)\s+possible\s+(?:to|that\s+(?:you|we))\s+/iu,
  /^(?:any\s+chance|is there any way|is there a way)\s+(?:that\s+)?(?:you|we|i|to)(?:\s+(?:can|could|to|get))?\s+/iu,
  new RegExp(
    String.raw`^(?:${WHO})(?:'d|'ve|\s+would|\s+have|\s+has|\s+had)?\s+(?:really\s+|also\s+|just\s+|often\s+|still\s+|always\s+)*(?:like|want(?:s|ed)?|need(?:s|ed)?|love|wish(?:es)?|ask(?:s|ed)?|keeps?\s+asking|request(?:s|ed)?|prefer|be interested)(?:\s+(?:you|us|me|them))?(?:\s+(?:for|about|in))?(?:\s+to)?(?:\s+(?:know|see|have|learn|find out|understand|look at|be able to see|track|get|get to know))?(?:\s+(?:about|for))?\s+`,
    "iu",
  ),
  /^(?:after [^,.]{3,40}? )?(?:we|they|i|the team|management)(?:'ve)? (?:have |has |just |all |finally |also )*(?:agreed|decided|concluded|think|thought|believe|feel|found|realised|realized)(?: that)?\s+(?=(?:the|a|an|we|our|it)\s)/iu,
  /^(?:would|could|will)\s+you\s+be\s+so\s+(?:kind|good|nice)\s+(?:as\s+)?(?:to|and)\s+|^be\s+so\s+(?:kind|good|nice)\s+(?:as\s+)?(?:to|and)\s+/iu,
  /^(?:in|at|during)\s+(?:yesterday's|today's|the|our|this|last)\s+(?:[\p{L}'-]+\s+){0,3}?(?:meeting|review|call|workshop|conference)\s*,?\s+/iu,
  /^for\s+(?:[\p{L}'-]+\s+){0,3}?(?:purposes|reasons)\s*,?\s+/iu,
  /^(?:would|'d)\s+(?:need|like|love|want)(?:\s+to\s+(?:see|have|know))?\s+/iu,
  /^is\s+there\s+(?:a|any)\s+(?:chance|possibility|way)\s+(?:to|of)\s+(?:get|see|have|getting|seeing|having)\s+/iu,
  /^(?:feel free to|don't hesitate to|do not hesitate to|you may|you're free to|you are free to)\s+/iu,
  /^(?:you|we)\s+can\s+(?:just |now |safely |also |really )*(?=\p{L})/iu,
  /^(?:let|allow)\s+(?:me|us)\s+(?:look at|see|know|have|track)\s+/iu,
  /^(?:it|that|this)(?:'d|\s+would|\s+might)\s+(?:be\s+(?:really\s+|so\s+|very\s+|super\s+|quite\s+|extremely\s+)?(?:great|nice|good|helpful|awesome|useful|cool|lovely|handy|interesting)|help(?:\s+(?:me|us|them))?(?:\s+(?:a lot|much|greatly))?)\s+(?:to\s+(?:see|have|know|get|be able to see|track)|for\s+(?:me|us)\s+to\s+(?:see|have|know))\s+/iu,
  /^(?:do you think|would you say|any chance|is there a chance|is there any chance|would it be possible|is it possible|would it be ok|wouldn't it be nice|i was wondering|we were wondering|i am wondering|i'm wondering|i wonder|wondering|not sure)\s+(?:that\s+|if\s+|whether\s+)?(?:it (?:would|might|could) be (?:possible|ok|an option) (?:to|for (?:you|us) to)|(?:you|we|i|somebody|someone)\s+(?:could|can|might|may)(?:\s+(?:please|maybe|perhaps|possibly|also))*)\s+/iu,
  /^(?:can|could|may|might|would)\s+(?:i|we|you)\s+(?:please\s+)?(?:get|have|see|show me|show us|tell me|tell us)\s+/iu,
  /^(?:in order )?to\s+(?:see|know|find out)\s+/iu,
  /^(?:needs|wants|is asking for|asks for)\s+(?:to\s+(?:see|know|have)\s+)?(?=(?:the|an?|our|how)\s)/iu,
  /^(?:what (?:i|we|they) (?:now |really |actually |still )?(?:need|want|miss|lack|would like|am after|are after)(?: now| most| here)?(?: to (?:know|see|have))? is|(?:i|we) (?:have to|must|should) (?:know|see|report)|(?:please )?tell (?:me|us)\s+(?=how|what|when))\s*/iu,
  /^(?:there should be|there needs to be|we're missing|we are missing|i'm missing|i am missing|what's missing is|missing(?: is)?)\s*:?\s+/iu,
  /^(?:let's|lets|let\s+us|go ahead and|time to|i(?:'m| am) (?:looking for|after|trying to get)|(?:do you )?mind\s+(?=\w+ing\b))\s*/iu,
  /^(?:what|how much|how high)(?:'s|\s+(?:is|are|was|were))\s+(?=(?:the|our|an?)\s)/iu,
  /^(?:give|get)\s+(?:me|us)\s+(?=the\s+(?:gap|difference|ratio|share|number|total|average|sum|percentage)\b)/iu,
  /^for (?:the|our|my|an?|this|next|tomorrow's|monday's) (?:\w+[ -]){0,3}?(?:report|review|meeting|presentation|board|boss|management|team|deck|analysis|planning|audit|call|dashboard|study|project|survey|workshop|newsletter|presentation)\s*,?\s+(?=(?:i|we|please|can|could|would)\b)/iu,
  /^(?:see|have|get|know)\s+(?=(?:the|our|how)\s)/iu,
  /^(?:give|get|show)\s+(?:me|us)\s+(?:an?\s+)?(?:new\s+)?(?:measure|metric|kpi|number)\s+(?:with|for|of|that\s+(?:gives|shows|has|holds|is))\s+/iu,
  /^it\s+would\s+help(?:\s+(?:me|us|them))?(?:\s+(?:a lot|much|greatly))?\s+if\s+(?:you\s+(?:could|would)|we\s+(?:could|had|got))\s+/iu,
  /^(?:i\s+was\s+wondering\s+(?:if|whether)|wondering\s+(?:if|whether))\s+(?:you|we)\s+(?:could|can|might)\s+/iu,
];

const TRAILING: readonly RegExp[] = [
  // What it is for, behind what is asked for.
  /,?\s+to (?:prove|convince|settle|justify|support|calm|negotiate|argue|demonstrate|discuss|present|explain|back up|impress|persuade|reassure|end)\b(?!.*\b(?:by|per|for each|for every|only|without)\b)(?: [\p{L}']+){1,6}[\s.!]*$/iu,
  /[\s,]+(?:would|could|will|can|won't|can't) you[\s.!?]*$/iu,
  // A name behind the thanks is who asks.
  /[\s,.;!?–-]+(?:many )?(?:thanks|thank you|thx|cheers|best|regards|greetings|yours)[\s,!.–-]+\p{Lu}\p{L}+[\s.!]*$/u,
  /[\s,.;!?–-]+(?:Thanks|Thank you|Thx|Cheers|Best|Regards|Greetings|Yours)[\s,!.–-]+\p{Lu}\p{L}+[\s.!]*$/u,
  /[\s,.;!–—-]*(?:\bplease|\bpls|\bplz|\bthanks?(?:\s+(?:you|a lot|so much|in advance|very much|a million|a ton|a bunch|heaps|again))*|\bthx|\bty|\bcheers|\bmany thanks|\bkind regards|\bbest regards|\bregards|\bif (?:that's |it's |that is |it is )?(?:possible|you can|ok(?:ay)?|you (?:have|get) (?:a |the )?(?:time|moment|minute|chance)|not too much trouble)|\bwhen you (?:have|get) (?:a |the )?(?:time|moment|minute|chance)|\basap|\bas soon as possible|\burgent(?:ly)?|\btoday|\bsoon|\bright now|\bfor (?:me|us)|:\)|:-\)|;\)|🙏|😊)[\s.!,]*$/iu,
  /[\s,;–—-]+(?:so that|so (?:we|i|they|people|everyone)|because(?! of\b)|since (?:we|i|they|the|it|our|my)|in order to|as (?:we|i|they|my|our) (?:need|want|have|use|boss|team)|(?:we|i) (?:need|want|use) (?:it|this|that) (?:for|in|to)|for (?:the|our|my|an?|this|next|tomorrow's|monday's) (?:\w+[ -]){0,3}?(?:report|review|meeting|presentation|board|boss|management|team|deck|analysis|planning|audit|call|page|dashboard)(?!\s+(?!(?:on|in|at|of|with|next|this|tomorrow|today|and|so|because|i|we|please|thanks?)\b)\p{L}))\b.*$/iu,
  /\s+from (?:the )?(?:field list|fields pane|list of fields|report view)\s*[.!]*$/iu,
  /\s+(?:that )?(?:somebody|someone|anybody|anyone|people|we|they) (?:has |have )?ever (?:\w+)\s*[.!]*$/iu,
  /\s+as (?:a |an |one )?(?:new )?(?:measure|metric|kpi)s?\s*[.!]*$/iu,
  /\s+(?:would|will) be (?:really |very |so )?(?:nice|great|good|helpful|useful|lovely|cool|perfect|appreciated|awesome)\b(?:(?!\b(?:if|only|but)\b).)*$/iu,
  /\s+(?:(?:that )?(?:somebody|someone|anybody|anyone|people|we|they) (?:has |have )?)?ever (?:charged|paid|recorded|made|seen|measured|had|reached|given|got|gotten|received|booked|taken|earned)\s*[.!?]*$/iu,
  /[\s.!?;,]+$/u,
];

/** Everything is asked for in the project; but a new name may be meant for the report alone. */
const IN_PROJECT =
  /\s+(?:to|in|into|on|for|within|from) (?:the|our|my|this) (?:semantic |data |reporting |bi )?(?:model|report|dashboard|dataset|project|warehouse|reports|dashboards)\s*[.!]*$/iu;
const NAMES_ANEW = /\b(?:rename|renamed|called|call|named|name)\b/iu;

/** The sentence without courtesies and reasons: what is asked for, in the requester's own spelling. */
export function cleanRequest(text: string): string {
  let clean = text.replaceAll(/[‘’]/gu, "'").replaceAll(/[“”„]/gu, '"').replaceAll(/\s+/gu, " ").trim();
  clean = clean.replaceAll(
    NUMBER_WORD,
    (_, before: string, word: string) => `${before} ${NUMBERS.indexOf(word.toLowerCase())}`,
  );
  // Before endings are cut, which would take it for a reason.
  clean = clean
    .replace(/\bso (?:that )?it (?:is|becomes|shows|gives|uses)\b/iu, "to")
    .replace(/^((?:please\s+)?(?:change|update|adjust|modify|fix|alter|redefine)\s.*?)\s+so that\b/iu, "$1 such that")
    .replace(/\b(tests?|checks?) so that\b/iu, "$1 that")
    .replace(/\bso that it\b/iu, "so it");
  clean = clean
    .replaceAll(/\bcols?\b(?!\.)/gu, "column")
    .replaceAll(/\bw\/o\b\s*/giu, "without ")
    .replaceAll(/\bw\/\s*(?=\p{L})/giu, "with ")
    .replaceAll(/\bthru\b/giu, "through")
    .replaceAll(/\bover the (?=phone\b|telephone\b|internet\b|web\b|counter\b)/giu, "by ")
    .replaceAll(/\bb\/w\b/giu, "between")
    .replace(TICKET, "")
    .replace(/\bad (?=(?:an?|the|new|another)\s)/iu, "add ")
    .replaceAll(/\b(?:no|nr|num)\.? of\b/giu, "number of")
    .replace(/\b(should|must|has to|needs to) (?:simply|just|really|rather|actually|better|instead) (?=be\b)/iu, "$1 ")
    .replace(IF_THERE, "$1");
  clean = withNameMarks(clean);
  const asked =
    /^(?:please\s+)?(?:can|could|may|might|would|shall|will)\s+(?!(?:you|we|i|u|he|she|they|it|that|this|there|somebody|someone|anybody|anyone|be)\b)(.+?)\s+((?:please\s+)?(?:be|exclude|include|count|use|ignore|only|leave out|go)\b.+)$/iu;
  clean = clean.replace(asked, "$1 should $2");
  const trailing = NAMES_ANEW.test(clean) ? TRAILING : [...TRAILING, IN_PROJECT];
  for (let before = ""; before !== clean; ) {
    before = clean;
    clean = clean.replace(GREETING, "");
    for (const pattern of POLITE) clean = clean.replace(pattern, "");
    for (const pattern of trailing) clean = replaceOutsideQuotes(clean, pattern);
    clean = clean.trim();
  }
  return clean.replaceAll(NAME_MARK, "?");
}

/** What tools and lists put before a request. */
const TICKET =
  /^(?:\[[^\]]{1,20}\]\s*(?=\p{L})|\d{1,2}[.)]\s+|[-*•]\s+|(?:(?:ticket|issue|task|todo|to do|story|user story|feature|wish|change)(?: request)?|request|cr|pbi|subject|re|fwd)(?:\s+#?[\p{L}]*-?\d+)?\s*(?::|\s[–-])\s*)+/iu;

/** "Is there …? If not, add it": what is asked for is what there may be. */
const IF_THERE =
  /^(?:.*?\b)?(?:do we (?:already )?have|is there (?:already )?|have we got|did we (?:already )?have)\s*((?:an?|the|any|some)\s.+?)\s*(?:already|yet|somewhere|anywhere|in the (?:model|report))?\?\s*(?:if not|otherwise|if there is none|if we don't|else)\b.*$/iu;

/** Stands for a question mark that belongs to a name while ends of sentences are cut. */
const NAME_MARK = "\uE000";

const ASKS_POLITELY = /\b(?:can|could|would|will|may|might|shall|possible|mind|chance|wondering)\b/iu;

/** A question mark before a word that goes on in small letters, or at the end of an order, belongs to a name. */
function withNameMarks(text: string): string {
  const within = text.replaceAll(
    /(?<=\p{L})\?(?=\s+(?:in|from|to|on|into|as|is|are|by|and|should|must|of|with)\s)/gu,
    NAME_MARK,
  );
  const isOrder = /^(?:please\s+)?rename\s/iu.test(text) && !ASKS_POLITELY.test(text);
  return isOrder ? within.replace(/(?<=\p{L})\?$/u, NAME_MARK) : within;
}

/** The sentence without its opening courtesies, otherwise to the letter: for what is carried as text. */
export function withoutOpening(text: string): string {
  let clean = text.trim();
  for (let before = ""; before !== clean; ) {
    before = clean;
    clean = clean.replace(GREETING, "");
    for (const pattern of POLITE) clean = clean.replace(pattern, "");
    clean = clean.trim();
  }
  return clean;
}

/** What stands in quotes is content: an ending is cut only when it does not begin inside them. */
function replaceOutsideQuotes(text: string, pattern: RegExp): string {
  const match = pattern.exec(text);
  if (match === null) return text;
  const quotes = [...text.slice(0, match.index)].filter((character) => character === '"').length;
  return quotes % 2 === 1 ? text : text.slice(0, match.index) + text.slice(match.index + match[0].length);
}
