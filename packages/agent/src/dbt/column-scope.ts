import { sameName } from "./final-select.ts";
import type { ParsedSql, SelectItem, SqlRelation, SqlSelect } from "./sql-query.ts";
import { identifierName, isTrivia } from "./sql-tokens.ts";

/** A place where an expression names a column. */
interface ColumnUse {
  /** The token of the column's name. */
  readonly token: number;
  readonly name: string;
  readonly qualifier?: string;
  /** The item whose whole expression it is. */
  readonly whole?: SelectItem;
}

const KEYWORDS = new Set(
  "select distinct from where group by order having qualify limit offset window union intersect except all as on using join left right inner outer full cross natural lateral and or not is null in like ilike between case when then else end exists true false asc desc nulls first last filter over partition rows range unbounded preceding following current row interval cast try_cast any some with recursive values escape similar asof positional semi anti exclude replace columns ordinality within".split(
    " ",
  ),
);

/** Every column that a select's own expressions name; queries inside it are not looked into. */
export function columnUses(parsed: ParsedSql, select: SqlSelect): ColumnUse[] {
  const { tokens } = parsed;
  const inside = (at: number): boolean =>
    select.nested.some(({ first, last }) => first <= at && at <= last) ||
    select.relations.some(({ first, last }) => first <= at && at <= last);
  const significant: number[] = [];
  for (let at = select.first; at <= select.last; at += 1) {
    const token = tokens[at];
    if (token !== undefined && !isTrivia(token) && !inside(at)) significant.push(at);
  }
  const textAt = (place: number): string => tokens[significant[place] ?? -1]?.text.toLowerCase() ?? "";
  const aliases = new Set(select.items.flatMap((item) => (item.alias === undefined ? [] : [item.alias])));
  const uses: ColumnUse[] = [];
  significant.forEach((at, place) => {
    const token = tokens[at];
    if (token === undefined || (token.kind !== "word" && token.kind !== "quoted") || aliases.has(at)) return;
    if (token.kind === "word" && KEYWORDS.has(token.text.toLowerCase())) return;
    const before = textAt(place - 1);
    const after = textAt(place + 1);
    if (after === "(" || after === "." || before === "as" || before === "::") return;
    const qualified = before === ".";
    const owner = tokens[significant[place - 2] ?? -1];
    const whole = select.items.find(
      (item) =>
        item.column !== undefined && item.first <= at && at <= item.expressionLast && item.expressionLast === at,
    );
    uses.push({
      token: at,
      name: identifierName(token),
      ...(qualified && owner !== undefined ? { qualifier: identifierName(owner) } : {}),
      ...(whole === undefined ? {} : { whole }),
    });
  });
  return uses;
}

/** The relation a column use reads, when it is certain. */
export function relationOf(
  use: ColumnUse,
  select: SqlSelect,
  columnsOf: (relation: SqlRelation) => readonly string[] | undefined,
): SqlRelation | "none" | "unsure" {
  if (use.qualifier !== undefined) {
    const { qualifier } = use;
    return select.relations.find((relation) => sameName(relation.alias, qualifier)) ?? "none";
  }
  const [only, ...others] = select.relations;
  if (only === undefined) return "none";
  if (others.length === 0) {
    const columns = columnsOf(only);
    return columns === undefined || columns.some((column) => sameName(column, use.name)) ? only : "none";
  }
  const having = select.relations.filter(
    (relation) => columnsOf(relation)?.some((column) => sameName(column, use.name)) ?? true,
  );
  if (having.length === 0) return "none";
  const [first, second] = having;
  return first !== undefined && second === undefined ? first : "unsure";
}
