import { CHANGES_IN_OTHER_WORDS } from "./changes-in-other-words.ts";
import { OBJECTS_IN_OTHER_WORDS } from "./objects-in-other-words.ts";
import { type Rewording, rewording as rule } from "./rewording.ts";

/**
 * The same request in words that the readers know. Each rule says one way in which people ask for a test, a change of what is
 * shown, a column or a number; what it captures is left to the readers, which refuse what they cannot explain.
 */
const MUST = `(?:must|should|shall|may|can|might|has to|have to|ought to|needs? to|is supposed to|are supposed to|is expected to|are expected to|is meant to)`;
const NEVER = `(?:never|not|not ever|no longer)`;
const EMPTY = `(?:null|nulls|empty|blank|missing|unset|unfilled|undefined|none|nothing)`;
const FILLED = `(?:filled(?: in| out)?|present|set|populated|there|given|known|provided|available|non-?null|not null|not empty|not blank|complete)`;
const ANY = `(?:an?|the|any|each|every|all|our)`;
/** A name in the project's own spelling, dotted or underscored or not. */
const NAME = String.raw`(?:"[^"]+"|'[^']+'|[\p{L}\p{N}#%$€_.'-]+(?: [\p{L}\p{N}#%$€_.'\[\]/()-]+){0,4}?)`;

/** What is asked of a column's values. */
const TESTS: readonly Rewording[] = [
  rule(
    `^([^\\s.]+\\.[^\\s.]+):? (?:is |must be |should be )?(never null|not null|never empty|not empty|unique|required)$`,
    "ensure $1 is $2",
  ),
  rule(
    `^(?:warn|tell|notify|alert) (?:me|us) (?:as soon as|if|when|whenever|once) (?:an?|any|the) (${NAME}) (?:other than|besides|except|apart from|not among|outside of?) (.+?) (?:turns? up|shows? up|appears?|comes? up|comes? in|occurs?|is (?:found|there|used|entered))$`,
    "ensure $1 is one of $2",
  ),
  rule(
    `^(?:(?:make sure|ensure|check|verify|test)(?: that)? |(?:an?|the) (?:check|test) that |add an? (?:check|test) that )?(?:each|every|all|any|the) (${NAME}) (?:in|of|on) (?:the )?(${NAME}) (?:can be |must be |is |are |should be |has to be |needs to be )(?:found|present|listed|there|known) (?:in|among|within) (?:the )?(?:list of |table of |set of )?(?:the )?(${NAME})$`,
    "ensure $1 of $2 exists in $3",
  ),
  rule(
    `^(?:don't|do not|never) (?:let|allow|accept|permit) (?:an? |the |any )?(.+?) (?:to )?(?:be|become|go|stay|remain|come in) ${EMPTY}$`,
    "ensure $1 is never empty",
  ),
  rule(
    `^(?:we |i |they )?(?:don't|do not|never) (?:want|accept|allow)(?: to (?:see|have|get))? (?:any )?(two|several|multiple|duplicate|double) (.+)$`,
    "no $1 $2",
  ),
  rule(
    `^(${NAME}): (?:always |must be |has to be )?(?:${FILLED}|required|mandatory)(?: everywhere| always)?$`,
    "ensure $1 is never empty",
  ),
  rule(`^(?:add |create |write |make )?(?:an? |the |new )*(?:test|check)s?: (?:that )?(.+)$`, "ensure $1"),
  rule(
    `^(?:(?:make sure|ensure|check|verify|test)(?: that)? )?(?:an?|the|each|every|any) (${NAME}) (?:is|are|was|gets?|be|may be|must be) (?:never|not) (?:used|given|assigned|entered|issued|taken|there|repeated)(?: (?:twice|again|more than once|two times))(?: (?:among|in|within|across|on|for) (?:the |all )?(${NAME}))?$`,
    "ensure $1 of $2 is unique",
  ),
  rule(
    `^(\\S+) (?:in|of|on) (\\S+) (?:is |must be |should be )?(not null|not_null|never null|never empty|unique|required)$`,
    "ensure $2.$1 is $3",
  ),
  rule(`^(\\S+) (not null|not_null|never null|never empty|unique|required) (?:in|of|on) (\\S+)$`, "ensure $3.$1 is $2"),
  rule(
    `^(?:warn|tell|notify) (?:me|us) (?:if|when|whenever) (?:an? |any |the )?(.+?) (?:comes?|is|arrives?|shows? up|appears?|has|have|exists?) (?:without|no|lacking) (?:an? |any |the |its )?(.+)$`,
    "ensure $2 of $1 is never empty",
  ),
  rule(
    `^(?:there (?:must|should|may|can) (?:be|not be|never be) )?no (${NAME}) (?:${MUST} (?:lack|miss|be without|be missing|come without|have no|exist without)|without|lacks?|misses) (?:an? |any |the |its )?(${NAME})$`,
    "ensure $2 of $1 is never empty",
  ),
  rule(
    `^(?:all |the )?(${NAME}) always (?:needs?|requires?|have|has|must have|carry|carries) (?:an? |the |their |its )?(${NAME})$`,
    "ensure $2 of $1 is never empty",
  ),
  rule(
    `^(?:check|test|look|watch|screen) for (?:missing|null|empty|blank)(?: values?)? (?:in|of|for) (?:the )?(.+)$`,
    "ensure $1 is never empty",
  ),
  rule(
    `^(?:check|test|look|watch|screen) for (?:duplicates?|doubles|duplicate values|repeated values) (?:in|of) (?:the )?(.+)$`,
    "ensure $1 is unique",
  ),
  rule(
    `^(?:the |an? |each |every )?(.+?) (?:${MUST} )?(?:only )?(?:occurs?|appears?|exists?|be used|comes? up|shows? up) (?:only once|at most once|just once|only one time|not more than once|once only)(?: in (.+))?$`,
    "ensure $1 is unique",
  ),
  rule(
    `^(?:there (?:must|should|may|can) (?:not|never) be |there (?:must|should|may|can) be no |no )(?:two|several|multiple|more than one) (${NAME}) (?:may |can |should |must )?(?:with|have|having|share|sharing) the same (${NAME})$`,
    "ensure $2 of $1 is unique",
  ),
  rule(
    `^no (?:duplicates?|duplicated|double|repeated) (${NAME}) (?:in|of|on|for) (${NAME})$`,
    "ensure $1 in $2 is unique",
  ),
  rule(
    `^(?:the )?(?:build|run|pipeline|test|check|load|job) (?:should|must|has to|needs to|shall) (?:fail|break|stop) (?:if|when|whenever|unless) (?:the )?(.+?) (?:is|are) (?:not|something other than|anything but|anything other than)(?: one of| in)? (.+)$`,
    "ensure $1 is one of $2",
  ),
  rule(`^(.+?) (?:should|must|has to|needs to|ought to) always be (?:one of|among|in) (.+)$`, "ensure $1 is one of $2"),
  rule(
    `^(.+?)[,;.]? (?:and |please |then )*(?:have (?:that|this|it) (?:tested|checked)|(?:add|write|make|put) (?:an? |the )?(?:test|check)(?: for (?:that|it|this)| on it)?|guard (?:that|it|this) with (?:a|one) (?:test|check)|test (?:it|that|this))$`,
    "$1",
  ),
  rule(`^(?:in|on|for) (${NAME}),? (?:the )?(${NAME}) (${MUST}) (.+)$`, "$2 in $1 $3 $4"),
  rule(
    `^(${NAME}) (?:in|of|on) (${NAME}): (?:should be |must be |is |always )?(not null|never null|not empty|unique|no nulls|no duplicates|no blanks|required|mandatory)$`,
    "ensure $2.$1 is $3",
  ),
  rule(
    `^(${NAME}): (?:should be |must be |is |always )?(not null|never null|not empty|unique|no nulls|no duplicates|no blanks|required|mandatory)$`,
    "ensure $1 is $2",
  ),
  rule(`^(.+?) (?:is|are) (?:required|mandatory|compulsory)$`, "ensure $1 is never empty"),
  rule(`^(.+?) ${MUST} (?:${NEVER} be|${NEVER} ever be|be never) ${EMPTY}$`, "ensure $1 is never empty"),
  rule(`^(.+?) ${MUST} (?:always )?be ${FILLED}$`, "ensure $1 is never empty"),
  rule(
    `^(.+?) (?:is|are) (?:never|not) (?:allowed|supposed|permitted|expected|meant) to be ${EMPTY}$`,
    "ensure $1 is never empty",
  ),
  rule(
    `^(?:every|each|all) (?:row|record|line|entry)?s? ?(?:of|in) (${NAME}) (?:${MUST} have|has|have|needs?|carr(?:y|ies)) (?:an? |its |their )?(${NAME})$`,
    "ensure $1.$2 is never empty",
  ),
  rule(
    `^(?:${ANY} )?(?:new )?(?:alarm|alert|warning|error|test|check|notification|flag|guard)s? (?:if|when|whenever|in case|for when) ${ANY} .+? in (?:the )?(${NAME}) (?:comes?|is|arrives?|shows? up|appears?|has|have|goes) (?:without|no) (?:${ANY} )?(${NAME})$`,
    "ensure $1.$2 is never empty",
  ),
  rule(
    `^(?:${ANY} )?(?:new )?(?:alarm|alert|warning|error|test|check|notification|guard)s? (?:if|when|whenever|in case|for when) (?:${ANY} )?(.+?) (?:is|are|comes|gets|turns) (?:ever )?${EMPTY}$`,
    "ensure $1 is never empty",
  ),
  rule(
    `^(?:${ANY} )?(?:new )?(?:alarm|alert|warning|error|test|check|notification|guard)s? (?:if|when|whenever|in case|for when) (?:${ANY} )?(.+?) (?:is|are|appears?|occurs?|shows? up) (?:more than once|twice|duplicated|repeated|not unique)(?: in (${NAME}))?$`,
    "ensure $1 is unique",
  ),
  rule(
    `^(?:no (?:two )?|no duplicates? (?:of |in )?)(.+?) (?:${MUST} |may |can )?(?:share|have|be|occur|appear)(?: the same| twice| more than once| duplicated)(?: (.+))?$`,
    "ensure $2$1 is unique",
  ),
  rule(
    `^(?:check|verify|ensure|test|make sure|guarantee|validate)(?: that)? (?:the |each |every |all )?(${NAME}) (?:of|on|in) (?:each|every|all|a|an|any|the) (${NAME}) (?:exists?|is found|is present|is known|can be found|appears?|is) (?:also )?in (${NAME})$`,
    "ensure $1 of $2 exists in $3",
  ),
  rule(
    `^(?:check|verify|ensure|test|make sure|guarantee|validate)(?: that)? (?:each|every|all|a|an|any|the) (${NAME}) (?:of|on|in) (?:the )?(${NAME}) (?:exists?|is found|is present|is known|can be found|appears?|is) (?:also )?in (${NAME})$`,
    "ensure $1 of $2 exists in $3",
  ),
  rule(
    String.raw`^(?:.*?\b(?:if|that|have|see|want|need) )?(${NAME}) (?:was|were|is|are|be|gets?|to be) (?:checked|tested|validated|verified|compared|matched) (?:against|with) (?:the )?(${NAME})$`,
    "ensure $1 exists in $2",
  ),
  rule(
    `^(?:check|test|validate|verify|match) (?:the )?(${NAME}) against (?:the )?(${NAME})$`,
    "ensure $1 exists in $2",
  ),
  rule(`^(.+?),? (?:and )?(?:nothing else|no other(?: values?)?|only(?: those)?|and that's it|nothing more)$`, "$1"),
  rule(
    `^(.+?) (?:may|can|must|should) only (?:ever )?(?:be|have|take|contain|hold)(?: the values?)? (.+)$`,
    "ensure $1 is one of $2",
  ),
  rule(
    String.raw`^(.+?) (?:has to|have to|must|should|needs to) (?:always )?be (?:either )?(\S.*?,.*? or .+|\S+ or \S+)$`,
    "ensure $1 is one of $2",
  ),
  rule(
    `^(?:the )?(?:only )?(?:allowed|valid|possible|permitted|accepted|legal) values? (?:of|for|in) (.+?) (?:are|is|should be)(?: only)?:? (.+)$`,
    "ensure $1 is one of $2",
  ),
];

const NEWER = "(?:(?:new|better|clearer|nicer|different|other|proper|shorter|longer|friendlier|plainer) )";

/** What something is to be called. */
const NAMES: readonly Rewording[] = [
  rule(`^(?:rename|relabel|retitle) (.+?)(?::| ->| =>| →| =| into) (\\S.*)$`, "rename $1 to $2"),
  rule(
    `^(?:give|find|get) (?:the )?(?:measure |column |field )?(.+?) (?:an?|the|another) ${NEWER}?name(?::|,| of| namely)? (\\S.*)$`,
    "rename $1 to $2",
  ),
  rule(
    `^(?:an? |the )?${NEWER}?name (?:of|for) (?:the )?(?:measure |column |field )?(.+?)(?::| should be| shall be| must be| is to be| is| will be) (\\S.*)$`,
    "rename $1 to $2",
  ),
  rule(`^(.+?)'s? ${NEWER}?name (?:should be|shall be|must be|is|will be):? (\\S.*)$`, "rename $1 to $2"),
  rule(
    `^(?:(?:can|could|should|may) )?(?:the )?(.+?) (?:should |could |must )?(?:gets?|have|carry|take|receives?) the ${NEWER}?name (?:of )?(\\S.*)$`,
    "rename $1 to $2",
  ),
];

/** How something is shown, named or taken away. */
const OBJECTS: readonly Rewording[] = [
  rule(
    `^(?:the )?(.+?) (?:needs?|wants?|deserves?|lacks?|is missing|requires?) (no|one|two|three|four|zero|\\d) decimals?(?: places?| digits?)?$`,
    "format $1 with $2 decimals",
  ),
  rule(
    `^(?:the )?(.+?) (?:should|must|ought to|needs to|has to) (?:have|get|carry|show|come with) ((?:no|one|two|three|\\d) decimals? and .+)$`,
    "format $1 with $2",
  ),
  rule(
    `^(?:the |an? )?descriptions? (?:of|for|on) (?:the )?(.+?) (?:should|shall|must|ought to|has to|needs to|could) (?:be|say|read)[:,]? (.+)$`,
    'describe $1 as "$2"',
  ),
  rule(
    `^(?:put|file|place|move) (?:the )?(?:measure |column )?(${NAME}) (?:under|into|in) (${NAME}),? (?:instead of|rather than|and not(?: under| in)?) (?:${NAME})$`,
    "put $1 into folder $2",
  ),
  ...NAMES,
  rule(
    `^(?:don't|do not|never|no longer|stop) show(?:ing)? (?:the )?(.+?)(?: (?:to|for) (?:the |our |any |all )?(?:\\S+ )?(?:users?|people|readers|everyone|anybody|anyone))?$`,
    "hide $1",
  ),
  rule(`^explain (?:the )?(.+?) (?:as|with|by saying)[:,]? (["'].+)$`, "describe $1 as $2"),
  rule(`^(?:the )?(.+?) description(?: text)?: (.+)$`, 'describe $1 as "$2"'),
  rule(
    `^(?:add|attach|put|write) (?:to|on|at|beside) (?:the )?(.+?) (?:the |an? )?(?:note|text|comment|description|remark|explanation)[:,]? (["'].+)$`,
    "describe $1 as $2",
  ),
  rule(
    `^(?:add|attach|put|write) (?:the |an? )?(?:note|text|comment|remark|explanation)[:,]? (["'][^"]+["']) (?:to|on|at|beside) (?:the )?(.+)$`,
    "describe $2 as $1",
  ),
  rule(`^(.+?) in (?:whole|full|round) (euros?|dollars?|pounds?)$`, "format $1 as $2 with no decimals"),
  rule(
    `^(?:the )?(.+?) (?:comes? (?:out|up)|is|are|shows?(?: up)?|appears?) (?:alphabetical(?:ly)?|in alphabetical order|in the wrong order|wrongly sorted|unsorted|out of order)(?: in (?:every|all|each|the|our|my) \\S+)?[,;.]* (?:and |so |but |please )*(?:it |they |that )?(?:should|must|has to|needs to|ought to) (?:follow|be sorted by|go by|be in the order of|use|be ordered by) (?:the )?(.+)$`,
    "sort $1 by $2",
  ),
  rule(
    `^(hide .+?) (?:for|from) (?:them|everyone|everybody|users|people|readers|(?:the |our |all )+(?:\\S+ )?(?:users?|people|readers|team|folks))$`,
    "$1",
  ),
  rule(
    `^(no|one|two|three|four|zero|\\d) (?:decimals?|decimal places?|digits?)(?: (?:behind|after) the (?:comma|point|decimal point))?(?: places?)? (?:for|in|on|at) (.+)$`,
    "format $2 with $1 decimals",
  ),
  rule(
    `^(.+?) (?:number )?format:? (?:with |as |to )?(no decimals|\\d decimals?|(?:one|two|three) decimals?|percent(?:age)?|currency|whole numbers?)$`,
    "format $1 as $2",
  ),
  rule(`^(?:the )?(?:number )?format (?:of|for) (.+?)(?: is| should be|:) ([#0][#0,.%]*)$`, 'format $1 as "$2"'),
  rule(
    `^(.+?): (?:as |in |show |with )?((?:percent(?:age)?|currency|no decimals|\\d decimals?|(?:one|two|three) decimals?|whole numbers?)(?:,? (?:with |and )?(?:no|one|two|three|\\d) decimals?)?)$`,
    "format $1 as $2",
  ),
  rule(`^(.+?) rounded to (?:whole |full )(?:numbers?|integers?)$`, "format $1 as whole number"),
  rule(`^(.+?) rounded to (?:whole |full )(euros?|dollars?|pounds?)$`, "format $1 as $2 with no decimals"),
  rule(`^(.+?) rounded to (no|one|two|three|four|\\d) decimals?(?: places?)?$`, "format $1 with $2 decimals"),
  rule(`^thousands? separators? (?:for|in|on) (.+)$`, "format $1 as thousands separator"),
  rule(
    `^(?:take|leave|keep|get) (?:the )?(.+?) (?:out of|off|away from|from) (?:the )?(?:field list|fields pane|list of fields|report view|reports?|view)$`,
    "hide $1",
  ),
  rule(
    `^(?:make )?(?:the )?(${NAME}) (hidden|invisible) (?:in|from|for) (?:the )?(?:table )?(${NAME})$`,
    "hide $1 in $3",
  ),
  rule(
    `^(?:make )?(?:the )?(${NAME}) visible(?: again)? (?:in|of|from) (?:the )?(?:table )?(${NAME})(?: again)?$`,
    "unhide $1 in $2",
  ),
  rule(`^bring back (?:the )?(${NAME}(?: (?:in|of) ${NAME})?)$`, "unhide $1"),
  rule(`^(?:put|file|place|move) (?:the )?(?:measure |column )?(${NAME}) under (${NAME})$`, "put $1 into folder $2"),
  rule(`^(?:the )?(.+?) (?:order|sorting|sort order|sort)(?: is)?:? by (.+)$`, "sort $1 by $2"),
  rule(
    `^(?:the )?(.+?) (?:is|are) (?:sorted|ordered) (?:wrong(?:ly)?|incorrectly|badly|alphabetically|in the wrong order|by name|by alphabet)[,;.]* (?:and |so |please |better )*(?:use|take|sort (?:it|them) by|order (?:it|them) by) (?:the )?(.+?)(?: for (?:that|it|this|sorting)| instead)?$`,
    "sort $1 by $2",
  ),
  rule(
    `^(.+?) (?:belongs?|should go|should be|goes|ought to be|must be|needs to be|wants to be) (?:in|into|under|inside) (?:an? |the )?(?:display )?folder(?: named| called)? (.+)$`,
    "put $1 into folder $2",
  ),
  rule(
    `^(?:move|put|place|file|sort|group|tuck|store) (.+?) (?:in|into|under|inside|to) (?:an? |the )?(?:new )?(?:display )?folder(?: named| called)? (.+)$`,
    "put $1 into folder $2",
  ),
  rule(`^(?:folder (?:of|for) )(.+?)(?: should be| is|:) (.+)$`, "put $1 into folder $2"),
  rule(
    `^(.+?) (?:should|must|has to|needs to|ought to) (?:be sorted|sort|be ordered) by (.+?)(?:,? (?:and |but )?(?:not|instead of|rather than) .+)?$`,
    "sort $1 by $2",
  ),
  rule(
    `^(?:sort|order) (?:the )?(.+?) by (.+?)(?:,? (?:and |but )?(?:not|instead of|rather than) .+)$`,
    "sort $1 by $2",
  ),
  rule(
    String.raw`^(.+?)[:,]? (?:with |to |in |at |as )?(no|one|two|three|four|zero|\d) decimals?(?: places?| digits?)?(?: (?:please|only))?$`,
    "format $1 with $2 decimals",
  ),
  rule(
    String.raw`^(.+?) (?:should|must|ought to|needs to|has to) (?:show|have|be shown with|be displayed with|display|use|come with|appear with) (no|one|two|three|four|zero|\d) decimals?(?: places?| digits?)?$`,
    "format $1 with $2 decimals",
  ),
  rule(
    `^(.+?)(?: should be(?: shown| displayed| formatted)?| must be(?: shown)?| ought to be|:)?,? (?:as|in) (?:an? )?(percent(?:age)?|per cent|currency|dollars?|euros?|whole numbers?|integers?)(?: format)?$`,
    "format $1 as $2",
  ),
  rule(
    `^(?:(?:we|i|you|they|people) )?(?:can |could |may )?(?:do|live|manage|work) without (?:the )?(?:measure |metric |kpi )?(.+?)(?:,? (?:please |so )?(?:take|drop|remove|delete|throw|kick) it(?: out| away)?)?$`,
    "remove the measure $1",
  ),
  rule(`^(?:throw|kick|chuck) (?:the )?(?:measure |metric |kpi )?(.+?) (?:out|away)$`, "remove the measure $1"),
  rule(
    `^(?:get rid of|take out|take away|throw (?:out|away)|kick out|drop|retire|scrap|kill|clean up|discard|dump|erase|ditch) (?:the )?(?:measure |metric |kpi )?(.+)$`,
    "remove the measure $1",
  ),
  rule(
    `^(?:the )?(?:measure |metric |kpi )?(.+?) (?:is|isn't|is not|are not|aren't) (?:needed|used|necessary|wanted|required)?(?: any ?more| any longer| no longer needed)?,? (?:so |please |and )*(?:drop|remove|delete|take|get rid of) (?:it|the measure|this measure|that measure)(?: out| away)?$`,
    "remove the measure $1",
  ),
  rule(
    `^(?:the )?(?:measure |metric |kpi )?(?!.*\\b(?:it|this|that) (?:can|is|isn't|should|must|has) )(.+?) (?:can go|is obsolete|is not needed any ?more|isn't needed any ?more|is no longer (?:needed|used|required)|has had its day|should go(?: away)?|must go|is useless|is superfluous|can be (?:removed|deleted|dropped))$`,
    "remove the measure $1",
  ),
  rule(
    String.raw`^(?:call|name|label|title) (?:the |that |this )?(?:measure |column |metric |kpi )?(.+?) (?:instead )?(?:as |to )?("[^"]+"|'[^']+'|[\p{Lu}\p{N}#%$].*?)(?: instead| from now on| in future| please)?$`,
    "rename $1 to $2",
  ),
  rule(
    `^(?:the )?(?:measure |column |metric |kpi |field )?(.+?) (?:should|shall|must|ought to|needs to|has to|could) (?:really |better |rather )?(?:be (?:called|named|labelled|labeled|titled|renamed(?: to)?|known as)|read|say|become) (.+?)(?: instead| from now on| in future| please)?$`,
    "rename $1 to $2",
  ),
  rule(`^(?:a )?better name for (.+?) (?:is|would be|:) (.+)$`, "rename $1 to $2"),
  rule(`^(?:so )?(?:please )?describe (?:the )?(?:column |measure |table |field )(.+)$`, "describe $1"),
];

/** What a measure that is there should do. */
const CHANGES: readonly Rewording[] = [
  rule(
    `^(?:change |update |adjust |modify |fix )?(?:the )?(.+?)(?:,)? (?:so that|so|such that) (?:the )?(.+?) (?:is|are|were|was) (?:not|no longer|never) (?:counted|included|considered|taken|in it|in there|part of it|used)(?: (?:any ?more|any longer|in(?: it)?))?$`,
    "exclude $2 from $1",
  ),
  rule(
    `^(?:change |update |adjust |modify |fix )?(?:the )?(.+?)(?:,)? (?:so that|so|such that) only (?:the )?(.+?) (?:is|are|were|was) (?:counted|included|considered|taken|used)$`,
    "$1 should only count $2",
  ),
  rule(
    `^only (?:the )?(.+?) (?:should|must|may|shall|are to|is to) (?:count|be counted|be included|be considered|go) (?:in|into|for|towards) (?:the )?(.+)$`,
    "$2 should only count $1",
  ),
  rule(
    `^(.+?) (?:=|is|are) (.+?) (?:from now on|in future|in the future|going forward|from today)$`,
    "change $1 to $2",
  ),
  rule(`^(.+?) (?:from now on|in future|in the future|going forward)$`, "$1"),
];

/** A column of its own for each row. */
const COLUMNS: readonly Rewording[] = [
  rule(
    `^(?:add|put|create|make|have) (?:to|on|in|into) (?:the )?([\\p{L}\\p{N}_]+)(?: table)? an? (?:new )?(?:column|field),? (?:called |named )?(${NAME})(?: ?[=:] ?|,? (?:that|which) (?:is|shows|has|holds|gives) | as )(?:the )?(.+)$`,
    'add a column called "$2" to $1: $3',
  ),
  rule(
    `^(?:store|save|keep|put|note|record) (?:with|for|on|in) (?:each|every|the|all) (${NAME}) (?:the (?:number of )?|how many )?(.+)$`,
    "add a column for $2 in $1",
  ),
  rule(
    `^(?:sort|put|divide|split|group|arrange) (?:the |our |all |each |every )+(?:${NAME}) (?:in|into) (?:an? )?(?:(.+?) (?:class(?:es)?|groups?|bands?|buckets?|bins?|ranges?|categor(?:y|ies)|tiers?)|(?:class(?:es)?|groups?|bands?|buckets?|bins?|ranges?|categor(?:y|ies)|tiers?)(?: by| of| according to| depending on) (?:the |their |its )?(.+?)): (?=.*\\d)(.+)$`,
    "bucket $1$2 into $3",
  ),
  rule(
    `^(?:on|in|for) (?:the |each |every )?(${NAME}) (?:i|we) (?:need|want|would like)(?: to (?:see|have|know))? (?:the )?((?:hour|weekday|month|year|quarter|week|day).+)$`,
    "add a column for the $2",
  ),
  rule(
    String.raw`^(.*?\b)?(hour|weekday|month|year|quarter|week)(?: of (?:the )?(?:day|week|year))? (?:at|on|in|during) which (?:something|somebody|someone|anything|it|one|they|people) (?:was|were|is|are|got|gets) (.+)$`,
    "$1$2 of $3",
  ),
  rule(`^(${NAME}): (.+?) = (.+?),? as (?:an? )?(?:new )?column$`, 'add a column called "$2" to $1: $3'),
  rule(
    `^(?:(?:an?|one) )?(?:new )?(?:column|field) (?:on|in|to|for) (?:the )?(${NAME}): ([^=:]+?) ?= ?([^=]+)$`,
    'add a column called "$2" to $1: $3',
  ),
  rule(
    `^(?:add |create )?(?:(?:an?|the) )?(?:new )?(?:column|field) ([^=:]+?) ?= ?([^=]+?) (?:to|on|in) (?:the )?(${NAME})$`,
    'add a column called "$1" to $3: $2',
  ),
  rule(
    `^(?:on|in|for|to) (?:each|every) (?:row|line|record|entry) (?:of|in) (?:the )?(${NAME}),? (?:(?:i|we) (?:need|want|would like) |add |put |store )?(?:an? |the )?(?:new )?(?:column|field|flag) (?:with|for|(?:that|which) (?:says|shows|holds|tells|gives|has|contains)) (.+)$`,
    "add a column for $2 in $1",
  ),
  rule(
    `^(.*?)\\bby how (?:much|many) (?:the )?(?:actual )?(.+?) (?:fell short of|falls short of|is short of|is below|was below|is under|was under|missed|is less than) (?:the )?(.+)$`,
    "$1$3 minus $2",
  ),
  rule(
    `^(.*?)\\bby how (?:much|many) (?:the )?(?:actual )?(.+?) (?:exceeds?|exceeded|is above|was above|is over|was over|is more than|is higher than) (?:the )?(.+)$`,
    "$1$2 minus $3",
  ),
  rule(`^(.*?)\\b(?:actual|respective|corresponding) (\\S.*)$`, "$1$2"),
  rule(
    `^(?:an? |the |new )*(?!new |an? |the |could |can |would |should |that |this |it |please )((?:\\S+ ){0,3}\\S+) column (?:on|in|to|for) (?:the )?([\\p{L}\\p{N}_]+)(?: table)?(?:\\s*[:,=]\\s*|,? (?:which|that) (?:is|are|has|adds|shows|should be) )(?:the )?(.+)$`,
    'add a column called "$1" to $2: $3',
  ),
  rule(
    `^(?:on|in|for) (?:the )?([\\p{L}\\p{N}_]+)(?: table)?,? (?:(?:i|we) (?:need|want|would like) |add |create |have )?(?:an? |the |new )*(?!new |an? |the |could |can |would |should |that |this |it |please )((?:\\S+ ){0,3}\\S+) column(?:\\s*[:,=]\\s*|,? (?:which|that) (?:is|are|has|adds|shows|should be) )(?:the )?(.+)$`,
    'add a column called "$2" to $1: $3',
  ),
  rule(`^(?:the )?(.+?) as (?:an? |its own |one )?(?:new |separate )?column: (?:the )?(.+)$`, "add a column for $2"),
  rule(`^(?:flag|mark) (.+?),? (?:i\\.e\\.,?|that is,?|meaning|which means|so|:|namely) (.+)$`, "flag $2"),
  rule(
    `^(?:an? |the |new )*(.+?) column (?:on|in|to|for) (?:the )?(?:[\\p{L}\\p{N}_]+)(?: table)?$`,
    "add a column for $1",
  ),
  rule(
    `^(?:add |create |make )?(?:an? )?(?:new )?column:? (?!for |with |of |to |in |on |that |which |called |named )(.+?) (?:to|in|on|for) (?:the )?([\\p{L}\\p{N}_]+)$`,
    "add a column for $1 in $2",
  ),
  rule(`^(.+?) column,? (?:per|for each|for every|on each|on every) (?:[\\p{L}]+)$`, "add a column for $1"),
  rule(
    String.raw`^(.*?\b)?(?:the )?(?:number of )?(minutes|hours|days|seconds)(?: that)?(?: elapsed| passed| pass| lie| it takes| it took)? (?:from|since|starting at) (.+?) (?:to|until|till|up to) (.+)$`,
    "$1$2 between $3 and $4",
  ),
  rule(
    String.raw`^(.*?\b)?(?:the )?(.+? (?:time|duration|wait|delay|lag|gap)) (?:from|since) (.+?) (?:to|until|till) (.+)$`,
    "$1$2 between $3 and $4",
  ),
  rule(`^(?:add |create |make |new )?(?:an? )?(?:new )?column (?:in|to|on) (${NAME})[:,] (.+)$`, "add a column for $2"),
  rule(`^(?:add |create |make )?(?:an? )?(?:new )?column with (?:the )?(.+)$`, "add a column for $1"),
  rule(
    `^(?:for|in|on|with|per) (?:each|every) (${NAME}),? (?:store|keep|add|have|show|save|record|compute|calculate|put|give) (?:the )?(.+)$`,
    "add a column for $2 in $1",
  ),
  rule(
    `^(?:each|every) (${NAME}) (?:should|shall|must|needs to|has to|ought to|could) (?:carry|have|hold|get|show|contain|store|know|tell) (?:the |how many )?(.+)$`,
    "add a column for $2 in $1",
  ),
  rule(
    `^(?:each|every) (${NAME})(?: (?:row|line|record|entry))? to (?:carry|have|hold|show|contain|store|know|tell|get) (?:the )?(.+)$`,
    "add a column for $2 in $1",
  ),
  rule(
    `^(?:give|have|let) (?:each|every|all) (${NAME}) (?:have |get |carry )?(?:the )?(.+)$`,
    "add a column for $2 in $1",
  ),
  rule(
    `^(${NAME}) (?:should|shall|must|needs to|has to|ought to) (?:get|have|carry|receive) (?:an?|the|another) (?:new )?(?:column|field|flag) (?:called |named )?(${NAME}),? (?:which|that) (?:is|equals|holds|contains|gives|shows|has) (.+)$`,
    "add a column in $1 called $2 for $3",
  ),
  rule(
    `^(?:the )?(.+?) as (?:an?|another|one) (?:separate |new |extra |additional |own )?column$`,
    "add a column for $1",
  ),
  rule(
    `^(?:an? )?(?:new )?(.+?) column,? (?:for |of |from )?(.+? (?:to|until|till|-) .+)$`,
    "add a column for $1 from $2",
  ),
  rule(
    `^(?:an? )?(?:new )?column (?:for|with|of|showing|holding) (?:the )?(.+?)(?:,? (?:please|pls))?$`,
    "add a column for $1",
  ),
  rule(
    `^(?:the )?(.+?) (?:should|could|can|might) (?:be|become|get|turn into) (?:an?|its own|their own) (?:separate |new )?column$`,
    "add a column for $1",
  ),
  rule(
    String.raw`^(?:slice|split|group|filter|cut|break down|look at|see) (?:the )?(${NAME}) by (?:the )?(hour|weekday|day of the week|month|year|quarter|week|day) (?:in|at|on|of|when|during) (?:which )?(?:they |it |the \S+ )?(?:was |were |is |are |got )?(.+)$`,
    "add a column for the $2 of $3",
  ),
  rule(
    String.raw`^(?:the )?(hour|weekday|day of the week|day|month|year|quarter|week) (?:at|on|in|during) which (?:an? |the |each |every |they |it |\S+ )*?(?:was |were |is |are |got )?(.+)$`,
    "add a column for the $1 of $2",
  ),
  rule(
    String.raw`^(?:an? )?(?:yes[/-]no|true[/-]false|boolean|flag) (?:column|field)?\s*(?:on|in|for|to) (?:the )?(.+?) (?:that|which) (?:is|says|tells|shows) (?:true |yes |set )?(?:when|if|where|whether) (.+)$`,
    "add a column to $1 that says whether $2",
  ),
  rule(
    `^(?:an? )?(.+?) flag[,:]? (?:for |when |if |where )?(.+ (?:over|above|under|below|more than|less than|at least|at most|>|<|=|>=|<=) .+)$`,
    "add a column that says whether $2",
  ),
  rule(
    `^(?:put|write|store|save|keep|have) (?:the )?(.+?) (?:in|into|as) (?:an?|its own|their own) (?:new |separate )?column[:,]? (.+)$`,
    "add a column: $2",
  ),
  rule(
    String.raw`^(?!what |how |this |that |it )(\S+(?: \S+){0,2}?) is (?:the )?(.+? (?:minus|divided by|less|over|plus) .+)$`,
    "add a column $1: $2",
  ),
];

/** A number over many rows. */
const NUMBERS: readonly Rewording[] = [
  rule("^how much (?:we|they|people|customers) ([a-z]+)((?: (?:by|per|for|in|on) .+)?)$", "total $1 amount$2"),
  rule(
    "^(?:the )?gap between (?!.*\\bin (?:days|hours|minutes|seconds)\\b)(.+) and (.+)$",
    "difference between $1 and $2",
  ),
  rule(`^([^(]+?) \\((?:only |just )?([^()+*/=]+?)(?: only)?\\)(.*)$`, "$1 for $2$3"),
  rule(
    `^how (?:much|many) of (?:the |our |all )*(.+?) (?:comes?|came|is|was|are|were|goes|go|went)(?: from| by| with| in| to| through| via)? (.+?)[?.,;]* (?:as|in) (?:an? )?(?:percentage|percent|share|%)$`,
    "share of $1 that are $2",
  ),
  // More than what the rows are called would be a condition of the whole.
  rule(`^(share of [^.!?;]+?) (?:among|out of|in|of) (?:all |the |our )+[^ .!?;]+$`, "$1"),
  rule(
    `^for (?:each|every) (.+?)(?:,| i'd like| i would like| we need| i need| i want| show| give)+ ?(?:me |us |to see |to know |to have )?(?:the )?(.+)$`,
    "$2 by $1",
  ),
  rule(`^(.+?),? (?:month by month|monthly|each month|every month|per month|by the month)$`, "$1 by month"),
  rule(`^(.+?),? (?:year by year|yearly|annually|each year|every year)$`, "$1 by year"),
  rule(`^(.+?),? (?:day by day|daily|each day|every day)$`, "$1 by date"),
  rule(`^(.+?), (?:per|by|for each|for every|split by|broken down by|grouped by) (.+)$`, "$1 by $2"),
  rule(`^(.+?) per (.+)$`, "$1 by $2"),
  rule(`^(.+?) form (.+)$`, "$1 from $2"),
  rule(
    `^(?:a |the )?(?:measure|metric|kpi|number|figure) (?:that |which )?(?:divides|dividing) (?:the )?(.+?) by (?:the )?(.+)$`,
    "$1 divided by $2",
  ),
  rule(
    `^(?:an? |the )?(.+?) (?:share|percentage|portion|proportion|fraction|part) (?:of|among|in) (?:all |the |total )*(.+)$`,
    "share of $2 that are $1",
  ),
  rule(
    `^(.+?) as (?:an? )?(?:percentage|percent|share|part|fraction|proportion|portion) of (?:all |the |total )*(.+)$`,
    "share of $2 that are $1",
  ),
  rule(
    `^(?:what|which) (?:percentage|percent|share|part|fraction|proportion|portion) of (?:all |the |our )*(.+?) (?:is|are|was|were|ends? up|ended up|goes|go|gets?|turns?|comes?|came)(?: out| up)?(?: as| with| by| done by| made by| in| to be)? (?:an? |the )?(.+)$`,
    "share of $1 that are $2",
  ),
  rule(
    `^(?:what|which) (?:percentage|percent|share|part|fraction|proportion|portion) of (?:all |the |our )*(.+?) (?:is|are|was|were|goes (?:in)?to|go (?:in)?to|went (?:in)?to|makes? up|is made up of) (?:an? |the )?(.+?)$`,
    "$2 as a share of $1",
  ),
  rule(
    `^(?:count|number of|how many|a count of|the count of) (?:of )?(?:the |our |all )*(.+?) (?:that|which|who|whose|where) (?:had|have|has|carried|carry|contained?|show(?:ed)?|got|took|were|are|was|is|with) (?:an? |the )?(.+)$`,
    "number of $1 with $2",
  ),
  rule(
    `^(?:count|number of|how many|a count of|the count of) (?:of )?(?:the |our |all )*(.+?) (?:had|have|has|carried|contained|showed|got|took|were|are|was|came|went|go|come)(?: out| back| in)?(?: as| because they were| for| with| by)? (?:an? |the )?(.+)$`,
    "number of $1 with $2",
  ),
  rule(
    String.raw`^(.+?) (?:with|having|of) (?:an? |the )?(.+?) of (\d+(?:[.,]\d+)?) or (?:higher|more|above|over|greater|longer)$`,
    "$1 where $2 >= $3",
  ),
  rule(
    String.raw`^(.+?) (?:with|having|of) (?:an? |the )?(.+?) of (\d+(?:[.,]\d+)?) or (?:lower|less|below|under|fewer|shorter)$`,
    "$1 where $2 <= $3",
  ),
  rule(`^(.+?) whose (.+?) (?:is|was|equals|are|were) (.+)$`, "$1 where $2 is $3"),
  rule(
    String.raw`^(?:the )?(largest|smallest|highest|lowest|biggest|longest|shortest|maximum|minimum|average|mean|total) (?:single |one |individual )?(.+?) (?:on|of|in|for|over|across) (?:an? |one |each |a single |any |all )(?:\S+ ){0,2}(?:lines?|rows?|records?|entry|entries|items?)$`,
    "$1 $2",
  ),
  rule(
    `^(?:the )?(?:weight|size|length|value|amount|cost|price|duration|distance) of (?:the )?(heaviest|largest|biggest|longest|shortest|smallest|lightest|most expensive|cheapest|highest|lowest) (.+)$`,
    "$1 $2",
  ),
  rule(
    `^(?:the )?(.+?) (?:which|that) (?:people |customers |passengers |patients |we |they )?(?:paid|pay|charged?|spent|spend|took|take|made|make|had|have|got|get)(?: in total)?$`,
    "total $1",
  ),
  rule(
    `^(?:the )?(?:average|mean) time (?:between|from) (.+?) (?:and|to|until) (.+?),? in (minutes|hours|days|seconds)$`,
    "average $3 between $1 and $2",
  ),
  rule(
    `^(?:the )?average (.+?) (?:time )?in (minutes|hours|days|seconds),? (?:from|between) (?:when )?(.+?) (?:to|until|and) (?:when )?(.+)$`,
    "average $2 between $3 and $4",
  ),
];

const RULES: readonly Rewording[] = [
  ...TESTS,
  ...OBJECTS,
  ...OBJECTS_IN_OTHER_WORDS,
  ...CHANGES,
  ...CHANGES_IN_OTHER_WORDS,
  ...COLUMNS,
];

/** Turned round, what is told in a sentence before a number would be taken for a condition, and cut as a reason. */
const SENTENCES = /\p{L}{2}[.!]\s+\p{Lu}/u;

/** Two rewordings on top of each other are as far as this goes: more would no longer be the same words. */
const ROUNDS = 2;

/** The request in other words, nearest first. Never holds the request itself. */
export function inOtherWords(request: string): readonly string[] {
  const found = new Set<string>();
  const rules = SENTENCES.test(request) ? RULES : [...RULES, ...NUMBERS];
  let last: readonly string[] = [request];
  for (let round = 0; round < ROUNDS; round += 1) {
    last = last.flatMap((text) =>
      rules.filter(({ said }) => said.test(text)).map(({ said, plain }) => text.replace(said, plain)),
    );
    for (const text of last) found.add(text.replaceAll(/\s+/gu, " ").trim());
  }
  found.delete(request);
  return [...found];
}
