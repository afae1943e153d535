import type { Named } from "../../../catalogue/catalogue.ts";
import type { Token } from "../../tokens.ts";
import type { Mention } from "../mentions.ts";
import { says } from "../operation-said.ts";
import { nameOf, only, type Said, type Spotted } from "./spotted.ts";

/** "X is a poor label, Y would be better": of two names, the one that there is becomes the other. */
export function renamed({ text, tokens, mentions }: Said): Spotted | undefined {
  if (!says(text, "rename")) return undefined;
  const target = targetOf(mentions);
  const name = target === undefined ? undefined : only(namesGiven(tokens, target.mention));
  return target === undefined || name === undefined
    ? undefined
    : { text: `rename "${nameOf(target.thing)}" to "${name}"`, kinds: ["rename-measure", "rename-column"] };
}

/** The one measure that is named; else the one column. */
function targetOf(mentions: readonly Mention[]): { thing: Named; mention: Mention } | undefined {
  const of = (kind: Named["kind"]) =>
    mentions.flatMap((mention) =>
      mention.things.filter((thing) => thing.kind === kind).map((thing) => ({ thing, mention })),
    );
  const measures = of("measure");
  const found = measures.length > 0 ? measures : of("column");
  // Of two ways to say one name the first is what it is called now; the other may be the new name.
  const [first] = found;
  return first !== undefined && found.every(({ thing }) => thing === first.thing) ? first : undefined;
}

const WITHIN_NAMES = new Set("of per to in for and by the a at on with % # & / -".split(" "));

/** Runs of words with capitals that are not the name of the target, and do not only begin a sentence. */
function namesGiven(tokens: readonly Token[], target: Mention): readonly string[] {
  const isMentioned = (at: number): boolean => at >= target.from && at < target.to;
  const isCapital = (at: number): boolean => {
    const token = tokens[at];
    if (token?.kind === "quoted") return true;
    return token?.kind === "word" && /^\p{Lu}/u.test(token.raw);
  };
  const runs: { from: number; to: number }[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (!isCapital(at) || isMentioned(at)) continue;
    let to = at + 1;
    for (let next = to; next < tokens.length && !isMentioned(next); next += 1) {
      if (isCapital(next)) to = next + 1;
      else if (!WITHIN_NAMES.has(tokens[next]?.raw ?? "")) break;
    }
    runs.push({ from: at, to });
    at = to;
  }
  const given = runs.filter(({ from, to }) => {
    const before = tokens[from - 1];
    const opens = before === undefined || (before.kind === "sign" && /[.!?:;]/u.test(before.word));
    const isLong = to - from > 1 || (!opens && tokens[from]?.raw !== "I");
    return isLong && isGiven(tokens, from, to);
  });
  return [
    ...new Set(
      given.map(({ from, to }) =>
        tokens
          .slice(from, to)
          .map(({ raw }) => raw)
          .join(" ")
          .replaceAll(/ ?([-/]) ?/gu, "$1"),
      ),
    ),
  ];
}

const BEFORE_NAME =
  /(?:\S (?:as|to)|\b(?:called|named|name|names|into|read|reads|say|label|title|term|wording|use|be)|[:,])$/iu;
const BEHIND_NAME = /^,? ?(?:would|is|sounds|reads|says|seems|should|instead|fits|might|will|from now)\b/iu;

/** A name has words beside it that give it: whoever asks has none. */
function isGiven(tokens: readonly Token[], from: number, to: number): boolean {
  const words = (part: readonly Token[]): string => part.map(({ raw }) => raw).join(" ");
  const before = words(tokens.slice(Math.max(0, from - 3), from));
  const behind = words(tokens.slice(to, to + 3));
  return BEFORE_NAME.test(before) || BEHIND_NAME.test(behind);
}
