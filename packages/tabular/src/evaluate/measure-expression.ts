import type { DaxCall, DaxExpression, DaxField } from "../dax/syntax.ts";
import { walkDax } from "../dax/syntax.ts";
import { parseExpression } from "../model/dax-text.ts";
import type { Column, Measure, Model, ModelFile, Table } from "../model/model.ts";
import { indexModel, type ModelIndex } from "../model/model-index.ts";
import { nameKey } from "../text/same-name.ts";
import { CannotEvaluate } from "./cannot-evaluate.ts";
import { addFilter, columnKey, type FilterContext, isColumnOf, removeFilters } from "./filter-context.ts";
import { compileLeaf, type Leaf, pathsOf } from "./leaf.ts";
import { type RowSource, rowContext } from "./row-source.ts";
import {
  compileBoolean,
  compileNumber,
  compileScalar,
  type Scalar,
  type ScalarContext,
  scalarTypeOf,
} from "./scalar.ts";

/** Collects the aggregates a measure is made of; equal ones are one. */
export interface LeafStore {
  /** Gives the SQL of the leaf's value in the final query. */
  add(leaf: Leaf): { readonly value: string; readonly coversAllGroups: boolean };
  /** Asks that a table of the one side has no unmatched keys, which would give it a blank row. */
  forbidBlankRow(table: Table): void;
}

const deepest = 50;

/** Compiles a measure under a filter context. */
export function compileMeasure(
  model: Model,
  measure: Measure,
  filters: FilterContext,
  leaves: LeafStore,
  depth = 0,
): Scalar {
  const { file } = measure.expression;
  const { expression, diagnostics } = parseExpression(measure.expression);
  const [wrong] = diagnostics;
  if (wrong) throw new CannotEvaluate(wrong.message, file, wrong.span);
  if (depth > deepest)
    throw new CannotEvaluate(`[${measure.name}] depends on itself`, file, measure.origin.node.header);
  if (model.tables.some((table) => table.calculationGroup) && mentionsCalculationGroup(model, expression)) {
    throw new CannotEvaluate("calculation groups are not evaluated", file, expression.span);
  }
  const place: Place = { model, index: indexModel(model), file, home: measure.table, leaves, depth };
  return compileScalar(expression, measureContext(place, filters, new Map()));
}

interface Place {
  readonly model: Model;
  readonly index: ModelIndex;
  readonly file: ModelFile;
  readonly home: string;
  readonly leaves: LeafStore;
  readonly depth: number;
}

function measureContext(place: Place, filters: FilterContext, variables: ReadonlyMap<string, Scalar>): ScalarContext {
  return {
    variables,
    withVariables: (known) => measureContext(place, filters, known),
    refuse: (node, reason) => refuse(place, node, reason),
    special(node) {
      if (node.kind === "field") return measureReference(place, node, filters);
      if (node.kind !== "call") return undefined;
      const name = node.name.toUpperCase();
      if (name === "CALCULATE") return calculate(place, node, filters, variables);
      const aggregate = aggregates[name];
      return aggregate ? locate(place, node, () => aggregate(place, node, filters)) : undefined;
    },
  };
}

function measureReference(place: Place, node: DaxField, filters: FilterContext): Scalar {
  const measure = place.index.measure(node.name);
  const isColumn = node.table && place.index.column(node.table.name, node.name);
  if (!measure || isColumn) return refuse(place, node, `[${node.name}] is a column, and one value is needed here`);
  return compileMeasure(place.model, measure, filters, place.leaves, place.depth + 1);
}

type Aggregate = (place: Place, node: DaxCall, filters: FilterContext) => Scalar;

/** Sums are compensated (Kahan): the result hangs neither on the order of rows nor on how many threads add them. */
const aggregates: Record<string, Aggregate> = {
  SUM: ofColumn("number", (value) => `fsum(${value})`, ["number"]),
  AVERAGE: ofColumn("number", (value) => `favg(${value})`, ["number"]),
  MIN: ofColumn("same", (value) => `min(${value})`, ["number", "datetime"]),
  MAX: ofColumn("same", (value) => `max(${value})`, ["number", "datetime"]),
  COUNT: ofColumn("number", (value) => counted(`count(${value})`), ["number", "datetime", "text"]),
  COUNTA: ofColumn("number", (value) => counted(`count(${value})`), ["number", "datetime", "text", "boolean"]),
  COUNTBLANK: ofColumn("number", (value) => counted(`count(*) - count(${value})`), ["number", "datetime", "boolean"]),
  DISTINCTCOUNT: distinctCount(true),
  DISTINCTCOUNTNOBLANK: distinctCount(false),
  COUNTROWS: countRows,
  SUMX: iterator((value) => `fsum(${value})`),
  AVERAGEX: iterator((value) => `favg(${value})`),
  MINX: iterator((value) => `min(${value})`),
  MAXX: iterator((value) => `max(${value})`),
};

/** A count of nothing is BLANK. */
function counted(sql: string): string {
  return `cast(nullif(${sql}, 0) as double)`;
}

function ofColumn(
  result: "number" | "same",
  write: (value: string) => string,
  types: readonly Scalar["type"][],
): Aggregate {
  return (place, node, filters) => {
    const column = columnArgument(place, node);
    const type = scalarTypeOf(column);
    if (!type || !types.includes(type)) {
      return refuse(
        place,
        node,
        `${node.name.toUpperCase()} of a column of type ${column.dataType ?? "unknown"} is not evaluated`,
      );
    }
    const table = tableOf(place, node, column.table);
    const leaf = compileLeaf(place.model, table, filters, (rows) => ({ sql: write(rows.column(column).sql) }));
    return leafValue(place, leaf, result === "same" ? type : "number");
  };
}

/** BLANK is one of the values DISTINCTCOUNT counts. */
function distinctCount(withBlank: boolean): Aggregate {
  return (place, node, filters) => {
    const column = columnArgument(place, node);
    const table = tableOf(place, node, column.table);
    if (withBlank) place.leaves.forbidBlankRow(table);
    const leaf = compileLeaf(place.model, table, filters, (rows) => {
      const value = rows.column(column);
      const folded = value.type === "text" ? `lower(${value.sql})` : value.sql;
      const blank = withBlank ? ` + case when count(*) > count(${folded}) then 1 else 0 end` : "";
      return { sql: counted(`count(distinct ${folded})${blank}`) };
    });
    return leafValue(place, leaf, "number");
  };
}

function countRows(place: Place, node: DaxCall, filters: FilterContext): Scalar {
  const [argument] = node.arguments;
  const rows = argument ? tableArgument(place, argument) : { table: tableOf(place, node, place.home) };
  const leaf = compileLeaf(place.model, rows.table, filters, (source) => ({
    sql: counted("count(*)"),
    where: rows.condition ? [rows.condition(source)] : [],
  }));
  return leafValue(place, leaf, "number");
}

function iterator(write: (value: string) => string): Aggregate {
  return (place, node, filters) => {
    const [first, second, another] = node.arguments;
    if (!first || !second || another) return refuse(place, node, `${node.name} takes a table and an expression`);
    const rows = tableArgument(place, first);
    const leaf = compileLeaf(place.model, rows.table, filters, (source) => {
      const value = compileNumber(second, rowContext(source, place.model, place.file, new Map()));
      return { sql: write(value.sql), where: rows.condition ? [rows.condition(source)] : [] };
    });
    return leafValue(place, leaf, "number");
  };
}

function leafValue(place: Place, leaf: Leaf, type: Scalar["type"]): Scalar {
  const { value, coversAllGroups } = place.leaves.add(leaf);
  return { sql: value, type, vanishes: coversAllGroups };
}

/** `T`, or `FILTER(T, condition for each row)`. */
function tableArgument(
  place: Place,
  node: DaxExpression,
): { readonly table: Table; readonly condition?: (rows: RowSource) => string } {
  if (node.kind === "table" || node.kind === "name") return { table: tableOf(place, node, node.name) };
  if (node.kind === "call" && node.name.toUpperCase() === "FILTER") {
    const [first, second] = node.arguments;
    if (first && second && (first.kind === "table" || first.kind === "name")) {
      const condition = (rows: RowSource): string =>
        compileBoolean(second, rowContext(rows, place.model, place.file, new Map())).sql;
      return { table: tableOf(place, first, first.name), condition };
    }
  }
  return refuse(place, node, "only a table of the model, or FILTER of one, is evaluated here");
}

function calculate(
  place: Place,
  node: DaxCall,
  filters: FilterContext,
  variables: ReadonlyMap<string, Scalar>,
): Scalar {
  const [expression, ...given] = node.arguments;
  if (!expression) return refuse(place, node, "CALCULATE has no expression");
  const modifiers = given.map((argument) => readModifier(place, argument, variables));
  let context = filters;
  for (const modifier of modifiers) if (modifier.use) context = modifier.use(context);
  for (const modifier of modifiers) if (modifier.remove) context = modifier.remove(context);
  for (const modifier of modifiers) if (modifier.add) context = modifier.add(context);
  return compileScalar(expression, measureContext(place, context, variables));
}

/** Relationships are chosen first, then filters are removed, then conditions are added: the order does not depend on the text. */
interface Modifier {
  readonly use?: (context: FilterContext) => FilterContext;
  readonly remove?: (context: FilterContext) => FilterContext;
  readonly add?: (context: FilterContext) => FilterContext;
}

function readModifier(place: Place, node: DaxExpression, variables: ReadonlyMap<string, Scalar>): Modifier {
  if (node.kind === "call") {
    const name = node.name.toUpperCase();
    if (name === "REMOVEFILTERS" || name === "ALL") return { remove: removal(place, node) };
    if (name === "USERELATIONSHIP") return { use: relationshipUse(place, node) };
    if (name === "KEEPFILTERS") {
      const [inner] = node.arguments;
      if (!inner) return refuse(place, node, "KEEPFILTERS has no argument");
      const { add } = condition(place, inner, variables);
      return { ...(add && { add }) };
    }
    if (name === "FILTER") return filterOverColumn(place, node, variables);
  }
  if (node.kind === "group" && node.items.length === 1 && node.items[0]) {
    return readModifier(place, node.items[0], variables);
  }
  return condition(place, node, variables);
}

function removal(place: Place, node: DaxCall): (context: FilterContext) => FilterContext {
  const removers = node.arguments.map((argument): ((column: Column, context: FilterContext) => boolean) => {
    if (argument.kind === "field") {
      const key = columnKey(fieldColumn(place, argument));
      return (column) => columnKey(column) === key;
    }
    if (argument.kind === "table" || argument.kind === "name") {
      const table = tableOf(place, argument, argument.name);
      return (column, context) =>
        isColumnOf(pathsOf(place.model, context.usedRelationships).expandedTable(table))(column);
    }
    return refuse(place, argument, "only tables and columns are evaluated here");
  });
  return (context) => {
    if (removers.length === 0) return { ...context, filters: [] };
    const left = removeFilters(context, (column) => removers.some((isMeant) => isMeant(column, context)));
    return left ?? refuse(place, node, "this removes a part of a filter on several columns, which is not evaluated");
  };
}

function relationshipUse(place: Place, node: DaxCall): (context: FilterContext) => FilterContext {
  const columns = node.arguments.map((argument) =>
    argument.kind === "field" ? columnKey(fieldColumn(place, argument)) : refuse(place, argument, "a column is needed"),
  );
  const wanted = [...columns].sort().join();
  const relationship = place.model.relationships.find(({ from, to }) => {
    const ends = [from, to].map((path) => (path?.parts ?? []).map((part) => nameKey(part.value)).join("\n"));
    return ends.sort().join() === wanted;
  });
  if (!relationship) return refuse(place, node, "there is no relationship between these columns");
  return (context) => ({ ...context, usedRelationships: [...context.usedRelationships, relationship] });
}

/** `FILTER(ALL(T[c]), …)` is what a condition on a column means; `FILTER(VALUES(T[c]), …)` keeps the filter that is there. */
function filterOverColumn(place: Place, node: DaxCall, variables: ReadonlyMap<string, Scalar>): Modifier {
  const [over, test] = node.arguments;
  const name = over?.kind === "call" ? over.name.toUpperCase() : "";
  const listed = over?.kind === "call" ? over.arguments : [];
  const isOfColumns = listed.length > 0 && listed.every((argument) => argument.kind === "field" && argument.table);
  if (!test || (name !== "ALL" && name !== "VALUES") || !isOfColumns) {
    return refuse(place, node, "as a filter, FILTER is evaluated over ALL or VALUES of columns only");
  }
  const keys = listed.flatMap((argument) =>
    argument.kind === "field" ? [columnKey(fieldColumn(place, argument))] : [],
  );
  const tested = columnsIn(place, test).map(columnKey);
  if (keys.some((key) => !tested.includes(key)) || tested.some((key) => !keys.includes(key))) {
    return refuse(place, node, "the condition must be on the columns listed, and on no others");
  }
  const made = condition(place, test, variables);
  return name === "VALUES" ? { ...(made.add && { add: made.add }) } : made;
}

/** A condition on columns of one table takes the place of the filters on these columns. */
function condition(place: Place, node: DaxExpression, variables: ReadonlyMap<string, Scalar>): Modifier {
  const columns = columnsIn(place, node);
  const [first] = columns;
  if (!first) return refuse(place, node, "this filter is not evaluated: it is no condition on a column");
  if (columns.some((column) => nameKey(column.table) !== nameKey(first.table))) {
    return refuse(place, node, "a condition on columns of several tables is not evaluated");
  }
  const constants = new Map([...variables].filter(([, value]) => !value.sql.includes('"')));
  const keys = new Set(columns.map(columnKey));
  const filter = {
    kind: "condition",
    columns,
    condition: (columnValue: (column: Column) => Scalar): string => {
      const context = (known: ReadonlyMap<string, Scalar>): ScalarContext => ({
        variables: known,
        withVariables: context,
        refuse: (at, reason) => refuse(place, at, reason),
        special: (at) => (at.kind === "field" ? columnValue(fieldColumn(place, at)) : undefined),
      });
      return compileBoolean(node, context(constants)).sql;
    },
  } as const;
  // Compiled once for nothing, so that what cannot be evaluated is refused even where the filter reaches no table.
  filter.condition((column) => ({ sql: "null", type: scalarTypeOf(column) ?? "blank", vanishes: false }));
  return {
    remove(context) {
      const left = removeFilters(context, (column) => keys.has(columnKey(column)));
      return left ?? refuse(place, node, "this replaces a part of a filter on several columns, which is not evaluated");
    },
    add: (context) => addFilter(context, filter),
  };
}

function columnsIn(place: Place, node: DaxExpression): Column[] {
  const columns = new Map<string, Column>();
  for (const inner of walkDax(node)) {
    if (inner.kind !== "field") continue;
    const column = fieldColumn(place, inner);
    columns.set(columnKey(column), column);
  }
  return [...columns.values()];
}

function fieldColumn(place: Place, field: DaxField): Column {
  if (!field.table && place.index.measure(field.name)) {
    return refuse(place, field, "a measure in a filter's condition is not evaluated yet");
  }
  if (field.variation) return refuse(place, field, "date hierarchies are not evaluated");
  const table = field.table?.name ?? place.home;
  return (
    place.index.column(table, field.name) ?? refuse(place, field, `there is no column [${field.name}] in '${table}'`)
  );
}

function columnArgument(place: Place, node: DaxCall): Column {
  const [argument, another] = node.arguments;
  if (argument?.kind !== "field" || another) {
    return refuse(place, node, `${node.name.toUpperCase()} is evaluated for one column only`);
  }
  return fieldColumn(place, argument);
}

function tableOf(place: Place, node: DaxExpression, name: string): Table {
  return place.index.table(name) ?? refuse(place, node, `there is no table '${name}'`);
}

/** Reasons that come from deeper down get this place, unless they know a better one. */
function locate(place: Place, node: DaxExpression, work: () => Scalar): Scalar {
  try {
    return work();
  } catch (error) {
    if (error instanceof CannotEvaluate && !error.file) throw new CannotEvaluate(error.message, place.file, node.span);
    throw error;
  }
}

function refuse(place: Place, node: DaxExpression, reason: string): never {
  throw new CannotEvaluate(reason, place.file, node.span);
}

function mentionsCalculationGroup(model: Model, expression: DaxExpression): boolean {
  const groups = new Set(model.tables.filter((table) => table.calculationGroup).map((table) => nameKey(table.name)));
  for (const node of walkDax(expression)) {
    if (node.kind === "field" && node.table && groups.has(nameKey(node.table.name))) return true;
  }
  return false;
}
