import type { Span } from "../text/span.ts";

/** A DAX expression as a tree. Every node has its span in the text that was parsed. */
export type DaxExpression =
  | DaxNumber
  | DaxText
  | DaxDate
  | DaxName
  | DaxTable
  | DaxField
  | DaxCall
  | DaxUnary
  | DaxBinary
  | DaxGroup
  | DaxTableConstructor
  | DaxVariables
  | DaxFunction
  | DaxMissing;

export interface DaxNumber {
  readonly kind: "number";
  readonly value: number;
  readonly span: Span;
}

export interface DaxText {
  readonly kind: "text";
  readonly value: string;
  readonly span: Span;
}

/** `dt"2026-11-23"` */
export interface DaxDate {
  readonly kind: "date";
  readonly value: string;
  readonly span: Span;
}

/** A bare word: a variable, a table written without quotes, or a keyword such as MONTH or DESC. */
export interface DaxName {
  readonly kind: "name";
  readonly name: string;
  readonly span: Span;
}

/** `'Sales'` */
export interface DaxTable {
  readonly kind: "table";
  readonly name: string;
  readonly span: Span;
}

/** `[Amount]`, `Sales[Amount]` or `'Sales'[Amount]`: a column or a measure, which only binding tells. */
export interface DaxField {
  readonly kind: "field";
  readonly table?: { readonly name: string; readonly span: Span };
  readonly name: string;
  /** The bracket with its brackets. */
  readonly nameSpan: Span;
  /** `.[Year]` after it: a level of the column's date variation. */
  readonly variation?: { readonly name: string; readonly span: Span };
  readonly span: Span;
}

export interface DaxCall {
  readonly kind: "call";
  readonly name: string;
  readonly nameSpan: Span;
  /** `missing` for an argument left empty, as in `RANKX(T, [m], , DESC)`. */
  readonly arguments: readonly DaxExpression[];
  readonly span: Span;
}

export interface DaxUnary {
  readonly kind: "unary";
  readonly operator: "-" | "+" | "NOT";
  readonly operand: DaxExpression;
  readonly span: Span;
}

export type BinaryOperator =
  | "^"
  | "*"
  | "/"
  | "+"
  | "-"
  | "&"
  | "="
  | "=="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "IN"
  | "&&"
  | "||";

export interface DaxBinary {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: DaxExpression;
  readonly right: DaxExpression;
  readonly span: Span;
}

/** Parentheses: one expression, or several as in `(T[a], T[b]) IN {…}`. */
export interface DaxGroup {
  readonly kind: "group";
  readonly items: readonly DaxExpression[];
  readonly span: Span;
}

/** `{1, 2}` or `{("a", 1), ("b", 2)}`: rows of values. */
export interface DaxTableConstructor {
  readonly kind: "table-constructor";
  readonly rows: readonly (readonly DaxExpression[])[];
  readonly span: Span;
}

export interface DaxVariables {
  readonly kind: "variables";
  readonly variables: readonly { readonly name: string; readonly nameSpan: Span; readonly value: DaxExpression }[];
  readonly result: DaxExpression;
  readonly span: Span;
}

/** `(price : NUMERIC, rate) => price * rate`: what a function of the model is. It stands nowhere else. */
export interface DaxFunction {
  readonly kind: "function";
  readonly parameters: readonly { readonly name: string; readonly nameSpan: Span; readonly hints: readonly string[] }[];
  readonly body: DaxExpression;
  readonly span: Span;
}

/** `DEFINE … EVALUATE …`: definitions that hold for the query, and the tables it gives. */
export interface DaxQuery {
  readonly definitions: readonly DaxDefinition[];
  readonly evaluations: readonly DaxEvaluation[];
  readonly span: Span;
}

export interface DaxDefinition {
  readonly kind: "measure" | "column" | "table" | "var" | "function";
  /** For a measure or a column. */
  readonly table?: { readonly name: string; readonly span: Span };
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: DaxExpression;
}

export interface DaxEvaluation {
  readonly table: DaxExpression;
  readonly orderBy: readonly { readonly by: DaxExpression; readonly direction: "ASC" | "DESC" }[];
  readonly startAt: readonly DaxExpression[];
}

/** Nothing stands where an expression may stand. Reported unless an empty argument is allowed there. */
export interface DaxMissing {
  readonly kind: "missing";
  readonly span: Span;
}

/** The expressions directly inside one. */
export function daxChildren(expression: DaxExpression): readonly DaxExpression[] {
  switch (expression.kind) {
    case "call":
      return expression.arguments;
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "group":
      return expression.items;
    case "table-constructor":
      return expression.rows.flat();
    case "variables":
      return [...expression.variables.map((variable) => variable.value), expression.result];
    case "function":
      return [expression.body];
    default:
      return [];
  }
}

/** The expression itself and all inside it, outermost first. */
export function* walkDax(expression: DaxExpression): Generator<DaxExpression> {
  const stack: DaxExpression[] = [expression];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    const children = daxChildren(node);
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child) stack.push(child);
    }
  }
}
