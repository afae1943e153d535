import { isTree, kindOf, listAt, nameOf, type Tree, treeAt } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";
import { addition } from "./addition.ts";
import { comparison, junction, negation } from "./logic.ts";
import { FALSE, type NormalQuery, NotUnderstood, type Term, TRUE, term } from "./normal-form.ts";
import { typeText } from "./sql-types.ts";

/** What an expression needs from the query it stands in. */
export interface Around {
  /** What a name of one or more parts is. */
  name(parts: readonly string[]): Term;
  query(tree: Tree): NormalQuery;
  window(name: string): Tree | undefined;
  /** Whether the SQL has one sign for a sum and for a text after another. */
  readonly addsTexts: boolean;
}

/** How something is written, and not what it is. */
const WRITING =
  /^(?:(?:leading_|trailing_|operator_|inner_|post_\w+_)?comments|span|double_colon_syntax|alias_explicit_as|use_inner_keyword|use_outer_keyword|nesting_group|kind_text|start_side_text|end_side_text|inferred_type|quoted|no_parens|alias_first|left_comments|alias_keyword|optimizer_hint)$/u;
const QUERIES: ReadonlySet<string> = new Set(["select", "union", "intersect", "except", "values"]);
const COMPARED: ReadonlySet<string> = new Set(["eq", "neq", "lt", "lte", "gt", "gte"]);
/** Each call may be another value. */
const VOLATILE: ReadonlySet<string> = new Set(
  "random rand uuid gen_random_uuid newid nextval setseed uuid_string randn uniform uuidv4 uuidv7 generate_uuid".split(
    " ",
  ),
);

/** Brings an expression into its normal form. */
export function normalExpression(around: Around, tree: unknown): Term {
  const found = kindOf(tree);
  if (!found) return generic(around, tree);
  const [kind, body] = found;
  const of = (key: string): Term => normalExpression(around, body[key]);
  const all = (key: string): Term[] => listAt(body, key).map((item) => normalExpression(around, item));
  if (COMPARED.has(kind)) return comparison(kind, of("left"), of("right"));
  if (QUERIES.has(kind)) return queryTerm("query", around.query({ [kind]: body }));
  if (VOLATILE.has(kind)) throw new NotUnderstood(`${kind} is another value at each call`);
  switch (kind) {
    case "paren":
      return of("this");
    case "boolean":
      return body["value"] === true ? TRUE : FALSE;
    case "column":
      return around.name([nameOf(body["table"]), nameOf(body["name"])].filter((part) => part !== undefined));
    case "dot":
      return dotted(around, body);
    case "and":
    case "or":
      return junction(kind, [of("left"), of("right")]);
    case "add":
      return addition(of("left"), of("right"), around.addsTexts);
    case "mul":
    case "null_safe_eq":
    case "null_safe_neq":
      return term(kind, of("left"), of("right"));
    case "not":
      return negation(of("this"));
    case "between": {
      const value = of("this");
      const inside = junction("and", [comparison("gte", value, of("low")), comparison("lte", value, of("high"))]);
      if (body["symmetric"] === true) return generic(around, tree);
      return body["not"] === true ? negation(inside) : inside;
    }
    case "in":
      return membership(around, tree, body);
    case "is_null": {
      const isNull = term("is_null", of("this"));
      return body["not"] === true ? negation(isNull) : isNull;
    }
    case "exists":
      return notIf(body, queryTerm("exists", around.query(treeAt(body, "this") ?? {})));
    case "subquery":
      return queryTerm("query", around.query({ [kind]: body }));
    case "coalesce":
      return coalesced(all("expressions"));
    case "nvl":
    case "if_null":
      return coalesced([of("this"), of("expression")]);
    case "if_func":
      return cases([[of("condition"), of("true_value")]], of("false_value"));
    case "case": {
      const operand = body["operand"];
      const whens = listAt(body, "whens").map((when): [Term, Term] => {
        const [condition, value] = (Array.isArray(when) ? when : []).map((item) => normalExpression(around, item));
        if (!condition || !value) throw new NotUnderstood("a CASE of another form");
        return [isTree(operand) ? comparison("eq", normalExpression(around, operand), condition) : condition, value];
      });
      return cases(whens, of("else_"));
    }
    case "cast":
      return casted(around, body, of("this"));
    case "count":
      return counted(around, body);
    case "window_function":
      return windowed(around, body);
    case "literal":
      return { ...term(`literal ${JSON.stringify(body["literal_type"])} ${JSON.stringify(body["value"])}`) };
    case "function":
      if (VOLATILE.has(fold(String(body["name"]))))
        throw new NotUnderstood(`${String(body["name"])} is another value at each call`);
      return generic(around, { function: { ...body, name: fold(String(body["name"])) } });
    case "lambda":
      return lambda(around, body);
    default:
      return generic(around, { [kind]: body });
  }
}

export function queryTerm(op: string, query: NormalQuery, ...args: readonly Term[]): Term {
  return { ...term(op, ...args), query };
}

/** What nothing is known of: all that the parser says of it. */
function generic(around: Around, tree: unknown): Term {
  if (Array.isArray(tree)) return term("list", ...tree.map((item) => normalExpression(around, item)));
  if (!isTree(tree)) return term(JSON.stringify(typeof tree === "string" ? tree : (tree ?? null)));
  const entries = Object.entries(tree).filter(([key, value]) => !WRITING.test(key) && value !== undefined);
  const [only] = entries;
  if (only && entries.length === 1 && VOLATILE.has(only[0]))
    throw new NotUnderstood(`${only[0]} is another value at each call`);
  if (only && entries.length === 1 && isTree(only[1])) return fields(around, only[0], only[1]);
  return fields(around, "", tree);
}

function fields(around: Around, kind: string, body: Tree): Term {
  if (kind === "data_type" || "data_type" in body) return term(typeText(body));
  const said = Object.entries(body).filter(
    ([key, value]) =>
      !WRITING.test(key) && value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  const scalars = said
    .filter(([, value]) => typeof value !== "object")
    .map(([key, value]) => `${key}=${/^(?:original_)?name$/u.test(key) ? fold(String(value)) : JSON.stringify(value)}`);
  const inner = said.filter(([, value]) => typeof value === "object");
  return term(
    [kind, ...scalars].join(" "),
    ...inner.map(([key, value]) => term(`${key}:`, normalExpression(around, value))),
  );
}

function notIf(body: Tree, found: Term): Term {
  return body["not"] === true ? negation(found) : found;
}

function dotted(around: Around, body: Tree): Term {
  const parts: string[] = [];
  for (let at: Tree | undefined = body; at; ) {
    parts.unshift(nameOf(at["field"]) ?? "");
    const inner: readonly [string, Tree] | undefined = kindOf(at["this"]);
    if (inner?.[0] === "dot") at = inner[1];
    else if (inner?.[0] === "column") {
      const names = [nameOf(inner[1]["table"]), nameOf(inner[1]["name"])].filter((part) => part !== undefined);
      return around.name([...names, ...parts]);
    } else return term(`field ${parts.map(fold).join(".")}`, normalExpression(around, at["this"]));
  }
  throw new NotUnderstood("a field of nothing");
}

/** A list of texts, or of whole numbers, is compared with one by one; others may make a common type first. */
function membership(around: Around, tree: unknown, body: Tree): Term {
  const value = normalExpression(around, body["this"]);
  const query = treeAt(body, "query");
  if (query) return notIf(body, queryTerm("in", around.query(query), value));
  const items = listAt(body, "expressions").map((item) => normalExpression(around, item));
  if (items.length === 0 || isTree(body["unnest"])) return generic(around, { other: tree });
  const alike =
    items.length === 1 ||
    items.every(({ op }) => op.startsWith('literal "string"')) ||
    items.every(({ op }) => /^literal "number" "\d{1,9}"$/u.test(op));
  const found = alike
    ? junction(
        "or",
        items.map((item) => comparison("eq", value, item)),
      )
    : term("in", value, term("in list", ...items));
  return notIf(body, found);
}

function coalesced(parts: readonly Term[]): Term {
  const flat = parts.flatMap((part) => (part.op === "coalesce" ? part.args : [part]));
  const [first] = flat;
  return first && flat.length === 1 ? first : term("coalesce", ...flat);
}

function cases(whens: readonly (readonly [Term, Term])[], otherwise: Term): Term {
  const isNull = /^null$/u.test(otherwise.op) || (otherwise.op === "" && otherwise.args.length === 0);
  const end = isNull ? [] : [term("else", otherwise)];
  return term("case", ...whens.map(([condition, value]) => term("when", condition, value)), ...end);
}

function casted(around: Around, body: Tree, value: Term): Term {
  const type = typeText(treeAt(body, "to") ?? {});
  const further = Object.entries(body).some(
    ([key, said]) =>
      !/^(?:this|to)$/u.test(key) &&
      !WRITING.test(key) &&
      said !== null &&
      said !== false &&
      !(Array.isArray(said) && said.length === 0),
  );
  if (further) return { ...fields(around, "cast", body), type };
  if (value.type === type) return value;
  return { ...term(`cast ${type}`, value), type };
}

/** COUNT of a value that is never NULL is a count of rows. */
function counted(around: Around, body: Tree): Term {
  const literal = kindOf(body["this"])?.[0];
  const isRows =
    body["distinct"] !== true &&
    (body["star"] === true || body["this"] == null || literal === "literal" || literal === "boolean");
  const { original_name: _, ...rest } = body;
  return fields(around, "count", isRows ? { ...rest, star: true, this: null } : rest);
}

function windowed(around: Around, body: Tree): Term {
  const over = treeAt(body, "over") ?? {};
  const name = nameOf(over["window_name"]);
  const named = name === undefined ? undefined : around.window(name);
  if (name !== undefined && !named) throw new NotUnderstood(`no window is called ${name}`);
  const { partition_by: _, order_by: __, window_name: ___, ...rest } = { ...over };
  if (named && Object.values(rest).some((value) => isTree(value))) throw new NotUnderstood("a window made of another");
  const spec: Tree = named ? { ...named, ...ordersOf(over, named) } : over;
  const partition = listAt(spec, "partition_by").map((item) => normalExpression(around, item));
  const order = listAt(spec, "order_by").map((item) => orderTerm(around, item));
  const { partition_by: _a, order_by: _b, window_name: _c, ...frame } = spec;
  const { over: _d, ...call } = body;
  return term(
    "window_function",
    normalExpression(around, body["this"]),
    fields(around, "call", { ...call, this: null }),
    term("set", ...partition),
    term("order", ...order),
    fields(around, "frame", frame),
  );
}

function ordersOf(over: Tree, named: Tree): Tree {
  const own = listAt(over, "order_by");
  if (listAt(over, "partition_by").length > 0) throw new NotUnderstood("a window made of another");
  return { order_by: own.length > 0 ? own : named["order_by"] };
}

/** One key of an order: ascending is what it is without a word. */
export function orderTerm(around: Around, item: unknown): Term {
  if (!isTree(item)) return normalExpression(around, item);
  const { this: value, desc, nulls_first: nulls, asc: _, explicit_asc: __, ...rest } = item;
  const how = [desc === true ? "desc" : "asc", nulls === null || nulls === undefined ? "" : `nulls ${String(nulls)}`];
  return term(how.join(" ").trim(), normalExpression(around, value), fields(around, "key", rest));
}

/** The parameters of a lambda are told apart by their place. */
function lambda(around: Around, body: Tree): Term {
  const parameters = listAt(body, "parameters").map((parameter) => fold(nameOf(parameter) ?? ""));
  const inner: Around = {
    ...around,
    query: (tree) => around.query(tree),
    window: (name) => around.window(name),
    name(parts) {
      const at = parameters.indexOf(fold(parts[0] ?? ""));
      if (at < 0) return around.name(parts);
      return parts.length === 1
        ? term(`parameter ${at}`)
        : term(`field ${parts.slice(1).map(fold).join(".")}`, term(`parameter ${at}`));
    },
  };
  return term("lambda", normalExpression(inner, body["body"]));
}
