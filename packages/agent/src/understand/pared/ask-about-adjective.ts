import type { Understanding } from "@throughline/contracts";
import type { Reading } from "../outcome.ts";
import { ADJECTIVES } from "../vague-request.ts";
import { isAlone } from "./around.ts";
import { pared } from "./pare.ts";
import { runsOf, wordsInParts } from "./runs.ts";

/**
 * "How many orders were late?": asks what one adjective means, where the request can be read without it. `ask` is given the
 * adjective with what it is said of.
 */
export function askAboutAdjective(
  reading: Reading,
  text: string,
  read: (request: string) => Understanding,
  ask: (open: string) => Understanding | undefined,
): Understanding | undefined {
  const words = wordsInParts(reading, text);
  if (words === undefined) return undefined;
  for (const run of runsOf(words)) {
    const within = words.slice(run.from, run.to);
    const open = within.filter(({ role, text: word }) => role === "other" && ADJECTIVE.test(word));
    const [adjective, another] = open;
    const noun = within.find(({ role, part }) => role === "known" && part === "NOUN");
    if (adjective === undefined || another !== undefined || noun === undefined) continue;
    if (!isAlone(reading, text, words, run)) continue;
    const others = within.filter((word) => word !== adjective);
    if (
      pared(others, text)
        .slice(1)
        .every((request) => read(request).status === "refused")
    )
      continue;
    return ask(`${adjective.text} ${noun.text}`);
  }
  return undefined;
}

const ADJECTIVE = new RegExp(`^(?:${ADJECTIVES})$`, "iu");
