import { sameName } from "../text/same-name.ts";
import type { TextEdit } from "../text/text-edit.ts";
import type { FieldReference } from "./field-reference.ts";
import { type JsonNode, jsonMember, jsonText } from "./json.ts";
import type { ReportFile } from "./report.ts";

interface Moved {
  readonly table: string;
  readonly name: string;
}

/** Edits that make one file of a report follow a measure into another table. Other fields of the old table keep theirs. */
export function moveInReport(file: ReportFile, measure: Moved, to: string): TextEdit[] {
  const edits: TextEdit[] = [];
  const fields = file.uses.fields.filter((field) => isMeant(field, measure));
  for (const field of fields) {
    const isShared = file.uses.fields.some(
      (other) => other.tableSpan.start === field.tableSpan.start && !isMeant(other, measure),
    );
    if (!field.alias || !isShared) edits.push({ span: field.tableSpan, text: JSON.stringify(to) });
    else edits.push(...pointElsewhere(file.text, field, field.alias, to));
  }
  for (const { value, span, of } of file.uses.names) {
    if (of && !isMeant(of, measure)) continue;
    const path = `${measure.table}.${measure.name}`;
    if (sameName(value, path)) edits.push({ span, text: JSON.stringify(to + value.slice(measure.table.length)) });
  }
  return edits;
}

function isMeant({ kind, table, name }: FieldReference, measure: Moved): boolean {
  return kind === "measure" && sameName(table, measure.table) && sameName(name, measure.name);
}

/** Gives one use another alias, that of the new table in its `From` list, which is added where the list has none. */
function pointElsewhere(
  text: string,
  field: FieldReference,
  { span, list }: NonNullable<FieldReference["alias"]>,
  to: string,
): TextEdit[] {
  const known = list.items.find((item) => sameName(jsonText(jsonMember(item, "Entity")) ?? "", to));
  const name = known ? jsonText(jsonMember(known, "Name")) : undefined;
  if (name !== undefined) return [{ span, text: JSON.stringify(name) }];
  const old = list.items.find((item) => jsonMember(item, "Entity")?.span.start === field.tableSpan.start);
  const last = list.items.at(-1);
  if (!old || !last) return [];
  const alias = freeAlias(list.items, to);
  const gap = /\s*$/u.exec(text.slice(0, old.span.start))?.[0] ?? "";
  const item = rewritten(text, old, { Name: alias, Entity: to });
  return [
    { span, text: JSON.stringify(alias) },
    { span: { start: last.span.end, end: last.span.end }, text: `,${gap}${item}` },
  ];
}

function freeAlias(items: readonly JsonNode[], table: string): string {
  const taken = new Set(items.map((item) => jsonText(jsonMember(item, "Name"))));
  const start = /^\p{L}/u.exec(table)?.[0].toLowerCase() ?? "t";
  let alias = start;
  for (let i = 1; taken.has(alias); i++) alias = `${start}${i}`;
  return alias;
}

/** An object as it is written, with other values for some of its strings. */
function rewritten(text: string, node: JsonNode, values: Readonly<Record<string, string>>): string {
  let written = "";
  let at = node.span.start;
  for (const { key, value } of node.kind === "object" ? node.members : []) {
    const given = values[key];
    if (given === undefined) continue;
    written += text.slice(at, value.span.start) + JSON.stringify(given);
    at = value.span.end;
  }
  return written + text.slice(at, node.span.end);
}
