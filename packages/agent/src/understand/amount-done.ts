import { participleOf, verbOf } from "../words/word-families.ts";

/** An amount said by who did what: "what we pay", "what owners claim", "what did the insurer pay us". */
const WHAT_THEY_DO =
  /(?<!\p{L})what (?:(?:did|do|does|have|has|had) )?(?<who>we|they|you|i|people|(?:our |the )?\p{L}+) (?<does>\p{L}+)(?: (?:out|back|in|us|them|him|her|for))*(?=$|[,.?;)]|\s(?:and|to|by|per|from|in|for|with|on|at|is|are|gets?|was|were|minus|less|divided|as|over|across)\s)/giu;

/** "the fines that we charged": a name of what is done, said as a sentence. */
const THAT_WE_DID =
  /\b(?:that|which) (?:we|they|people) (?:have |had |has )?(?<done>\p{L}+)(?: out| back)?(?=$|[,.?;]|\s(?:by|per|in|for|on|with|at)\s)/giu;

/** "how much of the billed amount gets paid": the one as a part of the other. */
const HOW_MUCH_OF =
  /^how much of (?:the |our |all )?(?<whole>.*?\bamount) (?:is|are|was|were|gets?|got|has been|have been|ends? up|ended up|actually)(?: being| really| actually| finally)? (?<done>\p{L}+(?:ed|id|ld|nt|en))(?: out| back)?(?=$|,?\s(?:by|per|for|in)\s)/iu;

/** Who says nothing of which rows are meant. */
const ANYBODY =
  /^(?:we|they|you|i|people|(?:our |the )?(?:customers?|clients?|owners?|members?|users?|guests?|patients?|buyers?|company))$/iu;

/** Verbs that say no amount: "what we have", "what they want". */
const NO_AMOUNT = new Set(
  "spend be have do want need like see know get make mean say think ask look show call use take give put set go come happen read find tell hear call report".split(
    " ",
  ),
);

/** The text with the names that columns have for such amounts, of all rows or of each: "total paid amount", "… for the insurer". */
export function amountsDone(text: string, of: "all" | "each" = "all"): string {
  const named = text
    .replaceAll(WHAT_THEY_DO, (said, who: string, does: string) => {
      const done = participleOf(does.toLowerCase());
      if (done === undefined || isNoAmount(does)) return said;
      return `${of === "all" ? "total " : ""}${done} amount${ANYBODY.test(who) ? "" : ` for ${who}`}`;
    })
    .replaceAll(THAT_WE_DID, (said, done: string) =>
      participleOf(done) === done.toLowerCase() && !isNoAmount(done) ? done : said,
    );
  const part = HOW_MUCH_OF.exec(named)?.groups;
  const done = part === undefined ? undefined : participleOf(part["done"] ?? "");
  return done === undefined
    ? named
    : named.replace(HOW_MUCH_OF, (_, whole: string) => `total ${done} amount as a share of ${whole}`);
}

function isNoAmount(verb: string): boolean {
  return NO_AMOUNT.has(verbOf(verb.toLowerCase()));
}
