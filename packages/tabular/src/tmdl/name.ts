import type { Span } from "../text/span.ts";

/** A name needs quotes when white space or one of `. = : '` is in it, or when it is empty. */
export function quoteTmdlName(name: string): string {
  return /^[^\s.=:'"]+$/u.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
}

export interface NamePart {
  readonly value: string;
  readonly span: Span;
}

/** Reads `Sales.'Order Date'` into its parts; undefined when the text is no path of names. */
export function parseNamePath(text: string, offset = 0): readonly NamePart[] | undefined {
  const parts: NamePart[] = [];
  let at = 0;
  for (;;) {
    const part = readName(text, at, ".");
    if (!part) return undefined;
    parts.push({ value: part.value, span: { start: offset + part.span.start, end: offset + part.span.end } });
    at = part.span.end;
    if (at === text.length) return parts;
    if (text[at] !== ".") return undefined;
    at++;
  }
}

/** Reads one name, quoted or not, at a place. An unquoted one ends at white space, `=` or one of `stops`. */
export function readName(text: string, at: number, stops = ""): NamePart | undefined {
  if (text[at] === "'") {
    let end = at + 1;
    while (end < text.length) {
      if (text[end] !== "'") end++;
      else if (text[end + 1] === "'") end += 2;
      else return { value: text.slice(at + 1, end).replaceAll("''", "'"), span: { start: at, end: end + 1 } };
    }
    return undefined;
  }
  let end = at;
  while (end < text.length && !/[\s=]/u.test(text.charAt(end)) && !stops.includes(text.charAt(end))) end++;
  return end === at ? undefined : { value: text.slice(at, end), span: { start: at, end } };
}

/** A value of `key: value`: surrounding double quotes are taken off when the whole value is one quoted text. */
export function plainValue(text: string): string {
  return /^"(?:[^"]|"")*"$/u.test(text) && text.length > 1 ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** The value as it has to be written after `key: `. */
export function writePlainValue(value: string): string {
  const needsQuotes = value === "" || /^\s|\s$|[\r\n]/u.test(value) || /^"(?:[^"]|"")*"$/u.test(value);
  return needsQuotes ? `"${value.replaceAll('"', '""').replace(/[\r\n]+/gu, " ")}"` : value;
}
