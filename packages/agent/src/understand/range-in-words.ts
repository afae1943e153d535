import { unquoted } from "./object-named.ts";

/** Numbers that are called by one name: `medium` from 2 to 10. */
export interface Range {
  readonly label: string;
  readonly from?: number;
  readonly to?: number;
  /** Whether the upper end itself belongs to it, where the words say so. */
  readonly includesTo?: boolean;
  readonly includesFrom?: boolean;
  /** What its numbers count, where it is said: `rooms` in "up to 60 rooms". */
  readonly unit?: string;
  /** Where its name stands, seen from its numbers. */
  readonly side?: "before" | "behind";
}

type Named = Pick<Range, "label" | "unit" | "side">;

type Ends = Omit<Range, keyof Named>;

const NUMBER = String.raw`[$€£]?\s*(-?\d+(?:[.,]\d+)?)\s*(?:[$€£%]|(?:(?!(?:to|and|or|up|until|through|exclusive|on)\b)[\p{L}]+(?=\s+(?:to|and|or|up|until|through)\b)))?`;
const UNDER = String.raw`(?:(?:less|smaller|shorter|fewer|lower|cheaper|lighter|younger) than|under|below|<)`;
const OVER = String.raw`(?:(?:more|greater|longer|bigger|higher|larger|heavier|older) than|over|above|exceeding|beyond|>)`;
const MORE = String.raw`(?:more|above|up|over|upwards?|higher|longer|greater|larger|bigger|older|heavier|beyond)`;
const LESS = String.raw`(?:less|below|under|lower|fewer|shorter|smaller|lighter|younger|down)`;

/** What stands around the numbers, widest first: "20 to under 40" also has an "under 40" in it. */
const SHAPES: readonly (readonly [string, (one: number, other: number) => Ends])[] = [
  [
    String.raw`(?:between\s+|from\s+)?${NUMBER}\s*(?:to|-|–|and|until|up to|but)\s*${UNDER}\s*${NUMBER}`,
    (from, to) => ({ from, to, includesTo: false, includesFrom: true }),
  ],
  [
    String.raw`(?:between\s+|from\s+)?${NUMBER}\s*(?:to|-|–|and|until|up to|through)\s*${NUMBER}`,
    (from, to) => ({ from, to }),
  ],
  [
    String.raw`(?:up to(?: and including)?|at most|no more than|<=|until|max(?:imum)?)\s*${NUMBER}`,
    (to) => ({ to, includesTo: true }),
  ],
  [String.raw`${NUMBER}\s*(?:or|and)\s+${LESS}`, (to) => ({ to, includesTo: true })],
  [
    String.raw`(?:at least|>=|from|starting at|min(?:imum)?)\s*${NUMBER}(?:\s*(?:on|up|upwards|onwards|\+|(?:and|or)\s+${MORE}))?`,
    (from) => ({ from, includesFrom: true }),
  ],
  [String.raw`${NUMBER}\s*(?:\+|(?:or|and)\s+${MORE}|upwards?|onwards?)`, (from) => ({ from, includesFrom: true })],
  [String.raw`${UNDER}\s*${NUMBER}`, (to) => ({ to, includesTo: false })],
  [String.raw`${OVER}\s*${NUMBER}`, (from) => ({ from, includesFrom: false })],
  [String.raw`(?:exactly\s+)?${NUMBER}`, (only) => ({ from: only, to: only, includesTo: true })],
];

const PATTERNS = SHAPES.map(
  ([shape, ends]) =>
    [
      new RegExp(String.raw`^(?<before>(?:.*?[\s:=(])??)\(?\s*${shape}(?![\p{L}\d.,]*\d)\s*\)?(?<behind>.*)$`, "iu"),
      ends,
    ] as const,
);

/** One range of a list, its name before or behind its numbers; undefined when the words say anything else too. */
export function rangeIn(piece: string): Range | undefined {
  for (const [pattern, ends] of PATTERNS) {
    const match = pattern.exec(piece);
    if (match === null) continue;
    const [one = 0, other = 0] = match
      .slice(2, -1)
      .filter((part) => part !== undefined)
      .map((part) => Number(part.replace(",", ".")));
    const named = nameAround(match.groups?.["before"] ?? "", match.groups?.["behind"] ?? "");
    if (named !== undefined) return { ...named, ...ends(one, other), ...(named.label === "" ? { label: piece } : {}) };
  }
  return undefined;
}

/** What is left around the numbers: a name, and what the numbers count. */
function nameAround(before: string, behind: string): Named | undefined {
  const label = before.replace(/[\s:=(–-]+$/u, "").replace(/\s+(?:is|are|means|if|when|for|being|at|has|have)$/iu, "");
  const rest = behind.trim().replace(/[).]+$/u, "");
  if (label.trim() !== "") {
    if (!/^\p{L}*$/u.test(rest)) return undefined;
    const name = rangeName(label);
    return name === undefined ? undefined : { label: name, side: "before", ...(rest === "" ? {} : { unit: rest }) };
  }
  if (rest === "") return { label: "" };
  const name = rangeName(rest.replace(/^[\s:=)–-]+|^(?:is|are|means|being|called|as)\s+/giu, ""));
  return name === undefined ? undefined : { label: name, side: "behind" };
}

/** Words of numbers and of lists: with one of them in it, a name would be a range that was not read. */
const NO_NAME =
  /\d|[<>=()]|\b(?:under|below|over|above|beyond|exceeding|up to|at least|at most|between|more than|less than|from|to|until|through|than|and|or|with|everything|anything|the rest|nothing|otherwise|else|minutes?|hours?|days?|years?|miles?|kg|km)\b/iu;

/** What a range can be called: a few plain words, or whatever stands in quotes. */
export function rangeName(text: string): string | undefined {
  const name = unquoted(text.trim());
  if (/^(["']).+\1$/u.test(text.trim())) return name;
  return name !== "" && !NO_NAME.test(name) && name.split(/\s+/u).length <= 4 ? name : undefined;
}
