/** Strings, identifiers in quotes, and comments of SQL and Jinja, in this order of precedence; the rest is code. */
const PIECES =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\{#[\s\S]*?#\}|\s+|[A-Za-z_]\w*|\d[\d.]*|[\s\S]/g;

/**
 * SQL or Jinja without what means nothing: comments, white space, the case of bare words. Two texts with the same plain code do
 * the same; two with different ones may still.
 */
export function plainCode(text: string): string {
  const pieces = (text.match(PIECES) ?? []).filter((piece) => !/^(--|\/\*|\{#|\s)/.test(piece));
  return pieces.map((piece) => (/^["']/.test(piece) ? piece : piece.toLowerCase())).join("\n");
}
