import { says } from "../operation-said.ts";
import { ASKS_NUMBER, nameOf, only, type Said, type Spotted, saysAny } from "./spotted.ts";

const ASKS_TEST = /\b(?:make sure|ensure|checks?|tests?|warn\p{L}*|alert\p{L}*|guard|complain|fails?)\b/iu;

const FILLED =
  /\bno(?:t|n)?[ -]?nulls?\b|\b(?:never|not|n't) (?:be |have |ever )*(?:empty|missing|blank|unset|lack|null|without)\b|\bwithout (?:an?|any|its|their|the)\b|\b(?:lacks?|lacking|missing)\b|\b(?:mandatory|required|filled|obligatory)\b/iu;
const ONCE =
  /\b(?:unique|twice|duplicates?|duplicated|only once|repeat\p{L}*)\b|\bsame (?=\p{L})|\bshare (?:an?|one)\b/iu;

/** "A payout without a state makes no sense, warn us": one column, and what must hold of it. */
export function tested({ text, tokens, mentions }: Said): Spotted | undefined {
  if (!says(text, "test") || saysAny(text, ["rename", "change", "hide"])) return undefined;
  // "Number of orders where the score is never empty" is no test, but with a word that asks for one.
  if (ASKS_NUMBER.test(text) && !ASKS_TEST.test(text)) return undefined;
  const isFilled = FILLED.test(text);
  if (isFilled === ONCE.test(text) || tokens.some(({ kind }) => kind === "number")) return undefined;
  const column = only(
    mentions
      .map(({ things }) => things.filter((thing) => thing.kind === "column" || thing.kind === "model-column"))
      .filter((things) => things.length > 0),
  );
  if (column === undefined) return undefined;
  const owners = new Set(
    mentions.flatMap(({ things }) =>
      things.flatMap((thing) =>
        thing.kind === "table" ? [thing.table.name] : thing.kind === "model" ? [thing.name] : [],
      ),
    ),
  );
  const own = column.find((thing) => owners.has(thing.kind === "column" ? thing.table : thing.model));
  const target = own ?? column.find(({ kind }) => kind === "column") ?? column[0];
  if (target === undefined) return undefined;
  return { text: `make sure ${nameOf(target)} is ${isFilled ? "never empty" : "unique"}`, kinds: ["add-test"] };
}
