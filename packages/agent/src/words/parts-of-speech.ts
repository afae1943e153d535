import { createRequire } from "node:module";
import type model from "wink-eng-lite-web-model";
import type { PartOfSpeech, WinkMethods } from "wink-nlp";

/** A word or a sign of a sentence with what it is there for. */
export interface Tagged {
  readonly text: string;
  readonly part: PartOfSpeech;
  /** Where it begins in the sentence. */
  readonly from: number;
}

let tagger: WinkMethods | undefined;

/** Loaded when the first sentence needs it: most never do, and it takes a tenth of a second. */
function taggerOnce(): WinkMethods {
  if (tagger !== undefined) return tagger;
  const load = createRequire(import.meta.url);
  const create: typeof import("wink-nlp").default = load("wink-nlp");
  const english: typeof model = load("wink-eng-lite-web-model");
  tagger = create(english, ["pos"]);
  return tagger;
}

/** The words of an English sentence with their parts of speech, by their place: "count" is a verb in "count them". */
export function partsOfSpeech(sentence: string): readonly Tagged[] {
  const { its, readDoc } = taggerOnce();
  const tokens = readDoc(sentence).tokens();
  const parts = tokens.out(its.pos) as PartOfSpeech[];
  let end = 0;
  return tokens.out(its.value).map((text, at) => {
    const from = sentence.indexOf(text, end);
    end = from + text.length;
    return { text, part: parts[at] ?? "X", from };
  });
}
