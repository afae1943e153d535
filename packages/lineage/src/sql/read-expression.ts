import { isTree, kindOf, listAt, nameOf, type Tree, treeAt } from "./parse-query.ts";
import { allInputs, distinct, fold, type Input, type Rows, through } from "./query-facts.ts";
import { resolve, type Scope } from "./scope.ts";

/** What reading an expression needs from whoever reads the query around it. */
export interface Surroundings {
  readonly scope: Scope;
  unresolved(reason: string): void;
  subquery(query: Tree, outer: Scope): Rows;
}

const QUERIES: ReadonlySet<string> = new Set(["select", "union", "intersect", "except", "values"]);

/** Functions whose first argument may be a bare word for a part of a date. */
const TAKES_UNIT =
  /^(?:date_?trunc|date_?part|date_?diff|date_?sub|date_?add|timestamp_?diff|timestamp_?add|last_day)$/iu;
const UNIT =
  /^(?:millennium|century|decade|year|quarter|month|week|isoweek|day|dayofweek|doy|dow|hour|minute|second|millisecond|microsecond|epoch)s?$/iu;

/** The columns an expression is made of. */
export function inputsOf(around: Surroundings, expression: unknown): Input[] {
  return distinct(visit(around, "", expression));
}

function visit(around: Surroundings, key: string, value: unknown): Input[] {
  if (Array.isArray(value)) return value.flatMap((item) => visit(around, "", item));
  if (!isTree(value)) return [];
  const own = READERS[key];
  if (own) return own(around, value);
  if (QUERIES.has(key)) {
    const rows = around.subquery({ [key]: value }, around.scope);
    return [...allInputs(rows), ...passedRows(rows), ...rows.rows];
  }
  return readParts(around, value);
}

const READERS: Readonly<Record<string, (around: Surroundings, body: Tree) => Input[]>> = {
  column: readName,
  dot: readDot,
  exists(around, body) {
    const query = body["this"];
    return isTree(query) ? [...around.subquery(query, around.scope).rows] : [];
  },
  star(around, body) {
    const table = nameOf(body["table"]);
    const relations = around.scope.relations.filter(({ name }) => table === undefined || fold(name) === fold(table));
    return relations.flatMap((relation) => [...allInputs(relation), ...relation.rows]);
  },
  window_function(around, body) {
    return [...visit(around, "", body["this"]), ...readWindow(around, body["over"])];
  },
  within_group(around, body) {
    return [...visit(around, "", body["this"]), ...listAt(body, "order_by").flatMap((item) => visit(around, "", item))];
  },
  lambda(around, body) {
    const names = listAt(body, "parameters").flatMap((name) => nameOf(name) ?? []);
    return visit(withLocals(around, names), "", body["body"]);
  },
  comprehension(around, body) {
    const name = nameOf(body["expression"]);
    const inner = withLocals(around, name === undefined ? [] : [name]);
    return [
      ...visit(around, "", body["iterator"]),
      ...visit(inner, "", body["this"]),
      ...visit(inner, "", body["condition"]),
    ];
  },
  named_argument: (around, body) => visit(around, "", body["value"]),
  function: readFunction,
};

function readFunction(around: Surroundings, body: Tree): Input[] {
  const name = typeof body["name"] === "string" ? body["name"] : "";
  const given = listAt(body, "args");
  const [first, ...rest] = given;
  const unit = TAKES_UNIT.test(name) ? nameOf(treeAt(isTree(first) ? first : {}, "column")?.["name"]) : undefined;
  const isUnit = unit !== undefined && UNIT.test(unit) && !treeAt(isTree(first) ? first : {}, "column")?.["table"];
  return readParts(around, { ...body, args: isUnit ? rest : given });
}

/** An aggregate's own condition and order are no part of its value. */
function readParts(around: Surroundings, body: Tree): Input[] {
  return Object.entries(body).flatMap(([key, value]) => {
    if (key === "filter") return through("filter", visit(around, "", value));
    if (key === "order_by") return through("order", visit(around, "", value));
    return visit(around, key, value);
  });
}

/** Aggregates that the parser knows by name. */
const AGGREGATES: ReadonlySet<string> = new Set(
  (
    "aggregate_function within_group sum count avg min max string_agg array_agg list_agg group_concat any_value mode median " +
    "first last stddev stddev_pop stddev_samp variance var_pop var_samp count_if bool_and bool_or logical_and logical_or " +
    "approx_distinct percentile_cont percentile_disc quantile array_concat_agg json_array_agg json_object_agg bit_and bit_or " +
    "bit_xor skewness covar_pop covar_samp corr arg_max arg_min max_by min_by approx_quantile sum_if list"
  ).split(" "),
);

/** Whether an expression makes one value of many rows. */
export function isAggregate(expression: unknown): boolean {
  if (Array.isArray(expression)) return expression.some(isAggregate);
  if (!isTree(expression)) return false;
  return Object.entries(expression).some(([key, value]) => {
    if (key === "window_function" || QUERIES.has(key)) return false;
    return (AGGREGATES.has(key) && isTree(value)) || isAggregate(value);
  });
}

function readName(around: Surroundings, body: Tree): Input[] {
  const parts = [nameOf(body["table"]), nameOf(body["name"])].filter((part) => part !== undefined);
  return parts.length === 0 ? [] : resolve(around.scope, parts, around.unresolved);
}

/** `schema.table.column`, or a field of a struct. */
function readDot(around: Surroundings, body: Tree): Input[] {
  const parts: string[] = [];
  for (let at: Tree | undefined = body; at; ) {
    parts.unshift(nameOf(at["field"]) ?? "");
    const inner: readonly [string, Tree] | undefined = kindOf(at["this"]);
    if (inner?.[0] === "column") {
      const names = [nameOf(inner[1]["table"]), nameOf(inner[1]["name"])].filter((part) => part !== undefined);
      return resolve(around.scope, [...names, ...parts], around.unresolved);
    }
    if (inner?.[0] !== "dot") return visit(around, "", at["this"]);
    at = inner[1];
  }
  return [];
}

function readWindow(around: Surroundings, over: unknown): Input[] {
  if (!isTree(over)) return [];
  const name = nameOf(over["window_name"]);
  const named = name === undefined ? undefined : around.scope.windows.get(fold(name));
  const own = [...listAt(over, "partition_by"), ...listAt(over, "order_by")].flatMap((item) => visit(around, "", item));
  return [...through("window", own), ...readWindow(around, named)];
}

function withLocals(around: Surroundings, names: readonly string[]): Surroundings {
  const locals = new Set([...around.scope.locals, ...names.map(fold)]);
  return { ...around, scope: { ...around.scope, locals } };
}

function passedRows({ passes }: Rows): Input[] {
  return passes.map(({ relation }) => ({ relation, kind: "rowset" }));
}
