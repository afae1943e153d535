import { sameName } from "../text/same-name.ts";
import type { TextEdit } from "../text/text-edit.ts";
import type { ReportFile } from "./report.ts";

export type FieldRename =
  | { readonly kind: "column" | "measure"; readonly table: string; readonly from: string; readonly to: string }
  | { readonly kind: "table"; readonly from: string; readonly to: string };

/** Edits that make one file of a report follow a rename. Only the strings that name the object change. */
export function renameInReport(file: ReportFile, rename: FieldRename): TextEdit[] {
  return rename.kind === "table" ? renameTable(file, rename.from, rename.to) : renameField(file, rename);
}

function renameField(file: ReportFile, rename: Exclude<FieldRename, { kind: "table" }>): TextEdit[] {
  const edits: TextEdit[] = [];
  const isMeant = (table: string, name: string): boolean =>
    sameName(table, rename.table) && sameName(name, rename.from);
  for (const field of file.uses.fields) {
    if (field.kind === rename.kind && isMeant(field.table, field.name)) {
      edits.push({ span: field.nameSpan, text: JSON.stringify(rename.to) });
    }
  }
  for (const name of file.uses.names) {
    const of = name.of;
    if (of && (of.kind !== rename.kind || !isMeant(of.table, of.name))) continue;
    const parts = splitQueryRef(name.value);
    if (parts && sameName(parts.inner, `${rename.table}.${rename.from}`)) {
      const table = parts.inner.slice(0, rename.table.length);
      edits.push({ span: name.span, text: JSON.stringify(`${parts.before}${table}.${rename.to}${parts.after}`) });
    } else if (of && name.key === "nativeQueryRef") {
      const renamed = renameNative(name.value, rename.from, rename.to);
      if (renamed !== undefined) edits.push({ span: name.span, text: JSON.stringify(renamed) });
    }
  }
  return edits;
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
function splitQueryRef(value: string): { before: string; inner: string; after: string } | undefined {
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
