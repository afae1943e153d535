import type { BinaryOperator, DaxCall, DaxExpression } from "../dax/syntax.ts";
import type { Column } from "../model/model.ts";
import { sqlNumber, sqlSame, sqlText, sqlTimestamp } from "./sql.ts";

/** A DAX value as SQL. BLANK is null. */
export interface Scalar {
  readonly sql: string;
  readonly type: ScalarType;
  /** True when it is surely blank in a group for which no aggregate over all group-by columns has a value. */
  readonly vanishes: boolean;
}

export type ScalarType = "number" | "text" | "boolean" | "datetime" | "blank";

export interface ScalarContext {
  /** What only the place of an expression knows: fields, aggregates, CALCULATE. Undefined for what it does not know. */
  special(node: DaxExpression): Scalar | undefined;
  readonly variables: ReadonlyMap<string, Scalar>;
  withVariables(variables: ReadonlyMap<string, Scalar>): ScalarContext;
  refuse(node: DaxExpression, reason: string): never;
}

/** Writes the operators and functions whose treatment of BLANK is known; refuses all others. */
export function compileScalar(node: DaxExpression, context: ScalarContext): Scalar {
  const special = context.special(node);
  if (special) return special;
  switch (node.kind) {
    case "number":
      return { sql: sqlNumber(node.value), type: "number", vanishes: false };
    case "text":
      return { sql: sqlText(node.value), type: "text", vanishes: false };
    case "date":
      return dateLiteral(node, node.value, context);
    case "group": {
      const [only, another] = node.items;
      if (!only || another) return context.refuse(node, "a list of values is not one value");
      return compileScalar(only, context);
    }
    case "name":
      return compileName(node, context);
    case "variables": {
      const variables = new Map(context.variables);
      for (const variable of node.variables) {
        const inner = context.withVariables(variables);
        variables.set(variable.name.toLowerCase(), compileScalar(variable.value, inner));
      }
      return compileScalar(node.result, context.withVariables(variables));
    }
    case "unary":
      return compileUnary(node, context);
    case "binary":
      return compileBinary(node, context);
    case "call":
      return compileCall(node, context);
    default:
      return context.refuse(node, "this is not one value");
  }
}

function compileName(node: DaxExpression & { kind: "name" }, context: ScalarContext): Scalar {
  const variable = context.variables.get(node.name.toLowerCase());
  if (variable) return variable;
  if (/^(?:true|false)$/iu.test(node.name)) return booleanLiteral(node.name.toLowerCase() === "true");
  return context.refuse(node, `\`${node.name}\` is no variable with one value`);
}

function booleanLiteral(value: boolean): Scalar {
  return { sql: value ? "true" : "false", type: "boolean", vanishes: false };
}

function dateLiteral(node: DaxExpression, written: string, context: ScalarContext): Scalar {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}:\d{2}:\d{2}))?$/u.exec(written);
  if (!match?.[1] || !match[2] || !match[3]) return context.refuse(node, `"${written}" is no date`);
  const iso = `${match[1]}-${match[2].padStart(2, "0")}-${match[3].padStart(2, "0")}`;
  return { sql: sqlTimestamp(`${iso} ${match[4] ?? "00:00:00"}`), type: "datetime", vanishes: false };
}

function compileUnary(node: DaxExpression & { kind: "unary" }, context: ScalarContext): Scalar {
  if (node.operator === "NOT") return negate(compileBoolean(node.operand, context));
  const operand = compileNumber(node.operand, context);
  if (node.operator === "+") return operand;
  return { ...operand, sql: `(-${operand.sql})` };
}

function negate(operand: Scalar): Scalar {
  return { sql: `(not ${operand.sql})`, type: "boolean", vanishes: false };
}

function compileBinary(node: DaxExpression & { kind: "binary" }, context: ScalarContext): Scalar {
  const { operator } = node;
  switch (operator) {
    case "+":
    case "-":
    case "*":
    case "/":
      return arithmetic(operator, compileNumber(node.left, context), compileNumber(node.right, context));
    case "&&":
    case "||": {
      const [left, right] = [compileBoolean(node.left, context), compileBoolean(node.right, context)];
      const sql = `(${left.sql} ${operator === "&&" ? "and" : "or"} ${right.sql})`;
      return { sql, type: "boolean", vanishes: false };
    }
    case "IN":
      return compileIn(node, context);
    case "^":
    case "&":
      return context.refuse(node, `the operator ${operator} is not evaluated yet`);
    default:
      return compare(node, operator, compileScalar(node.left, context), compileScalar(node.right, context), context);
  }
}

/** BLANK counts as 0 beside a number in a sum, takes a product with it, and BLANK with BLANK stays BLANK. */
function arithmetic(operator: "+" | "-" | "*" | "/", left: Scalar, right: Scalar): Scalar {
  const [a, b] = [left.sql, right.sql];
  if (operator === "*") {
    return { sql: `(${a} * ${b})`, type: "number", vanishes: left.vanishes || right.vanishes };
  }
  if (operator === "/") {
    const nothing = `${a} is null and (${b} is null or ${b} <> 0)`;
    const endless = `case when coalesce(${a}, 0) = 0 then 'nan'::double when ${a} > 0 then 'inf'::double else '-inf'::double end`;
    const sql = `case when ${nothing} then null when coalesce(${b}, 0) = 0 then ${endless} else ${a} / ${b} end`;
    return { sql: `(${sql})`, type: "number", vanishes: left.vanishes };
  }
  const sql = `case when ${a} is null and ${b} is null then null else coalesce(${a}, 0) ${operator} coalesce(${b}, 0) end`;
  return { sql: `(${sql})`, type: "number", vanishes: left.vanishes && right.vanishes };
}

const zeros: Record<ScalarType, string> = {
  number: "0",
  text: "''",
  boolean: "false",
  datetime: sqlTimestamp("1899-12-30 00:00:00"),
  blank: "null",
};

/** BLANK equals 0, "", FALSE and the first day; only `==` tells them apart. Texts are equal whatever their case. */
function compare(
  node: DaxExpression,
  operator: BinaryOperator,
  left: Scalar,
  right: Scalar,
  context: ScalarContext,
): Scalar {
  const type = left.type === "blank" ? right.type : left.type;
  if (right.type !== "blank" && right.type !== type) {
    return context.refuse(node, `${left.type} is compared with ${right.type}`);
  }
  const fold = (sql: string): string => (type === "text" ? `lower(${sql})` : sql);
  if (operator === "==")
    return { sql: `(${sqlSame(fold(left.sql), fold(right.sql))})`, type: "boolean", vanishes: false };
  if (type === "text" && operator !== "=" && operator !== "<>") {
    return context.refuse(node, "the order of texts depends on the model's language");
  }
  if (type === "blank") return booleanLiteral(operator === "=" || operator === "<=" || operator === ">=");
  const [a, b] = [left, right].map(({ sql }) => fold(`coalesce(${sql}, ${zeros[type]})`));
  return { sql: `(${a} ${operator} ${b})`, type: "boolean", vanishes: false };
}

/** IN is strict: BLANK is in no list of numbers or texts. */
function compileIn(node: DaxExpression & { kind: "binary" }, context: ScalarContext): Scalar {
  const left = compileScalar(node.left, context);
  const list = node.right;
  if (list.kind !== "table-constructor" || list.rows.some((row) => row.length !== 1)) {
    return context.refuse(list, "IN is evaluated for lists in braces only");
  }
  const tests = list.rows.flat().map((item) => {
    const value = compileScalar(item, context);
    return compare(item, "==", left, value, context).sql;
  });
  return { sql: `(${tests.length === 0 ? "false" : tests.join(" or ")})`, type: "boolean", vanishes: false };
}

function compileCall(node: DaxCall, context: ScalarContext): Scalar {
  const [first, second, third] = node.arguments;
  switch (node.name.toUpperCase()) {
    case "BLANK":
      return { sql: "null", type: "blank", vanishes: true };
    case "TRUE":
    case "FALSE":
      return booleanLiteral(node.name.toUpperCase() === "TRUE");
    case "NOT":
      if (first) return negate(compileBoolean(first, context));
      break;
    case "AND":
    case "OR":
      if (first && second) {
        const [left, right] = [compileBoolean(first, context), compileBoolean(second, context)];
        const word = node.name.toUpperCase() === "AND" ? "and" : "or";
        return { sql: `(${left.sql} ${word} ${right.sql})`, type: "boolean", vanishes: false };
      }
      break;
    case "DIVIDE":
      if (first && second) return divide(first, second, third, context);
      break;
    case "IF":
      if (first && second) return choose(node, first, second, third, context);
      break;
    case "ISBLANK":
      if (first) return { sql: `(${compileScalar(first, context).sql} is null)`, type: "boolean", vanishes: false };
      break;
    case "COALESCE":
      return coalesce(node, context);
    case "DATE":
      return dateCall(node, context);
    default:
      break;
  }
  return context.refuse(node, `${node.name.toUpperCase()} is not evaluated yet`);
}

function divide(
  first: DaxExpression,
  second: DaxExpression,
  third: DaxExpression | undefined,
  context: ScalarContext,
): Scalar {
  const [a, b] = [compileNumber(first, context), compileNumber(second, context)];
  const other = third && third.kind !== "missing" ? compileNumber(third, context) : undefined;
  const sql = `(case when coalesce(${b.sql}, 0) = 0 then ${other?.sql ?? "null"} else ${a.sql} / ${b.sql} end)`;
  return { sql, type: "number", vanishes: (a.vanishes || b.vanishes) && (other?.vanishes ?? true) };
}

function choose(
  node: DaxExpression,
  test: DaxExpression,
  first: DaxExpression,
  second: DaxExpression | undefined,
  context: ScalarContext,
): Scalar {
  const condition = compileBoolean(test, context);
  const yes = compileScalar(first, context);
  const no = second && second.kind !== "missing" ? compileScalar(second, context) : undefined;
  const type = commonType(node, [yes, ...(no ? [no] : [])], context);
  const sql = `(case when ${condition.sql} then ${yes.sql} else ${no?.sql ?? "null"} end)`;
  return { sql, type, vanishes: yes.vanishes && (no?.vanishes ?? true) };
}

function coalesce(node: DaxCall, context: ScalarContext): Scalar {
  const values = node.arguments.map((argument) => compileScalar(argument, context));
  const type = commonType(node, values, context);
  const sql = `coalesce(${values.map((value) => value.sql).join(", ")})`;
  return { sql, type, vanishes: values.every((value) => value.vanishes) };
}

function dateCall(node: DaxCall, context: ScalarContext): Scalar {
  const parts = node.arguments.map((argument) => (argument.kind === "number" ? argument.value : Number.NaN));
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] = parts;
  const date = new Date(Date.UTC(year, month - 1, day));
  const isExact = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isExact || year < 1900 || year > 9999)
    return context.refuse(node, "DATE is evaluated for days of the calendar only");
  return dateLiteral(node, date.toISOString().slice(0, 10), context);
}

function commonType(node: DaxExpression, values: readonly Scalar[], context: ScalarContext): ScalarType {
  const types = new Set(values.map(({ type }) => type).filter((type) => type !== "blank"));
  const [type = "blank", another] = types;
  return another === undefined ? type : context.refuse(node, `the result is ${type} or ${another}`);
}

export function compileNumber(node: DaxExpression, context: ScalarContext): Scalar {
  const value = compileScalar(node, context);
  if (value.type === "number") return value;
  if (value.type === "blank") return { ...value, sql: "cast(null as double)" };
  return context.refuse(node, `a number is needed here, and this is ${value.type}`);
}

export function compileBoolean(node: DaxExpression, context: ScalarContext): Scalar {
  const value = compileScalar(node, context);
  if (value.type !== "boolean") return context.refuse(node, `true or false is needed here, and this is ${value.type}`);
  return { ...value, sql: `coalesce(${value.sql}, false)` };
}

export function scalarTypeOf(column: Column): ScalarType | undefined {
  switch (column.dataType) {
    case "string":
      return "text";
    case "int64":
    case "double":
    case "decimal":
      return "number";
    case "boolean":
      return "boolean";
    case "dateTime":
      return "datetime";
    default:
      return undefined;
  }
}
