import { fold } from "../sql/query-facts.ts";
import { NotUnderstood, type Source, type Term, term } from "./normal-form.ts";

/** A relation in FROM, under the name a query gives it. */
export interface NamedRelation {
  readonly name: string;
  readonly schema?: string;
  readonly columns: readonly NamedColumn[];
  /** A relation of which not all columns are known. */
  readonly open?: Source;
}

export interface NamedColumn {
  readonly name: string;
  readonly term: Term;
}

/** What names mean at one place. */
export interface Names {
  readonly relations: NamedRelation[];
  /** Columns that a USING made one. */
  readonly merged: NamedColumn[];
  /** Names of the select list. */
  readonly aliases: NamedColumn[];
  readonly outer?: Names;
}

/** Whether the select list gives a name before the relations do. */
export type First = "relations" | "aliases" | "either";

/** What a name means; a name that may mean several things is not understood. */
export function resolveName(names: Names, parts: readonly string[], first: First): Term {
  const [name = "", field, ...deeper] = parts;
  if (field !== undefined) {
    const relation = relationOf(names, parts);
    if (relation) return fieldsOf(columnOf(relation.found, relation.column), relation.rest);
    return fieldsOf(plainName(names, name, first), [field, ...deeper]);
  }
  return plainName(names, name, first);
}

function relationOf(names: Names, parts: readonly string[]) {
  const [first = "", second = "", third, ...rest] = parts;
  for (let at: Names | undefined = names; at; at = at.outer) {
    const found = at.relations.find(({ name }) => fold(name) === fold(first));
    if (found) return { found, column: second, rest: parts.slice(2) };
    if (third === undefined) continue;
    const full = at.relations.find(
      ({ name, schema }) => fold(name) === fold(second) && fold(schema ?? "") === fold(first),
    );
    if (full) return { found: full, column: third, rest };
  }
  return undefined;
}

function columnOf(relation: NamedRelation, name: string): Term {
  const column = relation.columns.find((own) => fold(own.name) === fold(name));
  if (column) return column.term;
  if (relation.open) return { ...term(fold(name)), source: relation.open };
  throw new NotUnderstood(`${relation.name} has no column ${name}`);
}

function plainName(names: Names, name: string, first: First): Term {
  for (let at: Names | undefined = names; at; at = at.outer) {
    const own = inRelations(at, name);
    const alias = at.aliases.find((candidate) => fold(candidate.name) === fold(name))?.term;
    if (first === "aliases" && alias) return alias;
    if (own && alias && first === "either" && own !== alias && own.source !== alias.source) {
      throw new NotUnderstood(`${name} may be a column or a name of the select list`);
    }
    if (own ?? alias) return own ?? alias ?? term("");
    const open = at.relations.filter((relation) => relation.open);
    const [only] = open;
    if (only && open.length === 1) return columnOf(only, name);
    if (open.length > 1)
      throw new NotUnderstood(`${name} may be of ${open.map((relation) => relation.name).join(" or ")}`);
  }
  throw new NotUnderstood(`no relation has a column ${name}`);
}

function inRelations(at: Names, name: string): Term | undefined {
  const merged = at.merged.find((column) => fold(column.name) === fold(name));
  if (merged) return merged.term;
  const found = at.relations.flatMap(({ columns }) => columns.filter((column) => fold(column.name) === fold(name)));
  if (found.length > 1) throw new NotUnderstood(`${name} may be of several relations`);
  return found[0]?.term;
}

function fieldsOf(value: Term, fields: readonly string[]): Term {
  return fields.length === 0 ? value : term(`field ${fields.map(fold).join(".")}`, value);
}
