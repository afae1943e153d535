import type { Rewording } from "../rewording.ts";

/** Ways to say by what a number is to be seen, and which rows it is of, that need no other words to be understood. */
export const PLAIN_GRAMMAR: readonly Rewording[] = [
  { said: /\bw\/o\b\.?/giu, plain: "without" },
  { said: /\bw\/ ?(?=\p{L})/giu, plain: "with " },
  // "Quarter by quarter, what did we earn …"
  { said: /^(\S+) (?:by|after|for) \1,? (.+)$/iu, plain: "$2 by $1" },
  {
    said: /^(?:which|what) (.+?) (?:does|do|did|has|have|had) (?:every|each) (.+?) (?:get|got|have|had|make|made|earn|bring|see|reach|receive)(?: us| in)?$/iu,
    plain: "$1 by $2",
  },
  {
    said: /^what (?:do|does|did) (.+? and .+?) (?:cost|bring|make|earn|come to|add up to|amount to)(?: us| me| in)?,? (?:in total|together|altogether|combined)$/iu,
    plain: "$1 together",
  },
  { said: /^(.+?) after (?:subtracting|deducting|taking off) (?:the |our )?(.+)$/iu, plain: "$1 minus $2" },
  {
    said: /^(.+?) (?:after|once|when|with) (?:the |our )?(.+?) (?:is|are|was|were|has been|have been|had been)? ?(?:deducted|subtracted|taken off|taken away|removed)(?: again)?$/iu,
    plain: "$1 minus $2",
  },
  {
    said: /^(?:split|break|slice|divide|list|show|plot|tabulate|compare|give|see)(?: up| down| out| me| us)? (?:the |our )?(?!.*\d)(.+?) (?:by|per|for each|for every|against|across|at each) (?:the |each |every )?(.+)$/iu,
    plain: "$1 by $2",
  },
  {
    said: /\b(?:of|for|on) (?:everything|anything|all|whatever) (?:that|which) (?:got|was|were|is|are|has been|have been) /giu,
    plain: "that was ",
  },
  {
    said: /,? (?:for |over |across )?all (?:the |our )?\S+ (?:together|combined|taken together|added up|in total)$/iu,
    plain: "",
  },
  { said: /,? (?:in total|all in all|altogether|overall)(?=$| (?:by|per|for) )/iu, plain: "" },
  { said: /\bevery (\S+(?: of \S+)?) and (?:every|each) (\S+)$/iu, plain: "every $1 and $2" },
  // "compare our drivers by the share of …"
  {
    said: /^(?:to )?compar(?:e|ing) (?:all |the |our |different )*(\S+(?: \S+)?) (?:by|on|in|for|regarding|with respect to) (?:the |their )?(.+)$/iu,
    plain: "$2 by $1",
  },
  {
    said: /^(?:.*? )?(?:put|set|place|see|have|show|compare|rank) (?:all |the |our |different )*(\S+(?: \S+)?) (?:next to|against|with|beside) (?:each other|one another)\s*[:,–-]\s*(?:the )?(.+)$/iu,
    plain: "$2 by $1",
  },
  { said: /^(.+) (\S+) (?:x|×) (\S+)$/iu, plain: "$1 by $2 and $3" },
  { said: /,? (\S+) (?:by|after|for|to) \1(?=$|[\s,.])/iu, plain: " by $1" },
  {
    said: /,? (?:one|a|an own|a separate) (?:figure|number|value|row|line|bar|result) (?:per|for (?:each|every)|by) (?:the )?/iu,
    plain: " by ",
  },
  { said: /^([^,]+), ([^,]+?) (?:\+|&) ([^,]+)$/u, plain: "$1 by $2 and $3" },
  // "Looking at the early shift alone, how many …": of which rows it is said first.
  {
    said: /^(?:(?:looking|if (?:you|we) look) (?:only |just )?at|considering|taking|focus(?:s?ing)? on|regarding|as for|only for|just for|within|among|for|in|at|on|from) (?:only |just |all )?(?:the |our )?([^,]{3,50}?)(?: alone| only)?, (?=(?:how|what|which|the|show|give|i|we|please|can|could|number|count|total|sum|average|mean|share|percentage)\b)(.+)$/iu,
    plain: "$2 for $1",
  },
  { said: /^(?:which|what) (?:is|was|are|were) (?=the \p{L}+est\b)/iu, plain: "" },
  {
    said: /^((?:the )?(?:share|percentage|part|portion) of .+?),? (?:in|as) (?:an? )?(?:%|percent|percentage|share|part) of (?:all|total|the total|the)\b.*$/iu,
    plain: "$1",
  },
  { said: /^(?:the )?(?:proportion|ratio|share|part) of (.+?) (?:over|divided by) (.+)$/iu, plain: "$1 over $2" },
  // That it is to be tested says that it is a test.
  {
    said: /^(?!make sure|ensure|check|test)(.+?)[,.;:–-]+ (?:and |so |please )*(?:test|check|verify|guard|validate|monitor) (?:for )?(?:it|that|this)\b[^,.]*$/iu,
    plain: "make sure $1",
  },
  // "because of", "due to": for whatever reason it is so, it is so.
  { said: /\b(?:because of|due to|on account of|thanks to) (?:the )?/giu, plain: "with " },
  {
    said: /,? (?:leaving|putting|setting|taking) (?:aside|apart|away|off) (?:the )?(?:ones|those)? ?(?:that|which|who)? ?(?:are|were|was|is|have been|had been|got)?\b/iu,
    plain: " excluding",
  },
];
