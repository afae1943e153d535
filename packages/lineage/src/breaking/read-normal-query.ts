import { isTree, kindOf, listAt, nameOf, type Tree, treeAt } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";
import { isAggregate } from "../sql/read-expression.ts";
import type { TableName } from "../sql/read-query.ts";
import { comparison, conjunction, junction } from "./logic.ts";
import { type First, type NamedColumn, type NamedRelation, type Names, resolveName } from "./names.ts";
import { type Around, normalExpression, orderTerm } from "./normal-expression.ts";
import {
  type Joined,
  NOTHING,
  type NormalColumn,
  type NormalQuery,
  NotUnderstood,
  type Source,
  type Term,
  term,
  within,
} from "./normal-form.ts";
import { typeNamed } from "./sql-types.ts";
import { sourceText } from "./text.ts";

/** A relation that a query may read, as far as it is known. */
export interface TypedRelation {
  readonly node: string;
  readonly columns: readonly { readonly name: string; readonly type?: string }[];
  /** Whether these are all of its columns. */
  readonly complete: boolean;
}

/** How the names of relations are looked up. */
export interface TypedLookup {
  table(name: TableName): TypedRelation;
}

interface Context {
  readonly lookup: TypedLookup;
  /** Whether the order of rows within the query may be seen in its result. */
  readonly ordered: boolean;
  readonly addsTexts: boolean;
  /** How many queries may still be read: one that is read in many places is read anew in each. */
  budget: number;
}

type Ctes = ReadonlyMap<string, (outer: Names | undefined) => NormalQuery>;

/** What may stand in a SELECT and is understood. */
const CLAUSES: ReadonlySet<string> = new Set(
  (
    "expressions from joins where_clause group_by having qualify windows order_by limit offset distinct distinct_on with " +
    "leading_comments post_select_comments trailing_comments"
  ).split(" "),
);
const ORDERED =
  /^(?:string_agg|array_agg|list|list_agg|group_concat|first|last|any_value|arg_max|arg_min|max_by|min_by|row_number|lag|lead|first_value|last_value|nth_value|ntile|limit|offset|distinct_on|frame|json_group_array|array_concat_agg|json_array_agg|json_object_agg|mode|aggregate_function)$/u;
const MAKERS = /^(?:unnest|explode|posexplode|flatten|generate_subscripts|unnest_.*)$/u;

/** Brings a query into its normal form. */
export function normalQuery(tree: Tree, lookup: TypedLookup, dialect: string): NormalQuery {
  const context: Context = {
    lookup,
    ordered: mentions(tree, ORDERED),
    addsTexts: /^(?:tsql|sqlserver|synapse|fabric)$/u.test(dialect),
    budget: 400,
  };
  return withoutLastOrder(readQuery(context, tree, undefined, new Map()));
}

/** A table has no order; only what a LIMIT leaves depends on one. */
function withoutLastOrder(query: NormalQuery): NormalQuery {
  return query.limit.length > 0 || query.distinct?.[0]?.op === "on" ? query : { ...query, order: [] };
}

function readQuery(context: Context, tree: Tree, outer: Names | undefined, ctes: Ctes): NormalQuery {
  context.budget -= 1;
  if (context.budget < 0) throw new NotUnderstood("it is made of too many queries");
  const [kind, body] = kindOf(tree) ?? ["", {}];
  const own = withCtes(context, body, ctes);
  switch (kind) {
    case "select":
      return new SelectReader(context, body, outer, own).read();
    case "union":
    case "intersect":
    case "except":
      return setOperation(context, kind, body, outer, own);
    case "paren":
    case "subquery": {
      const inner = treeAt(body, "this");
      if (!inner || body["lateral"] === true) throw new NotUnderstood("a query of another form");
      return withEnd(context, readQuery(context, inner, outer, own), body, outer, own);
    }
    case "values":
      return written(context, body, outer, own);
    default:
      throw new NotUnderstood(`${kind.replaceAll("_", " ")} is not looked into`);
  }
}

function withCtes(context: Context, body: Tree, ctes: Ctes): Ctes {
  const clause = treeAt(body, "with");
  if (!clause) return ctes;
  if (clause["recursive"] === true) throw new NotUnderstood("WITH RECURSIVE is not looked into");
  const known = new Map(ctes);
  for (const cte of listAt(clause, "ctes")) {
    const name = isTree(cte) ? nameOf(cte["alias"]) : undefined;
    const query = isTree(cte) ? treeAt(cte, "this") : undefined;
    if (!isTree(cte) || name === undefined || !query) throw new NotUnderstood("a WITH of another form");
    const before: Ctes = new Map(known);
    known.set(fold(name), (outer) => renamed(readQuery(context, query, outer, before), namesAt(cte, "columns")));
  }
  return known;
}

function setOperation(context: Context, kind: string, body: Tree, outer: Names | undefined, ctes: Ctes): NormalQuery {
  const parts = ["left", "right"].map((side) => readQuery(context, treeAt(body, side) ?? {}, outer, ctes));
  if (parts.some(({ open }) => open.length > 0))
    throw new NotUnderstood("it unites relations whose columns are not known");
  const byName = body["by_name"] === true;
  const isAll = body["all"] === true;
  const [left, right] = parts;
  if (!left || !right) throw new NotUnderstood("a set operation of another form");
  const names = byName
    ? [...new Map([...left.columns, ...right.columns].map(({ name }) => [fold(name), name])).values()]
    : left.columns.map(({ name }) => name);
  if (!byName && left.columns.length !== right.columns.length)
    throw new NotUnderstood("its parts have different columns");
  const columns = names.map((name, at) => {
    const of = (part: NormalQuery): Term =>
      (byName ? part.columns.find((column) => fold(column.name) === fold(name)) : part.columns[at])?.term ??
      term("missing");
    return { name, term: term("united", of(left), of(right)) };
  });
  const united: NormalQuery = {
    ...NOTHING,
    operation: `${kind.toUpperCase()}${isAll ? " ALL" : ""}`,
    parts,
    columns,
    ...((kind !== "union" || !isAll) && { distinct: columns.map((column) => column.term) }),
  };
  return withEnd(context, united, body, outer, ctes);
}

/** ORDER BY, LIMIT and OFFSET after what is no SELECT. */
function withEnd(context: Context, query: NormalQuery, body: Tree, outer: Names | undefined, ctes: Ctes): NormalQuery {
  const items = orderItems(body);
  const limits = limitsOf(body);
  if (items.length === 0 && limits.length === 0) return query;
  if (query.limit.length > 0) throw new NotUnderstood("a LIMIT of a LIMIT");
  const names: Names = { relations: [], merged: [], aliases: [...query.columns], ...(outer && { outer }) };
  const around = aroundOf(context, names, ctes, "aliases");
  const order = keys(
    around,
    items.map((item) => (isTree(item) ? { ...item } : item)),
    query.columns,
  );
  return {
    ...query,
    limit: limits.map((limit) => normalExpression(around, limit)),
    order: limits.length > 0 || context.ordered ? order : [],
  };
}

function written(context: Context, body: Tree, outer: Names | undefined, ctes: Ctes): NormalQuery {
  const names: Names = { relations: [], merged: [], aliases: [], ...(outer && { outer }) };
  const around = aroundOf(context, names, ctes, "relations");
  const rows = listAt(body, "expressions").map((row) =>
    (isTree(row) ? listAt(row, "expressions") : []).map((item) => normalExpression(around, item)),
  );
  const source: Source = { call: term("values", ...rows.map((row) => term("row", ...row))) };
  const columns = (rows[0] ?? []).map((_, at) => ({ name: `col${at}`, term: { ...term(`column ${at}`), source } }));
  return renamed({ ...NOTHING, sources: [{ source, how: "from", on: [] }], columns }, namesAt(body, "column_aliases"));
}

function renamed(query: NormalQuery, names: readonly string[]): NormalQuery {
  if (names.length === 0) return query;
  if (query.open.length > 0) throw new NotUnderstood("it renames columns that are not known");
  return { ...query, columns: query.columns.map((column, at) => ({ ...column, name: names[at] ?? column.name })) };
}

function aroundOf(
  context: Context,
  names: Names,
  ctes: Ctes,
  first: First,
  windows: ReadonlyMap<string, Tree> = new Map(),
): Around {
  return {
    name: (parts) => resolveName(names, parts, first),
    query: (tree) => readQuery(context, tree, names, ctes),
    window: (name) => windows.get(fold(name)),
    addsTexts: context.addsTexts,
  };
}

/** Reads one SELECT, clause by clause. */
class SelectReader {
  readonly #context: Context;
  readonly #body: Tree;
  readonly #ctes: Ctes;
  readonly #names: Names;
  readonly #windows: ReadonlyMap<string, Tree>;
  readonly #sources: Joined[] = [];
  readonly #where: Term[] = [];
  /** A query that this one only takes columns or rows of, and which it therefore is. */
  #base: NormalQuery | undefined;

  constructor(context: Context, body: Tree, outer: Names | undefined, ctes: Ctes) {
    const unknown = Object.entries(body).find(([key, value]) => !CLAUSES.has(key) && !isNothing(value));
    if (unknown) throw new NotUnderstood(`${unknown[0].replaceAll("_", " ")} is not looked into`);
    this.#context = context;
    this.#body = body;
    this.#ctes = ctes;
    this.#names = { relations: [], merged: [], aliases: [], ...(outer && { outer }) };
    this.#windows = new Map(
      listAt(body, "windows").flatMap((window) =>
        isTree(window) ? [[fold(nameOf(window["name"]) ?? ""), treeAt(window, "spec") ?? {}] as const] : [],
      ),
    );
  }

  read(): NormalQuery {
    this.#from();
    const columns = this.#columns();
    const base = this.#base ?? NOTHING;
    const where = [...this.#where, ...this.#condition("where_clause", "relations")];
    const qualify = this.#condition("qualify", "either");
    const having = this.#condition("having", "either");
    const group = this.#group(columns);
    const limit = limitsOf(this.#body).map((item) => normalExpression(this.#around("relations"), item));
    const distinct = this.#distinct(columns);
    const isOrdered = limit.length > 0 || this.#context.ordered;
    const order = isOrdered ? keys(this.#around("aliases"), orderItems(this.#body), columns) : [];
    const makers = columns.filter((column) => within(column.term, isMaker)).map((column) => column.term);
    const made: NormalQuery = {
      ...base,
      sources: [...base.sources, ...this.#sources],
      columns,
      open: this.#open(),
      ...this.#placed(base, where, qualify, having, group),
      makers,
      ...(distinct && { distinct }),
      limit: [...base.limit, ...limit],
      order: order.length > 0 ? order : base.order,
    };
    return this.#context.ordered ? tidy(made) : inOneOrder(tidy(made));
  }

  /** A condition on the rows of a query is one on its groups, or on its windows, if it has any. */
  #placed(
    base: NormalQuery,
    where: readonly Term[],
    qualify: readonly Term[],
    having: readonly Term[],
    group: readonly Term[] | undefined,
  ): Pick<NormalQuery, "where" | "having" | "qualify" | "group"> {
    const own = group ?? base.group;
    const kept = { where: base.where, having: [...base.having, ...having], qualify: [...base.qualify, ...qualify] };
    const found = own && { group: own };
    if (hasWindows(base)) return { ...kept, qualify: [...kept.qualify, ...where], ...found };
    if (base.group) return { ...kept, having: [...kept.having, ...where], ...found };
    return { ...kept, where: [...kept.where, ...where], ...found };
  }

  #around(first: First): Around {
    return aroundOf(this.#context, this.#names, this.#ctes, first, this.#windows);
  }

  #condition(clause: string, first: First): readonly Term[] {
    const condition = treeAt(this.#body, clause);
    if (!condition) return [];
    return conjunction(junction("and", [normalExpression(this.#around(first), condition["this"])]));
  }

  #from(): void {
    const items = listAt(treeAt(this.#body, "from") ?? {}, "expressions");
    const joins = listAt(this.#body, "joins").filter(isTree);
    const isAlone = items.length === 1 && joins.length === 0;
    const outerJoin = joins.some((join) => /right|full/iu.test(String(join["kind"])));
    for (const [at, item] of items.entries())
      this.#enter(item, at === 0 ? "from" : "cross", isAlone, outerJoin ? "columns" : "rows");
    for (const join of joins) this.#join(join, outerJoin);
  }

  /** Adds a relation; a query whose columns or rows are only passed on is looked through. */
  #enter(item: unknown, how: string, isAlone: boolean, through: "rows" | "columns"): readonly NamedRelation[] {
    const { relation, query } = this.#relation(item);
    this.#names.relations.push(relation);
    if (!query) return [relation];
    const own = this.#names.relations.length - 1;
    const look = (found: NormalQuery): NamedRelation => ({
      ...relation,
      columns: found.columns,
      ...(found.open[0] && { open: found.open[0] }),
    });
    if (isAlone && this.#isTransparent(query)) {
      this.#base = query;
      this.#names.relations[own] = look(query);
    } else if (isPlain(query) && (through === "rows" || isPassedOn(query))) {
      query.sources.forEach((joined, at) => {
        this.#sources.push(at === 0 ? { ...joined, how: how === "from" ? "from" : how } : joined);
      });
      this.#where.push(...query.where);
      this.#names.relations[own] = look(query);
    } else {
      if (query.open.length > 0) throw new NotUnderstood("it reads a query whose columns are not known");
      const source: Source = { query };
      this.#sources.push({ source, how, on: [] });
      const columns = query.columns.map(({ name, term: of }) => ({
        name,
        term: { ...term("column"), source, of, ...(of.type !== undefined && { type: of.type }) },
      }));
      this.#names.relations[own] = { ...relation, columns };
    }
    const [entered] = this.#names.relations.slice(own);
    return entered ? [entered] : [];
  }

  /** Whether this SELECT can be said as the query it reads, with other columns and more conditions. */
  #isTransparent(query: NormalQuery): boolean {
    if (isPlain(query)) return true;
    if (query.makers.length > 0) return false;
    const body = this.#body;
    const own = [body["expressions"], body["qualify"], body["having"]];
    if (!isNothing(body["group_by"]) || !isNothing(body["having"]) || !isNothing(body["qualify"])) return false;
    if (isAggregate(own) || mentions(own, /^window_function$/u) || mentions(own, MAKERS)) return false;
    const isEnd =
      query.distinct !== undefined || query.operation !== undefined || query.limit.length > 0 || query.order.length > 0;
    const narrows = [body["where_clause"], body["distinct"], body["distinct_on"], body["limit"], body["offset"]].some(
      (clause) => !isNothing(clause),
    );
    return !(isEnd && (narrows || !isNothing(body["order_by"])));
  }

  #relation(item: unknown): { readonly relation: NamedRelation; readonly query?: NormalQuery } {
    const [kind, body] = kindOf(item) ?? ["", {}];
    const alias = nameOf(body["alias"]);
    switch (kind) {
      case "table":
        return this.#table(body);
      case "paren":
        if (kindOf(body["this"])?.[0] === "table" && alias === undefined) return this.#relation(body["this"]);
        return { relation: { name: "", columns: [] }, query: this.#query({ [kind]: body }, body) };
      case "subquery":
        return {
          relation: { name: alias ?? "", columns: [] },
          query: this.#query({ subquery: { ...body, alias: null, column_aliases: [] } }, body),
        };
      case "values":
        return { relation: { name: alias ?? "", columns: [] }, query: this.#query({ [kind]: body }, body) };
      case "alias":
        return { relation: { name: alias ?? "", columns: [] }, query: this.#call(body) };
      default:
        throw new NotUnderstood(`${kind.replaceAll("_", " ")} in FROM is not looked into`);
    }
  }

  /** A function that makes rows, of columns that the query names. */
  #call(body: Tree): NormalQuery {
    const names = namesAt(body, "column_aliases");
    const call = normalExpression(this.#around("relations"), body["this"]);
    if (names.length === 0 || within(call, ({ source }) => source !== undefined)) {
      throw new NotUnderstood("a function in FROM is not looked into");
    }
    const source: Source = { call };
    const columns = names.map((name, at) => ({ name, term: { ...term(`column ${at}`), source } }));
    return { ...NOTHING, sources: [{ source, how: "from", on: [] }], columns };
  }

  #query(tree: Tree, body: Tree): NormalQuery {
    return renamed(readQuery(this.#context, tree, this.#names.outer, this.#ctes), namesAt(body, "column_aliases"));
  }

  #table(body: Tree): { readonly relation: NamedRelation; readonly query: NormalQuery } {
    const said = Object.entries(body).find(
      ([key, value]) =>
        !/^(?:name|schema|catalog|alias|alias_explicit_as|column_aliases|.*comments|span)$/u.test(key) &&
        !isNothing(value),
    );
    if (said) throw new NotUnderstood(`${said[0].replaceAll("_", " ")} of a table is not looked into`);
    const name = nameOf(body["name"]) ?? "";
    const schema = nameOf(body["schema"]);
    const catalog = nameOf(body["catalog"]);
    const alias = nameOf(body["alias"]);
    const cte = schema === undefined ? this.#ctes.get(fold(name)) : undefined;
    const query =
      cte?.(this.#names.outer) ??
      relationQuery(
        this.#context.lookup.table({
          name,
          ...(schema !== undefined && { schema }),
          ...(catalog !== undefined && { catalog }),
        }),
      );
    const relation: NamedRelation = {
      name: alias ?? name,
      columns: [],
      ...(schema !== undefined && alias === undefined && { schema }),
    };
    return { relation, query: renamed(query, namesAt(body, "column_aliases")) };
  }

  #join(join: Tree, outerJoin: boolean): void {
    const kind = String(join["kind"] ?? "").toLowerCase();
    const how = /^(?:inner|cross|implicit)$/u.test(kind) ? "cross" : kind;
    if (!/^(?:cross|left|right|full|semi|anti)$/u.test(how))
      throw new NotUnderstood(`a ${kind} join is not looked into`);
    const known =
      /^(?:this|on|using|kind|use_inner_keyword|use_outer_keyword|nesting_group|.*comments|span|deferred_condition|directed|pivots|join_hint|match_condition)$/u;
    const said = Object.entries(join).find(
      ([key, value]) =>
        (!known.test(key) || /^(?:deferred_condition|pivots|join_hint|match_condition)$/u.test(key)) &&
        !isNothing(value),
    );
    if (said) throw new NotUnderstood(`${said[0].replaceAll("_", " ")} of a join is not looked into`);
    const before: Names = { ...this.#names, relations: [...this.#names.relations], aliases: [] };
    const at = this.#sources.length;
    const [entered] = this.#enter(join["this"], how, false, how === "cross" && !outerJoin ? "rows" : "columns");
    if (!entered) return;
    const isFilter = how === "semi" || how === "anti";
    const conditions = isNothing(join["on"]) ? [] : [normalExpression(this.#around("relations"), join["on"])];
    for (const name of namesAt(join, "using")) {
      const left = resolveName(before, [name], "relations");
      const right = resolveName({ relations: [entered], merged: [], aliases: [] }, [name], "relations");
      conditions.push(comparison("eq", left, right));
      if (!isFilter) this.#merge(name, left, right, how);
    }
    if (isFilter) this.#names.relations.pop();
    const on = conjunction(junction("and", conditions));
    if (how === "cross" && !outerJoin) this.#where.push(...on);
    else {
      const joined = this.#sources[at];
      if (joined) this.#sources[at] = { ...joined, how: how === "cross" ? "inner" : how, on };
    }
  }

  #merge(name: string, left: Term, right: Term, how: string): void {
    const value = how === "right" ? right : how === "full" ? term("coalesce", left, right) : left;
    const at = this.#names.merged.findIndex((column) => fold(column.name) === fold(name));
    if (at >= 0) this.#names.merged.splice(at, 1);
    const shown = this.#names.relations
      .flatMap(({ columns }) => columns)
      .find((column) => fold(column.name) === fold(name));
    this.#names.merged.push({ name: shown?.name ?? name, term: value });
  }

  #columns(): NormalColumn[] {
    const items = listAt(this.#body, "expressions");
    const columns: NormalColumn[] = [];
    const shown = items.length === 0 ? [{ star: {} }] : items;
    for (const item of shown) {
      for (const column of this.#item(item)) {
        columns.push(column);
        this.#names.aliases.push(column);
      }
    }
    return withOwnNames(columns);
  }

  #item(item: unknown): readonly NormalColumn[] {
    const [kind, body] = kindOf(item) ?? ["", {}];
    const around = this.#around("relations");
    if (kind === "star") return this.#star(body);
    if (mentions(item, /^(?:star|columns)$/u, /^(?:count|select)$/u))
      throw new NotUnderstood("a selection of columns is not looked into");
    if (kind === "alias") {
      return [{ name: nameOf(body["alias"]) ?? "", term: normalExpression(around, body["this"]) }];
    }
    const value = normalExpression(around, item);
    if (kind === "column" || kind === "dot") {
      const written = nameOf(body[kind === "dot" ? "field" : "name"]) ?? "";
      return [{ name: this.#spelled(written), term: value }];
    }
    return [{ name: writtenAs(item), term: value }];
  }

  /** A column is called as its relation spells it. */
  #spelled(name: string): string {
    const known = this.#names.relations.flatMap(({ columns }) => columns);
    return known.find((column) => fold(column.name) === fold(name))?.name ?? name;
  }

  #star(body: Tree): NormalColumn[] {
    const said = Object.entries(body).find(
      ([key, value]) => !/^(?:table|except|replace|.*comments|span)$/u.test(key) && !isNothing(value),
    );
    if (said) throw new NotUnderstood(`${said[0]} of a star is not looked into`);
    const table = nameOf(body["table"]);
    const relations = this.#names.relations.filter(({ name }) => table === undefined || fold(name) === fold(table));
    if (relations.length === 0) throw new NotUnderstood(`${table ?? "*"}.* is of no relation`);
    const without = new Set(namesAt(body, "except").map(fold));
    const replaced = new Map(
      listAt(body, "replace").flatMap((item) =>
        isTree(item)
          ? [[fold(nameOf(item["alias"]) ?? ""), normalExpression(this.#around("relations"), item["this"])] as const]
          : [],
      ),
    );
    if (relations.some(({ open }) => open) && (without.size > 0 || replaced.size > 0)) {
      throw new NotUnderstood("a part of columns that are not known");
    }
    const merged = table === undefined ? this.#names.merged : [];
    const given = new Set<string>();
    return relations.flatMap(({ columns }) =>
      columns.flatMap(({ name, term: value }): NormalColumn[] => {
        const key = fold(name);
        const common = merged.find((column) => fold(column.name) === key);
        if (without.has(key) || (common && given.has(key))) return [];
        given.add(key);
        return [{ name, term: replaced.get(key) ?? common?.term ?? value }];
      }),
    );
  }

  #open(): readonly Source[] {
    const stars = listAt(this.#body, "expressions").flatMap((item) => {
      const [kind, body] = kindOf(item) ?? [];
      return kind === "star" && body ? [nameOf(body["table"])] : [];
    });
    const isBare = listAt(this.#body, "expressions").length === 0;
    return this.#names.relations.flatMap(({ name, open }) =>
      open && (isBare || stars.some((table) => table === undefined || fold(table) === fold(name))) ? [open] : [],
    );
  }

  #group(columns: readonly NormalColumn[]): readonly Term[] | undefined {
    const clause = treeAt(this.#body, "group_by");
    const items = listAt(this.#body, "expressions");
    if (clause) {
      const said = Object.entries(clause).find(
        ([key, value]) => !/^(?:expressions|all|.*comments|span)$/u.test(key) && !isNothing(value),
      );
      if (said) throw new NotUnderstood(`GROUP BY ${said[0]} is not looked into`);
      if (clause["all"] !== true) return keys(this.#around("either"), listAt(clause, "expressions"), columns);
      if (items.length !== columns.length) throw new NotUnderstood("GROUP BY ALL of a star");
      return columns.filter((_, at) => !isAggregate(items[at])).map((column) => column.term);
    }
    return isAggregate([items, this.#body["having"]]) || !isNothing(this.#body["having"]) ? [] : undefined;
  }

  #distinct(columns: readonly NormalColumn[]): readonly Term[] | undefined {
    const on = listAt(this.#body, "distinct_on");
    if (on.length > 0) return [term("on"), ...keys(this.#around("aliases"), on, columns)];
    if (this.#body["distinct"] !== true) return undefined;
    return [...columns.map((column) => column.term), ...this.#open().map((source) => ({ ...term("*"), source }))];
  }
}

/** A relation of the warehouse is a query that takes all of it. */
function relationQuery({ node, columns, complete }: TypedRelation): NormalQuery {
  const source: Source = { text: node.toLowerCase() };
  return {
    ...NOTHING,
    sources: [{ source, how: "from", on: [] }],
    columns: columns.map(({ name, type }) => ({
      name,
      term: { ...term(fold(name)), source, ...(type !== undefined && { type: typeNamed(type) }) },
    })),
    open: complete ? [] : [source],
  };
}

/** Rows without a repetition are groups; a condition on what groups are made by is one on rows. */
function tidy(query: NormalQuery): NormalQuery {
  const { distinct, group, limit } = query;
  const isOn = distinct?.[0]?.op === "on";
  if (
    distinct &&
    !isOn &&
    !group &&
    limit.length === 0 &&
    !query.operation &&
    !hasWindows(query) &&
    query.makers.length === 0
  ) {
    const { distinct: _, ...rest } = query;
    return { ...rest, group: distinct };
  }
  if (!group || group.length === 0 || group.some(({ op }) => op.startsWith("function"))) return query;
  const isOfRows = (condition: Term): boolean =>
    !within(condition, ({ op, query: inner }) => inner !== undefined || isAggregateOp(op));
  return {
    ...query,
    where: [...query.where, ...query.having.filter(isOfRows)],
    having: query.having.filter((condition) => !isOfRows(condition)),
  };
}

/** Relations that all meet without a condition of their own do so in any order. */
function inOneOrder(query: NormalQuery): NormalQuery {
  if (query.sources.some(({ how }) => how !== "from" && how !== "cross")) return query;
  const sources = query.sources
    .map(({ source }) => ({ source, text: sourceText(source) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return {
    ...query,
    sources: sources.map(({ source }, at) => ({ source, how: at === 0 ? "from" : "cross", on: [] })),
  };
}

/** Columns are read by name: of two with one name the second gets a number. */
function withOwnNames(columns: readonly NormalColumn[]): NormalColumn[] {
  const count = new Map<string, number>();
  return columns.map((column) => {
    const before = count.get(fold(column.name)) ?? 0;
    count.set(fold(column.name), before + 1);
    return before === 0 ? column : { ...column, name: `${column.name}_${before}` };
  });
}

/** Keys are written as expressions, as names of the select list, or by their place in it. */
function keys(around: Around, items: readonly unknown[], columns: readonly NamedColumn[]): readonly Term[] {
  return items.flatMap((item) => {
    const isOrdered = isTree(item) && "this" in item && !kindOf(item);
    const tree = isOrdered && isTree(item) ? item["this"] : item;
    const [kind, body] = kindOf(tree) ?? ["", {}];
    if (kind === "column" && fold(nameOf(body["name"]) ?? "") === "all" && !body["table"])
      throw new NotUnderstood("ORDER BY ALL is not looked into");
    const place =
      kind === "literal" && body["literal_type"] === "number" ? columns[Number(body["value"]) - 1] : undefined;
    if (kind === "literal" && !place) throw new NotUnderstood("a key that is no column");
    const fixed: Around = place
      ? { ...around, name: () => place.term, query: around.query, window: around.window }
      : around;
    const shown = place ? { column: { name: { name: "key" } } } : tree;
    return isOrdered && isTree(item) ? [orderTerm(fixed, { ...item, this: shown })] : [normalExpression(fixed, shown)];
  });
}

function orderItems(body: Tree): readonly unknown[] {
  const clause = treeAt(body, "order_by");
  return clause ? listAt(clause, "expressions") : [];
}

function limitsOf(body: Tree): readonly unknown[] {
  return ["limit", "offset"].flatMap((key) => {
    const value = body[key];
    if (isNothing(value)) return [];
    return [{ [`${key} of`]: kindOf(value) ? { this: value } : value }];
  });
}

/** Nothing but a choice of rows and columns. */
function isPlain(query: NormalQuery): boolean {
  return (
    query.group === undefined &&
    query.distinct === undefined &&
    query.operation === undefined &&
    query.limit.length === 0 &&
    query.order.length === 0 &&
    query.makers.length === 0 &&
    query.sources.length > 0 &&
    !hasWindows(query)
  );
}

/** One relation with all its rows, and columns that are its columns: it may be without a partner. */
function isPassedOn(query: NormalQuery): boolean {
  return (
    query.sources.length === 1 &&
    query.where.length === 0 &&
    query.columns.every((column) => column.term.source !== undefined)
  );
}

function hasWindows(query: NormalQuery): boolean {
  const isWindow = ({ op }: Term): boolean => op === "window_function";
  return query.qualify.length > 0 || query.columns.some((column) => within(column.term, isWindow));
}

function isMaker({ op }: Term): boolean {
  const [kind = "", name = ""] = op.split(" ");
  return MAKERS.test(kind) || (kind === "function" && MAKERS.test(name.replace(/^name=/u, "")));
}

function isAggregateOp(op: string): boolean {
  const [kind = "", name = ""] = op.split(" ");
  return kind === "function" || isAggregate({ [kind]: {} }) || isAggregate({ [name.replace(/^name=/u, "")]: {} });
}

/** How something without a name is written, which is what it is called. */
function writtenAs(item: unknown): string {
  return JSON.stringify(item, (key, value: unknown) => (/comments|span|inferred_type/u.test(key) ? undefined : value));
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
}

function namesAt(body: Tree, key: string): string[] {
  return listAt(body, key).flatMap((name) => nameOf(name) ?? []);
}

/** Whether a kind of node, or a call of the name, is anywhere in a tree. */
function mentions(value: unknown, kinds: RegExp, except?: RegExp): boolean {
  if (Array.isArray(value)) return value.some((item) => mentions(item, kinds, except));
  if (!isTree(value)) return false;
  const entries = Object.entries(value);
  return entries.some(([key, inner]) => {
    // A call without anything in it is a node of its kind with nothing; among other keys, nothing is nothing.
    if (except?.test(key) || (isNothing(inner) && entries.length > 1)) return false;
    if (kinds.test(key)) return true;
    if (key === "function" && isTree(inner) && kinds.test(fold(String(inner["name"])))) return true;
    return mentions(inner, kinds, except);
  });
}
