import { CONTROLS, INVISIBLE, type Ranges, TAGS_AND_SELECTORS, within } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";

export const REQUEST_LIMIT = 10_000;

export interface Sanitised {
  readonly text: string;
  /** What was taken out or changed, in words; shown to people beside the raw text. */
  readonly changes: readonly string[];
}

interface Pass {
  readonly name: string;
  readonly apply: (text: string) => string;
}

function removing(ranges: Ranges): (text: string) => string {
  return (text) => [...text].filter((character) => !within(character, ranges)).join("");
}

/** Not worth telling anybody. */
const OUTER_SPACE = "outer space removed";

/** Each makes text that says nothing a person could not see. Order does not matter: they run to a fixed point. */
const PASSES: readonly Pass[] = [
  { name: "compatibility characters written plainly (NFKC)", apply: (text) => text.normalize("NFKC") },
  { name: "line ends made equal", apply: (text) => text.replace(/\r\n?/g, "\n") },
  { name: "tag characters and variation selectors removed", apply: removing(TAGS_AND_SELECTORS) },
  { name: "invisible and direction-changing characters removed", apply: removing(INVISIBLE) },
  { name: "control characters removed", apply: removing(CONTROLS) },
  {
    name: "comments removed",
    apply: (text) =>
      text
        .replace(/<!--[\s\S]*?(-->|$)/g, "")
        .replace(/\/\*[\s\S]*?(\*\/|$)/g, "")
        .replace(/\{#[\s\S]*?(#\}|$)/g, ""),
  },
  {
    name: "encoded blobs removed",
    apply: (text) =>
      text
        .replace(/(?:[A-Za-z0-9+/]{4}){20,}={0,2}/g, "")
        .replace(/(?:%[0-9A-Fa-f]{2}){8,}/g, "")
        .replace(/(?:\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|&#x?[0-9A-Fa-f]+;){4,}/g, ""),
  },
  // At the ends of lines too: nobody sees it, and no language of the project keeps it in a text.
  { name: OUTER_SPACE, apply: (text) => text.replace(/[^\S\n]+$/gmu, "").trim() },
];

/** Bytes read as text show control characters and replacement characters; one in ten is no typing error. */
const NOT_TEXT = [...CONTROLS, [0xfffd, 0xfffd]] as const;
const NOT_TEXT_SHARE = 10;

/** Bounds the fixed point: every pass shortens or rewrites into a stable form, so that a few rounds are enough. */
const ROUNDS = 50;

/**
 * What an agent will read of a request. Fails on what is no request: empty, too long, or not text. The result is a fixed
 * point: sanitising it again changes nothing.
 */
export function sanitise(raw: string): Sanitised {
  if (raw.length > REQUEST_LIMIT) throw fail("request.too-long", { length: raw.length, limit: REQUEST_LIMIT });
  const controls = [...raw].filter((character) => character !== "\r" && within(character, NOT_TEXT)).length;
  if (controls > 0 && controls * NOT_TEXT_SHARE >= raw.length) throw fail("request.not-text", {});
  const changes = new Set<string>();
  let text = raw;
  for (let round = 0; round < ROUNDS; round++) {
    const before = text;
    for (const pass of PASSES) {
      const after = pass.apply(text);
      if (after !== text && pass.name !== OUTER_SPACE) changes.add(pass.name);
      text = after;
    }
    if (text === before) break;
  }
  if (text === "") throw fail("request.empty", {});
  return { text, changes: [...changes] };
}
