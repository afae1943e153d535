import type { Span } from "../text/span.ts";
import { type JsonNode, jsonMember, jsonText } from "./json.ts";
import { type JsonText, jsonTextOf } from "./json-text.ts";

/** A measure that a report defines for itself in `definition/reportExtensions.json`. */
export interface ReportMeasure {
  readonly path: string;
  /** The table it is shown in, which the model may have or not. */
  readonly table: string;
  readonly tableSpan: Span;
  readonly name: string;
  readonly nameSpan: Span;
  /** Its DAX. */
  readonly expression?: JsonText;
  /** The measures it lists as used, of the model and of the report. */
  readonly listed: readonly ListedMeasure[];
}

interface ListedMeasure {
  readonly table: string;
  readonly tableSpan: Span;
  readonly name: string;
  readonly nameSpan: Span;
  /** Whether it is one of the report's own. */
  readonly isOwn: boolean;
}

/** Reads `entities[].measures[]`; what has no name is left out. `text` is the file that `root` was read from. */
export function readReportMeasures(path: string, text: string, root: JsonNode): readonly ReportMeasure[] {
  return itemsOf(jsonMember(root, "entities")).flatMap((entity) => {
    const table = jsonMember(entity, "name");
    if (table?.kind !== "string") return [];
    return itemsOf(jsonMember(entity, "measures")).flatMap((measure): ReportMeasure[] => {
      const name = jsonMember(measure, "name");
      const expression = jsonMember(measure, "expression");
      if (name?.kind !== "string") return [];
      return [
        {
          path,
          table: table.value,
          tableSpan: table.span,
          name: name.value,
          nameSpan: name.span,
          ...(expression?.kind === "string" && { expression: jsonTextOf(text, expression) }),
          listed: itemsOf(jsonMember(jsonMember(measure, "references"), "measures")).flatMap(readListed),
        },
      ];
    });
  });
}

function readListed(node: JsonNode): ListedMeasure[] {
  const entity = jsonMember(node, "entity");
  const name = jsonMember(node, "name");
  if (entity?.kind !== "string" || name?.kind !== "string") return [];
  const isOwn = jsonText(jsonMember(node, "schema")) === "extension";
  return [{ table: entity.value, tableSpan: entity.span, name: name.value, nameSpan: name.span, isOwn }];
}

function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === "array" ? node.items : [];
}
