import { splitWords } from "../words/split-words.ts";

/** A word, number or sign of a phrase. A text in quotes is one token. */
export interface Token {
  readonly kind: "word" | "number" | "quoted" | "sign";
  /** Folded, for words; the sign itself for signs; the text for what is quoted. */
  readonly word: string;
  /** As it was written. */
  readonly raw: string;
  /** Written in one with the word before, as in `check-in`. */
  readonly joined?: true;
}

const PIECES =
  /"(?<double>[^"\n]*)"|“(?<curly>[^”\n]*)”|`(?<tick>[^`\n]*)`|(?<![\p{L}\p{N}])'(?<single>[^'\n]*(?:'(?=[\p{L}])[^'\n]*)*)'(?![\p{L}\p{N}])|(?<number>\d+(?:[.,]\d+)*(?![\p{L}_]))|(?<word>[\p{L}\p{N}_]+(?:-\p{L}[\p{L}\p{N}_]*)*(?:'[\p{L}]+)?)|(?<sign><=|>=|<>|!=|[<>=%,:+*/\-–—#&;.?!()[\]Ø€$])/gu;

/** Splits a phrase into tokens; a name in camelCase or with underscores gives one token per word. */
export function tokenize(phrase: string): Token[] {
  const tokens: Token[] = [];
  for (const match of phrase.matchAll(PIECES)) {
    const found = match.groups ?? {};
    const raw = match[0];
    const quoted = found["double"] ?? found["curly"] ?? found["tick"] ?? found["single"];
    if (quoted !== undefined) tokens.push({ kind: "quoted", word: quoted, raw: quoted });
    else if (found["number"] !== undefined) tokens.push({ kind: "number", word: plainNumber(raw), raw });
    else if (found["sign"] !== undefined) tokens.push({ kind: "sign", word: raw, raw });
    else {
      const words = splitWords(raw);
      words.forEach((word, at) => {
        tokens.push({ kind: "word", word, raw: words.length === 1 ? raw : word, ...(at > 0 ? { joined: true } : {}) });
      });
    }
  }
  return tokens;
}

function plainNumber(raw: string): string {
  return /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(raw) ? raw.replaceAll(",", "") : raw.replace(/,(?=\d+$)/u, ".");
}

/** The words of tokens, with what is in quotes split too; signs are left out. */
export function wordsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) =>
    token.kind === "sign" ? [] : token.kind === "quoted" ? splitWords(token.raw) : [token.word],
  );
}

/** The tokens as words with single spaces between, one for each: patterns find places in it, and `wordsBefore` counts them. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => token.word.replaceAll(/\s+/gu, "_")).join(" ");
}

export function rawOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => token.raw)
    .join(" ")
    .replaceAll(/\s+([,.;:?!])/gu, "$1");
}

/** Words that say nothing about which object is meant. */
export const FILLERS: ReadonlySet<string> = new Set(
  "a an the of all our my your their its this that these those any each some there it is are be to on at as and or new please just also overall simple basic".split(
    " ",
  ),
);

/** Words for kinds of objects: they narrow the kind, and do not name. */
export const KIND_WORDS: ReadonlySet<string> = new Set(
  "column columns field fields measure measures metric metrics kpi kpis table tables model models value values attribute dimension calculation figure number indicator".split(
    " ",
  ),
);

/** How many words stand before a position of a text of words with single spaces between: the index of the next token. */
export function wordsBefore(text: string, position: number): number {
  return text
    .slice(0, position)
    .split(" ")
    .filter((word) => word !== "").length;
}
