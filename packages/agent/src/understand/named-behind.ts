import type { Understanding } from "@throughline/contracts";
import { chosenName } from "./names.ts";
import { unquoted } from "./object-named.ts";
import type { Reading } from "./outcome.ts";

/** "Paid amount for the north. Call it Northern Payouts.": a sentence of its own that names what the ones before ask for. */
const CALLS_IT =
  /^(?<request>.+[.!?;,…)–—-])\s+(?:(?:so|and|please|then|just|maybe|let's|we could|you can|could you|can you)\s+)*(?:(?:call|name|label|title)\s+(?:it|this|that|them|the\s+(?:new\s+)?(?:measure|metric|kpi|column|field|figure|thing|one))|(?:it|this|that)\s+(?:should|could|can|may|must)\s+be\s+(?:called|named|titled)|(?:the|its)\s+name\s+(?:is|should be|could be|shall be|must be))\s+(?:as\s+)?(?<name>"[^"]+"|'[^']+'|\p{Lu}[^.!?;,"]*?|[\p{L}\p{N}]+_[\p{L}\p{N}_]+)\s*(?:,?\s*(?:please|pls|thanks|thank you|thx|ok\?)[^.]*)?[\s.!?]*$/iu;

/**
 * What is asked for before the name, under that name; undefined where that is nothing new, so that the name may be one for
 * what is there.
 */
export function readNamedBehind(
  reading: Reading,
  text: string,
  read: (called: Reading, request: string) => Understanding,
): Understanding | undefined {
  const said = CALLS_IT.exec(text)?.groups;
  const [request = "", name = ""] = [said?.["request"], said?.["name"]];
  if (said === undefined || !/\p{Lu}|_|["']/u.test(name) || /\brename\b/iu.test(request)) return undefined;
  const found = read({ ...reading, called: chosenName(unquoted(name)) }, request);
  const isNew = found.status === "question" || (found.status === "understood" && ADDED.has(found.intent.kind));
  return isNew ? found : undefined;
}

const ADDED = new Set(["add-measure", "add-column"]);
