import type { ArgumentKind, Signature } from "./signatures.ts";
import type { DaxCall } from "./syntax.ts";

/** What an expression is, as far as its text and the model tell. */
export type Shape =
  | { readonly is: "scalar" | "literal" | "measure" | "unknown" }
  /** A column of the model: one value where a row is at hand, else all its values. */
  | { readonly is: "column"; readonly type?: string }
  /** `columns` is how many it has, where that is known. */
  | { readonly is: "table"; readonly columns?: number };

export const scalar: Shape = { is: "scalar" };
export const literal: Shape = { is: "literal" };
export const unknown: Shape = { is: "unknown" };

/** A table of one column and one row may stand for its value; one of more columns never can. */
export function isManyColumns(shape: Shape): shape is { is: "table"; columns: number } {
  return shape.is === "table" && shape.columns !== undefined && shape.columns > 1;
}

export interface ArgumentProblem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** Why something cannot be an argument of its kind; undefined where it can, or may. */
export function argumentProblem(name: string, kind: ArgumentKind, shape: Shape): ArgumentProblem | undefined {
  const isValue = shape.is === "scalar" || shape.is === "literal" || shape.is === "measure";
  const what = shape.is === "measure" ? "this is a measure" : "this is one value";
  if (kind === "T" && (isValue || shape.is === "column")) {
    const isColumn = shape.is === "column";
    return {
      code: "dax-needs-table",
      message: `${name} needs a table here; ${isColumn ? "this is a column" : what}`,
      ...(isColumn && { hint: "Name the table, or write VALUES or ALL around the column." }),
    };
  }
  if (kind === "D" && isValue) {
    return { code: "dax-needs-table", message: `${name} needs a column or a table here; ${what}` };
  }
  if (kind === "C" && (isValue || shape.is === "table")) {
    return {
      code: "dax-needs-column",
      message: `${name} needs a column here; ${shape.is === "table" ? "this is a table" : what}`,
      ...(iteratorOf(name) && {
        hint: `To aggregate an expression over the rows of a table, use ${iteratorOf(name)}.`,
      }),
    };
  }
  if (kind === "C" && shape.is === "column" && numeric.has(name.toUpperCase()) && notNumbers.has(shape.type ?? "")) {
    return { code: "dax-needs-number", message: `${name} needs a column of numbers; this one is ${shape.type}` };
  }
  return undefined;
}

/** What a call is, from what its arguments are. */
export function callShape(call: DaxCall, signature: Signature, shapes: readonly Shape[]): Shape {
  if (signature.result === "nothing") return unknown;
  if (signature.result === "value") return scalar;
  const columns = columnsOf(call, shapes);
  return { is: "table", ...(columns !== undefined && { columns }) };
}

function columnsOf(call: DaxCall, shapes: readonly Shape[]): number | undefined {
  const [first] = shapes;
  const ofFirst = first?.is === "table" ? first.columns : undefined;
  switch (call.name.toUpperCase()) {
    case "FILTER":
    case "CALCULATETABLE":
    case "ALLEXCEPT":
    case "RELATEDTABLE":
      return ofFirst;
    case "TOPN":
    case "SAMPLE":
      return shapes[1]?.is === "table" ? shapes[1].columns : undefined;
    case "ALL":
    case "VALUES":
    case "DISTINCT":
    case "ALLNOBLANKROW":
    case "ALLSELECTED":
      return first?.is === "column" ? shapes.length : ofFirst;
    case "ADDCOLUMNS":
      return ofFirst === undefined ? undefined : ofFirst + Math.floor((shapes.length - 1) / 2);
    case "CROSSJOIN":
      return shapes.reduce<number | undefined>(
        (sum, shape) => (sum !== undefined && shape.is === "table" && shape.columns ? sum + shape.columns : undefined),
        0,
      );
    default:
      return undefined;
  }
}

const numeric = new Set(
  "SUM AVERAGE MEDIAN PRODUCT GEOMEAN STDEV.P STDEV.S VAR.P VAR.S PERCENTILE.EXC PERCENTILE.INC".split(" "),
);
const notNumbers = new Set(["string", "boolean", "binary"]);

function iteratorOf(name: string): string | undefined {
  const key = name.toUpperCase();
  if (key === "DISTINCTCOUNT") return undefined;
  return /^(?:SUM|AVERAGE|MIN|MAX|COUNT|COUNTA|MEDIAN|PRODUCT|GEOMEAN)$/u.test(key) ? `${key}X` : undefined;
}
