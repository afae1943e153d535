/** A piece of SQL that means something. */
export interface SqlWord {
  readonly kind: "word" | "quoted" | "string" | "symbol";
  /** In lower case, of words; without its quotes, of a quoted name. */
  readonly text: string;
  readonly at: number;
}

const PIECE =
  /(?<space>\s+|--[^\n]*)|(?<comment>\/\*)|(?<string>[eE]'(?:\\[\s\S]|''|[^'\\])*'|'(?:''|[^'])*'|\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$)|(?<quoted>"(?:""|[^"])*"|`[^`]*`)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<symbol>[\s\S])/uy;

/** The words of SQL without comments and white space. What is never closed is a symbol, and then what follows is read as code. */
export function sqlWords(sql: string): readonly SqlWord[] {
  const words: SqlWord[] = [];
  for (let at = 0; at < sql.length; ) {
    PIECE.lastIndex = at;
    const found = PIECE.exec(sql);
    const { space, comment, string, quoted, word } = found?.groups ?? {};
    const whole = found?.[0] ?? sql.slice(at, at + 1);
    if (comment !== undefined) {
      at = endOfComment(sql, at);
      continue;
    }
    if (string !== undefined) words.push({ kind: "string", text: whole, at });
    else if (quoted !== undefined) words.push({ kind: "quoted", text: whole.slice(1, -1).toLowerCase(), at });
    else if (word !== undefined) words.push({ kind: "word", text: whole.toLowerCase(), at });
    else if (space === undefined) words.push({ kind: "symbol", text: whole, at });
    at += whole.length;
  }
  return words;
}

/** Comments nest; one that is never closed hides nothing. */
function endOfComment(sql: string, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length; ) {
    const two = sql.slice(at, at + 2);
    if (two === "/*") depth += 1;
    if (two === "*/") depth -= 1;
    at += two === "/*" || two === "*/" ? 2 : 1;
    if (depth === 0) return at;
  }
  return start + 2;
}
