import type { DaxExpression, DaxField } from "../dax/syntax.ts";
import { sqlTypeOfM } from "../m/table-source.ts";
import { parseExpression } from "../model/dax-text.ts";
import type { Column, Model, ModelFile, Table } from "../model/model.ts";
import { indexModel } from "../model/model-index.ts";
import { columnSource, tableRelation } from "../model/table-relation.ts";
import { nameKey } from "../text/same-name.ts";
import { CannotEvaluate } from "./cannot-evaluate.ts";
import type { Path, RelationshipPaths, Step } from "./relationship-paths.ts";
import { compileScalar, type Scalar, type ScalarContext, scalarTypeOf } from "./scalar.ts";
import { sqlName, sqlRelation } from "./sql.ts";

/**
 * The rows of one table in a `from` clause, with the tables its relationships lead to joined beside them. Joins are
 * left joins to the one side, so a row is never multiplied and an unmatched key leads to the blank member.
 */
export class RowSource {
  readonly table: Table;
  private readonly model: Model;
  private readonly paths: RelationshipPaths;
  private readonly joins = new Map<string, { readonly alias: string; readonly sql: string }>();
  private readonly calculating = new Set<string>();
  /** Every relationship walked on. Its one side must be unique, or a join would multiply rows. */
  readonly steps = new Set<Step>();

  constructor(model: Model, table: Table, paths: RelationshipPaths) {
    this.model = model;
    this.table = table;
    this.paths = paths;
    relationSql(model, table);
  }

  /** `from …` with all joins that were needed so far. */
  fromSql(): string {
    const joins = [...this.joins.values()].map((join) => join.sql);
    return [`from ${relationSql(this.model, this.table)} as "r"`, ...joins].join(" ");
  }

  pathTo(table: Table): Path {
    return this.paths.path(this.table, table);
  }

  /** The value of a column for each row: the table's own, or that of the related row. */
  column(column: Column): Scalar {
    const owner = indexModel(this.model).table(column.table);
    if (!owner) throw new CannotEvaluate(`there is no table '${column.table}'`);
    const path = this.pathTo(owner);
    if (path.kind !== "steps") {
      const why =
        path.kind === "refused" ? path.reason : `no relationship leads from '${this.table.name}' to '${owner.name}'`;
      throw new CannotEvaluate(why);
    }
    let alias = "r";
    let way = "";
    for (const step of path.steps) {
      way += `/${step.relationship.name}`;
      alias = this.join(way, step, alias);
    }
    return this.columnAt(column, owner, alias, path.steps);
  }

  private columnAt(column: Column, owner: Table, alias: string, steps: readonly Step[]): Scalar {
    if (!column.expression) return { ...physicalColumn(this.model, owner, column, alias), vanishes: false };
    const key = `${alias}.${nameKey(column.name)}`;
    const { file } = column.expression;
    if (steps.length > 0) {
      // The blank member has no calculated values, while a formula over nothing may have one.
      throw new CannotEvaluate(`the calculated column [${column.name}] of another table is not evaluated yet`, file);
    }
    if (this.calculating.has(key)) throw new CannotEvaluate(`[${column.name}] depends on itself`, file);
    this.calculating.add(key);
    const { expression, diagnostics } = parseExpression(column.expression);
    const [wrong] = diagnostics;
    if (wrong) throw new CannotEvaluate(wrong.message, file, wrong.span);
    const value = compileScalar(expression, rowContext(this, this.model, file, new Map()));
    this.calculating.delete(key);
    return value;
  }

  private join(way: string, step: Step, from: string): string {
    this.steps.add(step);
    const known = this.joins.get(way);
    if (known) return known.alias;
    const alias = `j${this.joins.size + 1}`;
    const target = indexModel(this.model).table(step.to.table);
    const source = indexModel(this.model).table(step.from.table);
    if (!target || !source) throw new CannotEvaluate(`a relationship leads to a table that does not exist`);
    const left = keySql(this.model, source, step.from, from);
    const right = keySql(this.model, target, step.to, alias);
    const sql = `left join ${relationSql(this.model, target)} as ${sqlName(alias)} on ${left} = ${right}`;
    this.joins.set(way, { alias, sql });
    return alias;
  }
}

/** The value of a relationship's end: texts meet whatever their case. */
export function keySql(model: Model, table: Table, column: Column, alias: string): string {
  const { sql, type } = physicalColumn(model, table, column, alias);
  return type === "text" ? `lower(${sql})` : sql;
}

export function relationSql(model: Model, table: Table): string {
  const source = tableRelation(model, table);
  const file = table.partitions[0]?.origin.file ?? table.origin.file;
  const span = table.partitions[0]?.origin.node.header ?? table.origin.node.header;
  if (!source.relation)
    throw new CannotEvaluate(`'${table.name}': ${source.inexact ?? "no relation is known"}`, file, span);
  if (source.inexact !== undefined) throw new CannotEvaluate(`'${table.name}': ${source.inexact}`, file, span);
  return sqlRelation(source.relation);
}

function physicalColumn(model: Model, table: Table, column: Column, alias: string): Pick<Scalar, "sql" | "type"> {
  const { file, node } = column.origin;
  const name = `'${column.table}'[${column.name}]`;
  const type = scalarTypeOf(column);
  if (!type) throw new CannotEvaluate(`${name} has a type that is not evaluated`, file, node.header);
  const source = columnSource(model, table, column);
  if (!source) throw new CannotEvaluate(`${name} comes from no column of the warehouse`, file, node.header);
  let sql = `${sqlName(alias)}.${sqlName(source.name)}`;
  for (const cast of source.casts) {
    const target = sqlTypeOfM(cast);
    if (target === undefined)
      throw new CannotEvaluate(`the query turns ${name} into ${cast}, which is not evaluated`, file);
    sql = `cast(${sql} as ${target})`;
  }
  // Fixed decimals keep four digits, whatever the warehouse has.
  if (column.dataType === "decimal") sql = `cast(${sql} as decimal(38,4))`;
  if (type === "number") sql = `cast(${sql} as double)`;
  return { sql, type };
}

/** Expressions evaluated for each row: columns of the row's table, RELATED for others; no measures, no aggregates. */
export function rowContext(
  source: RowSource,
  model: Model,
  file: ModelFile,
  variables: ReadonlyMap<string, Scalar>,
): ScalarContext {
  const index = indexModel(model);
  const context = (known: ReadonlyMap<string, Scalar>): ScalarContext => ({
    variables: known,
    withVariables: context,
    refuse: (node, reason) => {
      throw new CannotEvaluate(reason, file, node.span);
    },
    special(node) {
      if (node.kind === "field") return source.column(ownColumn(node));
      if (node.kind !== "call" || node.name.toUpperCase() !== "RELATED") return undefined;
      const [field] = node.arguments;
      if (field?.kind !== "field" || !field.table) return refuse(node, "RELATED needs a column as 'Table'[Column]");
      const column = index.column(field.table.name, field.name);
      return column ? source.column(column) : refuse(field, `there is no column [${field.name}]`);
    },
  });
  const refuse = (node: DaxExpression, reason: string): never => {
    throw new CannotEvaluate(reason, file, node.span);
  };
  const ownColumn = (field: DaxField): Column => {
    if (!field.table && index.measure(field.name)) {
      return refuse(field, "a measure for each row (context transition) is not evaluated yet");
    }
    const table = field.table?.name ?? source.table.name;
    const column = index.column(table, field.name);
    if (!column) return refuse(field, `there is no column [${field.name}] in '${table}'`);
    if (nameKey(column.table) !== nameKey(source.table.name)) {
      return refuse(field, "a column of another table is read with RELATED only");
    }
    if (field.variation) return refuse(field, "date hierarchies are not evaluated");
    return column;
  };
  return context(variables);
}
