import type { Diagnostic } from "../text/diagnostic.ts";
import { type Span, shiftSpan } from "../text/span.ts";
import { lexDax, type Token } from "./lexer.ts";
import type {
  BinaryOperator,
  DaxCall,
  DaxDefinition,
  DaxEvaluation,
  DaxExpression,
  DaxField,
  DaxFunction,
  DaxQuery,
  DaxVariables,
} from "./syntax.ts";

export interface ParsedDax {
  readonly expression: DaxExpression;
  readonly diagnostics: readonly Diagnostic[];
}

/** Expressions nested deeper than this are refused, so that a hostile file cannot exhaust the stack. */
const deepest = 400;
const longest = 2000;
/** Longer texts are refused: no expression that people write comes near. In UTF-16 units. */
const longestText = 1_000_000;

/**
 * Reads one DAX expression, as a measure or a column has it. Never throws; a syntax error is a diagnostic, and what can
 * be read around it is in the tree. `offset` is where the text stands in its file: all spans are shifted by it.
 */
export function parseDax(text: string, offset = 0): ParsedDax {
  const parser = new Parser(text, offset);
  return { expression: parser.readAll(), diagnostics: parser.diagnostics };
}

/** Reads what a function of the model is: `(a, b : NUMERIC) => a * b`. As {@link parseDax} in all else. */
export function parseDaxFunction(text: string, offset = 0): ParsedDax {
  const parser = new Parser(text, offset);
  return { expression: parser.readFunction(), diagnostics: parser.diagnostics };
}

export interface ParsedDaxQuery {
  readonly query: DaxQuery;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a query: `DEFINE MEASURE T[m] = … EVALUATE … ORDER BY … START AT …`. As {@link parseDax} in all else. */
export function parseDaxQuery(text: string, offset = 0): ParsedDaxQuery {
  const parser = new Parser(text, offset);
  return { query: parser.readQuery(), diagnostics: parser.diagnostics };
}

/** Operators from the loosest to the tightest; those of one level group from the left. NOT stands above comparisons. */
const levels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["NOT"],
  ["=", "==", "<>", "<", "<=", ">", ">=", "IN"],
  ["&"],
  ["+", "-"],
  ["*", "/"],
];
const notLevel = 2;

const definitionKinds = ["measure", "column", "table", "var", "function"] as const;

/** State with one invariant: `at` points at a token that is neither white space nor comment. */
class Parser {
  readonly diagnostics: Diagnostic[] = [];
  private readonly text: string;
  private readonly offset: number;
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;
  private gaveUp = false;

  constructor(text: string, offset: number) {
    this.text = text;
    this.offset = offset;
    const lexed = lexDax(text.length > longestText ? "" : text);
    for (const found of lexed.diagnostics) this.diagnostics.push({ ...found, span: shiftSpan(found.span, offset) });
    if (text.length > longestText) {
      const message = `this expression has ${text.length} characters and is not read`;
      this.report({ start: offset, end: offset + 1 }, "dax-too-long", message, "Split it into variables or measures.");
      this.gaveUp = true;
    }
    const end = { kind: "end", start: text.length, end: text.length } as const;
    this.tokens = [...lexed.tokens, end]
      .filter((token) => token.kind !== "white-space" && token.kind !== "comment")
      .map((token) => ({ kind: token.kind, ...shiftSpan(token, offset) }));
  }

  readAll(): DaxExpression {
    if (this.peek().kind === "end" && this.gaveUp) return { kind: "missing", span: this.emptySpan() };
    if (this.peek().kind === "end") {
      this.report(this.peek(), "dax-empty", "there is no expression here", "Write one, or remove the object.");
      return { kind: "missing", span: this.emptySpan() };
    }
    const expression = this.expression();
    this.expectEnd("expression");
    return expression;
  }

  private expectEnd(of: string): void {
    const token = this.peek();
    if (token.kind === "end" || this.gaveUp) return;
    const isSeparator = this.source(token) === ";";
    this.report(
      token,
      isSeparator ? "dax-separator" : "dax-syntax",
      `unexpected \`${this.source(token)}\` after the end of the ${of}`,
      isSeparator ? "Separate arguments with a comma, whatever your regional settings." : undefined,
    );
  }

  readFunction(): DaxExpression {
    const made = this.functionValue();
    this.expectEnd("function");
    return made;
  }

  private functionValue(): DaxExpression {
    const open = this.peek();
    const parameters: DaxFunction["parameters"][number][] = [];
    if (!this.isPunctuation("("))
      this.report(open, "dax-syntax", "a function begins with its parameters in parentheses");
    else {
      this.next();
      while (!this.isPunctuation(")") && this.peek().kind !== "end") {
        parameters.push(this.parameter());
        if (this.isPunctuation(",")) this.next();
        else if (!this.isPunctuation(")")) {
          const token = this.peek();
          this.report(token, "dax-syntax", `unexpected \`${this.source(token)}\` among the parameters`);
          this.next();
        }
      }
      if (this.isPunctuation(")")) this.next();
      else this.report(open, "dax-unclosed", "this `(` is not closed", "Close it with `)`.");
    }
    this.expect("=>", "after the parameters");
    const body = this.expression();
    return { kind: "function", parameters, body, span: { start: open.start, end: body.span.end } };
  }

  /** A name, and after a colon the words for its type, subtype and how it is passed. */
  private parameter(): DaxFunction["parameters"][number] {
    const name = this.peek();
    if (name.kind === "identifier") this.next();
    else this.report(name, "dax-syntax", "a parameter's name is missing");
    const hints: string[] = [];
    if (this.isPunctuation(":")) {
      this.next();
      while (this.peek().kind === "identifier") hints.push(this.source(this.next()).toUpperCase());
    }
    const nameSpan = name.kind === "identifier" ? spanOf(name) : { start: name.start, end: name.start };
    return { name: name.kind === "identifier" ? this.source(name) : "", nameSpan, hints };
  }

  readQuery(): DaxQuery {
    const { start } = this.peek();
    const definitions: DaxDefinition[] = [];
    const evaluations: DaxEvaluation[] = [];
    if (this.isWord("DEFINE")) {
      this.next();
      for (let made = this.definition(); made; made = this.definition()) definitions.push(made);
      if (definitions.length === 0) this.report(this.peek(), "dax-syntax", "DEFINE defines nothing");
    }
    while (this.isWord("EVALUATE") && !this.gaveUp) evaluations.push(this.evaluation());
    if (evaluations.length === 0) {
      this.report(this.peek(), "dax-syntax", "a query needs EVALUATE and a table", "Write EVALUATE before the table.");
    } else this.expectEnd("query");
    return { definitions, evaluations, span: { start, end: this.peek().end } };
  }

  private definition(): DaxDefinition | undefined {
    const kind = definitionKinds.find((word) => this.isWord(word.toUpperCase()));
    if (!kind || this.gaveUp) return undefined;
    this.next();
    const token = this.peek();
    const isTable = token.kind === "table-name" || token.kind === "identifier";
    if (isTable) this.next();
    const written = token.kind === "table-name" ? this.unquote(token, "'") : this.source(token);
    const bracket = this.peek();
    const isField = kind === "measure" || kind === "column";
    if (isField && bracket.kind === "bracket-name") this.next();
    if (!isTable || (isField && bracket.kind !== "bracket-name")) {
      this.report(token, "dax-syntax", `a name is missing after ${kind.toUpperCase()}`);
    }
    this.expect("=", `after the name of the ${kind}`);
    const value = kind === "function" ? this.functionValue() : this.expression();
    if (!isField) return { kind, name: isTable ? written : "", nameSpan: spanOf(token), value };
    const hasName = bracket.kind === "bracket-name";
    return {
      kind,
      ...(isTable && { table: { name: written, span: spanOf(token) } }),
      name: hasName ? this.unquote(bracket, "]") : "",
      nameSpan: hasName ? spanOf(bracket) : spanOf(token),
      value,
    };
  }

  private evaluation(): DaxEvaluation {
    this.next();
    const table = this.expression();
    const orderBy: DaxEvaluation["orderBy"][number][] = [];
    const startAt: DaxExpression[] = [];
    if (this.isWord("ORDER")) {
      this.next();
      if (this.isWord("BY")) this.next();
      else this.report(this.peek(), "dax-syntax", "BY is missing after ORDER");
      do {
        const by = this.expression();
        const isDescending = this.isWord("DESC");
        if (isDescending || this.isWord("ASC")) this.next();
        orderBy.push({ by, direction: isDescending ? "DESC" : "ASC" });
      } while (this.takeComma());
    }
    if (this.isWord("START")) {
      this.next();
      if (this.isWord("AT")) this.next();
      else this.report(this.peek(), "dax-syntax", "AT is missing after START");
      do startAt.push(this.expression());
      while (this.takeComma());
      if (orderBy.length === 0) this.report(this.peek(), "dax-syntax", "START AT needs ORDER BY before it");
    }
    return { table, orderBy, startAt };
  }

  private takeComma(): boolean {
    if (!this.isPunctuation(",") || this.gaveUp) return false;
    this.next();
    return true;
  }

  private expression(): DaxExpression {
    if (this.depth >= deepest) {
      return this.giveUp(`this is nested more than ${deepest} levels deep`);
    }
    this.depth++;
    const expression = this.isWord("VAR") ? this.variables() : this.binary(0);
    this.depth--;
    return expression;
  }

  private giveUp(message: string): DaxExpression {
    if (!this.gaveUp) this.report(this.peek(), "dax-too-deep", message, "Split it into variables or measures.");
    this.gaveUp = true;
    this.at = this.tokens.length - 1;
    return { kind: "missing", span: this.emptySpan() };
  }

  private variables(): DaxExpression {
    const start = this.peek().start;
    const variables: DaxVariables["variables"][number][] = [];
    while (this.isWord("VAR")) {
      this.next();
      const name = this.peek();
      if (name.kind !== "identifier") {
        this.report(name, "dax-syntax", "a variable's name is missing after VAR");
      } else this.next();
      this.expect("=", "after the variable's name");
      const value = this.expression();
      const nameSpan = name.kind === "identifier" ? spanOf(name) : { start: name.start, end: name.start };
      variables.push({ name: name.kind === "identifier" ? this.source(name) : "", nameSpan, value });
    }
    if (!this.isWord("RETURN")) {
      this.report(this.peek(), "dax-syntax", "VAR without RETURN", "End the variables with RETURN and a result.");
      const at = this.emptySpan();
      return { kind: "variables", variables, result: { kind: "missing", span: at }, span: { start, end: at.end } };
    }
    this.next();
    const result = this.expression();
    return { kind: "variables", variables, result, span: { start, end: result.span.end } };
  }

  private binary(level: number): DaxExpression {
    if (level === notLevel) return this.negation();
    const operators = levels[level];
    if (!operators) return this.signed();
    let left = this.binary(level + 1);
    for (let length = 1; ; length++) {
      const operator = this.operatorOf(operators);
      if (!operator) return left;
      if (length > longest) return this.giveUp(`this chain has more than ${longest} operators`);
      this.next();
      const right = this.isWord("VAR") ? this.expression() : this.binary(level + 1);
      left = { kind: "binary", operator, left, right, span: { start: left.span.start, end: right.span.end } };
    }
  }

  private operatorOf(operators: readonly string[]): BinaryOperator | undefined {
    const token = this.peek();
    const source = token.kind === "identifier" ? this.source(token).toUpperCase() : this.source(token);
    const isOperator = token.kind === "operator" || (token.kind === "identifier" && source === "IN");
    return isOperator && operators.includes(source) ? (source as BinaryOperator) : undefined;
  }

  /** `NOT x = 1` is `NOT (x = 1)`. `NOT(x)` is the same operator with parentheses. */
  private negation(): DaxExpression {
    if (!this.isWord("NOT")) return this.binary(notLevel + 1);
    return this.prefix("NOT", () => this.negation());
  }

  private signed(): DaxExpression {
    const token = this.peek();
    const source = this.source(token);
    if (token.kind === "operator" && (source === "-" || source === "+")) {
      return this.prefix(source, () => this.signed());
    }
    if (this.isWord("NOT")) return this.prefix("NOT", () => this.signed());
    return this.power();
  }

  private prefix(operator: "-" | "+" | "NOT", operandOf: () => DaxExpression): DaxExpression {
    const { start } = this.next();
    if (++this.depth > deepest) return this.expressionTooDeep();
    const operand = operandOf();
    this.depth--;
    return { kind: "unary", operator, operand, span: { start, end: operand.span.end } };
  }

  private expressionTooDeep(): DaxExpression {
    const missing = this.expression();
    this.depth--;
    return missing;
  }

  /** Binds tighter than a sign before it, looser than one after it: `-2^2` is -4, `2^-1` is a half. */
  private power(): DaxExpression {
    let left = this.primary();
    while (this.peek().kind === "operator" && this.source(this.peek()) === "^") {
      this.next();
      const sign = this.peek();
      const isSigned = sign.kind === "operator" && /^[-+]$/u.test(this.source(sign));
      const right = isSigned ? this.signedPrimary() : this.primary();
      left = { kind: "binary", operator: "^", left, right, span: { start: left.span.start, end: right.span.end } };
    }
    return left;
  }

  private signedPrimary(): DaxExpression {
    const token = this.peek();
    const source = this.source(token);
    if (token.kind !== "operator" || (source !== "-" && source !== "+")) return this.primary();
    return this.prefix(source, () => this.signedPrimary());
  }

  private primary(): DaxExpression {
    const token = this.peek();
    switch (token.kind) {
      case "number":
        this.next();
        return { kind: "number", value: Number(this.source(token)), span: spanOf(token) };
      case "string":
        this.next();
        return { kind: "text", value: this.unquote(token, '"'), span: spanOf(token) };
      case "bracket-name":
        this.next();
        return this.field(undefined, token);
      case "table-name":
        this.next();
        return this.tableOrField(token, this.unquote(token, "'"));
      case "identifier":
        return this.word(token);
      case "punctuation":
        if (this.source(token) === "(") return this.group();
        if (this.source(token) === "{") return this.tableConstructor();
        break;
      default:
        break;
    }
    return this.missing();
  }

  private word(token: Token): DaxExpression {
    const name = this.source(token);
    if (/^(?:VAR|RETURN|IN)$/iu.test(name)) return this.missing();
    this.next();
    const after = this.peek();
    if (name.toLowerCase() === "dt" && after.kind === "string" && after.start === token.end) {
      this.next();
      return { kind: "date", value: this.unquote(after, '"'), span: { start: token.start, end: after.end } };
    }
    if (this.isPunctuation("(")) return this.call(token);
    if (after.kind === "bracket-name") return this.tableOrField(token, name);
    return { kind: "name", name, span: spanOf(token) };
  }

  private tableOrField(token: Token, name: string): DaxExpression {
    const after = this.peek();
    if (after.kind !== "bracket-name") return { kind: "table", name, span: spanOf(token) };
    this.next();
    return this.field({ name, span: spanOf(token) }, after);
  }

  private field(table: DaxField["table"], bracket: Token): DaxExpression {
    const name = this.unquote(bracket, "]");
    const start = table?.span.start ?? bracket.start;
    if (!this.isPunctuation(".")) {
      const span = { start, end: bracket.end };
      return { kind: "field", ...(table && { table }), name, nameSpan: spanOf(bracket), span };
    }
    this.next();
    const level = this.peek();
    if (level.kind !== "bracket-name") this.report(level, "dax-syntax", "a bracketed name is missing after the dot");
    else this.next();
    const end = level.kind === "bracket-name" ? level.end : bracket.end;
    return {
      kind: "field",
      ...(table && { table }),
      name,
      nameSpan: spanOf(bracket),
      ...(level.kind === "bracket-name" && { variation: { name: this.unquote(level, "]"), span: spanOf(level) } }),
      span: { start, end },
    };
  }

  private call(name: Token): DaxCall {
    const open = this.next();
    const { items, end } = this.list(")", open, true);
    return {
      kind: "call",
      name: this.source(name),
      nameSpan: spanOf(name),
      arguments: items,
      span: { start: name.start, end },
    };
  }

  private group(): DaxExpression {
    const open = this.next();
    const { items, end } = this.list(")", open, false);
    if (items.length === 0) this.report(open, "dax-syntax", "there is nothing between these parentheses");
    return { kind: "group", items, span: { start: open.start, end } };
  }

  private tableConstructor(): DaxExpression {
    const open = this.next();
    const { items, end } = this.list("}", open, false);
    const rows = items.map((item) => (item.kind === "group" && item.items.length > 1 ? item.items : [item]));
    const width = rows[0]?.length ?? 0;
    const odd = rows.findIndex((row) => row.length !== width);
    const oddItem = items[odd];
    if (oddItem) this.report(oddItem.span, "dax-syntax", "the rows of a table constructor must be equally long");
    return { kind: "table-constructor", rows, span: { start: open.start, end } };
  }

  /** Reads up to the closing character. Nothing at all between the brackets is an empty list. */
  private list(close: string, open: Token, emptyAllowed: boolean): { items: DaxExpression[]; end: number } {
    const items: DaxExpression[] = [];
    if (this.isPunctuation(close)) return { items, end: this.next().end };
    for (;;) {
      const isEmpty = this.isPunctuation(",") || (items.length > 0 && this.isPunctuation(close));
      items.push(emptyAllowed && isEmpty ? { kind: "missing", span: this.emptySpan() } : this.item());
      if (this.isPunctuation(",")) {
        this.next();
        continue;
      }
      if (this.isPunctuation(close)) return { items, end: this.next().end };
      const token = this.peek();
      if (this.gaveUp) return { items, end: token.start };
      if (token.kind === "end") {
        const span = { start: open.start, end: open.end };
        this.report(span, "dax-unclosed", `this \`${this.source(open)}\` is not closed`, `Close it with \`${close}\`.`);
        return { items, end: token.start };
      }
      if (this.isPunctuation(";")) {
        this.report(token, "dax-separator", "`;` does not separate arguments in a model", "Write a comma.");
        this.next();
        continue;
      }
      this.report(token, "dax-syntax", `unexpected \`${this.source(token)}\``, `A comma or \`${close}\` is expected.`);
      if (!this.skipTo(close)) return { items, end: this.peek().start };
    }
  }

  /** One expression, or a direction with the place of blanks: `ORDERBY([m], DESC BLANKS LAST)`. */
  private item(): DaxExpression {
    const item = this.expression();
    if (item.kind !== "name" || !/^(?:ASC|DESC)$/iu.test(item.name) || !this.isWord("BLANKS")) return item;
    this.next();
    const place = this.peek();
    if (["FIRST", "LAST", "DEFAULT"].some((word) => this.isWord(word))) this.next();
    else this.report(place, "dax-syntax", "FIRST, LAST or DEFAULT is missing after BLANKS");
    return { ...item, span: { start: item.span.start, end: place.end } };
  }

  /** After an error: on to the next comma or the closing character of this list. */
  private skipTo(close: string): boolean {
    let nested = 0;
    for (;;) {
      const token = this.peek();
      const source = this.source(token);
      if (token.kind === "end") return false;
      if (token.kind === "punctuation") {
        if (nested === 0 && (source === "," || source === close)) {
          if (source === ",") this.next();
          return true;
        }
        if (source === "(" || source === "{") nested++;
        if (source === ")" || source === "}") {
          if (nested === 0) return false;
          nested--;
        }
      }
      this.next();
    }
  }

  private missing(): DaxExpression {
    const token = this.peek();
    if (!this.gaveUp) {
      const found = token.kind === "end" ? "the expression ends" : `found \`${this.source(token)}\``;
      this.report(token, "dax-syntax", `an expression is missing here: ${found}`);
    }
    if (token.kind === "unknown") this.next();
    return { kind: "missing", span: { start: token.start, end: token.start } };
  }

  private unquote(token: Token, close: string): string {
    const source = this.source(token);
    const closed = source.length > 1 && source.endsWith(close);
    return source.slice(1, closed ? -1 : undefined).replaceAll(close + close, close);
  }

  private expect(operator: string, where: string): void {
    const token = this.peek();
    if (token.kind === "operator" && this.source(token) === operator) this.next();
    else this.report(token, "dax-syntax", `\`${operator}\` is missing ${where}`);
  }

  private isWord(word: string): boolean {
    const token = this.peek();
    return (
      token.kind === "identifier" &&
      token.end - token.start === word.length &&
      this.source(token).toUpperCase() === word
    );
  }

  private isPunctuation(char: string): boolean {
    const token = this.peek();
    return token.kind === "punctuation" && this.text[token.start - this.offset] === char;
  }

  private peek(): Token {
    return this.tokens[this.at] as Token;
  }

  private next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.at++;
    return token;
  }

  private source(span: Span): string {
    return this.text.slice(span.start - this.offset, span.end - this.offset);
  }

  private emptySpan(): Span {
    const { start } = this.peek();
    return { start, end: start };
  }

  private report(at: Span, code: string, message: string, hint?: string): void {
    const span = { start: at.start, end: at.end };
    this.diagnostics.push({ code, severity: "error", span, message, ...(hint !== undefined && { hint }) });
  }
}

function spanOf(token: Token): Span {
  return { start: token.start, end: token.end };
}
