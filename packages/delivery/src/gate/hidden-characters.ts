import { CONTROLS, INVISIBLE, TAGS_AND_SELECTORS, within } from "@throughline/contracts";
import { type Construct, constructAt } from "./construct.ts";

/** Ends of lines and pages, joiners that languages write with, and how an emoji looks. */
const USUAL: ReadonlySet<string> = new Set(["\r", "\f", "\u200c", "\u200d", "\ufe0e", "\ufe0f"]);

/** Characters that show nothing, or make others look like what they are not: code that has them is not what people read. */
export function hiddenIn(text: string): readonly Construct[] {
  const found: Construct[] = [];
  let at = 0;
  for (const character of text) {
    const isHidden = [TAGS_AND_SELECTORS, INVISIBLE, CONTROLS].some((ranges) => within(character, ranges));
    const isMark = at === 0 && character === "\ufeff";
    if (isHidden && !isMark && !USUAL.has(character)) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      found.push(constructAt(text, at, `the character U+${code}, which nobody sees`));
    }
    at += character.length;
  }
  return found;
}
