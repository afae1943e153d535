import { foldLetters } from "../words/split-words.ts";
import { objectsNamed } from "./object-named.ts";
import type { Reading } from "./outcome.ts";

/** A change of a measure as people say it: which one, and what it should do. */
export interface Wish {
  readonly measure: string;
  /** Begins with a verb: `count distinct customers`, `use the average`. */
  readonly does: string;
}

const CHANGE = "change|update|modify|adjust|make|let|fix|redefine|alter|have|set";
const DOES =
  "count|use|take|look at|consider|include|exclude|leave out|ignore|skip|omit|sum|average|divide|be divided|cover|show|not count|not include|also include|also count|filter|disregard|drop";

const WILL = `(?:(?:should|must|ought to|needs to|has to|shall)(?: now| rather| instead)?|(?:so|such)(?: that)? it(?: should| must| will)?|to)`;
const OPENS = new RegExp(String.raw`^(?:${CHANGE})\s+`, "iu");
const VERB = new RegExp(
  String.raw`\s(?:${WILL}\s+)?(?=(?:only |just |not |no longer |never )?(?:${DOES}|counts|uses|takes|looks at|considers|includes|excludes|leaves out|ignores|skips|omits|divides|covers|shows)\b)`,
  "giu",
);

/** Splits a sentence into the measure and what it should do; undefined when it is not of that form. */
export function wishFor(reading: Reading, text: string): Wish | undefined {
  const opens = OPENS.test(text);
  const plain = text.replace(OPENS, "");
  const colon = /^(.+?)\s*:\s+(.+)$/u.exec(plain);
  const splits = [...plain.matchAll(VERB)]
    .filter((match) => opens || new RegExp(`^\\s${WILL}\\s`, "iu").test(match[0]))
    .map((match) => [plain.slice(0, match.index), plain.slice(match.index + match[0].length)] as const);
  // A measure may be called "… Count": the longest name is the one that is meant.
  const longestFirst = [...splits.reverse(), ...(colon === null ? [] : [[colon[1] ?? "", colon[2] ?? ""] as const])];
  for (const [measure, said] of longestFirst) {
    if (!isMeasure(reading, measure)) continue;
    const does = plainVerb(said.trim());
    if (does !== undefined) return { measure, does };
  }
  return undefined;
}

function isMeasure(reading: Reading, phrase: string): boolean {
  return phrase.trim() !== "" && objectsNamed(reading.catalogue, phrase, ["measure"]).length > 0;
}

const STARTS = new RegExp(String.raw`^(?:only |just |not )?(?:${DOES})\b`, "iu");

/** `counts only cash orders` as `count only cash orders`; undefined when no verb of a change comes first. */
function plainVerb(does: string): string | undefined {
  const short = does
    .replace(/^also\s+(.+)$/iu, "$1 too")
    .replace(/^(?:no longer|never)\s+/iu, "not ")
    .replace(/^((?:only |just |not )?)(\p{L}+)/iu, (_, before: string, verb: string) => `${before}${ofVerb(verb)}`);
  return STARTS.test(short) ? short : undefined;
}

function ofVerb(verb: string): string {
  const plain = foldLetters(verb);
  return /(?:s)$/u.test(plain) && plain.length > 4 ? plain.replace(/(?<=ss|sh|x)es$|s$/u, "") : plain;
}
