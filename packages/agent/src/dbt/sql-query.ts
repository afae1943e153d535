import { type JinjaRelation, jinjaRelation } from "@throughline/lineage/jinja";
import { identifierName, isTrivia, type SqlToken, tokenizeSql } from "./sql-tokens.ts";

/** A query: common table expressions, then one select, or several joined by set operators. Numbers are token indexes. */
export interface SqlQuery {
  readonly ctes: readonly { readonly name: string; readonly query: SqlQuery }[];
  readonly selects: readonly SqlSelect[];
}

export interface SqlSelect {
  readonly keyword: number;
  readonly items: readonly SelectItem[];
  readonly relations: readonly SqlRelation[];
  /** Jinja statements stand in the select list: its items cannot be told for sure. */
  readonly templated: boolean;
  /** First and last token of the select with all its clauses. */
  readonly first: number;
  readonly last: number;
  /** Queries in parentheses inside its expressions. */
  readonly nested: readonly { readonly query: SqlQuery; readonly first: number; readonly last: number }[];
}

export interface SelectItem {
  readonly first: number;
  readonly last: number;
  /** `*`, or `qualifier.*`; `plain` is false with `exclude`, `replace` and the like. */
  readonly star?: { readonly qualifier?: string; readonly plain: boolean };
  /** The token of the alias, where it has one. */
  readonly alias?: number;
  /** Last token of the expression before the alias. */
  readonly expressionLast: number;
  /** The column it is, where it is nothing but a column. */
  readonly column?: { readonly qualifier?: string; readonly name: string };
  /** Name of the column it makes, where it can be known. */
  readonly output?: string;
}

export interface SqlRelation {
  readonly alias: string;
  readonly target:
    | JinjaRelation
    | { readonly kind: "named"; readonly name: string }
    | { readonly kind: "query"; readonly query: SqlQuery }
    | { readonly kind: "unknown" };
  readonly first: number;
  readonly last: number;
}

export interface ParsedSql {
  readonly text: string;
  readonly tokens: readonly SqlToken[];
  /** Absent when the file is not a select this reader understands. */
  readonly query?: SqlQuery;
}

const CLAUSES = new Set(["from", "where", "group", "having", "qualify", "order", "limit", "offset", "window"]);
const SET_OPERATORS = new Set(["union", "intersect", "except"]);
const AFTER_RELATION = new Set(
  "join on using left right inner outer full cross natural asof positional semi anti lateral where group order having qualify limit offset window union intersect except tablesample pivot unpivot".split(
    " ",
  ),
);
/** Words that cannot be an alias written without `as`. */
const NOT_AN_ALIAS = new Set(
  "null true false end and or not is in like ilike between then else when case interval distinct day days month months year years hour hours minute minutes second seconds current_date current_timestamp as by asc desc".split(
    " ",
  ),
);
/** Words after which an identifier still belongs to the expression. */
const EXPECTS_OPERAND = new Set(
  "and or not is in like ilike between then else when case interval distinct as by from select all any escape".split(
    " ",
  ),
);

/** Reads the select structure of a dbt model. Total: what it cannot read has no `query`. */
export function parseSql(text: string): ParsedSql {
  const tokens = tokenizeSql(text);
  const significant: number[] = [];
  tokens.forEach((token, at) => {
    if (!isTrivia(token) && !isConfigCall(token)) significant.push(at);
  });
  const reader = new QueryReader(tokens, significant);
  let end = significant.length;
  while (end > 0 && reader.symbol(end - 1) === ";") end -= 1;
  const query = reader.query(0, end);
  return query === undefined ? { text, tokens } : { text, tokens, query };
}

function isConfigCall(token: SqlToken): boolean {
  return token.kind === "expression" && /^\{\{-?\s*config\s*\(/u.test(token.text);
}

/** Reads ranges `[from, to)` of significant tokens; undefined means "not a shape known here". */
class QueryReader {
  private readonly tokens: readonly SqlToken[];
  private readonly significant: readonly number[];

  constructor(tokens: readonly SqlToken[], significant: readonly number[]) {
    this.tokens = tokens;
    this.significant = significant;
  }

  query(from: number, to: number): SqlQuery | undefined {
    const ctes: { name: string; query: SqlQuery }[] = [];
    let at = from;
    if (this.word(at) === "with") {
      at += this.word(at + 1) === "recursive" ? 2 : 1;
      for (;;) {
        const name = this.identifier(at);
        if (name === undefined) return undefined;
        at += 1;
        if (this.symbol(at) === "(") at = this.closing(at, to) + 1;
        if (this.word(at) !== "as") return undefined;
        at += 1;
        while (this.word(at) === "not" || this.word(at) === "materialized") at += 1;
        if (this.symbol(at) !== "(") return undefined;
        const close = this.closing(at, to);
        const query = this.query(at + 1, close);
        if (query === undefined) return undefined;
        ctes.push({ name, query });
        at = close + 1;
        if (this.symbol(at) !== ",") break;
        at += 1;
      }
    }
    const selects: SqlSelect[] = [];
    for (const [first, last] of this.branches(at, to)) {
      if (this.symbol(first) === "(" && this.closing(first, last) === last - 1) {
        const inner = this.query(first + 1, last - 1);
        if (inner === undefined || inner.ctes.length > 0) return undefined;
        selects.push(...inner.selects);
        continue;
      }
      const select = this.select(first, last);
      if (select === undefined) return undefined;
      selects.push(select);
    }
    return { ctes, selects };
  }

  symbol(at: number): string | undefined {
    const token = this.token(at);
    return token?.kind === "symbol" ? token.text : undefined;
  }

  private token(at: number): SqlToken | undefined {
    const index = this.significant[at];
    return index === undefined ? undefined : this.tokens[index];
  }

  private index(at: number): number {
    return this.significant[at] ?? 0;
  }

  private word(at: number): string | undefined {
    const token = this.token(at);
    return token?.kind === "word" ? token.text.toLowerCase() : undefined;
  }

  private identifier(at: number): string | undefined {
    const token = this.token(at);
    return token?.kind === "word" || token?.kind === "quoted" ? identifierName(token) : undefined;
  }

  private closing(open: number, to: number): number {
    let depth = 0;
    for (let at = open; at < to; at += 1) {
      const symbol = this.symbol(at);
      if (symbol === "(" || symbol === "[" || symbol === "{") depth += 1;
      if (symbol === ")" || symbol === "]" || symbol === "}") depth -= 1;
      if (depth === 0) return at;
    }
    return to;
  }

  /** Positions in `[from, to)` that are in no parentheses. */
  private *outer(from: number, to: number): Generator<number> {
    for (let at = from; at < to; at += 1) {
      const symbol = this.symbol(at);
      yield at;
      if (symbol === "(" || symbol === "[" || symbol === "{") at = this.closing(at, to);
    }
  }

  private branches(from: number, to: number): [number, number][] {
    const branches: [number, number][] = [];
    let first = from;
    for (const at of this.outer(from, to)) {
      const word = this.word(at);
      if (word === undefined || !SET_OPERATORS.has(word) || at < first) continue;
      if (word === "except" && this.symbol(at + 1) === "(" && this.symbol(at - 1) === "*") continue;
      branches.push([first, at]);
      first = at + 1;
      while (["all", "distinct"].includes(this.word(first) ?? "")) first += 1;
      if (this.word(first) === "by" && this.word(first + 1) === "name") first += 2;
    }
    branches.push([first, to]);
    return branches;
  }

  private select(from: number, to: number): SqlSelect | undefined {
    if (this.word(from) !== "select" || to <= from + 1) return undefined;
    let at = from + 1;
    if (this.word(at) === "distinct" || this.word(at) === "all") at += 1;
    if (this.word(at) === "on" && this.symbol(at + 1) === "(") at = this.closing(at + 1, to) + 1;
    const clauses = this.clauses(at, to);
    const listEnd = clauses[0]?.at ?? to;
    const items = this.items(at, listEnd);
    const fromClause = clauses.find((clause) => clause.word === "from");
    const relations =
      fromClause === undefined
        ? []
        : this.relations(fromClause.at + 1, clauses[clauses.indexOf(fromClause) + 1]?.at ?? to);
    const first = this.index(from);
    const last = this.index(to - 1);
    const listLast = this.index(listEnd - 1);
    return {
      keyword: first,
      items,
      relations,
      templated: this.tokens.slice(first, listLast).some((token) => token.kind === "statement"),
      first,
      last,
      nested: this.nested(from, to, relations),
    };
  }

  private clauses(from: number, to: number): { word: string; at: number }[] {
    const found: { word: string; at: number }[] = [];
    for (const at of this.outer(from, to)) {
      const word = this.word(at);
      if (word === undefined || !CLAUSES.has(word) || this.symbol(at - 1) === ".") continue;
      if (word === "from" && this.word(at - 1) === "distinct") continue;
      if (word === "group" && this.word(at - 1) === "within") continue;
      if (word !== "from" && found.length === 0 && ["window", "offset", "limit"].includes(word)) continue;
      found.push({ word, at });
    }
    return found;
  }

  private items(from: number, to: number): SelectItem[] {
    const items: SelectItem[] = [];
    let first = from;
    for (const at of [...this.outer(from, to), to]) {
      if (at !== to && this.symbol(at) !== ",") continue;
      if (at > first) items.push(this.item(first, at));
      first = at + 1;
    }
    return items;
  }

  private item(from: number, to: number): SelectItem {
    const last = to - 1;
    const base = { first: this.index(from), last: this.index(last), expressionLast: this.index(last) };
    if (this.symbol(from) === "*") return { ...base, star: { plain: to === from + 1 } };
    const qualifier = this.identifier(from);
    if (qualifier !== undefined && this.symbol(from + 1) === "." && this.symbol(from + 2) === "*")
      return { ...base, star: { qualifier, plain: to === from + 3 } };
    const alias = this.aliasAt(from, to);
    const expressionEnd = alias === undefined ? to : this.word(alias - 1) === "as" ? alias - 1 : alias;
    const column = this.plainColumn(from, expressionEnd);
    const output = alias === undefined ? column?.name : this.identifier(alias);
    return {
      ...base,
      expressionLast: this.index(expressionEnd - 1),
      ...(alias === undefined ? {} : { alias: this.index(alias) }),
      ...(column === undefined ? {} : { column }),
      ...(output === undefined ? {} : { output }),
    };
  }

  private aliasAt(from: number, to: number): number | undefined {
    const last = to - 1;
    if (last <= from || this.identifier(last) === undefined) return undefined;
    if (this.word(last - 1) === "as") return last;
    const word = this.word(last);
    if (word !== undefined && NOT_AN_ALIAS.has(word)) return undefined;
    const before = this.token(last - 1);
    if (before === undefined || before.kind === "number" || before.kind === "string" || before.kind === "expression")
      return undefined;
    if (before.kind === "symbol") return before.text === ")" ? last : undefined;
    return before.kind === "word" && EXPECTS_OPERAND.has(before.text.toLowerCase()) ? undefined : last;
  }

  private plainColumn(from: number, to: number): { qualifier?: string; name: string } | undefined {
    const first = this.identifier(from);
    if (first === undefined) return undefined;
    if (to === from + 1) return NOT_AN_ALIAS.has(first.toLowerCase()) ? undefined : { name: first };
    const name = this.identifier(from + 2);
    return to === from + 3 && this.symbol(from + 1) === "." && name !== undefined
      ? { qualifier: first, name }
      : undefined;
  }

  private relations(from: number, to: number): SqlRelation[] {
    const relations: SqlRelation[] = [];
    let expected = true;
    let skipTo = from;
    for (const at of this.outer(from, to)) {
      if (at < skipTo) continue;
      if (expected) {
        if (this.word(at) === "lateral") continue;
        const { relation, next } = this.relation(at, to);
        relations.push(relation);
        skipTo = next;
        expected = false;
      } else if (this.symbol(at) === "," || this.word(at) === "join") expected = true;
    }
    return relations;
  }

  private relation(from: number, to: number): { relation: SqlRelation; next: number } {
    const token = this.token(from);
    let next = from + 1;
    let target: SqlRelation["target"] = { kind: "unknown" };
    let implied = "";
    if (token?.kind === "expression") {
      target = jinjaRelation(token.text) ?? target;
      if (target.kind === "ref") implied = target.model;
      if (target.kind === "source") implied = target.table;
    } else if (this.symbol(from) === "(") {
      const close = this.closing(from, to);
      const query = this.query(from + 1, close);
      if (query !== undefined) target = { kind: "query", query };
      next = close + 1;
    } else {
      implied = this.identifier(from) ?? "";
      target = implied === "" ? target : { kind: "named", name: implied };
      while (this.symbol(next) === ".") {
        implied = this.identifier(next + 1) ?? implied;
        target = { kind: "unknown" };
        next += 2;
      }
      if (this.symbol(next) === "(") {
        target = { kind: "unknown" };
        next = this.closing(next, to) + 1;
      }
    }
    const targetLast = next - 1;
    let alias = implied;
    if (this.word(next) === "as" && next + 1 < to) {
      alias = this.identifier(next + 1) ?? alias;
      next += 2;
    } else if (next < to && this.identifier(next) !== undefined && !AFTER_RELATION.has(this.word(next) ?? "")) {
      alias = this.identifier(next) ?? alias;
      next += 1;
    }
    // Columns may be renamed behind an alias, as in `values (…) as t(a, b)`.
    if (this.symbol(next) === "(") {
      target = { kind: "unknown" };
      next = this.closing(next, to) + 1;
    }
    return {
      relation: { alias, target, first: this.index(from), last: this.index(Math.max(targetLast, next - 1)) },
      next,
    };
  }

  private nested(from: number, to: number, relations: readonly SqlRelation[]): SqlSelect["nested"][number][] {
    const found: SqlSelect["nested"][number][] = [];
    for (let at = from; at < to; at += 1) {
      const inner = this.word(at + 1);
      if (this.symbol(at) !== "(" || (inner !== "select" && inner !== "with")) continue;
      const close = this.closing(at, to);
      const first = this.index(at);
      const isRelation = relations.some((relation) => relation.first <= first && first <= relation.last);
      const query = isRelation ? undefined : this.query(at + 1, close);
      if (query !== undefined) found.push({ query, first, last: this.index(close) });
      at = close;
    }
    return found;
  }
}
