import { signatureOf } from "../../../dax/signatures.ts";
import { type DaxCall, type DaxExpression, walkDax } from "../../../dax/syntax.ts";
import { nameKey } from "../../../text/same-name.ts";
import { type DaxFacts, type DaxTree, meaningOf, ungrouped, type Within } from "../../dax-facts.ts";
import type { Rule } from "../rule.ts";
import { practice } from "./practice.ts";

const formulas = new Set(["measure", "column", "calculation-item", "function"]);

function place({ expression }: DaxTree, { span }: DaxExpression) {
  return { file: expression.file, span };
}

/** The filters of CALCULATE and CALCULATETABLE, each as it is written, without parentheses and KEEPFILTERS around it. */
function* filterArguments(dax: DaxFacts): Generator<Within<DaxExpression>> {
  for (const { dax: text, node } of dax.calls("CALCULATE", "CALCULATETABLE")) {
    if (!formulas.has(text.owner.kind)) continue;
    for (const argument of node.arguments.slice(1)) {
      const inner = ungrouped(argument);
      const isKeep = inner.kind === "call" && nameKey(inner.name) === "keepfilters" && inner.arguments[0];
      yield { dax: text, node: isKeep ? ungrouped(isKeep) : inner };
    }
  }
}

/** As Microsoft's, but only where INTERSECT is a filter: elsewhere, TREATAS does not do the same. */
const treatas = practice({
  code: "USE_THE_TREATAS_FUNCTION_INSTEAD_OF_INTERSECT",
  severity: "info",
  why: "INTERSECT builds both tables to filter by what they share; TREATAS filters at once.",
  check({ dax }, report) {
    if (dax.calls("INTERSECT").length === 0) return;
    for (const { dax: text, node } of filterArguments(dax)) {
      const filter = node.kind === "name" ? variableOf(text, node.name) : node;
      if (filter?.kind !== "call" || nameKey(filter.name) !== "intersect") continue;
      report(place(text, filter), "INTERSECT makes a filter here", "Write TREATAS(values, column).");
    }
  },
});

function variableOf({ tree }: DaxTree, name: string): DaxExpression | undefined {
  for (const node of walkDax(tree)) {
    if (node.kind !== "variables") continue;
    const found = node.variables.find((variable) => nameKey(variable.name) === nameKey(name));
    if (found) return ungrouped(found.value);
  }
  return undefined;
}

/** As Microsoft's, but division by a number that is not zero is as it should be. */
const divide = practice({
  code: "USE_THE_DIVIDE_FUNCTION_FOR_DIVISION",
  severity: "info",
  why: "Divided by zero, `/` gives infinity or an error, which no visual can show.",
  check({ dax }, report) {
    for (const { dax: text, node } of dax.operations) {
      if (node.operator !== "/" || !formulas.has(text.owner.kind) || isNumber(text, node.right)) continue;
      const message = "what is divided by here can be zero";
      report(place(text, node.right), message, "Write DIVIDE(numerator, denominator).");
    }
  },
});

/** A number, a variable that is one, or what comes of numbers alone. Zero itself is none to divide by. */
function isNumber(text: DaxTree, expression: DaxExpression, depth = 0): boolean {
  const node = ungrouped(expression);
  if (node.kind === "number") return node.value !== 0;
  if (node.kind === "unary") return isNumber(text, node.operand, depth);
  if (node.kind === "binary") return isNumber(text, node.left, depth) && isNumber(text, node.right, depth);
  if (node.kind !== "name" || depth > 10) return false;
  const value = variableOf(text, node.name);
  return value !== undefined && isNumber(text, value, depth + 1);
}

const iferror = practice({
  code: "AVOID_USING_THE_IFERROR_FUNCTION",
  severity: "info",
  why: "It hides mistakes of any kind, and makes the engine work row by row.",
  check({ dax }, report) {
    for (const { dax: text, node } of dax.calls("IFERROR")) {
      if (text.owner.kind !== "measure" && text.owner.kind !== "column") continue;
      const place = { file: text.expression.file, span: node.nameSpan };
      report(place, "IFERROR hides whatever goes wrong", "Use DIVIDE, or test for the case you expect.");
    }
  },
});

const filterColumns = practice({
  code: "FILTER_COLUMN_VALUES",
  severity: "info",
  why: "FILTER over a table goes through all its columns; a condition goes through the values of one.",
  check({ dax }, report) {
    for (const { text, filter, table, condition } of tableFilters(dax)) {
      if (!isConditionOnColumns(text, table, condition)) continue;
      const message = `FILTER goes through all of '${table}' for a condition on its columns`;
      report(
        place(text, filter),
        message,
        "Write the condition itself, with KEEPFILTERS around it where filters add up.",
      );
    }
  },
});

const filterMeasures = practice({
  code: "FILTER_MEASURE_VALUES_BY_COLUMNS",
  severity: "info",
  why: "The measure is computed for each row of the table, instead of for each value of one column.",
  check({ dax }, report) {
    for (const { text, filter, table, condition } of tableFilters(dax)) {
      if (!hasMeasure(text, condition)) continue;
      const message = `FILTER computes a measure for each row of '${table}'`;
      report(place(text, filter), message, "Filter the values of a column: FILTER(VALUES('Table'[Column]), …).");
    }
  },
});

/** `CALCULATE(…, FILTER(Table, condition))` with a table of the model as it is. */
function* tableFilters(
  dax: DaxFacts,
): Generator<{ text: DaxTree; filter: DaxCall; table: string; condition: DaxExpression }> {
  for (const { dax: text, node } of filterArguments(dax)) {
    if (node.kind !== "call" || nameKey(node.name) !== "filter") continue;
    const [first, condition] = node.arguments;
    const table = first && ungrouped(first);
    if (!condition || (table?.kind !== "table" && table?.kind !== "name")) continue;
    const isModelTable = text.bound.references.some(
      ({ kind, span }) => kind === "table" && span.start === table.span.start,
    );
    if (isModelTable) yield { text, filter: node, table: table.name, condition };
  }
}

/** Functions whose result depends on the row of the whole table that FILTER is at. */
const ofTheRow = new Set(
  "related relatedtable calculate calculatetable earlier earliest lookupvalue rankx countrows".split(" "),
);

function isConditionOnColumns(text: DaxTree, table: string, condition: DaxExpression): boolean {
  let hasColumn = false;
  for (const node of walkDax(condition)) {
    if (node.kind === "call" && (ofTheRow.has(nameKey(node.name)) || !isKnown(node))) return false;
    if (node.kind === "variables" || node.kind === "table") return false;
    if (node.kind !== "field") continue;
    const meaning = meaningOf(text, node);
    if (meaning?.kind !== "column" || nameKey(meaning.table) !== nameKey(table)) return false;
    hasColumn = true;
  }
  return hasColumn;
}

/** A function the model itself defines may do anything. */
function isKnown(call: DaxCall): boolean {
  return signatureOf(call.name) !== undefined;
}

function hasMeasure(text: DaxTree, condition: DaxExpression): boolean {
  for (const node of walkDax(condition)) {
    if (node.kind === "field" && meaningOf(text, node)?.kind === "measure") return true;
  }
  return false;
}

const plainRatio = practice({
  code: "AVOID_USING_'1-(X/Y)'_SYNTAX",
  severity: "info",
  why: "A number less a ratio is never blank: visuals list every row, also those without data.",
  check({ dax }, report) {
    for (const { dax: text, node } of dax.operations) {
      if ((node.operator !== "-" && node.operator !== "+") || !formulas.has(text.owner.kind)) continue;
      if (ungrouped(node.left).kind !== "number") continue;
      const ratio = ungrouped(node.right);
      const isDivide = ratio.kind === "call" && nameKey(ratio.name) === "divide";
      const isQuotient = ratio.kind === "binary" && ratio.operator === "/" && !isNumber(text, ratio.right);
      if (!isDivide && !isQuotient) continue;
      const message = `this is a number even where there is no data`;
      report(place(text, node), message, "Write DIVIDE(y - x, y) for 1 - x / y.");
    }
  },
});

const noLogging = practice({
  code: "EVALUATEANDLOG_SHOULD_NOT_BE_USED_IN_PRODUCTION_MODELS",
  severity: "info",
  why: "It is made for looking for mistakes, and slows what it looks at.",
  check({ dax }, report) {
    for (const { dax: text, node } of dax.calls("EVALUATEANDLOG")) {
      const hint = "Keep what is inside of it.";
      report({ file: text.expression.file, span: node.nameSpan }, "EVALUATEANDLOG was left here", hint);
    }
  },
});

export const daxFunctionUse: readonly Rule[] = [
  treatas,
  divide,
  iferror,
  filterColumns,
  filterMeasures,
  plainRatio,
  noLogging,
];
