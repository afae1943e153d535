import { type OutputSelect, outputSelects, sameName } from "./final-select.ts";
import { type ParsedSql, parseSql, type SelectItem } from "./sql-query.ts";
import { quoteIdentifier, type SqlStyle, sqlStyle } from "./sql-style.ts";
import { isTrivia } from "./sql-tokens.ts";
import { applyTextEdits, type TextEdit } from "./text-edit.ts";

/** A column to add to a model's output. `write` gets the SQL of each input column, and answers with the lines of its own. */
interface NewSelectItem {
  readonly name: string;
  readonly inputs: readonly string[];
  /** Lines after the first are indented by the caller, on top of what they bring. */
  readonly write: (sqlOf: (column: string) => string, style: SqlStyle) => readonly string[];
  /** The expression is a column of that very name: it needs no alias. */
  readonly bare?: boolean;
}

export type SqlEdit = { readonly text: string } | { readonly problem: string };

/** Adds a column to what a model puts out, in the file's own comma style; nothing else of the file changes. */
export function addSelectItem(sql: string, added: NewSelectItem): SqlEdit {
  const parsed = parseSql(sql);
  if (parsed.query === undefined) return { problem: "its query is not a plain select" };
  const edits: TextEdit[] = [];
  const outputs = outputSelects(parsed.query);
  for (const output of outputs) {
    const edit = editOne(parsed, output, added, outputs.length > 1);
    if ("problem" in edit) return edit;
    edits.push(...edit.edits);
  }
  return { text: applyTextEdits(sql, edits) };
}

function editOne(
  parsed: ParsedSql,
  output: OutputSelect,
  added: NewSelectItem,
  isBranch: boolean,
): { edits: TextEdit[] } | { problem: string } {
  const { select } = output;
  if (select.templated) return { problem: "its select list is made by Jinja" };
  if (output.columns.some((column) => sameName(column.name, added.name)))
    return { problem: `it has a column ${added.name} already` };
  const texts = new Map<string, string>();
  let anchor = select.items.at(-1);
  let anchorAt = -1;
  for (const input of added.inputs) {
    const found = output.columns.find((column) => sameName(column.name, input));
    if (found === undefined && !output.star) return { problem: `it has no column ${input}` };
    if (found === undefined) {
      texts.set(input, quoteIdentifier(input));
      continue;
    }
    texts.set(input, expressionOf(parsed, found.item));
    anchorAt = Math.max(anchorAt, select.items.indexOf(found.item));
  }
  // Branches of a union are matched by position: there the end is the one place that is right in all of them.
  if (anchorAt >= 0 && !isBranch) anchor = select.items[anchorAt];
  if (anchor === undefined) return { problem: "its select list is empty" };
  const style = sqlStyle(parsed.tokens, parsed.text);
  const lines = added.write((column) => texts.get(column) ?? quoteIdentifier(column), style);
  const alias = added.bare === true ? "" : ` ${style.upperCase ? "AS" : "as"} ${quoteIdentifier(added.name)}`;
  return { edits: insertAfter(parsed, select.items, anchor, lines, alias, style) };
}

/** An output column's expression, on one line; in parentheses unless it is a bare column. */
function expressionOf(parsed: ParsedSql, item: SelectItem): string {
  const text = parsed.tokens
    .slice(item.first, item.expressionLast + 1)
    .map((token) => (isTrivia(token) ? " " : token.text))
    .join("")
    .replaceAll(/ +/gu, " ");
  return item.column === undefined ? `(${text})` : text;
}

function insertAfter(
  parsed: ParsedSql,
  items: readonly SelectItem[],
  anchor: SelectItem,
  lines: readonly string[],
  alias: string,
  style: SqlStyle,
): TextEdit[] {
  const { tokens, text } = parsed;
  const startOf = (token: number): number => tokens[token]?.start ?? text.length;
  const endOf = (token: number): number => startOf(token) + (tokens[token]?.text.length ?? 0);
  const anchorEnd = endOf(anchor.last);
  const next = items[items.indexOf(anchor) + 1];
  const own = indentOf(text, startOf(anchor.first));
  if (own === undefined) {
    const flat = `${lines.map((line) => line.trim()).join(" ")}${alias}`;
    return [{ start: anchorEnd, end: anchorEnd, text: `, ${flat}` }];
  }
  const commaFirst = leadingComma(text, startOf(items[1]?.first ?? -1)) ?? undefined;
  const written = (indent: string): string => `${lines.join(`${style.newline}${indent}`)}${alias}`;
  if (commaFirst !== undefined) {
    const at = endOfLine(text, anchorEnd);
    const indent = indentOf(text, startOf(items[0]?.first ?? 0)) ?? commaFirst.indent;
    return [{ start: at, end: at, text: `${style.newline}${commaFirst.indent},${commaFirst.gap}${written(indent)}` }];
  }
  const comma = next === undefined ? trailingComma(parsed, anchor.last) : commaBetween(parsed, anchor.last, next.first);
  if (comma === undefined) {
    const at = endOfLine(text, anchorEnd);
    return [
      { start: anchorEnd, end: anchorEnd, text: "," },
      { start: at, end: at, text: `${style.newline}${own}${written(own)}` },
    ];
  }
  const at = endOfLine(text, endOf(comma));
  return [{ start: at, end: at, text: `${style.newline}${own}${written(own)},` }];
}

/** What stands before a position on its line when that is only white space; undefined otherwise. */
function indentOf(text: string, at: number): string | undefined {
  const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  if (before.trim() === "") return before;
  const commaFirst = /^(\s*),(\s*)$/u.exec(before);
  return commaFirst === null ? undefined : (commaFirst[1] ?? "");
}

function leadingComma(text: string, at: number): { indent: string; gap: string } | undefined {
  if (at < 0 || at >= text.length) return undefined;
  const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const match = /^(\s*),(\s*)$/u.exec(before);
  return match === null ? undefined : { indent: match[1] ?? "", gap: match[2] ?? "" };
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  if (newline < 0) return text.length;
  return text[newline - 1] === "\r" ? newline - 1 : newline;
}

function commaBetween(parsed: ParsedSql, after: number, before: number): number | undefined {
  for (let at = after + 1; at < before; at += 1) if (parsed.tokens[at]?.text === ",") return at;
  return undefined;
}

function trailingComma(parsed: ParsedSql, after: number): number | undefined {
  for (let at = after + 1; at < parsed.tokens.length; at += 1) {
    const token = parsed.tokens[at];
    if (token === undefined || isTrivia(token)) continue;
    return token.text === "," ? at : undefined;
  }
  return undefined;
}
