import { isTree, kindOf, listAt, nameOf, type Tree, treeAt } from "./parse-query.ts";
import {
  allInputs,
  columnOf,
  distinct,
  fold,
  type Input,
  isOpen,
  type Output,
  type Passed,
  type Rows,
  through,
} from "./query-facts.ts";
import { inputsOf, isAggregate, type Surroundings } from "./read-expression.ts";
import { emptyScope, type Relation, type Scope } from "./scope.ts";

/** A relation as a query writes it. */
export interface TableName {
  readonly catalog?: string;
  readonly schema?: string;
  readonly name: string;
}

/** What reading a query needs from outside of it. */
export interface QueryContext {
  /** A relation of the warehouse; it always is one, if only a name. */
  table(name: TableName): Rows;
  /** A model that dbt writes into the queries that read it. */
  ephemeral(cte: string): Rows | undefined;
  unresolved(reason: string): void;
  /** There is something that nothing is known of, not even what it reads. */
  unreadable(reason: string): void;
}

type Ctes = ReadonlyMap<string, () => Rows>;

const NONE: Rows = { outputs: [], passes: [], rows: [] };

/** What the rows and columns of a query are made of. */
export function readQuery(context: QueryContext, query: Tree, outer?: Scope, ctes: Ctes = new Map()): Rows {
  const found = kindOf(query);
  if (!found) return NONE;
  const [kind, body] = found;
  const own = withCtes(context, body, outer, ctes);
  switch (kind) {
    case "select":
      return new Select(context, body, outer, own).read();
    case "union":
    case "intersect":
    case "except":
      return readSetOperation(context, kind, body, outer, own);
    case "subquery": {
      const inner = isTree(body["this"]) ? readQuery(context, body["this"], outer, own) : NONE;
      return withEnd(context, inner, body, outer, own);
    }
    case "paren":
      return isTree(body["this"]) ? readQuery(context, body["this"], outer, own) : NONE;
    case "values":
      return readValues(context, body, outer, own);
    case "pivot":
    case "unpivot":
      return new Select(context, {}, outer, own).relationsOf({ [kind]: body })[0] ?? NONE;
    default:
      context.unreadable(`${kind.replaceAll("_", " ")} is no query`);
      return NONE;
  }
}

function surroundings(context: QueryContext, scope: Scope, ctes: Ctes): Surroundings {
  return {
    scope,
    unresolved: (reason) => context.unresolved(reason),
    subquery: (query, outer) => readQuery(context, query, outer, ctes),
  };
}

/** A name in WITH hides a table from the queries after it; only what is read is looked into. */
function withCtes(context: QueryContext, body: Tree, outer: Scope | undefined, ctes: Ctes): Ctes {
  const clause = treeAt(body, "with");
  if (!clause) return ctes;
  const known = new Map(ctes);
  const isRecursive = clause["recursive"] === true;
  for (const cte of listAt(clause, "ctes")) {
    const name = isTree(cte) ? nameOf(cte["alias"]) : undefined;
    const query = isTree(cte) ? treeAt(cte, "this") : undefined;
    if (!isTree(cte) || name === undefined || !query) continue;
    const before: Ctes = new Map(known);
    const names = listAt(cte, "columns").flatMap((column) => nameOf(column) ?? []);
    let read: Rows | undefined;
    known.set(fold(name), () => {
      read ??=
        context.ephemeral(name) ??
        (isRecursive
          ? readRecursive(context, fold(name), query, names, outer, before)
          : renamed(readQuery(context, query, outer, before), names));
      return read;
    });
  }
  return known;
}

/** The anchor says which columns there are; then the rest is read until it adds nothing. */
function readRecursive(
  context: QueryContext,
  name: string,
  query: Tree,
  names: readonly string[],
  outer: Scope | undefined,
  ctes: Ctes,
): Rows {
  const union = treeAt(query, "union");
  if (!union) return renamed(readQuery(context, query, outer, ctes), names);
  const inner = withCtes(context, union, outer, ctes);
  const read = (side: string, known: Ctes): Rows => {
    const tree = treeAt(union, side);
    return tree ? readQuery(context, tree, outer, known) : NONE;
  };
  let current = renamed(read("left", inner), names);
  for (let before = -1; before !== sizeOf(current); ) {
    before = sizeOf(current);
    const known = current;
    current = united(
      current,
      read(
        "right",
        new Map(inner).set(name, () => known),
      ),
      false,
      () => undefined,
    );
  }
  return current;
}

function sizeOf({ outputs, others, rows }: Rows): number {
  return rows.length + (others?.length ?? 0) + outputs.reduce((sum, { inputs }) => sum + inputs.length, 0);
}

function readSetOperation(
  context: QueryContext,
  kind: "union" | "intersect" | "except",
  body: Tree,
  outer: Scope | undefined,
  ctes: Ctes,
): Rows {
  const side = (key: string): Rows => {
    const tree = treeAt(body, key);
    return tree ? readQuery(context, tree, outer, ctes) : NONE;
  };
  const left = side("left");
  const right = side("right");
  const made =
    kind === "union"
      ? united(left, right, body["by_name"] === true, (reason) => context.unresolved(reason))
      : {
          ...left,
          rows: distinct([...left.rows, ...right.rows, ...through("filter", allInputs(right)), ...passed(right)]),
        };
  const keys = body["all"] === true ? [] : through("group", allInputs(made));
  return withEnd(context, { ...made, rows: distinct([...made.rows, ...keys]) }, body, outer, ctes);
}

/** Columns meet by their place, or by name. */
function united(left: Rows, right: Rows, byName: boolean, unresolved: (reason: string) => void): Rows {
  const rows = distinct([...left.rows, ...right.rows]);
  const passes = [...left.passes, ...right.passes];
  if (isOpen(left) || isOpen(right)) {
    unresolved("it unites relations whose columns are not known: they are taken to meet by name");
    const names = [...left.outputs, ...(isOpen(left) ? right.outputs : [])];
    const outputs = names.map(({ name, inputs }) => {
      const other = columnOf(right, name);
      return { name, inputs: distinct([...inputs, ...(other?.inputs ?? allInputs(right))]) };
    });
    const others = [...(left.others ?? []), ...(right.others ?? []), ...(isOpen(left) ? allInputs(right) : [])];
    return { outputs: sameNames(outputs), passes, ...(isOpen(left) && { others: distinct(others) }), rows };
  }
  if (byName) {
    const outputs = sameNames([...left.outputs, ...right.outputs]);
    return { outputs, passes: [], rows };
  }
  const outputs = left.outputs.map(({ name, inputs }, at) => ({
    name,
    inputs: distinct([...inputs, ...(right.outputs[at]?.inputs ?? [])]),
  }));
  return { outputs, passes: [], rows };
}

/** One column for each name, made of all that have it. */
function sameNames(outputs: readonly Output[]): Output[] {
  const found = new Map<string, Output>();
  for (const output of outputs) {
    const known = found.get(fold(output.name));
    found.set(fold(output.name), known ? { ...known, inputs: distinct([...known.inputs, ...output.inputs]) } : output);
  }
  return [...found.values()];
}

/** ORDER BY, LIMIT and OFFSET of what is no SELECT. */
function withEnd(context: QueryContext, rows: Rows, body: Tree, outer: Scope | undefined, ctes: Ctes): Rows {
  const scope = emptyScope(outer);
  scope.relations.push({ ...rows, name: "" });
  const around = surroundings(context, scope, ctes);
  const order = orderOf(around, body["order_by"], rows.outputs);
  const ends = through("filter", inputsOf(around, [body["limit"], body["offset"]]));
  return { ...rows, rows: distinct([...rows.rows, ...order, ...ends]) };
}

function readValues(context: QueryContext, body: Tree, outer: Scope | undefined, ctes: Ctes): Rows {
  const around = surroundings(context, emptyScope(outer), ctes);
  const tuples = listAt(body, "expressions").map((tuple) => (isTree(tuple) ? listAt(tuple, "expressions") : []));
  const outputs = (tuples[0] ?? []).map((_, at) => ({
    name: `col${at}`,
    inputs: inputsOf(
      around,
      tuples.map((tuple) => tuple[at]),
    ),
  }));
  return renamed({ outputs, passes: [], rows: [] }, namesAt(body, "column_aliases"));
}

function namesAt(body: Tree, key: string): string[] {
  return listAt(body, key).flatMap((name) => nameOf(name) ?? []);
}

function renamed(rows: Rows, names: readonly string[]): Rows {
  if (names.length === 0) return rows;
  const outputs = rows.outputs.map((output, at) => ({ ...output, name: names[at] ?? output.name }));
  const extra = names
    .slice(rows.outputs.length)
    .map((name) => ({ name, inputs: [...allInputs(rows), ...passed(rows)] }));
  return { ...rows, outputs: [...outputs, ...(isOpen(rows) ? extra : [])] };
}

function passed({ passes }: Rows): Input[] {
  return passes.map(({ relation }) => ({ relation, kind: "rowset" }));
}

function orderOf(around: Surroundings, clause: unknown, outputs: readonly Output[]): Input[] {
  const items = isTree(clause) ? listAt(clause, "expressions") : [];
  return through(
    "order",
    keysOf(
      around,
      items.map((item) => (isTree(item) ? item["this"] : item)),
      outputs,
      true,
    ),
  );
}

/** Keys are named as expressions, as names of the select list, or by their place in it. */
function keysOf(
  around: Surroundings,
  items: readonly unknown[],
  outputs: readonly Output[],
  outputsFirst = false,
): Input[] {
  return items.flatMap((item) => {
    const found = kindOf(item);
    if (found?.[0] === "literal" && found[1]["literal_type"] === "number") {
      return outputs[Number(found[1]["value"]) - 1]?.inputs ?? [];
    }
    if (found?.[0] === "column" && !found[1]["table"]) {
      const name = fold(nameOf(found[1]["name"]) ?? "");
      const output = outputs.find((candidate) => fold(candidate.name) === name);
      if (output && outputsFirst) return output.inputs;
      if (name === "all" && outputsFirst) return outputs.flatMap(({ inputs }) => inputs);
    }
    return inputsOf(around, item);
  });
}

/** Reads one SELECT, clause by clause. */
class Select {
  readonly #context: QueryContext;
  readonly #body: Tree;
  readonly #ctes: Ctes;
  readonly #scope: Scope;
  readonly #rows: Input[] = [];
  readonly #passes: Passed[] = [];
  #others: Input[] | undefined;

  constructor(context: QueryContext, body: Tree, outer: Scope | undefined, ctes: Ctes) {
    this.#context = context;
    this.#body = body;
    this.#ctes = ctes;
    const windows = new Map(
      listAt(body, "windows").flatMap((window) =>
        isTree(window) ? [[fold(nameOf(window["name"]) ?? ""), window["spec"]] as const] : [],
      ),
    );
    this.#scope = { ...emptyScope(outer), windows };
  }

  get #around(): Surroundings {
    return surroundings(this.#context, this.#scope, this.#ctes);
  }

  read(): Rows {
    for (const item of listAt(treeAt(this.#body, "from") ?? {}, "expressions")) this.#enter(item);
    for (const join of listAt(this.#body, "joins")) if (isTree(join)) this.#join(join);
    for (const view of listAt(this.#body, "lateral_views")) if (isTree(view)) this.#lateralView(view);
    const outputs = this.#selectList();
    this.#conditions(outputs);
    return {
      outputs,
      passes: this.#passes,
      ...(this.#others && { others: distinct(this.#others) }),
      rows: distinct(this.#rows),
    };
  }

  #enter(item: unknown): readonly Relation[] {
    const entered = this.relationsOf(item);
    for (const relation of entered) {
      this.#scope.relations.push(relation);
      this.#rows.push(...relation.rows);
    }
    return entered;
  }

  #join(join: Tree): void {
    const before = [...this.#scope.relations];
    const entered = this.#enter(join["this"]);
    const kind = String(join["kind"] ?? "").toLowerCase();
    const using = namesAt(join, "using");
    const names = kind.includes("natural") ? this.#shared(before, entered) : using;
    for (const name of names) this.#merge(name, before, entered, kind);
    this.#rows.push(...through("join", inputsOf(this.#around, join["on"])));
    if (/semi|anti/u.test(kind)) {
      this.#scope.relations.splice(0, this.#scope.relations.length, ...before);
    }
  }

  #lateralView(view: Tree): void {
    for (const relation of this.#function(view["this"], nameOf(view["table_alias"]), namesAt(view, "column_aliases"))) {
      this.#scope.relations.push(relation);
      this.#rows.push(...relation.rows);
    }
  }

  #shared(before: readonly Relation[], entered: readonly Relation[]): string[] {
    if ([...before, ...entered].some(isOpen)) {
      this.#context.unresolved("a natural join of relations whose columns are not known");
      this.#rows.push(...through("join", [...before, ...entered].flatMap(allInputs)));
    }
    const known = new Set(before.flatMap(({ outputs }) => outputs.map(({ name }) => fold(name))));
    return entered.flatMap(({ outputs }) => outputs.map(({ name }) => name).filter((name) => known.has(fold(name))));
  }

  #merge(name: string, before: readonly Relation[], entered: readonly Relation[], kind: string): void {
    const pick = (relations: readonly Relation[]): readonly Input[] => {
      const found = relations.flatMap((relation) => columnOf(relation, name) ?? []);
      return (found.some(({ sure }) => sure) ? found.filter(({ sure }) => sure) : found).flatMap(
        ({ inputs }) => inputs,
      );
    };
    const earlier = this.#scope.merged.findIndex((output) => fold(output.name) === fold(name));
    const left = this.#scope.merged[earlier]?.inputs ?? pick(before);
    const right = pick(entered);
    this.#rows.push(...through("join", [...left, ...right]));
    const inputs = /full/u.test(kind) ? distinct([...left, ...right]) : /right/u.test(kind) ? right : left;
    if (earlier >= 0) this.#scope.merged.splice(earlier, 1);
    this.#scope.merged.push({ name, inputs });
  }

  #selectList(): Output[] {
    const outputs: Output[] = [];
    for (const item of listAt(this.#body, "expressions")) {
      const made = this.#selected(item, outputs.length);
      outputs.push(...made.outputs);
      if (made.named) this.#scope.aliases.push(...made.outputs);
    }
    // A FROM without a SELECT selects everything.
    if (outputs.length === 0 && listAt(this.#body, "expressions").length === 0) outputs.push(...this.#star({}));
    return outputs;
  }

  #selected(item: unknown, at: number): { outputs: readonly Output[]; named?: boolean } {
    const [kind = "", body = {}] = kindOf(item) ?? [];
    if (kind === "star") return { outputs: this.#star(body) };
    if (kind === "function" && fold(String(body["name"])) === "columns") return { outputs: this.#matching(body) };
    if (mentionsColumns(item)) {
      this.#context.unresolved("an expression over COLUMNS makes columns whose names are not known");
      const inputs = this.#star({}).flatMap((output) => output.inputs);
      this.#others = [...(this.#others ?? []), ...inputs];
      return { outputs: [] };
    }
    const inputs = inputsOf(this.#around, item);
    this.#rows.push(...through("rowset", inputsOf(this.#around, rowMakers(item))));
    if (kind === "dot" && nameOf(body["field"]) === "*") {
      this.#context.unresolved("a * is of a struct whose fields are not known");
      this.#others = [...(this.#others ?? []), ...inputs];
      return { outputs: [] };
    }
    if (kind === "alias") return { outputs: [{ name: nameOf(body["alias"]) ?? "", inputs }], named: true };
    if (kind === "column") return { outputs: [{ name: nameOf(body["name"]) ?? "", inputs }] };
    if (kind === "dot") return { outputs: [{ name: nameOf(body["field"]) ?? "", inputs }] };
    const [inner, column] = kindOf(body["this"]) ?? [];
    // A cast of a column has the column's name in most dialects.
    const own = /^(?:try_|safe_)?cast$/u.test(kind) && inner === "column" ? nameOf(column?.["name"]) : undefined;
    return { outputs: [{ name: own ?? `expression ${at + 1}`, inputs }] };
  }

  /** `*`, `t.*`, with EXCLUDE, REPLACE and RENAME; columns of a USING come once. */
  #star(body: Tree): Output[] {
    const table = nameOf(body["table"]);
    const relations = this.#scope.relations.filter(({ name }) => table === undefined || fold(name) === fold(table));
    const without = new Set(namesAt(body, "except").map(fold));
    const replaced = new Map(
      listAt(body, "replace").flatMap((item) =>
        isTree(item) ? [[fold(nameOf(item["alias"]) ?? ""), inputsOf(this.#around, item["this"])] as const] : [],
      ),
    );
    const names = new Map(
      listAt(body, "rename").flatMap((pair) =>
        Array.isArray(pair) ? [[fold(nameOf(pair[0]) ?? ""), nameOf(pair[1]) ?? ""] as const] : [],
      ),
    );
    if (relations.length === 0 && table !== undefined) return this.#structStar(table);
    const merged = table === undefined ? this.#scope.merged : [];
    const given = new Set<string>();
    const outputs: Output[] = [];
    for (const relation of relations) {
      for (const { name, inputs } of relation.outputs) {
        const key = fold(name);
        const common = merged.find((output) => fold(output.name) === key);
        if (without.has(key) || (common && given.has(key))) continue;
        if (common) given.add(key);
        outputs.push({ name: names.get(key) ?? name, inputs: replaced.get(key) ?? common?.inputs ?? inputs });
      }
      this.#pass(relation, without, replaced, names);
    }
    const have = new Set(outputs.map(({ name }) => fold(name)));
    const changed = [...replaced].map(([name, inputs]) => ({ name, inputs }));
    // Of a relation whose columns are not known, what is replaced or renamed is one of them.
    const open = relations.filter(isOpen);
    const late = [
      ...changed,
      ...[...names].map(([old, name]) => ({
        name,
        inputs: distinct(open.flatMap((relation) => columnOf(relation, old)?.inputs ?? [])),
      })),
      ...merged.filter(({ name }) => open.length > 0 && !without.has(fold(name))),
    ].filter(({ name }) => open.length > 0 && !have.has(fold(name)));
    return [...outputs, ...late];
  }

  #pass(
    relation: Relation,
    without: ReadonlySet<string>,
    replaced: ReadonlyMap<string, unknown>,
    names: ReadonlyMap<string, unknown>,
  ): void {
    for (const { relation: base, without: already } of relation.passes) {
      this.#passes.push({ relation: base, without: [...already, ...without, ...replaced.keys(), ...names.keys()] });
    }
    if (relation.others) this.#others = [...(this.#others ?? []), ...relation.others];
  }

  #structStar(name: string): Output[] {
    this.#context.unresolved(`${name}.* is of a struct whose fields are not known`);
    const column = { column: { name: { name } } };
    this.#others = [...(this.#others ?? []), ...inputsOf(this.#around, column)];
    return [];
  }

  /** COLUMNS with a pattern; with anything else, all of them. */
  #matching(body: Tree): Output[] {
    const literal = kindOf(listAt(body, "args")[0]);
    const all = this.#star({});
    if (literal?.[0] !== "literal") {
      if (listAt(body, "args").length > 0) this.#context.unresolved("a selection of COLUMNS that is no pattern");
      return all;
    }
    try {
      const pattern = new RegExp(String(literal[1]["value"]), "u");
      return all.filter(({ name }) => pattern.test(name));
    } catch {
      this.#context.unresolved("a pattern of COLUMNS that cannot be read");
      return all;
    }
  }

  #conditions(outputs: readonly Output[]): void {
    const around = this.#around;
    const add = (kind: "filter" | "group" | "order", inputs: readonly Input[]): void => {
      this.#rows.push(...through(kind, inputs));
    };
    add("filter", inputsOf(around, treeAt(this.#body, "where_clause")));
    const groups = treeAt(this.#body, "group_by");
    if (groups) {
      add("group", keysOf(around, listAt(groups, "expressions"), outputs));
      if (groups["all"] === true) add("group", this.#groupedByAll(outputs));
    }
    add("filter", inputsOf(around, treeAt(this.#body, "having")));
    add("filter", inputsOf(around, treeAt(this.#body, "qualify")));
    if (this.#body["distinct"] === true && !Array.isArray(this.#body["distinct_on"])) {
      add("group", allInputs({ outputs, passes: [], rows: [], ...(this.#others && { others: this.#others }) }));
    }
    add("group", keysOf(around, listAt(this.#body, "distinct_on"), outputs));
    this.#rows.push(...orderOf(around, this.#body["order_by"], outputs));
    add("filter", inputsOf(around, [this.#body["limit"], this.#body["offset"], this.#body["sample"]]));
  }

  #groupedByAll(outputs: readonly Output[]): Input[] {
    const items = listAt(this.#body, "expressions");
    if (items.length !== outputs.length) return outputs.flatMap(({ inputs }) => inputs);
    return outputs.flatMap(({ inputs }, at) => (isAggregate(items[at]) ? [] : inputs));
  }

  /** What stands in FROM or JOIN, with its own name or its alias. */
  relationsOf(item: unknown): readonly Relation[] {
    const found = kindOf(item);
    if (!found) return [];
    const [kind, body] = found;
    const alias = nameOf(body["alias"]);
    const named = (rows: Rows, name = alias ?? ""): readonly Relation[] => [
      { ...renamed(rows, namesAt(body, "column_aliases")), name },
    ];
    switch (kind) {
      case "table":
        return [this.#table(body)];
      case "column":
        return [this.#table({ name: body["name"], schema: body["table"] })];
      case "joined_table":
        return this.#joined(body, alias);
      case "paren":
        return this.relationsOf(body["this"]);
      case "alias":
      case "lateral": {
        const inner = kindOf(body["this"])?.[0] ?? "";
        const isQuery = inner === "paren" || inner === "subquery";
        if (isQuery) return this.relationsOf(body["this"]).map((relation) => named(relation)[0] ?? relation);
        return this.#function(body["this"], alias, namesAt(body, "column_aliases"));
      }
      case "function":
      case "unnest":
        return this.#function(item, alias, namesAt(body, "column_aliases"));
      case "pivot":
        return named(body["unpivot"] === true ? this.#unpivotInto(body) : this.#pivot(body));
      case "unpivot":
        return named(this.#unpivot(body, listAt(body, "columns"), body["name_column"], [body["value_column"]]));
      case "subquery": {
        // What stands in brackets without a SELECT keeps its names, unless the whole has one.
        const inner = kindOf(body["this"])?.[0] ?? "";
        if (
          /^(?:table|joined_table|alias|paren|subquery)$/u.test(inner) &&
          (inner !== "subquery" || alias === undefined)
        ) {
          const relations = this.relationsOf(body["this"]);
          return alias === undefined ? relations : relations.map((relation) => ({ ...relation, name: alias }));
        }
        return named(this.#query({ [kind]: body }));
      }
      default:
        return named(this.#query({ [kind]: body }));
    }
  }

  #query(query: Tree): Rows {
    return readQuery(this.#context, query, this.#scope, this.#ctes);
  }

  #table(body: Tree): Relation {
    const name = nameOf(body["name"]) ?? "";
    const schema = nameOf(body["schema"]);
    const catalog = nameOf(body["catalog"]);
    const cte = schema === undefined ? this.#ctes.get(fold(name)) : undefined;
    const rows =
      cte?.() ??
      this.#context.table({ name, ...(schema !== undefined && { schema }), ...(catalog !== undefined && { catalog }) });
    return {
      ...renamed(rows, namesAt(body, "column_aliases")),
      name: nameOf(body["alias"]) ?? name,
      ...(schema !== undefined && body["alias"] == null && { table: { schema: fold(schema), name } }),
    };
  }

  /** Joins in brackets: what is inside keeps its names, unless the whole has one. */
  #joined(body: Tree, alias: string | undefined): readonly Relation[] {
    const inner = new Select(this.#context, {}, this.#scope, this.#ctes);
    inner.#enter(body["left"]);
    for (const join of listAt(body, "joins")) if (isTree(join)) inner.#join(join);
    if (alias !== undefined) return [{ ...inner.read(), name: alias }];
    this.#rows.push(...inner.#rows);
    this.#scope.merged.push(...inner.#scope.merged);
    return inner.#scope.relations;
  }

  /** A table function: its rows and columns are made of its arguments. */
  #function(call: unknown, alias: string | undefined, names: readonly string[]): readonly Relation[] {
    const [kind = "", body = {}] = kindOf(call) ?? [];
    const name = kind === "function" ? fold(String(body["name"])) : kind;
    const inputs = inputsOf(this.#around, call);
    const rows = through("rowset", inputs);
    if (names.length > 0 || GENERATORS.has(name)) {
      const given = names.length > 0 ? names : [name];
      const ordinality = body["with_ordinality"] === true;
      const outputs = given.map((own, at) => ({
        name: own,
        inputs: ordinality && at === given.length - 1 ? [] : inputs,
      }));
      return [{ outputs, passes: [], rows, name: alias ?? name }];
    }
    if (!KNOWN_FUNCTIONS.has(name)) this.#context.unresolved(`the columns that ${name} makes are not known`);
    return [{ outputs: [], passes: [], others: inputs, rows, name: alias ?? name }];
  }

  /** Both spellings: `PIVOT t ON y USING sum(x)` and `t PIVOT (sum(x) FOR y IN (…))`. */
  #pivot(body: Tree): Rows {
    const inner = new Select(this.#context, {}, this.#scope, this.#ctes);
    const [base = { ...NONE, name: "" }] = inner.#enter(body["this"]);
    const around = inner.#around;
    const isStandard = listAt(body, "fields").length > 0;
    const aggregates = listAt(body, isStandard ? "expressions" : "using");
    const places = listAt(body, isStandard ? "fields" : "expressions");
    const fields = places.flatMap((place) => {
      const found = kindOf(place);
      return found?.[0] === "in" ? [found[1]] : [];
    });
    const on = places.map((place) => (kindOf(place)?.[0] === "in" ? kindOf(place)?.[1]["this"] : place));
    const keys = through("filter", inputsOf(around, on));
    const used = new Set(namesIn([aggregates, on]).map(fold));
    const grouped = groupNames(body["group"]);
    const kept = grouped
      ? grouped.map((name) => ({ name, inputs: columnOf(base, name)?.inputs ?? [] }))
      : base.outputs.filter(({ name }) => !used.has(fold(name)));
    const values = aggregates.map((aggregate) => ({
      suffix: nameOf(kindOf(aggregate)?.[0] === "alias" ? kindOf(aggregate)?.[1]["alias"] : undefined),
      inputs: distinct([...inputsOf(around, aggregate), ...keys]),
    }));
    const columns =
      fields.length === 1 && places.length === 1
        ? namedByValues(listAt(fields[0] ?? {}, "expressions"), values)
        : undefined;
    if (!columns) this.#context.unresolved("the columns of a pivot are named by the data");
    const passes = grouped ? [] : base.passes.map((own) => ({ ...own, without: [...own.without, ...used] }));
    const others = [...(base.others ?? []), ...(columns ? [] : values.flatMap(({ inputs }) => inputs))];
    const groups = through(
      "group",
      kept.flatMap(({ inputs }) => inputs),
    );
    return renamed(
      {
        outputs: [...kept, ...(columns ?? [])],
        passes,
        ...((base.others || !columns) && { others: distinct(others) }),
        rows: distinct([...base.rows, ...groups, ...through("group", inputsOf(around, on))]),
      },
      namesAt(body, "alias_columns"),
    );
  }

  #unpivotInto(body: Tree): Rows {
    const into = treeAt(treeAt(body, "into") ?? {}, "unpivot_columns") ?? {};
    const values = listAt(into, "expressions");
    return this.#unpivot(
      body,
      listAt(body, "expressions"),
      into["this"] ?? "name",
      values.length > 0 ? values : ["value"],
    );
  }

  #unpivot(body: Tree, columns: readonly unknown[], name: unknown, values: readonly unknown[]): Rows {
    const inner = new Select(this.#context, {}, this.#scope, this.#ctes);
    const [base = { ...NONE, name: "" }] = inner.#enter(body["this"]);
    const inputs = inputsOf(inner.#around, columns);
    const gone = new Set(namesIn(columns).map(fold));
    return {
      outputs: [
        ...base.outputs.filter((output) => !gone.has(fold(output.name))),
        { name: nameOf(name) ?? "name", inputs: [] },
        ...values.map((value) => ({ name: nameOf(value) ?? "value", inputs })),
      ],
      passes: base.passes.map((own) => ({ ...own, without: [...own.without, ...gone] })),
      ...(base.others && { others: base.others }),
      rows: base.rows,
    };
  }
}

const MAKE_ROWS: ReadonlySet<string> = new Set(["unnest", "explode", "posexplode", "flatten", "generate_subscripts"]);
/** Functions that make one column, of their own name. */
const GENERATORS: ReadonlySet<string> = new Set(["unnest", "range", "generate_series"]);
/** Functions whose columns are parts of their argument. */
const KNOWN_FUNCTIONS: ReadonlySet<string> = new Set(["json_each", "json_tree", "json_table", "flatten", "explode"]);

function mentionsColumns(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(mentionsColumns);
  if (!isTree(value)) return false;
  return Object.entries(value).some(([key, inner]) => {
    if (key === "select") return false;
    if (key === "function" && isTree(inner) && fold(String(inner["name"])) === "columns") return true;
    return mentionsColumns(inner);
  });
}

/** Calls in an expression that make several rows of one. */
function rowMakers(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(rowMakers);
  if (!isTree(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "select") return [];
    const name = key === "function" && isTree(inner) ? fold(String(inner["name"])) : key;
    return isTree(inner) && MAKE_ROWS.has(name) ? [{ [key]: inner }] : rowMakers(inner);
  });
}

/** The names of columns anywhere in an expression. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isTree(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "column" && isTree(inner) ? (nameOf(inner["name"]) ?? []) : namesIn(inner),
  );
}

function groupNames(clause: unknown): string[] | undefined {
  if (!isTree(clause)) return undefined;
  const names = namesIn(clause);
  return names.length > 0 ? names : undefined;
}

function namedByValues(
  items: readonly unknown[],
  values: readonly { suffix: string | undefined; inputs: readonly Input[] }[],
): Output[] | undefined {
  const names = items.map((item) => {
    const [kind, body] = kindOf(item) ?? [];
    if (kind === "alias") return nameOf(body?.["alias"]);
    return kind === "literal" ? String(body?.["value"]) : undefined;
  });
  if (names.length === 0 || names.includes(undefined)) return undefined;
  const several = values.length > 1;
  return names.flatMap((name) =>
    values.map(({ suffix, inputs }, at) => {
      const end = suffix ?? (several ? `value ${at + 1}` : undefined);
      return { name: end === undefined ? `${name}` : `${name}_${end}`, inputs };
    }),
  );
}
