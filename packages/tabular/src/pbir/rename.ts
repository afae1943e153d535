import { sameName } from "../text/same-name.ts";
import type { TextEdit } from "../text/text-edit.ts";
import type { FieldReference } from "./field-reference.ts";
import type { ReportFile } from "./report.ts";

export type FieldRename =
  | {
      readonly kind: "column" | "measure" | "hierarchy";
      readonly table: string;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: "level";
      readonly table: string;
      readonly hierarchy: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: "table"; readonly from: string; readonly to: string };

/** Edits that make one file of a report follow a rename. Only the strings that name the object change. */
export function renameInReport(file: ReportFile, rename: FieldRename): TextEdit[] {
  if (rename.kind === "table") return renameTable(file, rename.from, rename.to);
  const edits: TextEdit[] = [];
  for (const field of file.uses.fields) {
    const span = isMeant(field, rename) ? (rename.kind === "level" ? field.levelSpan : field.nameSpan) : undefined;
    if (span) edits.push({ span, text: JSON.stringify(rename.to) });
  }
  for (const { key, value, span, of } of file.uses.names) {
    if (of && !isMeant(of, rename)) continue;
    const renamed = renameQueryRef(value, rename);
    const native = of && key === "nativeQueryRef" ? renameNative(value, rename.from, rename.to) : undefined;
    const text = renamed ?? native;
    if (text !== undefined) edits.push({ span, text: JSON.stringify(text) });
  }
  return edits;
}

type WithinTable = Exclude<FieldRename, { kind: "table" }>;

/** Whether a use of a field names what gets another name. A level names its hierarchy as well. */
function isMeant(field: FieldReference, rename: WithinTable): boolean {
  if (!sameName(field.table, rename.table)) return false;
  if (rename.kind === "level") {
    return field.kind === "level" && sameName(field.name, rename.hierarchy) && sameName(field.level ?? "", rename.from);
  }
  const isKind = field.kind === rename.kind || (rename.kind === "hierarchy" && field.kind === "level");
  return isKind && sameName(field.name, rename.from);
}

/** `Sales.Amount`, `Sum(Sales.Amount)`, `Dates.Calendar.Year`: the path keeps the case of what is not renamed. */
function renameQueryRef(value: string, rename: WithinTable): string | undefined {
  const { before, inner, after } = splitQueryRef(value);
  const owner = rename.kind === "level" ? `${rename.table}.${rename.hierarchy}` : rename.table;
  const path = `${owner}.${rename.from}`;
  const rest = inner.slice(path.length);
  if (!sameName(inner.slice(0, path.length), path)) return undefined;
  if (rest !== "" && !(rename.kind === "hierarchy" && rest.startsWith("."))) return undefined;
  return `${before}${inner.slice(0, owner.length)}.${rename.to}${rest}${after}`;
}

function renameTable(file: ReportFile, from: string, to: string): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const table of file.uses.tables) {
    if (sameName(table.name, from)) edits.push({ span: table.span, text: JSON.stringify(to) });
  }
  for (const name of file.uses.names) {
    const parts = name.key === "nativeQueryRef" ? undefined : splitQueryRef(name.value);
    if (parts?.inner.toLowerCase().startsWith(`${from.toLowerCase()}.`)) {
      const text = `${parts.before}${to}${parts.inner.slice(from.length)}${parts.after}`;
      edits.push({ span: name.span, text: JSON.stringify(text) });
    }
  }
  return edits;
}

/** `Sum(Sales.Amount)` has `Sales.Amount` inside; a plain `Sales.Amount` is its own inside. */
function splitQueryRef(value: string): { before: string; inner: string; after: string } {
  const match = /^([A-Za-z]+\()([\s\S]*)(\))$/u.exec(value);
  if (match?.[1] && match[2] !== undefined && match[3]) return { before: match[1], inner: match[2], after: match[3] };
  return { before: "", inner: value, after: "" };
}

/** `Amount`, or Power BI's `Sum of Amount`. Anything else is a caption somebody wrote and stays. */
function renameNative(value: string, from: string, to: string): string | undefined {
  if (sameName(value, from)) return to;
  const suffix = ` of ${from}`;
  const isAutomatic = /^(?:Sum|Average|Min|Max|Minimum|Maximum|Count|Median|First|Last|Earliest|Latest)$/u;
  if (value.toLowerCase().endsWith(suffix.toLowerCase()) && isAutomatic.test(value.slice(0, -suffix.length))) {
    return `${value.slice(0, -suffix.length)} of ${to}`;
  }
  return undefined;
}
