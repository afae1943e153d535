import { says } from "../operation-said.ts";
import { isOnlyOf, measuresIn, nameOf, only, type Said, type Spotted, saysAny, shownIn } from "./spotted.ts";

/** "We have no use for X": where nothing else is to be done with it. */
export function removed(said: Said): Spotted | undefined {
  const { text, mentions } = said;
  if (!says(text, "remove") || saysAny(text, ["rename", "change", "hide"])) return undefined;
  const measure = only(measuresIn(mentions));
  const isOf = mentions.some((mention) => mention.things.some((thing) => thing === measure) && isOnlyOf(said, mention));
  const isOfRows = mentions.some(({ values }) => values.length > 0);
  return measure === undefined || isOfRows || isOf
    ? undefined
    : { text: `remove the measure "${nameOf(measure)}"`, kinds: ["remove-measure"] };
}

/** "Nobody should see X": where nothing else is to be done with it. */
export function hidden(said: Said): Spotted | undefined {
  const { text, mentions } = said;
  if (!says(text, "hide") || saysAny(text, ["rename", "change", "remove"])) return undefined;
  const target = only(shownIn(mentions));
  const isOf = mentions.some((mention) => mention.things.some((thing) => thing === target) && isOnlyOf(said, mention));
  return target === undefined || isOf ? undefined : { text: `hide "${nameOf(target)}"`, kinds: ["describe"] };
}
