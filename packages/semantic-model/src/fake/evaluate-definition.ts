import type { ColumnRef, Filter, Formula, Literal } from "@throughline/contracts";
import type { Engine, Evaluation, MeasureQuestion } from "../semantic-model.ts";
import { type FakeDefinition, refKey } from "./fake-definition.ts";

type Value = string | number | boolean | null;
type Row = ReadonlyMap<string, Value>;
type Tests = ReadonlyMap<string, { readonly column: ColumnRef; readonly holds: (value: Value) => boolean }>;

/** Reads all rows and evaluates formulas one group after the other: slow, short, and independent of any SQL compiler. */
export async function evaluateDefinition(
  definition: FakeDefinition,
  { measures, by }: MeasureQuestion,
  engine: Engine,
): Promise<Evaluation> {
  const data = new Map<string, readonly Row[]>();
  for (const { name, source, columns } of definition.tables) {
    const read = columns.flatMap((column) =>
      column.sourceColumn === undefined ? [] : [[column.name, column.sourceColumn]],
    );
    const list = read.map(([, from]) => `"${from}"`).join(", ");
    const { rows } = await engine.query(`select ${list} from "${source?.schema}"."${source?.name}"`);
    data.set(
      name,
      rows.map((row) => new Map(read.map(([to], i) => [to ?? "", plain(row[i])]))),
    );
  }

  /** A column's value for a row of a table: its own, or that of the row it is related to; undefined without a way. */
  function valueIn(table: string, row: Row, column: ColumnRef): Value | undefined {
    if (column.table === table) return row.get(column.column) ?? null;
    const way = definition.relationships.find(
      ({ from, to, active }) => active && from.table === table && to.table === column.table,
    );
    if (!way) return undefined;
    const key = row.get(way.from.column) ?? null;
    const related = data.get(way.to.table)?.find((other) => key !== null && other.get(way.to.column) === key);
    return related?.get(column.column) ?? null;
  }
  function rowsOf(table: string, tests: Tests): readonly Row[] {
    return (data.get(table) ?? []).filter((row) =>
      [...tests.values()].every(({ column, holds }) => {
        const value = valueIn(table, row, column);
        return value === undefined || holds(value);
      }),
    );
  }
  function evaluate(formula: Formula, tests: Tests): number | null {
    switch (formula.kind) {
      case "rows":
        return rowsOf(formula.table, tests).length || null;
      case "aggregate": {
        const values = rowsOf(formula.column.table, tests).map((row) => row.get(formula.column.column) ?? null);
        return aggregate(formula.function, values);
      }
      case "measure":
        return evaluate(formulaOf(formula.measure.measure), tests);
      case "ratio": {
        const [over, under] = [evaluate(formula.numerator, tests), evaluate(formula.denominator, tests)];
        return over === null || !under ? null : over / under;
      }
      case "filtered": {
        const replaced = new Set(formula.filters.map(({ column }) => refKey(column)));
        const inner = new Map([...tests].filter(([, { column }]) => !replaced.has(refKey(column))));
        for (const [i, filter] of formula.filters.entries()) inner.set(`${refKey(filter.column)}/${i}`, test(filter));
        return evaluate(formula.of, inner);
      }
      case "share": {
        const isOver = (column: ColumnRef): boolean =>
          formula.over.some((item) =>
            "column" in item ? refKey(item) === refKey(column) : expandedTable(item.table).includes(column.table),
          );
        const all = new Map([...tests].filter(([, { column }]) => !isOver(column)));
        const [part, whole] = [evaluate(formula.of, tests), evaluate(formula.of, all)];
        return part === null || !whole ? null : part / whole;
      }
      case "difference":
        return sum([evaluate(formula.left, tests), negative(evaluate(formula.right, tests))]);
      case "total":
        return sum(formula.terms.map((term) => evaluate(term, tests)));
    }
  }
  /** A table with the tables its rows lead to. */
  function expandedTable(table: string): string[] {
    const next = definition.relationships.filter(({ from, active }) => active && from.table === table);
    return [table, ...next.map(({ to }) => to.table)];
  }
  function formulaOf(name: string): Formula {
    const found = definition.tables.flatMap((table) => table.measures).find((measure) => measure.name === name);
    if (!found) throw new RangeError(`there is no measure ${name}`);
    return found.formula;
  }
  /** The combinations of values that columns of one table have; blank where rows of another lead to no row of it. */
  function combinationsOf(columns: readonly ColumnRef[]): Value[][] {
    const found = new Map<string, Value[]>();
    for (const [table, rows] of data) {
      for (const row of rows) {
        const values = columns.map((column) => valueIn(table, row, column));
        const known = values.filter((value) => value !== undefined);
        if (known.length === columns.length) found.set(JSON.stringify(known), known);
      }
    }
    return [...found.values()];
  }
  /** Combinations of one table's columns, crossed with those of the other tables, in the order of `by`. */
  function groupsOf(): Value[][] {
    const tables = [...new Set(by.map(({ table }) => table))];
    let groups: Map<ColumnRef, Value>[] = [new Map()];
    for (const table of tables) {
      const columns = by.filter((column) => column.table === table);
      const combinations = combinationsOf(columns);
      groups = groups.flatMap((group) =>
        combinations.map(
          (values) => new Map([...group, ...columns.map((column, i) => [column, values[i] ?? null] as const)]),
        ),
      );
    }
    return groups.map((group) => by.map((column) => group.get(column) ?? null)).sort(compareRows);
  }

  try {
    const formulas = measures.map(({ measure }) => formulaOf(measure));
    const rows = groupsOf().flatMap((group) => {
      const tests = new Map(
        by.map((column, i) => [refKey(column), { column, holds: (value: Value) => value === group[i] }]),
      );
      const values = formulas.map((formula) => evaluate(formula, tests));
      return values.every((value) => value === null) ? [] : [[...group, ...values]];
    });
    return { columns: [...by.map(({ column }) => column), ...measures.map(({ measure }) => measure)], rows };
  } catch (error) {
    return { cannotEvaluate: { reason: error instanceof Error ? error.message : String(error) } };
  }
}

function plain(value: unknown): Value {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  return typeof value === "bigint" ? Number(value) : String(value);
}

function sum(values: readonly (number | null)[]): number | null {
  return values.every((value) => value === null) ? null : values.reduce<number>((a, b) => a + (b ?? 0), 0);
}

function negative(value: number | null): number | null {
  return value === null ? null : -value;
}

function aggregate(name: (Formula & { kind: "aggregate" })["function"], values: readonly Value[]): number | null {
  const known = values.filter((value) => value !== null);
  const numbers = known.map(Number);
  if (name === "distinct-count") return new Set(values).size || null;
  if (numbers.length === 0) return null;
  if (name === "count") return numbers.length;
  if (name === "min") return Math.min(...numbers);
  if (name === "max") return Math.max(...numbers);
  const total = numbers.reduce((a, b) => a + b, 0);
  return name === "sum" ? total : total / numbers.length;
}

function compareRows(a: readonly Value[], b: readonly Value[]): number {
  const i = a.findIndex((value, at) => value !== b[at]);
  const [left, right] = [a[i] ?? null, b[i] ?? null];
  if (i === -1 || left === right) return 0;
  return left === null ? -1 : right === null ? 1 : left < right ? -1 : 1;
}

/** Blank counts as 0, "" or false in a comparison, but is in no list. */
function test({ column, operator, values }: Filter): { column: ColumnRef; holds: (value: Value) => boolean } {
  const wanted = values.map((literal: Literal): Value => (typeof literal === "object" ? literal.date : literal));
  const first = wanted[0] ?? 0;
  const zero = typeof first === "string" ? "" : typeof first === "boolean" ? false : 0;
  const compare: Record<Filter["operator"], (value: Value) => boolean> = {
    "=": (value) => (value ?? zero) === first,
    "<>": (value) => (value ?? zero) !== first,
    in: (value) => wanted.includes(value),
    "<": (value) => (value ?? zero) < first,
    "<=": (value) => (value ?? zero) <= first,
    ">": (value) => (value ?? zero) > first,
    ">=": (value) => (value ?? zero) >= first,
  };
  return { column, holds: compare[operator] };
}
