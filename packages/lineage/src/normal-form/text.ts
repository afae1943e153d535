import { createHash } from "node:crypto";
import { isPredicate } from "./logic.ts";
import type { NormalQuery, Source, Term } from "./normal-form.ts";
import { Places, partPrefix } from "./places.ts";

/** Around a query that stands by itself. */
const NOWHERE = new Places(new Map());

/** Operators whose sides may be swapped; of the second, what is said twice is said once. */
const SWAPPED: ReadonlySet<string> = new Set(["eq", "neq", "add", "mul", "null_safe_eq", "null_safe_neq"]);
const SETS: ReadonlySet<string> = new Set(["and", "or", "in list", "set"]);

/** The one text of all expressions that are the same. */
export function textOf(found: Term, places: Places): string {
  const { op, source, of, query, args } = found;
  if (source) return `${places.of(source)}.${of ? columnText(found, source, of, places) : op}`;
  if (query)
    return `${op}(${[...args.map((own) => textOf(own, places)), (op === "exists" ? rowsText : wholeText)(query, places, "q")].join(", ")})`;
  let texts = args.map((own) => textOf(own, places));
  if (SWAPPED.has(op)) texts.sort();
  if (SETS.has(op)) texts = [...new Set(texts)].sort();
  const [only] = args;
  if (texts.length === 1 && (op === "and" || op === "or") && only && isPredicate(only)) return texts[0] ?? "";
  return args.length === 0 ? op : `${op}(${texts.join(", ")})`;
}

/** What a column is in the query it is from. */
function columnText(column: Term, source: Source, of: Term, places: Places): string {
  const known = places.columns.get(column);
  if (known !== undefined) return known;
  const text = textOf(of, source.query ? places.within(source.query, places.of(source)) : places);
  const shown = shortened(text);
  places.columns.set(column, shown);
  return shown;
}

/** Of a long text, what tells it from others. */
function shortened(text: string): string {
  return text.length < 80 ? text : createHash("sha256").update(text).digest("hex");
}

export interface RowsPart {
  readonly part: string;
  readonly text: string;
}

/** What decides which rows a query has, clause by clause. */
export function rowsOf(query: NormalQuery, around = NOWHERE, prefix = ""): readonly RowsPart[] {
  const places = around.within(query, prefix);
  const list = (terms: readonly Term[] = []): string => terms.map((own) => textOf(own, places)).join(", ");
  const set = (terms: readonly Term[] = []): string =>
    [...new Set(terms.map((own) => textOf(own, places)))].sort().join(" and ");
  return [
    { part: "relations", text: query.sources.map(({ source }) => sourceText(source, places)).join(" * ") },
    { part: "kinds of join", text: query.sources.map(({ how }) => how).join(", ") },
    { part: "conditions of joins", text: query.sources.map(({ on }) => set(on)).join("; ") },
    { part: "operation", text: query.operation ?? "" },
    {
      part: "parts",
      text: (query.parts ?? []).map((part, at) => rowsText(part, around, partPrefix(prefix, at))).join(" | "),
    },
    { part: "condition", text: set(query.where) },
    { part: "groups", text: query.group ? `by ${set(query.group)}` : "" },
    { part: "condition of groups", text: set(query.having) },
    { part: "condition of QUALIFY", text: set(query.qualify) },
    { part: "DISTINCT", text: query.distinct ? `of ${set(query.distinct)}` : "" },
    { part: "rows made of lists", text: list(query.makers) },
    { part: "LIMIT", text: list(query.limit) },
    { part: "order", text: list(query.order) },
  ];
}

export function rowsText(query: NormalQuery, around = NOWHERE, prefix = ""): string {
  return rowsOf(query, around, prefix)
    .filter(({ text }) => text !== "")
    .map(({ part, text }) => `${part}: ${text}`)
    .join("\n");
}

function wholeText(query: NormalQuery, around: Places, prefix: string): string {
  const places = around.within(query, prefix);
  const columns = query.columns.map(({ term }) => textOf(term, places));
  return `{${rowsText(query, around, prefix)}\ncolumns: ${columns.join(", ")}}`;
}

export function sourceText(source: Source, places = NOWHERE): string {
  if (source.call) return textOf(source.call, places);
  if (source.query) return `{${rowsText(source.query, places, places.of(source))}}`;
  return source.text ?? "";
}
