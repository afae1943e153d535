/** What somebody looks for in the project, and whether it is to be made when it is not there. */
export interface LookedFor {
  readonly what: string;
  readonly orMade: boolean;
}

/**
 * "Is there already a figure that tells …?", "I can't find …; do we have it? Otherwise create it": what is looked for is
 * what may be there. Without the wish to have it otherwise it is only a question, which nothing is made for.
 */
export function lookedFor(text: string): LookedFor | undefined {
  for (const frame of FRAMES) {
    const match = frame.exec(text);
    const what = (match?.[1] ?? "").replace(BEHIND, "").replace(/[\s,;.!?–-]+$/u, "");
    if (match === null || what === "" || /^(?:it|that|this|them|one|any|some|anything)$/iu.test(what)) continue;
    return { what, orMade: OTHERWISE.test(text.slice(match.index + match[0].length)) };
  }
  return undefined;
}

/** "the sum of the fines that we charged", "how much was paid out": the words that a name may be made of. */
export function wordsOfName(what: string): string {
  return what
    .replace(/^(?:the |an? |our )?(?:sum|total|number|count|amount) of (?:the |our |all )*/iu, "")
    .replaceAll(
      /\b(?:how (?:much|many)|what|that|which|we|they|people|was|were|is|are|has|have|had|been|did|do|does|in total|altogether|there|the|our|all)\b/giu,
      " ",
    )
    .replaceAll(/\s+/gu, " ")
    .trim();
}

const FIGURE = "(?:figures?|numbers?|measures?|metrics?|kpis?|something|anything|calculations?|values?|one)";
const TELLS =
  "(?:(?:that|which) (?:tells?|shows?|says?|gives?|counts?|measures?|holds?|has|is|contains?|states?)(?: (?:us|me|you))?|telling(?: (?:us|me))?|showing|for|of|with|on|about)";
const END = String.raw`(?=[.?!;](?:\s|$)|,\s|\s+[–-]\s|$)`;

const FRAMES: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:is there|isn't there|are there|do we have|don't we have|have we got|do you have|does the model have|did we have|was there|there(?:'s| is| was| were| used to be| must be| should be))(?: (?:already|perhaps|maybe|not|once|by any chance))*(?: (?:an?|any|some|already an?))?(?: existing)? ${FIGURE} (?:already |yet )?${TELLS} (.+?)${END}`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:do we (?:already )?have|have we (?:already )?got|is there (?:already )?)(?: (?:an?|the|any|some))? (.+?)${END}`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:is|are) (?:the |our )?(.+?) already (?:measured|counted|there|computed|calculated|tracked|available|in the model)${END}`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:which|what) ${FIGURE} (?:shows?|gives?|tells?|has|holds?|counts?|measures?|is)(?: (?:us|me))? (.+?)${END}`,
    "iu",
  ),
  new RegExp(
    String.raw`\bdo(?:es)? (?:we|you|anyone|the model) (?:already|yet) (?:have|measure|count|track|compute|calculate|show|know) (.+?)${END}`,
    "iu",
  ),
  new RegExp(
    String.raw`\b(?:can't|cannot|can not|couldn't|could not|don't|didn't|unable to) (?:seem to )?(?:find|see|spot|locate) (.+?)${END}`,
    "iu",
  ),
];

/** What is said of where and whether it is, and nothing of what it is. */
const BEHIND =
  /\s+(?:already|yet|somewhere|anywhere|any ?more|any longer|by now|so far|at all|in (?:the|our) (?:model|reports?|dataset|field list))*$/iu;

const OTHERWISE =
  /\b(?:otherwise|if not|if (?:it|there)(?:'s| is| are) (?:missing|gone|none|not)|if we don't|(?:can|could|would|will) (?:you|we|someone) (?:please )?(?:add|make|create|build|set|put|have|get)|please (?:add|create|make|build)|(?:add|create|make|build) (?:it|one|that)|i (?:need|want|would like) (?:it|one))\b/iu;
