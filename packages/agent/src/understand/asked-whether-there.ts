import type { Understanding } from "@throughline/contracts";

/** "Is there already a figure that tells how many events we have?" */
const WHETHER_THERE =
  /^(?:.*[.!]\s+)?(?:is there|do we have|have we got|don't we have|isn't there)\s+(?:already\s+)?(?:an?|any|some|no)\s+(?:measure|metric|kpi|figure|number|column|field)s?\s+(?:already\s+)?(?:(?:that|which)\s+(?:tells?|shows?|gives?|counts?|says?|has|holds?|computes?)(?:\s+(?:us|me))?|for|with|of)\s+(?<what>.+?)(?:\s+already)?[\s?.!]*$/iu;

/** Whoever asks whether something is there is told so; that it is not there is no order to make it. */
export function readWhetherThere(text: string, read: (request: string) => Understanding): Understanding | undefined {
  const what = WHETHER_THERE.exec(text)?.groups?.["what"];
  const found = what === undefined ? undefined : read(what);
  return found?.status === "no-change" ? found : undefined;
}
