import { unquoted } from "./object-named.ts";

export interface Range {
  readonly label: string;
  readonly from?: number;
  readonly to?: number;
  /** Whether the upper end itself belongs to it, where the words say so. */
  readonly includesTo?: boolean;
  readonly includesFrom?: boolean;
}

const NUMBER = String.raw`[$€£]?\s*(-?\d+(?:\.\d+)?)\s*(?:[$€£%]|[\p{L}]+)?`;

export function rangesIn(list: string): Range[] | undefined {
  const pieces = list
    .split(
      /\s*[,;]\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+(?=["'\p{L}])(?!(?:more|less|above|below|over|under|up|higher|lower|including)\b)/iu,
    )
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
  const ranges: Range[] = [];
  for (const [at, piece] of pieces.entries()) {
    const range = rangeIn(piece) ?? (at === pieces.length - 1 ? theRest(piece, ranges.at(-1)) : undefined);
    if (range === undefined) return undefined;
    ranges.push(range);
  }
  return ranges.length >= 2 ? ranges : undefined;
}

/** "… and long": a last name without numbers has whatever is above the one before. */
function theRest(piece: string, before: Range | undefined): Range | undefined {
  if (before?.to === undefined || !/^[\p{L}"' _-]+$/u.test(piece)) return undefined;
  return {
    label: unquoted(piece.replace(/\s+(?:above(?: that)?|beyond|over|more|the rest|else|otherwise)$/iu, "")),
    from: before.to,
    includesFrom: before.includesTo === false,
  };
}

function rangeIn(piece: string): Range | undefined {
  const label = (text: string | undefined): string =>
    unquoted(
      (text ?? "").replace(/[\s:=(–-]+$/u, "").replace(/\s+(?:is|are|means|if|when|for|being|from)$/iu, ""),
    ).trim();
  const shapes: readonly (readonly [RegExp, (numbers: number[]) => Omit<Range, "label">])[] = [
    [
      new RegExp(
        String.raw`^(.*?)\(?\s*(?:between\s+|from\s+)?${NUMBER}\s*(?:to|-|–|and|until|up to|through)\s*${NUMBER}\)?$`,
        "iu",
      ),
      ([from = 0, to = 0]) => ({ from, to }),
    ],
    [
      new RegExp(
        String.raw`^(.*?)\(?\s*(?:up to(?: and including)?|at most|<=|until|max(?:imum)?)\s*${NUMBER}\)?$`,
        "iu",
      ),
      ([to = 0]) => ({ to, includesTo: true }),
    ],
    [
      new RegExp(
        String.raw`^(.*?)\(?\s*(?:under|below|less than|smaller than|shorter than|fewer than|<|lower than|cheaper than)\s*${NUMBER}\)?$`,
        "iu",
      ),
      ([to = 0]) => ({ to, includesTo: false }),
    ],
    [
      new RegExp(
        String.raw`^(.*?)\(?\s*(?:at least|>=|from|starting at|min(?:imum)?)\s*${NUMBER}(?:\s*(?:on|up|upwards|and (?:more|above|up|over)))?\)?$`,
        "iu",
      ),
      ([from = 0]) => ({ from, includesFrom: true }),
    ],
    [
      new RegExp(
        String.raw`^(.*?)\(?\s*(?:over|above|more than|greater than|longer than|bigger than|>|higher than|exceeding|beyond)\s*${NUMBER}\)?$`,
        "iu",
      ),
      ([from = 0]) => ({ from, includesFrom: false }),
    ],
    [
      new RegExp(
        String.raw`^(.*?)\(?\s*${NUMBER}\s*(?:\+|or more|and more|and above|and up|and over|or above)\)?$`,
        "iu",
      ),
      ([from = 0]) => ({ from, includesFrom: true }),
    ],
    [
      new RegExp(String.raw`^(.*?)\(?\s*${NUMBER}\s*(?:or less|and less|and below|or below|and under)\)?$`, "iu"),
      ([to = 0]) => ({ to, includesTo: true }),
    ],
    [
      new RegExp(String.raw`^(.+?)\s*(?:\(|:|=|\bis\b|\s)\s*(?:exactly\s+)?${NUMBER}\)?$`, "iu"),
      ([only = 0]) => ({ from: only, to: only, includesTo: true }),
    ],
  ];
  for (const [pattern, read] of shapes) {
    const match = pattern.exec(piece);
    if (match === null) continue;
    const name = label(match[1]);
    const numbers = match
      .slice(2)
      .filter((part) => part !== undefined)
      .map(Number);
    return { label: name === "" ? piece.trim() : name, ...read(numbers) };
  }
  const trailing = /^(.+?)\s*[=:]\s*(.+)$/u.exec(piece);
  if (trailing !== null) {
    const range = rangeIn(trailing[2] ?? "");
    if (range !== undefined) return { ...range, label: label(trailing[1]) };
  }
  return undefined;
}
