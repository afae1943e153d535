import type { SqlToken } from "./sql-tokens.ts";

/** How a file writes SQL, so that what is added looks like what is there. */
export interface SqlStyle {
  readonly upperCase: boolean;
  /** `x::type` rather than `cast(x as type)`. */
  readonly colonCasts: boolean;
  readonly newline: string;
  /** One step of indentation. */
  readonly step: string;
}

export function sqlStyle(tokens: readonly SqlToken[], text: string): SqlStyle {
  const select = tokens.find((token) => token.kind === "word" && token.text.toLowerCase() === "select");
  return {
    upperCase: select !== undefined && select.text === select.text.toUpperCase(),
    colonCasts:
      tokens.some((token) => token.text === "::") ||
      !tokens.some((token) => token.kind === "word" && token.text.toLowerCase() === "cast"),
    newline: text.includes("\r\n") ? "\r\n" : "\n",
    step: /^\t/mu.test(text) ? "\t" : (/^( +)\S/mu.exec(text)?.[1] ?? "    "),
  };
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/u;
const RESERVED = new Set(
  "all analyse analyze and any array as asc both case cast check collate column constraint create default desc distinct do else end except false fetch for foreign from group having in initially intersect into lateral leading limit not null offset on only or order placing primary qualify references returning select some symmetric table then to trailing true union unique using variadic when where window with".split(
    " ",
  ),
);

/** Writes an identifier so that it names exactly `name`, whatever characters it has. */
export function quoteIdentifier(name: string): string {
  return PLAIN.test(name) && !RESERVED.has(name.toLowerCase()) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Writes a text literal. A dbt model is a Jinja template too: the caller refuses Jinja's delimiters before. */
export function quoteText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
