/** What a `{{ … }}` stands for, where that can be known without rendering it. */
export type JinjaRelation =
  | { readonly kind: "ref"; readonly model: string }
  | { readonly kind: "source"; readonly source: string; readonly table: string }
  | { readonly kind: "this" };

const NAME = `(?:'([^']*)'|"([^"]*)")`;
const REF = new RegExp(
  String.raw`^\{\{-?\s*ref\(\s*${NAME}\s*(?:,\s*${NAME}\s*)?(?:,\s*(?:v|version)\s*=[^)]*)?\)\s*-?\}\}$`,
  "u",
);
const SOURCE = new RegExp(String.raw`^\{\{-?\s*source\(\s*${NAME}\s*,\s*${NAME}\s*\)\s*-?\}\}$`, "u");

/** The relation that one Jinja expression names; undefined for anything else, e.g. a macro. */
export function jinjaRelation(expression: string): JinjaRelation | undefined {
  const ref = REF.exec(expression);
  if (ref !== null) return { kind: "ref", model: ref[3] ?? ref[4] ?? ref[1] ?? ref[2] ?? "" };
  const source = SOURCE.exec(expression);
  if (source !== null)
    return { kind: "source", source: source[1] ?? source[2] ?? "", table: source[3] ?? source[4] ?? "" };
  return /^\{\{-?\s*this\s*-?\}\}$/u.test(expression) ? { kind: "this" } : undefined;
}

/** Every ref() and source() in a text, also inside `{% … %}`. */
export function jinjaReferences(text: string): { refs: string[]; sources: { source: string; table: string }[] } {
  const refs = new Set<string>();
  for (const match of text.matchAll(new RegExp(String.raw`\bref\(\s*${NAME}\s*(?:,\s*${NAME}\s*)?`, "gu")))
    refs.add(match[3] ?? match[4] ?? match[1] ?? match[2] ?? "");
  const sources = new Map<string, { source: string; table: string }>();
  for (const match of text.matchAll(new RegExp(String.raw`\bsource\(\s*${NAME}\s*,\s*${NAME}\s*\)`, "gu"))) {
    const found = { source: match[1] ?? match[2] ?? "", table: match[3] ?? match[4] ?? "" };
    sources.set(`${found.source}\0${found.table}`, found);
  }
  return { refs: [...refs], sources: [...sources.values()] };
}

/** A keyword argument of `config(…)` that is a plain string. */
export function configString(sql: string, key: string): string | undefined {
  const call = /\{\{-?\s*config\(([\s\S]*?)\)\s*-?\}\}/u.exec(sql)?.[1];
  if (call === undefined) return undefined;
  const match = new RegExp(String.raw`\b${key}\s*=\s*${NAME}`, "u").exec(call);
  return match === null ? undefined : (match[1] ?? match[2]);
}
