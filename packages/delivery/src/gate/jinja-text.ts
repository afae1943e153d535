/** A piece of Jinja, and where it begins. */
export interface JinjaPiece {
  /** `unclosed` reaches to the end of the text: what Jinja makes of it, nobody knows. */
  readonly kind: "expression" | "statement" | "comment" | "unclosed";
  readonly text: string;
  readonly at: number;
}

const STRING = String.raw`'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"`;
const CLOSED: Readonly<Record<string, readonly [kind: JinjaPiece["kind"], pattern: RegExp]>> = {
  "{{": ["expression", new RegExp(String.raw`\{\{(?:${STRING}|(?!\}\})[\s\S])*?\}\}`, "uy")],
  "{%": ["statement", new RegExp(String.raw`\{%(?:${STRING}|(?!%\})[\s\S])*?%\}`, "uy")],
  "{#": ["comment", /\{#[\s\S]*?#\}/uy],
};

/**
 * The Jinja of a text, as Jinja itself finds it: wherever it stands, in strings and comments of SQL too, and before anything else
 * looks at the text.
 */
export function jinjaIn(text: string): readonly JinjaPiece[] {
  const pieces: JinjaPiece[] = [];
  for (let at = text.search(/\{[{%#]/u); at >= 0 && at < text.length; ) {
    const [kind, pattern] = CLOSED[text.slice(at, at + 2)] ?? [];
    if (!kind || !pattern) break;
    pattern.lastIndex = at;
    const piece = pattern.exec(text)?.[0];
    pieces.push(piece === undefined ? { kind: "unclosed", text: text.slice(at), at } : { kind, text: piece, at });
    if (piece === undefined) break;
    const next = text.slice(at + piece.length).search(/\{[{%#]/u);
    if (next < 0) break;
    at += piece.length + next;
  }
  return pieces;
}

/** The text with every piece of Jinja written over by spaces, so that places stay what they are. */
export function withoutJinja(text: string, pieces: readonly JinjaPiece[]): string {
  let without = text;
  for (const { at, text: piece } of pieces) {
    without = without.slice(0, at) + piece.replaceAll(/[^\n]/gu, " ") + without.slice(at + piece.length);
  }
  return without;
}
