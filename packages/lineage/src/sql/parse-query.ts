import { type Dialect, parse } from "@polyglot-sql/sdk";

/** A node of the parser's tree; what kind it is, is the one key of the object that holds it. */
export type Tree = Readonly<Record<string, unknown>>;

/** What adapters of dbt call a dialect, where the parser calls it otherwise. */
const DIALECTS: Readonly<Record<string, string>> = {
  postgres: "postgresql",
  sqlserver: "tsql",
  synapse: "tsql",
  fabricspark: "spark",
};

/** Lets the parser do what it does once, a quarter of a second of work, before there is SQL to read. */
export function readySql(): void {
  parseQuery("select 1", "duckdb");
}

/** Reads one statement. Never throws: what cannot be read has a problem instead. */
export function parseQuery(sql: string, dialect: string): { readonly query: Tree } | { readonly problem: string } {
  try {
    const { ast, error } = parse(sql, (DIALECTS[dialect] ?? dialect) as Dialect) as {
      ast: unknown;
      error?: string | null;
    };
    if (!Array.isArray(ast)) {
      const unknown = /Unknown dialect/u.test(error ?? "");
      return {
        problem: unknown ? `the SQL dialect ${dialect} is not known` : `its SQL cannot be read: ${error ?? ""}`,
      };
    }
    const [query] = ast;
    if (ast.length !== 1 || !isTree(query)) return { problem: `it has ${ast.length} statements, and one was expected` };
    return { query };
  } catch (error) {
    return { problem: `its SQL cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function treeAt(tree: Tree, key: string): Tree | undefined {
  const value = tree[key];
  return isTree(value) ? value : undefined;
}

export function listAt(tree: Tree, key: string): readonly unknown[] {
  const value = tree[key];
  return Array.isArray(value) ? value : [];
}

/** The text of an identifier, which the parser writes as a string, `{name}`, or a bare variable. */
export function nameOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!isTree(value)) return undefined;
  if (typeof value["name"] === "string") return value["name"];
  for (const key of ["identifier", "column", "var"]) {
    const inner = treeAt(value, key);
    if (inner) return nameOf(inner["name"] ?? inner["this"] ?? inner);
  }
  return undefined;
}

/** Kind and content of a node, whatever comments the parser hung on it. */
export function kindOf(value: unknown): readonly [kind: string, body: Tree] | undefined {
  if (!isTree(value)) return undefined;
  const [entry, another] = Object.entries(value);
  if (entry?.[0] === "annotated" && isTree(entry[1])) return kindOf(entry[1]["this"]);
  return entry !== undefined && another === undefined && isTree(entry[1]) ? [entry[0], entry[1]] : undefined;
}
