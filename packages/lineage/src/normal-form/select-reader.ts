import { isTree, kindOf, listAt, nameOf, type Tree, treeAt } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";
import { isAggregate } from "../sql/read-expression.ts";
import { isNothing, mentions, namesAt } from "./clause-syntax.ts";
import { FromReader } from "./from-reader.ts";
import { keys, limitsOf, orderItems } from "./keys.ts";
import { conjunction, junction } from "./logic.ts";
import type { First, Names } from "./names.ts";
import { type Around, normalExpression } from "./normal-expression.ts";
import {
  NOTHING,
  type NormalColumn,
  type NormalQuery,
  NotUnderstood,
  type Source,
  type Term,
  term,
  within,
} from "./normal-form.ts";
import { aroundOf, type Ctes, type QueryContext } from "./query-context.ts";
import { hasWindows, isMaker } from "./query-shape.ts";
import { inOneOrder } from "./source-order.ts";
import { tidy } from "./tidy-query.ts";

/** What may stand in a SELECT and is understood. */
const CLAUSES: ReadonlySet<string> = new Set(
  (
    "expressions from joins where_clause group_by having qualify windows order_by limit offset distinct distinct_on with " +
    "leading_comments post_select_comments trailing_comments"
  ).split(" "),
);

const SELECTIONS: ReadonlySet<string> = new Set(["star", "columns"]);
/** Where a star is none of columns. */
const COUNTED: ReadonlySet<string> = new Set(["count", "select"]);

/** Reads one SELECT, clause by clause. */
export class SelectReader {
  readonly #context: QueryContext;
  readonly #body: Tree;
  readonly #ctes: Ctes;
  readonly #names: Names;
  readonly #windows: ReadonlyMap<string, Tree>;

  constructor(context: QueryContext, body: Tree, outer: Names | undefined, ctes: Ctes) {
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
    const from = new FromReader(this.#context, this.#body, this.#names, this.#ctes);
    from.read();
    const columns = this.#columns();
    const base = from.base ?? NOTHING;
    const where = [...from.where, ...this.#condition("where_clause", "relations")];
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
      sources: [...base.sources, ...from.sources],
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
    if (mentions(item, SELECTIONS, COUNTED)) throw new NotUnderstood("a selection of columns is not looked into");
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

/** Columns are read by name: of two with one name the second gets a number. */
function withOwnNames(columns: readonly NormalColumn[]): NormalColumn[] {
  const count = new Map<string, number>();
  return columns.map((column) => {
    const before = count.get(fold(column.name)) ?? 0;
    count.set(fold(column.name), before + 1);
    return before === 0 ? column : { ...column, name: `${column.name}_${before}` };
  });
}

/** How something without a name is written, which is what it is called. */
function writtenAs(item: unknown): string {
  return JSON.stringify(item, (key, value: unknown) => (/comments|span|inferred_type/u.test(key) ? undefined : value));
}
