/** Part of a dbt SQL file. Jinja is kept whole: what it renders to is never guessed. */
export interface SqlToken {
  readonly kind:
    | "space"
    | "comment"
    /** `{{ … }}`: stands where a relation or value stands. */
    | "expression"
    /** `{% … %}` and `{# … #}`: may add, repeat or drop what is around it. */
    | "statement"
    | "string"
    | "quoted"
    | "word"
    | "number"
    | "symbol";
  readonly text: string;
  readonly start: number;
}

const PATTERNS: readonly (readonly [SqlToken["kind"], RegExp])[] = [
  ["space", /\s+/uy],
  ["expression", /\{\{(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?!\}\})[\s\S])*\}\}/uy],
  ["statement", /\{#[\s\S]*?#\}|\{%(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?!%\})[\s\S])*%\}/uy],
  ["comment", /--[^\n]*|\/\*[\s\S]*?\*\//uy],
  ["string", /'(?:''|[^'])*'/uy],
  ["quoted", /"(?:""|[^"])*"|`[^`]*`/uy],
  ["number", /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/uy],
  ["word", /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ["symbol", /::|<=|>=|<>|!=|\|\||->>|->|[\s\S]/uy],
];

/** Splits SQL with Jinja into tokens whose texts concatenate to the input, whatever the input is. */
export function tokenizeSql(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < sql.length) {
    let found: SqlToken = { kind: "symbol", text: sql.slice(at, at + 1), start: at };
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = at;
      const text = pattern.exec(sql)?.[0];
      if (text !== undefined && text !== "") {
        found = { kind, text, start: at };
        break;
      }
    }
    tokens.push(found);
    at += found.text.length;
  }
  return tokens;
}

/** Tokens between which the meaning of the others does not change. */
export function isTrivia(token: SqlToken): boolean {
  return token.kind === "space" || token.kind === "comment" || token.kind === "statement";
}

/** The name an identifier token stands for, without its quotes. */
export function identifierName(token: SqlToken): string {
  if (token.kind !== "quoted") return token.text;
  const quote = token.text.slice(0, 1);
  return token.text.slice(1, -1).replaceAll(quote + quote, quote);
}
