import type { Column, Measure, Model, Table } from "../model/model.ts";
import { indexModel } from "../model/model-index.ts";
import { lineIndex } from "../text/line-index.ts";
import { nameKey } from "../text/same-name.ts";
import { CannotEvaluate } from "./cannot-evaluate.ts";
import type { FilterContext } from "./filter-context.ts";
import { groupSql, keyColumns, type Leaf, pathsOf } from "./leaf.ts";
import { compileMeasure, type LeafStore } from "./measure-expression.ts";
import type { Step } from "./relationship-paths.ts";
import { keySql, RowSource, relationSql } from "./row-source.ts";
import type { Scalar } from "./scalar.ts";
import { sqlName, sqlSame } from "./sql.ts";

/** Measures by columns as one query of the warehouse. */
export interface MeasureQuery {
  /** Group-by columns first, then measures, named as in the model; ordered by the group-by columns, blank first. */
  readonly sql: string;
  readonly columns: readonly string[];
  /** Queries of one number that must be 0, or the answer would not be Power BI's; each with the reason to give then. */
  readonly guards: readonly { readonly sql: string; readonly reason: string }[];
}

export type CompiledMeasures =
  | { readonly query: MeasureQuery }
  | {
      readonly cannotEvaluate: {
        readonly reason: string;
        readonly file?: string;
        readonly line?: number;
        readonly column?: number;
      };
    };

/** Turns measures into SQL, or says what stands in the way and where. Never throws on what a model contains. */
export function compileMeasures(
  model: Model,
  measures: readonly { readonly table: string; readonly measure: string }[],
  by: readonly { readonly table: string; readonly column: string }[],
): CompiledMeasures {
  try {
    return { query: compile(model, measures, by) };
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    const { message: reason, file, span } = error;
    if (!file) return { cannotEvaluate: { reason } };
    const place = span && lineIndex(file.document.text).position(span.start);
    return { cannotEvaluate: { reason, file: file.path, ...place } };
  }
}

function compile(
  model: Model,
  measures: readonly { readonly table: string; readonly measure: string }[],
  by: readonly { readonly table: string; readonly column: string }[],
): MeasureQuery {
  const index = indexModel(model);
  const columns = by.map(({ table, column }) => index.column(table, column) ?? unknown(`column '${table}'[${column}]`));
  const asked = measures.map(({ measure }) => index.measure(measure) ?? unknown(`measure [${measure}]`));
  if (asked.length === 0) throw new CannotEvaluate("no measure is asked for");
  const query = new QueryParts(model, columns);
  const filters: FilterContext = {
    filters: columns.map((column, i) => ({ kind: "group", columns: [column], index: i })),
    usedRelationships: [],
  };
  const values = asked.map((measure) => compileMeasure(model, measure, filters, query));
  return query.finish(asked, values);
}

function unknown(what: string): never {
  throw new CannotEvaluate(`there is no ${what}`);
}

/** The growing query: one sub-query for each different aggregate, and the checks its truth depends on. */
class QueryParts implements LeafStore {
  private readonly model: Model;
  private readonly columns: readonly Column[];
  private readonly leaves = new Map<string, { readonly alias: string; readonly leaf: Leaf }>();
  private readonly guards = new Map<string, string>();

  constructor(model: Model, columns: readonly Column[]) {
    this.model = model;
    this.columns = columns;
  }

  add(leaf: Leaf): { value: string; coversAllGroups: boolean } {
    const known = this.leaves.get(leaf.sql);
    const alias = known?.alias ?? `l${this.leaves.size}`;
    if (!known) this.leaves.set(leaf.sql, { alias, leaf });
    for (const step of leaf.steps) this.requireUnique(step);
    return { value: `${sqlName(alias)}."v"`, coversAllGroups: this.covers(leaf) };
  }

  forbidBlankRow(table: Table): void {
    for (const { unmatched } of relationshipsInto(this.model, table)) {
      this.guards.set(
        `select count(*) ${unmatched}`,
        `keys without a row in '${table.name}' give it a blank row, whose effect on a distinct count is not evaluated`,
      );
    }
  }

  finish(measures: readonly Measure[], values: readonly Scalar[]): MeasureQuery {
    const groups = this.groupsSql(values);
    const parts = [...this.leaves.values()].map(({ alias, leaf }) => `${sqlName(alias)} as materialized (${leaf.sql})`);
    const joins = [...this.leaves.values()].map(({ alias, leaf }) => {
      const on = leaf.keys.map((i) => sqlSame(`"g".${sqlName(`k${i}`)}`, `${sqlName(alias)}.${sqlName(`k${i}`)}`));
      return `left join ${sqlName(alias)} on ${on.length === 0 ? "true" : on.join(" and ")}`;
    });
    const keys = this.columns.map((column, i) => shownKey(column, i));
    const names = [...this.columns, ...measures].map(({ name }) => name);
    const selected = [...keys, ...values.map(shownValue)].map((sql, i) => `${sql} as ${sqlName(`c${i}`)}`);
    const some = values.map((value) => `${value.sql} is not null`).join(" or ");
    const order = this.columns.map((_, i) => `"g".${sqlName(`k${i}`)} nulls first`);
    const clauses = [
      `with ${[...parts, `"g" as (${groups})`].join(", ")}`,
      `select ${selected.join(", ")} from "g"`,
      ...joins,
      `where ${some}`,
      ...(order.length > 0 ? [`order by ${order.join(", ")}`] : []),
    ];
    return {
      sql: clauses.join(" "),
      columns: names,
      guards: [...this.guards].map(([sql, reason]) => ({ sql, reason })),
    };
  }

  private covers(leaf: Leaf): boolean {
    return this.columns.every((_, i) => leaf.keys.includes(i));
  }

  /** Groups in which an aggregate has rows; or all there can be, when a measure may have a value without any. */
  private groupsSql(values: readonly Scalar[]): string {
    if (this.columns.length === 0) return "select 1 as one";
    const carried = this.columns.flatMap((column, i) =>
      column.dataType === "string" ? [`k${i}`, `d${i}`] : [`k${i}`],
    );
    const keys = this.columns.map((_, i) => sqlName(`k${i}`)).join(", ");
    const shown = carried.map((name) =>
      name.startsWith("d") ? `min(${sqlName(name)}) as ${sqlName(name)}` : sqlName(name),
    );
    if (values.every((value) => value.vanishes)) {
      const covering = [...this.leaves.values()].filter(({ leaf }) => this.covers(leaf));
      const all = covering.map(({ alias }) => `select ${carried.map(sqlName).join(", ")} from ${sqlName(alias)}`);
      if (all.length === 0) return `select ${carried.map((name) => `null as ${sqlName(name)}`).join(", ")} where false`;
      return `select ${shown.join(", ")} from (${all.join(" union all ")}) group by ${keys}`;
    }
    return this.everyGroup();
  }

  /** Combinations that exist within a table, crossed with those of the other tables; the blank member where there is one. */
  private everyGroup(): string {
    const byTable = new Map<string, { column: Column; index: number }[]>();
    this.columns.forEach((column, i) => {
      const list = byTable.get(nameKey(column.table)) ?? [];
      list.push({ column, index: i });
      byTable.set(nameKey(column.table), list);
    });
    const domains = [...byTable.values()].map((members, i) => `(${this.domain(members)}) as ${sqlName(`t${i}`)}`);
    return `select * from ${domains.join(" cross join ")}`;
  }

  private domain(members: readonly { column: Column; index: number }[]): string {
    const table = indexModel(this.model).table(members[0]?.column.table ?? "");
    if (!table) throw new CannotEvaluate("a group-by column has no table");
    const rows = new RowSource(this.model, table, pathsOf(this.model, []));
    const values = members.map(({ column, index }) => ({ index, value: rows.column(column) }));
    const selected = values.flatMap(({ index, value }) => keyColumns(index, value)).map(({ sql }) => sql);
    const group = values.map(({ value }) => groupSql(value)).join(", ");
    const existing = `select ${selected.join(", ")} ${rows.fromSql()} group by ${group}`;
    const blank = relationshipsInto(this.model, table);
    if (blank.length === 0) return existing;
    for (const { inactive, unmatched } of blank) {
      if (!inactive) continue;
      const reason = `an inactive relationship has keys without a row in '${table.name}', whose effect is not evaluated`;
      this.guards.set(`select count(*) ${unmatched}`, reason);
    }
    const nothing = values.flatMap(({ index, value }) =>
      (value.type === "text" ? [`k${index}`, `d${index}`] : [`k${index}`]).map((name) => `null as ${sqlName(name)}`),
    );
    const active = blank.filter(({ inactive }) => !inactive);
    if (active.length === 0) return existing;
    const exists = active.map(({ unmatched }) => `exists (select 1 ${unmatched})`).join(" or ");
    const names = values.flatMap(({ index, value }) =>
      value.type === "text" ? [`k${index}`, `d${index}`] : [`k${index}`],
    );
    const keys = values.map(({ index }) => sqlName(`k${index}`)).join(", ");
    const shown = names.map((name) =>
      name.startsWith("d") ? `min(${sqlName(name)}) as ${sqlName(name)}` : sqlName(name),
    );
    return `select ${shown.join(", ")} from (${existing} union all select ${nothing.join(", ")} where ${exists}) group by ${keys}`;
  }

  private requireUnique({ to }: Step): void {
    const table = indexModel(this.model).table(to.table);
    if (!table) return;
    const key = keySql(this.model, table, to, "r");
    this.guards.set(
      `select count(*) - count(distinct ${key}) from ${relationSql(this.model, table)} as "r"`,
      `'${to.table}'[${to.name}] is the one side of a relationship, and its values are not unique or some are blank`,
    );
  }
}

/** The relationships whose one side is a table, each with the rows of the many side that have no partner. */
function relationshipsInto(model: Model, table: Table): { readonly inactive: boolean; readonly unmatched: string }[] {
  const index = indexModel(model);
  return model.relationships.flatMap((relationship) => {
    const { from, to, active, fromCardinality, toCardinality } = relationship;
    if (fromCardinality === "many" && toCardinality === "many") return [];
    const isReversed = fromCardinality === "one" && toCardinality === "many";
    const [manyPath, onePath] = isReversed ? [to, from] : [from, to];
    const [manyTable, manyName] = manyPath?.parts ?? [];
    const [oneTable, oneName] = onePath?.parts ?? [];
    if (!manyTable || !manyName || !oneTable || !oneName || nameKey(oneTable.value) !== nameKey(table.name)) return [];
    const owner = index.table(manyTable.value);
    const many = index.column(manyTable.value, manyName.value);
    const one = index.column(oneTable.value, oneName.value);
    if (!owner || !many || !one) return [];
    const key = keySql(model, owner, many, "m");
    const partner = `select 1 from ${relationSql(model, table)} as "o" where ${keySql(model, table, one, "o")} = ${key}`;
    const unmatched = `from ${relationSql(model, owner)} as "m" where not exists (${partner})`;
    return [{ inactive: !active, unmatched }];
  });
}

function shownKey(column: Column, i: number): string {
  if (column.dataType === "string") return `"g".${sqlName(`d${i}`)}`;
  const key = `"g".${sqlName(`k${i}`)}`;
  return column.dataType === "dateTime" ? shownDate(key) : key;
}

function shownValue({ sql, type }: Scalar): string {
  return type === "datetime" ? shownDate(sql) : sql;
}

/** ISO text: a day where there is no time of day. */
function shownDate(sql: string): string {
  const stamp = `cast(${sql} as timestamp)`;
  return `replace(strftime(${stamp}, '%Y-%m-%dT%H:%M:%S'), 'T00:00:00', '')`;
}
