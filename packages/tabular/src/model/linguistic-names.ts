import { type JsonNode, jsonMember, parseJson } from "../pbir/json.ts";
import type { FieldRename } from "../pbir/rename.ts";
import { sameName } from "../text/same-name.ts";
import type { TextEdit } from "../text/text-edit.ts";
import type { Expression } from "./model.ts";

/** Edits in a culture's linguistic metadata (the words of Q&A), which binds its entities to names of the model. */
export function linguisticNames(metadata: Expression, rename: FieldRename): TextEdit[] {
  const { root } = parseJson(metadata.text, metadata.start);
  const edits: TextEdit[] = [];
  const visit = (node: JsonNode): void => {
    if (node.kind === "array") for (const item of node.items) visit(item);
    if (node.kind !== "object") return;
    const entity = jsonMember(node, "ConceptualEntity");
    if (entity?.kind === "string") {
      const property = jsonMember(node, "ConceptualProperty");
      if (rename.kind === "table") {
        if (sameName(entity.value, rename.from)) edits.push({ span: entity.span, text: JSON.stringify(rename.to) });
      } else if (
        property?.kind === "string" &&
        sameName(entity.value, rename.table) &&
        sameName(property.value, rename.from)
      ) {
        edits.push({ span: property.span, text: JSON.stringify(rename.to) });
      }
    }
    for (const member of node.members) visit(member.value);
  };
  if (root) visit(root);
  return edits;
}
