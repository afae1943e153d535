import type { Tree } from "../sql/parse-query.ts";

const WRITING =
  /comments$|^span$|^(?:double_colon_syntax|alias_explicit_as|use_inner_keyword|use_outer_keyword|nesting_group|kind_text)$/u;

/** The tree of a query without its comments and lay-out. */
export function plainText(query: Tree): string {
  return JSON.stringify(query, (key, value: unknown) => (WRITING.test(key) ? undefined : value));
}
