import { shortHash } from "../short-hash.ts";
import { isTree, kindOf, listAt, nameOf, type Tree, treeAt } from "./parse-query.ts";
import { type Definitions, fold } from "./query-facts.ts";

/** Definitions while they are made: columns are looked up by name. */
interface Made {
  readonly rows: string;
  readonly columns: ReadonlyMap<string, string>;
  readonly others: string;
}

type Ctes = ReadonlyMap<string, () => Made>;

/** What a query and each of its columns are made by. */
export function definitionsOf(query: Tree): Definitions {
  const made = madeBy(query, new Map());
  return { ...made, columns: [...made.columns] };
}

function madeBy(query: Tree, ctes: Ctes): Made {
  const [kind, body] = kindOf(query) ?? [];
  if (!kind || !body || treeAt(body, "with")?.["recursive"] === true) return opaque(query, ctes);
  const known = withCtes(body, ctes);
  const inner = treeAt(body, "this");
  if (kind === "select") return ofSelect(body, known);
  if (kind === "union") return ofUnion(query, body, known);
  // ORDER BY and LIMIT of brackets hang on these.
  if (inner && (kind === "paren" || kind === "subquery") && Object.entries(body).every(isInBrackets)) {
    return madeBy(inner, known);
  }
  return opaque(query, known);
}

function isInBrackets([key, value]: [string, unknown]): boolean {
  return ["this", "alias", "with", "span"].includes(key) || SILENT.has(key) || isNothing(value);
}

function withCtes(body: Tree, ctes: Ctes): Ctes {
  const known = new Map(ctes);
  for (const cte of listAt(treeAt(body, "with") ?? {}, "ctes")) {
    const name = isTree(cte) ? nameOf(cte["alias"]) : undefined;
    const query = isTree(cte) ? treeAt(cte, "this") : undefined;
    if (!isTree(cte) || name === undefined || !query) continue;
    const before: Ctes = new Map(known);
    let made: Made | undefined;
    known.set(fold(name), () => {
      made ??= listAt(cte, "columns").length > 0 ? opaque(cte, before) : madeBy(query, before);
      return made;
    });
  }
  return known;
}

/** Nothing is known of its parts: any difference is one of everything. */
function opaque(query: Tree, ctes: Ctes): Made {
  const made = shortHash(new Reading(query).with(ctes, []));
  return { rows: made, columns: new Map(), others: made };
}

function ofUnion(query: Tree, body: Tree, ctes: Ctes): Made {
  const sides = ["left", "right"].map((side) => madeBy(treeAt(body, side) ?? {}, ctes));
  const [left, right] = sides;
  const isOpen = ["left", "right"].some((side) => namesOf(treeAt(body, side) ?? {}) === undefined);
  if (!left || !right || isOpen || body["by_name"] === true) return opaque(query, ctes);
  const rest = Object.fromEntries(Object.entries(body).filter(([key]) => !["left", "right", "with"].includes(key)));
  const end = new Reading(rest).with(ctes, []);
  const names = [...left.columns.keys()];
  const others = [...right.columns.values()];
  const columns = new Map(names.map((name, at) => [name, shortHash([left.columns.get(name), others[at]])]));
  const keys = body["all"] === true ? [] : [...columns.values()];
  return {
    rows: shortHash([end, left.rows, right.rows, keys]),
    columns,
    others: shortHash([left.others, right.others]),
  };
}

/** The names of all columns of a side, where each has one and no other has it. */
function namesOf(query: Tree): readonly string[] | undefined {
  const [kind, body] = kindOf(query) ?? [];
  if (kind === "union" && body) return namesOf(treeAt(body, "left") ?? {});
  if (kind !== "select" || !body) return undefined;
  const names = listAt(body, "expressions").flatMap((expression) => ownName(expression) ?? []);
  return names.length === listAt(body, "expressions").length && new Set(names).size === names.length
    ? names
    : undefined;
}

function ofSelect(body: Tree, ctes: Ctes): Made {
  const relations: Made[] = [];
  const read: unknown[] = [];
  const enter = (relation: unknown): void => {
    const made = relationOf(relation, ctes);
    if (made) relations.push(made);
    read.push(
      made
        ? [made.rows, new Reading(treeAt(kindOf(relation)?.[1] ?? {}, "alias")).text]
        : new Reading(relation).with(ctes, []),
    );
  };
  for (const relation of listAt(treeAt(body, "from") ?? {}, "expressions")) enter(relation);
  for (const join of listAt(body, "joins")) if (isTree(join)) enter(join["this"]);
  const joins = listAt(body, "joins").map((join) => (isTree(join) ? { ...join, this: null } : join));
  const clauses = Object.fromEntries(Object.entries({ ...body, joins }).filter(([key]) => !APART.has(key)));

  const named = new Map<string, Reading>();
  const stars: Reading[] = [];
  const nameless: Reading[] = [];
  for (const expression of listAt(body, "expressions")) {
    const name = ownName(expression);
    const reading = new Reading(expression);
    if (kindOf(expression)?.[0] === "star") stars.push(reading);
    else if (name === undefined || named.has(name)) nameless.push(reading);
    else named.set(name, reading);
  }
  const own = new OwnNames(named);
  const made = (reading: Reading): unknown => own.with(reading, ctes, relations);
  const passed = stars.map(made);
  const columns = new Map<string, string>();
  if (stars.length > 0) {
    for (const name of relations.flatMap((relation) => [...relation.columns.keys()])) {
      columns.set(name, shortHash([passed, relations.map((relation) => lookedUp(relation, name))]));
    }
  }
  for (const [name, reading] of named) columns.set(name, shortHash(made(reading)));
  const all = relations.map((relation) => relation.others);
  // An expression without a name may be one of many columns at once.
  const every = nameless.length > 0 ? relations.map((relation) => [...relation.columns]) : [];
  const others = shortHash([passed, all, nameless.map(made), every]);
  const shared = isNatural(body) ? relations.map((relation) => [...relation.columns]) : [];
  const keys = isByColumns(body) ? [[...columns], others, shared] : shared;
  return { rows: shortHash([read, made(new Reading(clauses)), keys]), columns, others };
}

/** Whether relations meet by all columns that both have. */
function isNatural(body: Tree): boolean {
  return listAt(body, "joins").some((join) => isTree(join) && /natural/iu.test(String(join["kind"])));
}

/** Whether columns decide on rows without being named: by their place, or all of them. */
function isByColumns(body: Tree): boolean {
  const keys = [
    ...listAt(treeAt(body, "group_by") ?? {}, "expressions"),
    ...listAt(treeAt(body, "order_by") ?? {}, "expressions"),
  ];
  const isAll = treeAt(body, "group_by")?.["all"] === true;
  const isPlaced = keys.some(
    (key) => kindOf(isTree(key) && isTree(key["this"]) ? key["this"] : key)?.[0] === "literal",
  );
  return body["distinct"] === true || isAll || isPlaced;
}

/** A CTE or subquery that rows are taken of; what else there is, is told by its text. */
function relationOf(relation: unknown, ctes: Ctes): Made | undefined {
  const [kind, body] = kindOf(relation) ?? [];
  if (!body || listAt(body, "column_aliases").length > 0) return undefined;
  if (kind === "table" && isNothing(body["schema"])) return ctes.get(fold(nameOf(body["name"]) ?? ""))?.();
  return kind === "subquery" ? madeBy({ subquery: body }, ctes) : undefined;
}

function ownName(expression: unknown): string | undefined {
  const [kind, body] = kindOf(expression) ?? [];
  if (kind === "alias") return fold(nameOf(body?.["alias"]) ?? "") || undefined;
  return kind === "column" ? fold(nameOf(body?.["name"]) ?? "") || undefined : undefined;
}

function lookedUp(relation: Made, name: string): string {
  return relation.columns.get(name) ?? relation.others;
}

/** A select list may be named by the rest of the query, and by itself. */
class OwnNames {
  readonly #named: ReadonlyMap<string, Reading>;

  constructor(named: ReadonlyMap<string, Reading>) {
    this.#named = named;
  }

  with(reading: Reading, ctes: Ctes, relations: readonly Made[]): unknown {
    const seen = new Set([reading]);
    for (const one of seen) {
      for (const name of one.names) {
        const other = this.#named.get(name);
        if (other) seen.add(other);
      }
    }
    return [...seen].map((one) => one.with(ctes, relations));
  }
}

/** Clauses that are looked at apart from the rest. */
const APART: ReadonlySet<string> = new Set(["expressions", "from", "with"]);
/** What is written beside a query and means nothing to it. */
const SILENT: ReadonlySet<string> = new Set([
  "span",
  "quoted",
  "leading_comments",
  "trailing_comments",
  "comments",
  "operator_comments",
  "alias_explicit_as",
  "original_name",
]);

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

/** A piece of a query as text, with the names in it. */
class Reading {
  readonly text: string;
  /** Whatever may be the name of a column. */
  readonly names = new Set<string>();
  /** Whatever may be the name of a CTE. */
  readonly #relations = new Set<string>();

  constructor(piece: unknown) {
    this.text = JSON.stringify(this.#read(piece)) ?? "";
  }

  /** The text, and how everything that it names is made. */
  with(ctes: Ctes, relations: readonly Made[]): unknown {
    const read = [...this.#relations].flatMap((name) => ctes.get(name)?.() ?? []);
    const columns = [...this.names].map((name) => relations.map((relation) => lookedUp(relation, name)));
    return [this.text, read.map(({ rows, columns: all, others }) => [rows, [...all], others]), columns];
  }

  #read(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#read(one));
    if (!isTree(value)) return value;
    if (isTree(value["annotated"])) return this.#read(value["annotated"]["this"]);
    const { name } = value;
    if (typeof name === "string") this.names.add(fold(name));
    if (isTree(name) && isNothing(value["schema"])) this.#relations.add(fold(nameOf(name) ?? ""));
    const entries = Object.entries(value);
    // NULL, RANK and the like are a kind and nothing else.
    if (entries.length === 1 && entries[0]?.[1] === null) return entries[0][0];
    return entries
      .filter(([key, inner]) => !SILENT.has(key) && (!isNothing(inner) || (key === "nulls_first" && inner === false)))
      .map(([key, inner]) => [key, key === "name" && typeof inner === "string" ? fold(inner) : this.#read(inner)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  }
}
