import { type Rewording, rewording } from "./rewording.ts";

/**
 * What shall become of a measure or column that has a name, in the words of people who say what they want to see rather
 * than what is to be done: "X needs two decimals", "nobody uses X any more", "from now on X shall be known as Y".
 */

const X = String.raw`(?:the |our |that |this )?(?:measure |metric |kpi |column |field |figure )?((?:[^.!?;,]|[.,!?;](?!\s))+?)`;
const COUNT = String.raw`(no|none|zero|one|two|three|four|\d)`;
const DIGITS =
  "(?:decimals?|decimal places?|decimal digits?|digits?|places)(?: (?:after|behind) the (?:comma|point|dot|decimal point))?";
const NEEDS =
  "(?:needs?|wants?|requires?|deserves?|should have|should get|should use|should come with|should be shown with|should be displayed with|must have|must use|has to have|ought to have|ought to use|could use|has to use|gets?|takes?|shall have)";
const NOW = "(?:now |henceforth |from now on |from today on |in future |in the future )*";
const WILL = "(?:shall|should|will|must|has to|is to|ought to|needs to)";
const NO_ONE =
  "(?:nobody|no one|none of us|hardly anyone|hardly anybody|we no longer|we don't|i don't|people don't|they don't)";

const FORMATS: readonly Rewording[] = [
  rewording(
    `^(?:see|have|view|get|want) ${X} ((?:with|as|in|without) (?:an? )?(?:no|zero|one|two|three|four|\\d|percent|currency|whole|euros?|dollars?|pounds?|decimals?|thousands?).*)$`,
    "$1 $2",
  ),
  rewording(`^${X} ${NEEDS} ${COUNT} ${DIGITS}(?: only)?$`, "format $1 with $2 decimals"),
  rewording(
    `^${X}(?: ${NEEDS}|:|,)? (?:no|without(?: any)?|zero) (?:cents|decimals|pennies|fractions)$`,
    "format $1 with no decimals",
  ),
  rewording(`^${X} with ${COUNT} ${DIGITS}$`, "format $1 with $2 decimals"),
  rewording(
    `^${X} ${NEEDS} (?:an? |the )?(thousands? separators?|percent(?:age)? sign|percentage|euro sign|dollar sign|pound sign)$`,
    "format $1 as $2",
  ),
  rewording(
    `^${X} (?:is|are) (?:shown|displayed) with (?:way |far |much )?too many ${DIGITS}[.,;:]? (?:please )?(?:and |but |so )?${COUNT}(?: ${DIGITS})? (?:is|are|would be|will do|should do|would do)(?: (?:enough|fine|plenty|sufficient|ok|okay|good))?$`,
    "format $1 with $2 decimals",
  ),
  rewording(
    `^${X} (?:has|have|shows?) (?:way |far |much )?too many ${DIGITS}[.,;:]? (?:please )?(?:and |but |so )?${COUNT}(?: ${DIGITS})? (?:is|are|would be|will do|should do|would do)(?: (?:enough|fine|plenty|sufficient|ok|okay|good))?$`,
    "format $1 with $2 decimals",
  ),
];

const VISIBILITY: readonly Rewording[] = [
  rewording(
    `^${X} (?:shouldn't|should not|must not|mustn't|need not|needn't|may not|should no longer|must no longer) (?:be )?(?:visible|seen|shown|displayed|show up|appear)(?: (?:to|for|by|in|on) .+)?$`,
    "hide $1",
  ),
  rewording(
    `^(?:nobody|no one|users?|people|readers) (?:needs?|has|have|wants?|should|must|needs? not|don't need)(?: not)? (?:to )?(?:see|know|look at) ${X}(?: (?:in|on) (?:the |our |any )?(?:reports?|model|field list))?$`,
    "hide $1",
  ),
  rewording(
    `^${X} (?:should|must|has to|needs to|ought to|can|may|shall) (?:please )?(?:disappear|vanish|go away from (?:the )?(?:reports?|field list)|be (?:out of sight|kept out of sight|invisible|concealed)|not (?:be )?(?:seen|shown|show up|appear)(?: (?:in|on) (?:the |our |any )?(?:reports?|field list))?)(?: from (?:the |our |all )?(?:view|reports?|field list|fields pane))?$`,
    "hide $1",
  ),
  rewording(`^(?:keep|get|put|move) ${X} out of (?:sight|view)$`, "hide $1"),
  rewording(
    `^(?:make|let|have) ${X} (?:disappear|vanish)(?: from (?:the |our |all )?(?:view|reports?|field list))?$`,
    "hide $1",
  ),
];

const NAMES: readonly Rewording[] = [
  rewording(`^${X}: (?:please )?(?:rename|relabel|retitle)(?: it)? to (.+)$`, "rename $1 to $2"),
  rewording(`^ren+aming: ${X} (?:->|=>|→|to) (.+)$`, "rename $1 to $2"),
  rewording(
    `^${X} (?:needs|gets|should get|should have|has|wants|deserves|shall get) (?:a|the|another) (?:new |better |nicer |clearer |shorter |proper |different )*name[:,]? (.+)$`,
    "rename $1 to $2",
  ),
  rewording(
    `^(?:the |a )?(?:new|better) name (?:for|of) ${X}[:,]? (?:is |should be |shall be |will be )?(.+)$`,
    "rename $1 to $2",
  ),
  rewording(
    `^(?:rename|relabel|retitle) ${X}[;,.:] (?:the |its )?(?:new )?name(?: is| should be| shall be| will be)?:? (.+)$`,
    "rename $1 to $2",
  ),
  rewording(
    `^(?:.*\\b)?(?:agreed on|decided on|decided for|settled on|chose|chosen|use|take|prefer|want|like) (.+?) as (?:the |a )?(?:new )?(?:name|label|title) (?:for|of) ${X}$`,
    "rename $2 to $1",
  ),
  rewording(
    `^${X} ${WILL} ${NOW}(?:be known as|be called|be titled|be labelled|be referred to as|go by(?: the name)?(?: of)?|go under(?: the name)?(?: of)?|carry the name(?: of)?|bear the name(?: of)?|run under(?: the name)?(?: of)?|be known by the name(?: of)?) (.+)$`,
    "rename $1 to $2",
  ),
  rewording(
    `^${X} is (?:now|henceforth|from now on|from today on) (?:called|named|known as|titled) (.+)$`,
    "rename $1 to $2",
  ),
  rewording(
    `^(?:please )?(?:use|take|adopt|set|put) (?:the |a )?(?:new )?(?:name|label|title) (.+?) (?:for|on) ${X}$`,
    "rename $2 to $1",
  ),
  rewording(`^${X} ${WILL} be (?:spelled out|written out|spelt out)(?: as|:)? (.+)$`, "rename $1 to $2"),
  rewording(
    `^(?:i'd rather |we'd rather |rather )?(?:have|see) ${X} (?:called|named|labelled|titled|renamed to) (.+)$`,
    "rename $1 to $2",
  ),
];

const REMOVALS: readonly Rewording[] = [
  rewording(`^(?:out|away) with ${X}$`, "remove the measure $1"),
  rewording(`^${X}: (?:please )?(?:delete|remove|drop|scrap|discard)(?: it)?$`, "remove the measure $1"),
  rewording(
    `^(?:scrap|bin|ditch|axe|dump|trash|nix|kill|cut|do away with|dispose of|throw (?:out|away)|clear out|weed out|kick out) (?:the )?(?:measure |metric |kpi )?([^\\d]+?)(?: (?:out|away|altogether|completely|entirely|for good))?$`,
    "remove the measure $1",
  ),
  rewording(
    `^(?:throw|kick|take|clear) (?:the )?(?:measure |metric |kpi )?(.+?) (?:out|away)$`,
    "remove the measure $1",
  ),
  rewording(
    `^${NO_ONE} (?:ever )?(?:needs?|uses?|used|looks? at|wants?|reads?|require)(?: the)?(?: measure| metric| kpi)? ${X}(?: any ?more| any longer| at all)?$`,
    "remove the measure $1",
  ),
  rewording(
    `^${X} (?:is|has become|became|has been) (?:obsolete|redundant|superfluous|useless|unused|outdated|no longer (?:needed|used|of use)|of no (?:use|interest|value)(?: (?:to|for) (?:anyone|anybody|us|me))?|dead weight|not (?:needed|used)(?: any ?more| any longer| anywhere)?)$`,
    "remove the measure $1",
  ),
];

const SOURCES: readonly Rewording[] = [
  rewording(
    `^(?:(?:need|want|get|have) )?(?:the )?(?!(?:add|load|bring|pull|import|expose|include|the) )(.+?) from (?:the |our )?(?:sources?|raw data|raw files?|files?|source system)(?: too| as well)?(?: (?:on|in|for|to) (?:the )?\\S+)?$`,
    "load $1 from the source",
  ),
  rewording(
    `^(?:pull|bring|carry|pass|take|feed|push|hand) (?:through|along|on|over|down|across) (?:the )?(.+)$`,
    "load $1",
  ),
  rewording(
    `^(?:pull|bring|carry|pass|take|feed|push|hand) (?:the )?(.+?) (?:through|along|on|over|across|all the way(?: up)?)$`,
    "load $1",
  ),
  rewording(`^(?:make|have) (?:the )?(?:field |column )?(.+?) available(?: (?:on|in|for|to|at) .+)?$`, "load $1"),
];

export const OBJECTS_IN_OTHER_WORDS: readonly Rewording[] = [
  ...FORMATS,
  ...VISIBILITY,
  ...NAMES,
  ...REMOVALS,
  ...SOURCES,
];
