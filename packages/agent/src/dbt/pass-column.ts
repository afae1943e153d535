import type { JinjaRelation } from "@throughline/lineage/jinja";
import { addSelectItem, type SqlEdit } from "./add-select-item.ts";
import { outputSelects, sameName } from "./final-select.ts";
import { parseSql, type SqlQuery, type SqlRelation, type SqlSelect } from "./sql-query.ts";
import { quoteIdentifier } from "./sql-style.ts";

/** A column that a model is to take over from what it reads. */
interface PassedColumn {
  readonly from: string;
  readonly name: string;
  readonly reads: (target: JinjaRelation) => boolean;
  readonly castTo?: string;
  /** Columns of the same kind: it goes behind the last of them. */
  readonly near: readonly string[];
}

/** Adds a column of a model's input to its output. `after` is the column it was put behind. */
export function passColumn(
  sql: string,
  passed: PassedColumn,
): { text: string; after: string | undefined } | { problem: string } {
  const { query } = parseSql(sql);
  if (query === undefined) return { problem: "its query is not a plain select" };
  const outputs = outputSelects(query);
  const [output, another] = outputs;
  if (output === undefined || another !== undefined) return { problem: "it joins several queries into one" };
  if (output.star && output.select.relations.some((relation) => carries(relation, query, passed.reads)))
    if (sameName(passed.from, passed.name))
      // A star passes the new column on by itself; only another name or type needs an item of its own.
      return { text: sql, after: undefined };
  const relation = output.select.relations.find((other) => carries(other, query, passed.reads));
  if (relation === undefined) return { problem: "the column would have to pass a query in it that lists its columns" };
  const qualified = output.select.relations.length > 1 || qualifiesAll(output.select);
  const column = `${qualified ? `${quoteIdentifier(relation.alias)}.` : ""}${quoteIdentifier(passed.from)}`;
  const anchor = lastFrom(sql, output.select, relation, passed);
  const result: SqlEdit = addSelectItem(sql, {
    name: passed.name,
    inputs: anchor === undefined ? [] : [anchor],
    write: (_sqlOf, style) => {
      if (passed.castTo === undefined) return [column];
      const type = style.upperCase ? passed.castTo.toUpperCase() : passed.castTo;
      return [
        style.colonCasts
          ? `${column}::${type}`
          : style.upperCase
            ? `CAST(${column} AS ${type})`
            : `cast(${column} as ${type})`,
      ];
    },
    bare: passed.castTo === undefined && sameName(passed.from, passed.name),
  });
  return "problem" in result ? result : { text: result.text, after: anchor };
}

/** True when a relation is the input, or passes it on with nothing but `*`. */
function carries(relation: SqlRelation, query: SqlQuery, reads: PassedColumn["reads"]): boolean {
  const { target } = relation;
  if (target.kind === "ref" || target.kind === "source" || target.kind === "this") return reads(target);
  const inner =
    target.kind === "query"
      ? target.query
      : target.kind === "named"
        ? query.ctes.find((cte) => sameName(cte.name, target.name))?.query
        : undefined;
  const [select, another] = inner?.selects ?? [];
  if (inner === undefined || select === undefined || another !== undefined) return false;
  const [only, ...others] = select.items;
  const [from, ...joined] = select.relations;
  return (
    only?.star?.plain === true &&
    others.length === 0 &&
    from !== undefined &&
    joined.length === 0 &&
    carries(from, query, reads)
  );
}

function qualifiesAll(select: SqlSelect): boolean {
  const columns = select.items.filter((item) => item.column !== undefined);
  return columns.length > 0 && columns.every((item) => item.column?.qualifier !== undefined);
}

/** The last listed column that comes from the same relation: new columns stand with their kind. */
function lastFrom(sql: string, select: SqlSelect, relation: SqlRelation, passed: PassedColumn): string | undefined {
  const { tokens } = parseSql(sql);
  const cast = (passed.castTo ?? "\0").toLowerCase().replaceAll(" ", "");
  const alike = select.items.filter((item) => {
    const text = tokens
      .slice(item.first, item.expressionLast + 1)
      .map((token) => token.text)
      .join("")
      .toLowerCase()
      .replaceAll(/\s/gu, "");
    return (
      item.output !== undefined &&
      (passed.near.some((name) => sameName(name, item.output ?? "")) ||
        text.includes(`::${cast}`) ||
        text.includes(`as${cast})`))
    );
  });
  const last = alike.at(-1)?.output;
  if (last !== undefined) return last;
  const own = select.items.filter(
    (item) =>
      item.output !== undefined &&
      (item.column?.qualifier === undefined || sameName(item.column.qualifier, relation.alias)),
  );
  return own.findLast((item) => item.column !== undefined || select.relations.length === 1)?.output;
}
