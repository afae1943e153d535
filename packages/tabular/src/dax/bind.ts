import { closestName } from "../text/closest-name.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { nameKey } from "../text/same-name.ts";
import type { Span } from "../text/span.ts";
import { daxFunction, daxFunctions } from "./functions.ts";
import { type DaxCall, type DaxExpression, type DaxField, daxChildren, walkDax } from "./syntax.ts";

/** What names can mean where an expression stands. Names are looked up without regard to case. */
export interface DaxScope {
  /** The name as declared, if there is such a table. */
  findTable(name: string): string | undefined;
  findColumn(table: string, name: string): string | undefined;
  /** Measures are found by their name alone: it is unique in a model. */
  findMeasure(name: string): { readonly table: string; readonly name: string } | undefined;
  /** True for functions the model itself defines. */
  isModelFunction(name: string): boolean;
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

/** Gives every name of an expression its meaning, and reports those that have none. */
export function bindDax(expression: DaxExpression, scope: DaxScope): BoundDax {
  const binder = new Binder(scope, expression);
  binder.visit(expression, noVariables);
  return { references: binder.references, diagnostics: binder.diagnostics, open: binder.open };
}

type Variables = ReadonlySet<string>;
const noVariables: Variables = new Set();

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

  visit(node: DaxExpression, variables: Variables): void {
    switch (node.kind) {
      case "variables": {
        const inner = new Set(variables);
        for (const variable of node.variables) {
          this.visit(variable.value, inner);
          inner.add(nameKey(variable.name));
        }
        this.visit(node.result, inner);
        return;
      }
      case "name":
        this.bindName(node, variables);
        return;
      case "table":
        this.bindTable(node.name, node.span);
        return;
      case "field":
        this.bindField(node, variables);
        return;
      case "call":
        this.bindCall(node);
        break;
      default:
        break;
    }
    for (const child of daxChildren(node)) this.visit(child, variables);
  }

  private bindName(node: { name: string; span: Span }, variables: Variables): void {
    if (variables.has(nameKey(node.name)) || keywords.has(node.name.toUpperCase())) return;
    if (this.scope.findTable(node.name)) this.bindTable(node.name, node.span);
    else if (!node.name.startsWith("@")) {
      const suggestion = closestName(node.name, [...variables, ...this.scope.tableNames()]);
      this.report(
        "dax-unknown-name",
        node.span,
        `\`${node.name}\` is no variable and no table`,
        suggestion === undefined ? "Define it with VAR, or name a table." : `Did you mean \`${suggestion}\`?`,
      );
    }
  }

  private bindTable(name: string, span: Span): string | undefined {
    const table = this.scope.findTable(name);
    if (table !== undefined) {
      this.references.push({ kind: "table", table, span });
      return table;
    }
    const suggestion = closestName(name, this.scope.tableNames());
    this.report("dax-unknown-table", span, `there is no table '${name}'`, didYouMean(suggestion));
    return undefined;
  }

  private bindField(node: DaxField, variables: Variables): void {
    if (!node.table) {
      this.bindUnqualified(node);
      return;
    }
    if (variables.has(nameKey(node.table.name)) && !this.scope.findTable(node.table.name)) {
      this.open.push(node);
      return;
    }
    const tableSpan = node.table.span;
    const table = this.scope.findTable(node.table.name);
    if (table === undefined) {
      this.bindTable(node.table.name, tableSpan);
      return;
    }
    const column = this.scope.findColumn(table, node.name);
    const measure = column === undefined ? this.scope.findMeasure(node.name) : undefined;
    if (column !== undefined) {
      this.references.push({ kind: "column", table, name: column, span: node.nameSpan, tableSpan });
    } else if (measure && nameKey(measure.table) === nameKey(table)) {
      this.references.push({ kind: "measure", table, name: measure.name, span: node.nameSpan, tableSpan });
    } else {
      const suggestion = closestName(node.name, [...this.scope.columnNames(table), ...this.scope.measureNames()]);
      this.report(
        "dax-unknown-column",
        node.nameSpan,
        `table '${table}' has no column and no measure [${node.name}]`,
        measure ? `The measure [${measure.name}] is in table '${measure.table}'.` : didYouMean(suggestion),
      );
    }
  }

  private bindUnqualified(node: DaxField): void {
    const measure = this.scope.findMeasure(node.name);
    if (measure) {
      this.references.push({ kind: "measure", ...measure, span: node.nameSpan });
      return;
    }
    const home = this.scope.homeTable;
    for (const table of home === undefined ? this.mentionedTables : [home, ...this.mentionedTables]) {
      const column = this.scope.findColumn(table, node.name);
      if (column === undefined) continue;
      this.references.push({ kind: "column", table, name: column, span: node.nameSpan });
      return;
    }
    if (this.madeColumns.has(nameKey(node.name)) || this.hasUnknownColumns) {
      this.open.push(node);
      return;
    }
    const columns = home === undefined ? [] : this.scope.columnNames(home);
    const suggestion = closestName(node.name, [...this.scope.measureNames(), ...columns]);
    this.report(
      "dax-unknown-measure",
      node.nameSpan,
      `there is no measure [${node.name}]${home === undefined ? "" : `, and no column of that name in '${home}'`}`,
      suggestion === undefined ? "Write columns of other tables as 'Table'[Column]." : didYouMean(suggestion),
    );
  }

  private bindCall(node: DaxCall): void {
    const arity = daxFunction(node.name);
    if (!arity) {
      if (this.scope.isModelFunction(node.name)) return;
      const suggestion = closestName(node.name, Object.keys(daxFunctions));
      this.report("dax-unknown-function", node.nameSpan, `there is no function ${node.name}`, didYouMean(suggestion));
      return;
    }
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

function makesUnknownColumns(call: DaxCall, scope: DaxScope): boolean {
  const name = call.name.toUpperCase();
  return name.startsWith("INFO.") || name === "COLUMNSTATISTICS" || scope.isModelFunction(call.name);
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
