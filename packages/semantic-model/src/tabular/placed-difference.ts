import { columnNode, measureNode, type NodeName } from "@throughline/contracts";
import type { diffModels } from "@throughline/tabular";
import type { ModelDifference } from "../semantic-model.ts";

type Difference = ReturnType<typeof diffModels>[number];

/** Properties that people and tools read, and that nothing computes or shows with. */
export const TEXT =
  /^(description|displayFolder|lineageTag|sourceLineageTag|changedProperty|extendedProperty|annotation|queryGroup|compatibilityLevel|ordinal|PBI_.*|modifiedTime|refreshedTime|structureModifiedTime)$/i;

/** Properties that decide how the same numbers look, and where. */
const SHOWN =
  /^(formatString|isHidden|sortByColumn|dataCategory|isDefaultLabel|isDefaultImage|summarizeBy|displayOrdinal|alignment|culture|collation|sourceQueryCulture|isAvailableInMDX|excludedArtifact)$/i;

/** Objects beside the numbers: translations, perspectives, groups of queries. */
export const ASIDE =
  /^(cultureInfo|culture|perspective|queryGroup|linguisticMetadata|translation|changedProperty|extendedProperty)\b/i;

/** Objects that change what others compute as soon as they are there. */
const STEERING = /^(relationship|role|tablePermission|columnPermission|calculationGroup|calculationItem|partition)\b/i;

/** A difference with the name that plans and findings have for its object, and what it can do. */
export function placedDifference(difference: Difference): ModelDifference {
  return { ...difference, node: nodeOf(difference.object), effect: effectOf(difference) };
}

/** What plans and findings call an object that the model's own words call `table Sales › measure Total`. */
export function nodeOf(object: string): NodeName {
  const [outer = "", inner] = object.split(" › ");
  const [kind = "", name] = split(outer);
  if (kind !== "table") return `${kind.toLowerCase()}:${name === "" ? kind : name}`;
  if (inner === undefined) return `table:${name}`;
  const [innerKind = "", innerName = ""] = split(inner);
  if (innerKind === "column") return columnNode({ table: name, column: innerName });
  if (innerKind === "measure") return measureNode({ table: name, measure: innerName });
  return `table:${name}`;
}

function split(label: string): [string, string] {
  const at = label.indexOf(" ");
  return at < 0 ? [label, ""] : [label.slice(0, at), label.slice(at + 1)];
}

function effectOf(difference: Difference): ModelDifference["effect"] {
  const innermost = difference.object.split(" › ").at(-1) ?? "";
  if (ASIDE.test(innermost) || ASIDE.test(difference.object)) return "text";
  if (difference.change === "changed") {
    if (TEXT.test(difference.property)) return "text";
    if (SHOWN.test(difference.property)) return "shown";
    return "meaning";
  }
  return difference.change === "added" && !STEERING.test(innermost) ? "addition" : "meaning";
}
