import type { Rewording } from "../rewording.ts";

/** Ways to say by what a number is to be seen, and which rows it is of, that need no other words to be understood. */
export const PLAIN_GRAMMAR: readonly Rewording[] = [
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
  // "because of", "due to": for whatever reason it is so, it is so.
  { said: /\b(?:because of|due to|on account of|thanks to) (?:the )?/giu, plain: "with " },
  {
    said: /,? (?:leaving|putting|setting|taking) (?:aside|apart|away|off) (?:the )?(?:ones|those)? ?(?:that|which|who)? ?(?:are|were|was|is|have been|had been|got)?\b/iu,
    plain: " excluding",
  },
];
