import type { Span } from "../text/span.ts";

/** A token of Power Query M, as far as reading where a table comes from needs it. */
export interface MToken extends Span {
  readonly kind: "text" | "identifier" | "number" | "symbol";
  /** A text without quotes and escapes, an identifier without `#""`, a symbol as written. */
  readonly value: string;
}

const pattern =
  /(?<space>[\s\uFEFF]+|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)|(?<quoted>#"(?:[^"]|"")*")|(?<text>"(?:[^"]|"")*")|(?<identifier>#?[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)|(?<number>\d[\d.]*(?:[eE][+-]?\d+)?)|(?<symbol>=>|<=|>=|<>|\.\.\.|[\s\S])/uy;

/** Reads any text; what is not M comes out as symbols. */
export function lexM(text: string, offset = 0): MToken[] {
  const tokens: MToken[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match?.groups; match = pattern.exec(text)) {
    const span = { start: offset + match.index, end: offset + match.index + match[0].length };
    const { quoted, text: string, identifier, number, symbol } = match.groups;
    if (quoted !== undefined) tokens.push({ kind: "identifier", value: unquote(quoted.slice(1)), ...span });
    else if (string !== undefined) tokens.push({ kind: "text", value: unquote(string), ...span });
    else if (identifier !== undefined) tokens.push({ kind: "identifier", value: identifier, ...span });
    else if (number !== undefined) tokens.push({ kind: "number", value: number, ...span });
    else if (symbol !== undefined) tokens.push({ kind: "symbol", value: symbol, ...span });
  }
  return tokens;
}

function unquote(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replaceAll('""', '"')
    .replace(/#\(([^)]*)\)/gu, (whole, code: string) => escapes[code] ?? whole);
}

const escapes: Record<string, string> = { lf: "\n", cr: "\r", tab: "\t", "cr,lf": "\r\n", "#": "#" };
