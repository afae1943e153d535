import { isTree, kindOf, listAt, nameOf, type Tree, treeAt } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";
import { isAggregate } from "../sql/read-expression.ts";
import { isNothing, mentions, namesAt } from "./clause-syntax.ts";
import { comparison, conjunction, junction } from "./logic.ts";
import { type NamedRelation, type Names, resolveName } from "./names.ts";
import { type Around, normalExpression } from "./normal-expression.ts";
import {
  type Joined,
  NOTHING,
  type NormalQuery,
  NotUnderstood,
  type Source,
  type Term,
  term,
  within,
} from "./normal-form.ts";
import { aroundOf, type Ctes, type QueryContext } from "./query-context.ts";
import { isPassedOn, isPlain, MAKERS } from "./query-shape.ts";
import { relationQuery } from "./relation-query.ts";
import { renamed } from "./renamed.ts";

const WINDOWS: ReadonlySet<string> = new Set(["window_function"]);

/** Reads what the rows of one SELECT come from, and tells `names` what it is called. */
export class FromReader {
  /** The relations, in the order in which they meet. */
  readonly sources: Joined[] = [];
  /** Conditions of inner joins, and of queries that are looked through. */
  readonly where: Term[] = [];
  /** A query that this one only takes columns or rows of, and which it therefore is. */
  base: NormalQuery | undefined;
  readonly #context: QueryContext;
  readonly #body: Tree;
  readonly #ctes: Ctes;
  readonly #names: Names;

  constructor(context: QueryContext, body: Tree, names: Names, ctes: Ctes) {
    this.#context = context;
    this.#body = body;
    this.#ctes = ctes;
    this.#names = names;
  }

  read(): void {
    const written = listAt(treeAt(this.#body, "from") ?? {}, "expressions");
    const { items, joins, isTurned } = this.#turned(written, listAt(this.#body, "joins").filter(isTree));
    const isAlone = items.length === 1 && joins.length === 0;
    const outerJoin = joins.some((join) => /right|full/iu.test(String(join["kind"])));
    for (const [at, item] of items.entries())
      this.#enter(item, at === 0 ? "from" : "cross", isAlone, outerJoin ? "columns" : "rows");
    for (const [at, join] of joins.entries()) this.#join(join, outerJoin, isTurned && at === 0);
  }

  /** A right join of the first two relations is the left join the other way; of more, it would need brackets. */
  #turned(items: readonly unknown[], joins: readonly Tree[]) {
    const [first, ...rest] = joins;
    const isRight = first !== undefined && fold(String(first["kind"])) === "right";
    if (!isRight || items.length !== 1 || this.#context.ordered) return { items, joins, isTurned: false };
    return { items: [first["this"]], joins: [{ ...first, this: items[0], kind: "left" }, ...rest], isTurned: true };
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
      this.base = query;
      this.#names.relations[own] = look(query);
    } else if (isPlain(query) && (through === "rows" || isPassedOn(query))) {
      query.sources.forEach((joined, at) => {
        this.sources.push(at === 0 ? { ...joined, how: how === "from" ? "from" : how } : joined);
      });
      this.where.push(...query.where);
      this.#names.relations[own] = look(query);
    } else {
      if (query.open.length > 0) throw new NotUnderstood("it reads a query whose columns are not known");
      const source: Source = { query };
      this.sources.push({ source, how, on: [] });
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
    if (isAggregate(own) || mentions(own, WINDOWS) || mentions(own, MAKERS)) return false;
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
    const call = normalExpression(this.#around(), body["this"]);
    if (names.length === 0 || within(call, ({ source }) => source !== undefined)) {
      throw new NotUnderstood("a function in FROM is not looked into");
    }
    const source: Source = { call };
    const columns = names.map((name, at) => ({ name, term: { ...term(`column ${at}`), source } }));
    return { ...NOTHING, sources: [{ source, how: "from", on: [] }], columns };
  }

  #query(tree: Tree, body: Tree): NormalQuery {
    return renamed(this.#context.read(tree, this.#names.outer, this.#ctes), namesAt(body, "column_aliases"));
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

  #join(join: Tree, outerJoin: boolean, isTurned: boolean): void {
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
    const at = this.sources.length;
    const [entered] = this.#enter(join["this"], how, false, how === "cross" && !outerJoin ? "rows" : "columns");
    if (!entered) return;
    const isFilter = how === "semi" || how === "anti";
    const conditions = isNothing(join["on"]) ? [] : [normalExpression(this.#around(), join["on"])];
    for (const name of namesAt(join, "using")) {
      const left = resolveName(before, [name], "relations");
      const right = resolveName({ relations: [entered], merged: [], aliases: [] }, [name], "relations");
      conditions.push(comparison("eq", left, right));
      if (!isFilter) this.#merge(name, left, right, how);
    }
    if (isFilter) this.#names.relations.pop();
    // A star has columns in the order in which relations are written.
    if (isTurned) this.#names.relations.reverse();
    const on = conjunction(junction("and", conditions));
    if (how === "cross" && !outerJoin) this.where.push(...on);
    else {
      const joined = this.sources[at];
      if (joined) this.sources[at] = { ...joined, how: how === "cross" ? "inner" : how, on };
    }
  }

  #merge(name: string, left: Term, right: Term, how: string): void {
    const value = how === "right" ? right : how === "full" ? term("coalesce", left, right) : left;
    const at = this.#names.merged.findIndex((column) => fold(column.name) === fold(name));
    if (at >= 0) this.#names.merged.splice(at, 1);
    // It is spelled as where its value is from.
    const relations = how === "right" ? this.#names.relations.toReversed() : this.#names.relations;
    const shown = relations.flatMap(({ columns }) => columns).find((column) => fold(column.name) === fold(name));
    this.#names.merged.push({ name: shown?.name ?? name, term: value });
  }

  #around(): Around {
    return aroundOf(this.#context, this.#names, this.#ctes, "relations");
  }
}
