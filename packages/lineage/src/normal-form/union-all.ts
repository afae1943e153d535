import { byText, keyOf } from "./key-of.ts";
import { type NormalQuery, type Term, term } from "./normal-form.ts";
import { areOfOneType } from "./same-type.ts";

const UNION_ALL = "UNION ALL";

/**
 * The branches of a UNION ALL, and of one within it, in one order: the rows are the same in any. Not so where a column is of
 * several types, since a database may go from the first to the next to find the one of all.
 */
export function branchesInOneOrder(query: NormalQuery): NormalQuery {
  const { operation, parts = [], columns } = query;
  if (operation !== UNION_ALL) return query;
  const branches = parts.flatMap((part, at) =>
    branchesOf(
      part,
      columns.map(({ term: own }) => own.args[at]),
    ),
  );
  const terms = columns.map((_, at) => branches.flatMap(({ values }) => values[at] ?? []));
  if (!terms.every((own) => own.length === branches.length && areOfOneType(own))) return query;
  const names = columns.map(({ name }) => name);
  const sorted = branches.map((branch) => [keyIn(branch, names), branch] as const).sort(byText);
  return {
    ...query,
    parts: sorted.map(([, { part }]) => part),
    columns: columns.map((column, at) => ({
      ...column,
      term: term("united", ...sorted.flatMap(([, { values }]) => values[at] ?? [])),
    })),
  };
}

/** A query whose rows are among those of a union, and the values it has for its columns. */
interface Branch {
  readonly part: NormalQuery;
  readonly values: readonly (Term | undefined)[];
}

/** A union of which only columns are taken is its branches, of which the same are. */
function branchesOf(part: NormalQuery, values: Branch["values"]): readonly Branch[] {
  const isUnion =
    part.operation === UNION_ALL &&
    part.limit.length === 0 &&
    part.order.length === 0 &&
    values.every((value) => value?.op === "united");
  if (!isUnion) return [{ part, values }];
  return (part.parts ?? []).map((inner, at) => ({ part: inner, values: values.map((value) => value?.args[at]) }));
}

function keyIn({ part, values }: Branch, names: readonly string[]): string {
  const shown = values.flatMap((value, at) => (value ? [{ name: names[at] ?? "", term: value }] : []));
  return keyOf({ ...part, columns: shown });
}
