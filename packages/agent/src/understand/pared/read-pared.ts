import type { Understanding } from "@throughline/contracts";
import type { Reading } from "../outcome.ts";
import { isAlone } from "./around.ts";
import { pared } from "./pare.ts";
import { runsOf, wordsInParts } from "./runs.ts";

/**
 * Reads a request that is not understood as it was said, by what the project and the grammar of numbers know of: the
 * longest run of its words that can be read when words that say nothing of it are left out, and when nothing around it
 * restricts it. Undefined when there is none.
 */
export function readPared(
  reading: Reading,
  text: string,
  read: (request: string) => Understanding,
): Understanding | undefined {
  const words = wordsInParts(reading, text);
  if (words === undefined) return undefined;
  const tried = new Set<string>();
  for (const run of runsOf(words)) {
    if (!isAlone(reading, text, words, run)) continue;
    for (const request of pared(words.slice(run.from, run.to), text)) {
      if (tried.has(request)) continue;
      tried.add(request);
      const found = read(request);
      // A name or a text is what was written, and not what is left of it.
      if (found.status === "understood" && CARRIES_TEXT.has(found.intent.kind) && !text.includes(request)) continue;
      if (found.status !== "refused") return found;
    }
  }
  return undefined;
}

const CARRIES_TEXT: ReadonlySet<string> = new Set(["rename-measure", "rename-column", "describe", "add-source-field"]);
