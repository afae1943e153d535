import { type JsonNode, jsonMember, jsonText, parseJson } from "../pbir/json.ts";
import type { FieldRename } from "../pbir/rename.ts";
import { sameName } from "../text/same-name.ts";
import type { TextEdit } from "../text/text-edit.ts";
import type { Expression } from "./model.ts";

/** Edits in a culture's linguistic metadata (the words of Q&A), which binds its entities to names of the model. */
export function linguisticNames(metadata: Expression, rename: FieldRename): TextEdit[] {
  const table = rename.kind === "table" ? rename.from : rename.table;
  return bindingsOf(metadata, table).flatMap(({ node, entity }) => renameBinding(node, entity, rename) ?? []);
}

/** The same where a measure gets another table. */
export function moveLinguistic(
  metadata: Expression,
  measure: { readonly table: string; readonly name: string },
  to: string,
): TextEdit[] {
  return bindingsOf(metadata, measure.table)
    .filter(({ node }) => sameName(jsonText(jsonMember(node, "ConceptualProperty")) ?? "", measure.name))
    .map(({ entity }) => ({ span: entity.span, text: JSON.stringify(to) }));
}

interface Binding {
  readonly node: JsonNode;
  /** The string that names the table. */
  readonly entity: JsonNode;
}

function bindingsOf(metadata: Expression, table: string): Binding[] {
  const { root } = parseJson(metadata.text, metadata.start);
  const found: Binding[] = [];
  const visit = (node: JsonNode): void => {
    if (node.kind === "array") for (const item of node.items) visit(item);
    if (node.kind !== "object") return;
    const entity = jsonMember(node, "ConceptualEntity");
    if (entity?.kind === "string" && sameName(entity.value, table)) found.push({ node, entity });
    for (const member of node.members) visit(member.value);
  };
  if (root) visit(root);
  return found;
}

/** `{ "ConceptualEntity": "Dates", "Hierarchy": "Calendar", "HierarchyLevel": "Year" }`, or with a `ConceptualProperty`. */
function renameBinding(node: JsonNode, entity: JsonNode, rename: FieldRename): TextEdit | undefined {
  const named = (key: string, name: string): JsonNode | undefined => {
    const member = jsonMember(node, key);
    return member?.kind === "string" && sameName(member.value, name) ? member : undefined;
  };
  const hierarchy = rename.kind === "level" ? named("Hierarchy", rename.hierarchy) : undefined;
  const found =
    rename.kind === "table"
      ? entity
      : rename.kind === "hierarchy"
        ? named("Hierarchy", rename.from)
        : rename.kind === "level"
          ? hierarchy && named("HierarchyLevel", rename.from)
          : named("ConceptualProperty", rename.from);
  return found && { span: found.span, text: JSON.stringify(rename.to) };
}
