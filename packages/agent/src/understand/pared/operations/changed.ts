import type { Mention } from "../mentions.ts";
import { says } from "../operation-said.ts";
import { measuresIn, nameOf, only, type Said, type Spotted } from "./spotted.ts";

const LEAVES_OUT =
  /\b(?:exclud\p{L}*|without|except|ignor\p{L}*|omit|skip)\b|\bleav\p{L}* (?:\p{L}+ ){0,4}?(?:out|aside|away)\b|\bleft (?:out|aside|away)\b|(?:\bnot|n't) (?:be (?:part|in|counted|included)|count|include|belong|contain|consider|want)\b|\b(?:no longer|still|wrongly) (?:counts?|includes?|contains?|has)\b|\b(?:is|are) part of\b/iu;
const KEEPS =
  /(?<!\b(?:i|we|they|you|have|has|had|'ve) )\bjust\b|\b(?:only|solely|nothing but|limit\p{L}*|restrict\p{L}*|meant for)\b/iu;

/** "Cancelled ones must not be part of X any more", "only solved ones belong in X". */
export function changed({ text, mentions }: Said): Spotted | undefined {
  if (!says(text, "change")) return undefined;
  const measure = only(measuresIn(mentions));
  const conditions = mentions.filter(
    ({ things, values }) =>
      !things.some((thing) => thing === measure) &&
      (values.length > 0 || things.some((thing) => thing.kind === "column" && thing.type === "boolean")),
  );
  const sameValue = conditions.every(
    ({ values: [value] }) => value !== undefined && value.value === conditions[0]?.values[0]?.value,
  );
  const condition = sameValue ? conditions[0] : only(conditions);
  const isOut = LEAVES_OUT.test(text);
  if (measure === undefined || condition === undefined || isOut === KEEPS.test(text)) return undefined;
  const value = condition.values[0]?.value ?? shownName(condition);
  return {
    text: isOut ? `exclude ${value} from ${nameOf(measure)}` : `only count ${value} in ${nameOf(measure)}`,
    kinds: ["change-measure"],
  };
}

function shownName({ things }: Mention): string {
  const column = things.find((thing) => thing.kind === "column");
  return column?.kind === "column" ? column.column.name : "";
}
