import { ASKS_NUMBER, nameOf, only, type Said, type Spotted, saysAny, shownIn } from "./spotted.ts";

const DESCRIBES = /\b(?:descri(?:be|ption|bing)|explain|explanation|definition|document|tooltip)\p{L}*\b/iu;

const LAST_COLON = /:\s+(?=[^:]*$)/u;

/** "Put a description on X, please: …": what stands behind the last colon, of the one thing named before it. */
export function described({ text, mentions, tokens }: Said, written: string): Spotted | undefined {
  const at = text.search(LAST_COLON);
  // Where a number is asked for as well, the text may be anything but a description.
  const head = text.slice(0, at);
  if (at < 0 || !DESCRIBES.test(head) || ASKS_NUMBER.test(text) || STEPS.test(text)) return undefined;
  const colon = tokens.findLastIndex(({ word }) => word === ":");
  const target = only(shownIn(mentions.filter(({ to }) => to <= colon)));
  // To the letter: what is carried as text is not corrected.
  const content = written.slice(written.search(LAST_COLON) + 1).trim();
  return target === undefined || content.split(/\s+/u).length < 3
    ? undefined
    : { text: `describe "${nameOf(target)}": ${content}`, kinds: ["describe"] };
}

/** Several requests one after the other. */
const STEPS = /\b(?:add|create|build|steps?|first|second|then|next|finally|afterwards)\b|\n/iu;

/** "Move X to the folder Y", however the rest is put. */
export function filed({ tokens, mentions }: Said): Spotted | undefined {
  const at = tokens.findIndex(({ word }) => word === "folder");
  const before = mentions.filter(({ to }) => to <= at);
  const target = only(shownIn(before));
  const name = tokens.slice(at + 1).flatMap(({ raw, kind }) => (kind === "sign" ? [] : [raw]));
  const isName = name.length > 0 && name.length < 4 && /^\p{Lu}/u.test(name[0] ?? "");
  return at > 0 && target !== undefined && isName
    ? { text: `put "${nameOf(target)}" in the folder ${name.join(" ")}`, kinds: ["describe"] }
    : undefined;
}

const SHOWS = /\b(?:display|show|format|appear|present|see|print|round)\p{L}*\b/iu;
const DECIMALS =
  /\b(?:(no|zero|without|one|two|three|four|\d)(?: the| any)? )(?:decimals?(?: places?| digits?)?|cents|pennies|pence|digits? (?:after|behind) the (?:point|comma|dot))\b/iu;
const DIGITS: Readonly<Record<string, string>> = {
  no: "0",
  zero: "0",
  without: "0",
  one: "1",
  two: "2",
  three: "3",
  four: "4",
};

/** "Display X as a percentage, without decimals": how one thing is to be shown. */
export function formatted({ text, mentions }: Said): Spotted | undefined {
  const decimals = DECIMALS.exec(text)?.[1]?.toLowerCase();
  if (!SHOWS.test(text) || decimals === undefined || saysAny(text, ["change", "remove", "hide"])) return undefined;
  const target = only(shownIn(mentions));
  if (target === undefined || mentions.some(({ values }) => values.length > 0)) return undefined;
  const outside = text.replace(nameOf(target), "");
  const how = /\bpercent(?:age)?\b|%/iu.test(outside)
    ? "a percentage"
    : /\b(?:currency|euros?|dollars?|money)\b/iu.test(outside)
      ? "currency"
      : "a number";
  return {
    text: `format "${nameOf(target)}" as ${how} with ${DIGITS[decimals] ?? decimals} decimals`,
    kinds: ["describe"],
  };
}
