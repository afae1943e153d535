import { isTree, type Tree } from "../sql/parse-query.ts";
import { fold } from "../sql/query-facts.ts";

/** Databases for which names are the same whatever their case, in quotes as well. */
const CASELESS = /^(?:duckdb|bigquery|tsql|sqlserver|mysql|sqlite)$/u;

/** Names that quotes make others than they are without, where they do: in these, case counts. */
export interface QuotedNames {
  /** What each name is, by its name in lower case. */
  readonly all: ReadonlyMap<string, string>;
  /** A name that is written in two ways that are two names. */
  readonly clash?: string;
}

export function quotedNames(queries: readonly Tree[], dialect: string): QuotedNames {
  const all = new Map<string, string>();
  if (CASELESS.test(dialect)) return { all };
  const unquoted = (name: string): string => (dialect === "snowflake" ? name.toUpperCase() : name.toLowerCase());
  const known = new Map<string, string>();
  let clash: string | undefined;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isTree(value)) return;
    const { name, quoted } = value;
    if (typeof name === "string" && "quoted" in value) {
      const own = quoted === true ? name : unquoted(name);
      const other = known.get(fold(name));
      if (other !== undefined && other !== own) clash ??= name;
      known.set(fold(name), own);
      if (own !== unquoted(name)) all.set(fold(name), own);
    }
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(queries);
  return { all, ...(clash !== undefined && { clash }) };
}
