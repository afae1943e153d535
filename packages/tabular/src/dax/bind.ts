import { closestName } from "../text/closest-name.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { nameKey } from "../text/same-name.ts";
import type { Span } from "../text/span.ts";
import { daxFunctions } from "./functions.ts";
import { argumentProblem, callShape, isManyColumns, literal, type Shape, scalar, unknown } from "./shape.ts";
import { type Signature, signatureOf } from "./signatures.ts";
import {
  type DaxCall,
  type DaxDefinition,
  type DaxExpression,
  type DaxField,
  type DaxQuery,
  walkDax,
} from "./syntax.ts";

/** What names can mean where an expression stands. Names are looked up without regard to case. */
export interface DaxScope {
  /** The name as declared, if there is such a table. */
  findTable(name: string): string | undefined;
  findColumn(table: string, name: string): string | undefined;
  /** `string`, `int64` …; undefined where the model does not say. */
  columnType(table: string, name: string): string | undefined;
  /** Measures are found by their name alone: it is unique in a model. */
  findMeasure(name: string): { readonly table: string; readonly name: string } | undefined;
  /** True for functions the model itself defines. */
  isModelFunction(name: string): boolean;
  /** True for calendars of the tables, which stand where time intelligence takes a column of dates. */
  isCalendar(name: string): boolean;
  /** The table whose measure or column this expression is. */
  readonly homeTable?: string;
  tableNames(): Iterable<string>;
  columnNames(table: string): Iterable<string>;
  measureNames(): Iterable<string>;
}

/** A name in an expression with what it means. Names are as declared, not as written. */
export type DaxReference =
  | { readonly kind: "table"; readonly table: string; readonly span: Span }
  | {
      readonly kind: "column" | "measure";
      readonly table: string;
      readonly name: string;
      /** The bracket. */
      readonly span: Span;
      /** The table in front of it, where one is written. */
      readonly tableSpan?: Span;
    };

export interface BoundDax {
  readonly references: readonly DaxReference[];
  readonly diagnostics: readonly Diagnostic[];
  /** Bracketed names that belong to tables made inside the expression, or that cannot be known. */
  readonly open: readonly DaxField[];
}

/**
 * Gives every name of a query its meaning. What DEFINE defines hides what the model has of the same name, in the
 * definitions after it and in the tables that are evaluated.
 */
export function bindDaxQuery(query: DaxQuery, scope: DaxScope): BoundDax {
  const own = new Map(query.definitions.map((definition) => [definitionKey(definition), definition]));
  const find = (kind: DaxDefinition["kind"], table: string, name: string): DaxDefinition | undefined =>
    own.get(definitionKey({ kind, name, table: { name: table } }));
  const ownMeasures = query.definitions.filter(({ kind }) => kind === "measure");
  const inner: DaxScope = {
    ...scope,
    findTable: (name) => find("table", "", name)?.name ?? scope.findTable(name),
    findColumn: (table, name) => find("column", table, name)?.name ?? scope.findColumn(table, name),
    findMeasure: (name) => {
      const found = ownMeasures.find((measure) => nameKey(measure.name) === nameKey(name));
      return found ? { table: found.table?.name ?? "", name: found.name } : scope.findMeasure(name);
    },
    isModelFunction: (name) => find("function", "", name) !== undefined || scope.isModelFunction(name),
    columnNames: (table) => (find("table", "", table) ? [] : scope.columnNames(table)),
  };
  const parts: BoundDax[] = [];
  const variables = new Map<string, Shape>();
  const bind = (expression: DaxExpression, place: DaxPlace): void => {
    const binder = new Binder(inner, expression);
    const shape = binder.visit(expression, { variables, hasRow: place.hasRow });
    binder.checkResult(expression, shape, place);
    parts.push(binder);
  };
  for (const { kind, name, value } of query.definitions) {
    const wants = kind === "measure" || kind === "column" ? "value" : kind === "table" ? "table" : "anything";
    bind(value, { wants, hasRow: kind !== "measure" });
    if (kind === "var") variables.set(nameKey(name), unknown);
  }
  for (const { table, orderBy, startAt } of query.evaluations) {
    bind(table, { wants: "table", hasRow: false });
    // The columns to order by may be those that the table makes.
    const made = new Set(
      [...walkDax(table)].flatMap((node) => (node.kind === "call" ? columnsMadeBy(node).map(nameKey) : [])),
    );
    for (const { by } of orderBy) {
      if (by.kind !== "field" || by.table || !made.has(nameKey(by.name))) bind(by, anywhere);
    }
    for (const value of startAt) bind(value, anywhere);
  }
  return {
    references: parts.flatMap(({ references }) => references),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
    open: parts.flatMap(({ open }) => open),
  };
}

function definitionKey({
  kind,
  name,
  table,
}: Pick<DaxDefinition, "kind" | "name"> & { table?: { name: string } }): string {
  return `${kind}\n${kind === "column" ? nameKey(table?.name ?? "") : ""}\n${nameKey(name)}`;
}

/** Where an expression stands, which tells what it may be. */
export interface DaxPlace {
  /** One value, as a measure gives, or a table, as a calculated table is. `anything` where that is not known. */
  readonly wants: "value" | "table" | "anything";
  /** Whether columns have a value here, as in a calculated column. */
  readonly hasRow: boolean;
}

const anywhere: DaxPlace = { wants: "anything", hasRow: true };

/** Gives every name of an expression its meaning, and reports those that have none, or the wrong one for their place. */
export function bindDax(expression: DaxExpression, scope: DaxScope, place: DaxPlace = anywhere): BoundDax {
  const binder = new Binder(scope, expression);
  const shape = binder.visit(expression, { variables: noVariables, hasRow: place.hasRow });
  binder.checkResult(expression, shape, place);
  return { references: binder.references, diagnostics: binder.diagnostics, open: binder.open };
}

type Variables = ReadonlyMap<string, Shape>;
const noVariables: Variables = new Map();

/** What surrounds an expression: the variables in sight, and whether a row is at hand for columns to have a value. */
interface Surroundings {
  readonly variables: Variables;
  readonly hasRow: boolean;
}

class Binder {
  readonly references: DaxReference[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly open: DaxField[] = [];
  private readonly scope: DaxScope;
  private readonly madeColumns: ReadonlySet<string>;
  private readonly mentionedTables: readonly string[];
  private readonly hasUnknownColumns: boolean;

  constructor(scope: DaxScope, root: DaxExpression) {
    this.scope = scope;
    const made = new Set<string>();
    const tables = new Set<string>();
    let unknown = false;
    for (const node of walkDax(root)) {
      if (node.kind === "table" || node.kind === "name") tables.add(node.name);
      if (node.kind === "field" && node.table) tables.add(node.table.name);
      if (node.kind === "table-constructor") addValueColumns(made, node.rows[0]?.length ?? 1);
      if (node.kind === "call") {
        for (const name of columnsMadeBy(node)) made.add(nameKey(name));
        unknown ||= makesUnknownColumns(node, scope);
      }
    }
    this.madeColumns = made;
    this.hasUnknownColumns = unknown;
    this.mentionedTables = [...tables].flatMap((name) => scope.findTable(name) ?? []);
  }

  visit(node: DaxExpression, around: Surroundings): Shape {
    switch (node.kind) {
      case "variables": {
        const variables = new Map(around.variables);
        const inner = { ...around, variables };
        for (const variable of node.variables) {
          const shape = this.visit(variable.value, inner);
          // A variable may hold a table; a column it can only hold where a row gives it one value.
          if (shape.is === "column") this.expectValue(variable.value, shape, around.hasRow);
          variables.set(nameKey(variable.name), shape.is === "column" ? scalar : shape);
        }
        return this.visit(node.result, inner);
      }
      case "name":
        return this.bindName(node, around.variables);
      case "table":
        return this.tableShape(this.bindTable(node.name, node.span));
      case "field":
        return this.bindField(node, around.variables);
      case "call":
        return this.bindCall(node, around);
      case "unary":
        this.visitValue(node.operand, around);
        return scalar;
      case "binary":
        this.visitValue(node.left, around);
        if (node.operator === "IN") this.visitTable(node.right, around);
        else this.visitValue(node.right, around);
        return scalar;
      case "group": {
        const shapes = node.items.map((item) => this.visit(item, around));
        return shapes.length === 1 ? (shapes[0] ?? unknown) : unknown;
      }
      case "table-constructor":
        for (const item of node.rows.flat()) this.visitValue(item, around);
        return { is: "table", columns: node.rows[0]?.length ?? 1 };
      case "function": {
        const variables = new Map(around.variables);
        for (const { name } of node.parameters) variables.set(nameKey(name), unknown);
        return this.visit(node.body, { variables, hasRow: true });
      }
      case "missing":
        return unknown;
      default:
        return literal;
    }
  }

  /** Reports an expression that cannot be what its object has to be. */
  checkResult(expression: DaxExpression, shape: Shape, { wants, hasRow }: DaxPlace): void {
    if (wants === "value") this.expectValue(resultOf(expression), shape, hasRow);
    if (wants === "table" && isValue(shape)) {
      this.report("dax-needs-table", resultOf(expression).span, "a table is needed here; this is one value");
    }
  }

  private visitValue(node: DaxExpression, around: Surroundings): void {
    this.expectValue(node, this.visit(node, around), around.hasRow);
  }

  private expectValue(node: DaxExpression, shape: Shape, hasRow: boolean): void {
    if (isManyColumns(shape)) {
      const message = `one value is needed here; this is a table of ${shape.columns} columns`;
      this.report("dax-needs-value", node.span, message, "Aggregate it, as in SUMX or COUNTROWS.");
    } else if (shape.is === "column" && !hasRow && node.kind === "field") {
      const message = `[${node.name}] has many values here: no row says which of them is meant`;
      this.report("dax-needs-row", node.span, message, "Aggregate the column, as in SUM or MAX, or use SELECTEDVALUE.");
    }
  }

  private visitTable(node: DaxExpression, around: Surroundings): void {
    if (isValue(this.visit(node, around))) {
      this.report(
        "dax-needs-table",
        node.span,
        "a table is needed after IN; this is one value",
        "Write { … } around it.",
      );
    }
  }

  private bindName(node: { name: string; span: Span }, variables: Variables): Shape {
    const variable = variables.get(nameKey(node.name));
    if (variable) return variable;
    if (keywords.has(node.name.toUpperCase())) return unknown;
    if (this.scope.findTable(node.name) !== undefined || this.scope.isCalendar(node.name))
      return this.tableShape(this.bindTable(node.name, node.span));
    if (!node.name.startsWith("@")) {
      const suggestion = closestName(node.name, [...variables.keys(), ...this.scope.tableNames()]);
      this.report(
        "dax-unknown-name",
        node.span,
        `\`${node.name}\` is no variable and no table`,
        suggestion === undefined ? "Define it with VAR, or name a table." : `Did you mean \`${suggestion}\`?`,
      );
    }
    return unknown;
  }

  private bindTable(name: string, span: Span): string | undefined {
    const table = this.scope.findTable(name);
    if (table !== undefined) {
      this.references.push({ kind: "table", table, span });
      return table;
    }
    if (this.scope.isCalendar(name)) return undefined;
    const suggestion = closestName(name, this.scope.tableNames());
    this.report("dax-unknown-table", span, `there is no table '${name}'`, didYouMean(suggestion));
    return undefined;
  }

  private tableShape(table: string | undefined): Shape {
    return table === undefined ? unknown : { is: "table", columns: [...this.scope.columnNames(table)].length };
  }

  private bindField(node: DaxField, variables: Variables): Shape {
    if (!node.table) return this.bindUnqualified(node);
    if (variables.has(nameKey(node.table.name)) && !this.scope.findTable(node.table.name)) {
      this.open.push(node);
      return unknown;
    }
    const tableSpan = node.table.span;
    const table = this.scope.findTable(node.table.name);
    if (table === undefined) {
      this.bindTable(node.table.name, tableSpan);
      return unknown;
    }
    const column = this.scope.findColumn(table, node.name);
    const measure = column === undefined ? this.scope.findMeasure(node.name) : undefined;
    if (column !== undefined) {
      this.references.push({ kind: "column", table, name: column, span: node.nameSpan, tableSpan });
      return this.columnShape(table, column);
    }
    if (measure && nameKey(measure.table) === nameKey(table)) {
      this.references.push({ kind: "measure", table, name: measure.name, span: node.nameSpan, tableSpan });
      return { is: "measure" };
    }
    const suggestion = closestName(node.name, [...this.scope.columnNames(table), ...this.scope.measureNames()]);
    this.report(
      "dax-unknown-column",
      node.nameSpan,
      `table '${table}' has no column and no measure [${node.name}]`,
      measure ? `The measure [${measure.name}] is in table '${measure.table}'.` : didYouMean(suggestion),
    );
    return unknown;
  }

  private columnShape(table: string, name: string): Shape {
    const type = this.scope.columnType(table, name);
    return { is: "column", ...(type !== undefined && { type }) };
  }

  private bindUnqualified(node: DaxField): Shape {
    const measure = this.scope.findMeasure(node.name);
    if (measure) {
      this.references.push({ kind: "measure", ...measure, span: node.nameSpan });
      return { is: "measure" };
    }
    const home = this.scope.homeTable;
    for (const table of home === undefined ? this.mentionedTables : [home, ...this.mentionedTables]) {
      const column = this.scope.findColumn(table, node.name);
      if (column === undefined) continue;
      this.references.push({ kind: "column", table, name: column, span: node.nameSpan });
      // A column that the expression makes may have the same name; which is meant is not worth a guess.
      return this.madeColumns.has(nameKey(node.name)) ? unknown : this.columnShape(table, column);
    }
    if (/["\r\n]/u.test(node.name)) {
      const message = "this bracket takes in what looks like the next argument";
      this.report("dax-unclosed", node.nameSpan, message, "Close the name with ].");
      return unknown;
    }
    if (this.madeColumns.has(nameKey(node.name)) || this.hasUnknownColumns) {
      this.open.push(node);
      return unknown;
    }
    const columns = home === undefined ? [] : this.scope.columnNames(home);
    const suggestion = closestName(node.name, [...this.scope.measureNames(), ...columns]);
    this.report(
      "dax-unknown-measure",
      node.nameSpan,
      `there is no measure [${node.name}]${home === undefined ? "" : `, and no column of that name in '${home}'`}`,
      suggestion === undefined ? "Write columns of other tables as 'Table'[Column]." : didYouMean(suggestion),
    );
    return unknown;
  }

  private bindCall(node: DaxCall, around: Surroundings): Shape {
    const signature = signatureOf(node.name);
    if (!signature) {
      if (!this.scope.isModelFunction(node.name)) {
        const suggestion = closestName(node.name, Object.keys(daxFunctions));
        this.report("dax-unknown-function", node.nameSpan, `there is no function ${node.name}`, didYouMean(suggestion));
      }
      for (const argument of node.arguments) this.visit(argument, { ...around, hasRow: true });
      return unknown;
    }
    this.checkArity(node, signature);
    const given = node.arguments.length;
    const shapes = node.arguments.map((argument, index) => {
      const kind = signature.argument(index, given);
      // A column is no value where a column is meant. What comes after a first argument that is no value may be looked at
      // row by row, as in an iterator.
      const isIterated = index > 0 && signature.argument(0, given) !== "S";
      const hasRow = around.hasRow || kind === "C" || isIterated || isFilter(node, index);
      const shape = this.visit(argument, { ...around, hasRow });
      const problem = argumentProblem(node.name, kind, shape);
      if (problem) this.report(problem.code, argument.span, problem.message, problem.hint);
      else if (kind === "S") this.expectValue(argument, shape, hasRow);
      return shape;
    });
    return callShape(node, signature, shapes);
  }

  private checkArity(node: DaxCall, arity: Signature): void {
    const given = node.arguments.length;
    if (given >= arity.least && (arity.most === null || given <= arity.most)) return;
    const range =
      arity.most === null
        ? `at least ${arity.least}`
        : arity.least === arity.most
          ? `${arity.least}`
          : `${arity.least} to ${arity.most}`;
    this.report(
      "dax-arity",
      node.nameSpan,
      `${node.name} takes ${range} argument${range === "1" ? "" : "s"}, not ${given}`,
    );
  }

  private report(code: string, span: Span, message: string, hint?: string): void {
    this.diagnostics.push({ code, severity: "error", span, message, ...(hint !== undefined && { hint }) });
  }
}

/** What a chain of variables comes to. */
function resultOf(expression: DaxExpression): DaxExpression {
  let result = expression;
  while (result.kind === "variables") result = result.result;
  return result;
}

/** Conditions of CALCULATE and its like name columns as if a row were at hand. */
function isFilter(node: DaxCall, index: number): boolean {
  return index > 0 && /^(?:CALCULATE|TOTAL|OPENINGBALANCE|CLOSINGBALANCE|TOPN|SAMPLE)/iu.test(node.name);
}

function isValue({ is }: Shape): boolean {
  return is === "scalar" || is === "literal" || is === "measure";
}

function didYouMean(suggestion: string | undefined): string | undefined {
  return suggestion === undefined ? undefined : `Did you mean ${suggestion}?`;
}

const columnMakers = new Set([
  "ADDCOLUMNS",
  "SELECTCOLUMNS",
  "SUMMARIZE",
  "SUMMARIZECOLUMNS",
  "GROUPBY",
  "ROW",
  "DATATABLE",
  "ADDMISSINGITEMS",
  "ROLLUPADDISSUBTOTAL",
  "ROLLUPISSUBTOTAL",
  "SUBSTITUTEWITHINDEX",
  "GROUPCROSSAPPLY",
]);

/** Columns of tables that an expression makes are named by text: `ADDCOLUMNS(T, "Rank", …)` makes `[Rank]`. */
function columnsMadeBy(call: DaxCall): string[] {
  const name = call.name.toUpperCase();
  if (name === "CALENDAR" || name === "CALENDARAUTO") return ["Date"];
  if (name === "GENERATESERIES") return ["Value"];
  if (!columnMakers.has(name)) return [];
  return call.arguments.flatMap((argument) =>
    argument.kind === "text" ? [argument.value.replace(/^.*\[([^\]]*)\]$/u, "$1")] : [],
  );
}

function addValueColumns(made: Set<string>, width: number): void {
  made.add("value");
  for (let i = 1; i <= width; i++) made.add(`value${i}`);
}

/** Their columns depend on how many columns they are given, or on another measure. */
const unknownColumnMakers = new Set(["COLUMNSTATISTICS", "LINEST", "LINESTX", "DETAILROWS"]);

function makesUnknownColumns(call: DaxCall, scope: DaxScope): boolean {
  const name = call.name.toUpperCase();
  return name.startsWith("INFO.") || unknownColumnMakers.has(name) || scope.isModelFunction(call.name);
}

/** Words with a meaning of their own as an argument, which are no names of the model. */
const keywords = new Set(
  (
    "DAY MONTH QUARTER YEAR WEEK HOUR MINUTE SECOND ASC DESC DENSE SKIP BOTH NONE ONEWAY " +
    "ONEWAY_LEFTFILTERSRIGHT ONEWAY_RIGHTFILTERSLEFT INTEGER INT64 DOUBLE DECIMAL STRING TEXT BOOLEAN LOGICAL " +
    "DATETIME CURRENCY VARIANT NUMERIC BLANKS DEFAULT FIRST LAST KEEP REL ABS TRUE FALSE ROWS COLUMNS " +
    "HIGHESTPARENT LOWESTPARENT NAME NUMBER BOOL EXTENDING PRECISE ENDALIGNED PLAIN " +
    "ALPHABETICAL INCLUDE EXCLUDE TABLE COLUMN MEASURE ESCAPED VAL EXPR ANYREF SCALAR"
  ).split(" "),
);
