import { sameName } from "../text/same-name.ts";
import type { TextEdit } from "../text/text-edit.ts";
import { type JsonNode, jsonMember, jsonPath, parseJson } from "./json.ts";
import type { ReportFile } from "./report.ts";

interface ValueRename {
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** Edits that make filters of a report follow a value of a table's columns, as calculation items are to their group. */
export function renameFilterValues(file: ReportFile, rename: ValueRename): TextEdit[] {
  const columns = new Set(
    file.uses.fields
      .filter(({ kind, table }) => kind === "column" && sameName(table, rename.table))
      .map(({ span }) => span.start),
  );
  if (columns.size === 0) return [];
  const isColumn = (node: JsonNode | undefined): boolean => {
    const column = jsonMember(node, "Column");
    return column !== undefined && columns.has(column.span.start);
  };
  const edits: TextEdit[] = [];
  const follow = (node: JsonNode | undefined): void => {
    const value = jsonPath(node, "Literal", "Value");
    if (value?.kind !== "string" || !sameName(value.value, quoted(rename.from))) return;
    edits.push({ span: value.span, text: JSON.stringify(quoted(rename.to)) });
  };
  const visit = (node: JsonNode): void => {
    for (const inner of node.kind === "array" ? node.items : []) visit(inner);
    if (node.kind !== "object") return;
    for (const { key, value } of node.members) {
      if (key === "In") {
        for (const [i, column] of itemsOf(jsonMember(value, "Expressions")).entries()) {
          if (!isColumn(column)) continue;
          for (const row of itemsOf(jsonMember(value, "Values"))) follow(itemsOf(row)[i]);
        }
      } else if (key === "Comparison" && isColumn(jsonMember(value, "Left"))) follow(jsonMember(value, "Right"));
      visit(value);
    }
  };
  const { root } = parseJson(file.text);
  if (root) visit(root);
  return edits;
}

function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === "array" ? node.items : [];
}

/** A text as report files write it: `'It''s'`. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
