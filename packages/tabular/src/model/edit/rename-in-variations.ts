import { sameName } from "../../text/same-name.ts";
import type { TextEdit } from "../../text/text-edit.ts";
import { parseNamePath, quoteTmdlName } from "../../tmdl/name.ts";
import type { Model } from "../model.ts";
import { writtenValue } from "../property.ts";
import type { Rename } from "./object-name.ts";
import { variationProperties } from "./users.ts";

/** Follows a rename in the variations of columns: their relationship, and `defaultHierarchy: Dates.Calendar`. */
export function renameInVariations(model: Model, rename: Rename, add: (path: string, edit: TextEdit) => void): void {
  const rest = rename.kind === "relationship" ? ["relationship"] : ["defaultHierarchy", "defaultColumn"];
  for (const keyword of rest) {
    for (const { file, node } of variationProperties(model, keyword)) {
      const parts = parseNamePath(writtenValue({ file, node }), node.value?.span.start) ?? [];
      const [first, second] = parts;
      const isHierarchy = rename.kind === "hierarchy" && keyword === "defaultHierarchy";
      const isColumn = rename.kind === "column" && keyword === "defaultColumn";
      const isInTable = (isHierarchy || isColumn) && first && sameName(first.value, rename.table);
      const meant =
        rename.kind === "relationship" || (rename.kind === "table" && second) ? first : isInTable ? second : undefined;
      if (meant && sameName(meant.value, rename.from)) {
        add(file.path, { span: meant.span, text: quoteTmdlName(rename.to) });
      }
    }
  }
}
