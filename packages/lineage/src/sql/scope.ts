import { columnOf, distinct, fold, type Input, type Output, type Rows } from "./query-facts.ts";

/** A relation under the name a query gives it. */
export interface Relation extends Rows {
  readonly name: string;
  /** The name and schema it has without an alias, by which it can be named as well. */
  readonly table?: { readonly schema: string; readonly name: string };
}

/** What names mean at one place of a query. */
export interface Scope {
  readonly relations: Relation[];
  /** Columns that a USING made one. */
  readonly merged: Output[];
  /** Names that the select list gives. */
  readonly aliases: Output[];
  /** Parameters of lambdas. */
  readonly locals: ReadonlySet<string>;
  readonly windows: ReadonlyMap<string, unknown>;
  readonly outer?: Scope;
}

export function emptyScope(outer?: Scope): Scope {
  const inner = { relations: [], merged: [], aliases: [], locals: new Set<string>(), windows: new Map() };
  return outer ? { ...inner, outer } : inner;
}

/** Says what could not be resolved. */
type Unresolved = (reason: string) => void;

/** What a name of one or more parts is made of. A name that may be several things is made of all of them. */
export function resolve(scope: Scope, parts: readonly string[], unresolved: Unresolved): Input[] {
  const [first = "", second, third, fourth] = parts;
  if (second === undefined) return unqualified(scope, first, unresolved);
  if (scope.locals.has(fold(first))) return [];
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const relation = at.relations.find(({ name }) => fold(name) === fold(first));
    if (relation) return fieldOf(relation, second, unresolved);
    const named = (schema: string | undefined, table: string): Relation | undefined =>
      at?.relations.find(
        (own) => fold(own.table?.name ?? "") === fold(table) && own.table?.schema === fold(schema ?? ""),
      );
    const qualified = third === undefined ? undefined : named(first, second);
    if (qualified && third !== undefined) return fieldOf(qualified, third, unresolved);
    const full = third === undefined || fourth === undefined ? undefined : named(second, third);
    if (full && fourth !== undefined) return fieldOf(full, fourth, unresolved);
  }
  // No relation is called so: a field of a struct.
  return unqualified(scope, first, () => unresolved(`nothing is called ${parts.join(".")}`));
}

function fieldOf(relation: Relation, name: string, unresolved: Unresolved): Input[] {
  const found = columnOf(relation, name);
  if (found) return [...found.inputs];
  if (isPseudo(name)) return [];
  unresolved(`${relation.name} has no column ${name}`);
  return candidates([relation], name);
}

function unqualified(scope: Scope, name: string, unresolved: Unresolved): Input[] {
  const key = fold(name);
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    if (at.locals.has(key)) return [];
    const found = inScope(at, name, unresolved);
    if (found) return found;
  }
  if (isPseudo(name)) return [];
  unresolved(`no relation has a column ${name}`);
  return candidates(scope.relations, name);
}

function inScope(scope: Scope, name: string, unresolved: Unresolved): Input[] | undefined {
  const key = fold(name);
  const merged = scope.merged.find((output) => fold(output.name) === key);
  if (merged) return [...merged.inputs];
  const found = scope.relations.flatMap((relation) => {
    const column = columnOf(relation, name);
    return column ? [{ relation: relation.name, ...column }] : [];
  });
  const sure = found.filter((column) => column.sure);
  const alias = scope.aliases.find((output) => fold(output.name) === key);
  const ambiguous = (places: readonly string[], inputs: readonly Input[]): Input[] => {
    unresolved(`${name} may be of ${places.join(" or ")}`);
    return distinct(inputs);
  };
  if (sure.length === 1) return [...(sure[0]?.inputs ?? [])];
  if (sure.length > 1) {
    return ambiguous(
      sure.map(({ relation }) => relation),
      sure.flatMap(({ inputs }) => inputs),
    );
  }
  const further = found.length > 0 ? surelyOutside(scope, name) : undefined;
  const readings = [
    ...found.map(({ relation, inputs }) => ({ place: relation, inputs })),
    ...(found.length > 0 && alias ? [{ place: "the select list", inputs: alias.inputs }] : []),
    ...(further ? [{ place: "the query around it", inputs: further }] : []),
  ];
  if (readings.length === 1) return [...(readings[0]?.inputs ?? [])];
  if (readings.length > 1) {
    return ambiguous(
      readings.map(({ place }) => place),
      readings.flatMap(({ inputs }) => inputs),
    );
  }
  if (alias) return [...alias.inputs];
  const whole = scope.relations.find((relation) => fold(relation.name) === key);
  return whole && distinct([...whole.outputs.flatMap(({ inputs }) => inputs), ...whole.rows]);
}

function surelyOutside(scope: Scope, name: string): readonly Input[] | undefined {
  for (let at = scope.outer; at; at = at.outer) {
    for (const relation of at.relations) {
      const column = columnOf(relation, name);
      if (column?.sure) return column.inputs;
    }
  }
  return undefined;
}

/** Columns that every table has, and values that are written without brackets. */
function isPseudo(name: string): boolean {
  return /^(?:rowid|current_(?:date|time|timestamp|user|role)|localtime(?:stamp)?|user|session_user|sysdate|all|default)$/iu.test(
    name,
  );
}

/** Lists of columns can be out of date: an unknown column is taken for one of whatever the rows come from. */
function candidates(relations: readonly Relation[], column: string): Input[] {
  const bases = relations.flatMap(({ rows }) => rows).filter((input) => input.column === undefined);
  return distinct(bases.map(({ relation }) => ({ relation, column, kind: "value" })));
}
