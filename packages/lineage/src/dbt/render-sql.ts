import { jinjaRelation } from "./jinja-call.ts";

/** What the relations that a model names are called where it is built; undefined for one that is not known. */
export interface RelationNames {
  ref(model: string): RenderedRelation | undefined;
  source(source: string, table: string): RenderedRelation | undefined;
  readonly own: string;
}

export interface RenderedRelation {
  readonly name: string;
  /** The SQL of a model that is no relation of its own, and is put in front of whoever reads it. */
  readonly ephemeral?: string;
}

/** `full` where a model is built anew, `incremental` where it adds to what is there. */
export type Leg = "full" | "incremental";

const JINJA = /(\{\{-?[\s\S]*?-?\}\}|\{%-?[\s\S]*?-?%\}|\{#-?[\s\S]*?-?#\})/u;
const IS_INCREMENTAL = /^\{%-?\s*if\s+is_incremental\(\)\s*-?%\}$/u;
const CONFIG = /^\{\{-?\s*config\([\s\S]*\)\s*-?\}\}$/u;

/**
 * The SQL that dbt compiles a model's text to, as far as its Jinja does nothing but name relations, set up the model and ask whether it
 * is incremental. Undefined where it computes anything else, which only dbt knows.
 */
export function renderSql(text: string, names: RelationNames, leg: Leg): string | undefined {
  const ephemeral = new Map<string, string>();
  // Whether each block that is open is written out.
  const open: boolean[] = [];
  let sql = "";
  const pieces = text.split(JINJA);
  for (const [at, piece] of pieces.entries()) {
    if (at % 2 === 0) {
      if (open.every(Boolean)) sql += trimmed(piece, pieces[at - 1], pieces[at + 1]);
      continue;
    }
    if (piece.startsWith("{#") || CONFIG.test(piece)) continue;
    if (piece.startsWith("{%")) {
      if (!block(piece, open, leg)) return undefined;
      continue;
    }
    const relation = relationOf(piece, names);
    if (!relation) return undefined;
    if (!open.every(Boolean)) continue;
    if (relation.ephemeral !== undefined) ephemeral.set(relation.name, relation.ephemeral);
    sql += relation.name;
  }
  return open.length > 0 ? undefined : withEphemeral(sql.trim(), ephemeral);
}

/** Opens, turns or closes a block; false where it is another than that of an incremental model. */
function block(piece: string, open: boolean[], leg: Leg): boolean {
  if (IS_INCREMENTAL.test(piece)) return open.push(leg === "incremental") > 0;
  const last = open.at(-1);
  if (last === undefined) return false;
  if (/^\{%-?\s*else\s*-?%\}$/u.test(piece)) open[open.length - 1] = !last;
  else if (/^\{%-?\s*endif\s*-?%\}$/u.test(piece)) open.pop();
  else return false;
  return true;
}

/** A dash within Jinja's brackets takes the space beside them. */
function trimmed(text: string, before: string | undefined, after: string | undefined): string {
  const left = before !== undefined && /-[%}#]\}$/u.test(before) ? text.trimStart() : text;
  return after !== undefined && /^\{[%{#]-/u.test(after) ? left.trimEnd() : left;
}

function relationOf(piece: string, names: RelationNames): RenderedRelation | undefined {
  const named = jinjaRelation(piece);
  if (!named) return undefined;
  if (named.kind === "this") return { name: names.own };
  return named.kind === "ref" ? names.ref(named.model) : names.source(named.source, named.table);
}

/** dbt writes the SQL of ephemeral models in front, as the first common table expressions. */
function withEphemeral(sql: string, ephemeral: ReadonlyMap<string, string>): string | undefined {
  if (ephemeral.size === 0) return sql;
  if ([...ephemeral.values()].some((text) => text.includes("__dbt__cte__"))) return undefined;
  const ctes = [...ephemeral].map(([name, text]) => ` ${name} as (\n${text}\n)`).join(", ");
  const own = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*with\b(?!\s+recursive\b)/iu.exec(sql)?.[0];
  if (own !== undefined) return `with${ctes}, ${sql.slice(own.length)}`;
  return /^[^'"]*\bwith\s+recursive\b/iu.test(sql) ? undefined : `with${ctes} ${sql}`;
}
