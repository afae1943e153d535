import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/span.ts";

export type TokenKind =
  | "white-space"
  | "comment"
  | "number"
  | "string"
  | "table-name"
  | "bracket-name"
  | "identifier"
  | "operator"
  | "punctuation"
  | "unknown"
  | "end";

export interface Token extends Span {
  readonly kind: TokenKind;
}

/**
 * Every character of the text is in exactly one token, in order. Never throws: what DAX does not know is `unknown`, what
 * is not closed ends with the text and is reported.
 */
export function lexDax(text: string): {
  readonly tokens: readonly Token[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const tokens: Token[] = [];
  const diagnostics: Diagnostic[] = [];
  let at = 0;
  while (at < text.length) {
    const token = readToken(text, at, diagnostics);
    tokens.push(token);
    at = token.end;
  }
  return { tokens, diagnostics };
}

function readToken(text: string, at: number, diagnostics: Diagnostic[]): Token {
  if (text.startsWith("/*", at) && !text.includes("*/", at + 2)) {
    diagnostics.push(unclosed(at, at + 2, "comment", "*/"));
    return { kind: "comment", start: at, end: text.length };
  }
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { kind, start: at, end: at + match[0].length };
  }
  const char = text.charAt(at);
  if (char === '"') return delimited(text, at, '"', "string", diagnostics);
  if (char === "'") return delimited(text, at, "'", "table-name", diagnostics);
  if (char === "[") return delimited(text, at, "]", "bracket-name", diagnostics);
  const length = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  const span = { start: at, end: at + length };
  diagnostics.push({
    code: "dax-character",
    severity: "error",
    span,
    message: `\`${text.slice(at, span.end)}\` has no meaning in DAX`,
  });
  return { kind: "unknown", ...span };
}

const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ["white-space", /[\s\uFEFF]+/uy],
  ["comment", /(?:\/\/|--)[^\r\n]*|\/\*[\s\S]*?\*\//uy],
  ["number", /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/uy],
  ["identifier", /[\p{L}_][\p{L}\p{N}\p{M}_]*(?:\.[\p{L}_][\p{L}\p{N}\p{M}_]*)*(?:\.\d+[\p{L}]?)?/uy],
  ["identifier", /@[\p{L}_][\p{L}\p{N}_]*/uy],
  ["operator", /<=|>=|<>|&&|\|\||:=|=>|==|[-+*/^&=<>]/uy],
  ["punctuation", /[(){},;.:]/uy],
];

/** `""`, `''` and `]]` inside stand for one character. */
function delimited(text: string, at: number, close: string, kind: TokenKind, diagnostics: Diagnostic[]): Token {
  let end = at + 1;
  for (;;) {
    const found = text.indexOf(close, end);
    if (found === -1) {
      diagnostics.push(unclosed(at, Math.min(text.length, at + 1), kind.replace("-", " "), close));
      return { kind, start: at, end: text.length };
    }
    if (text[found + 1] !== close) return { kind, start: at, end: found + 1 };
    end = found + 2;
  }
}

function unclosed(start: number, end: number, what: string, close: string): Diagnostic {
  return {
    code: "dax-unclosed",
    severity: "error",
    span: { start, end },
    message: `this ${what} is not closed`,
    hint: `Close it with ${close}`,
  };
}
