import type { ModelDifference } from "@throughline/semantic-model";
import type { BreakingClass, Change, ChangeKind } from "./classes.ts";
import type { NodeChange } from "./compare-projects.ts";

const CLASSES: Readonly<Record<ModelDifference["effect"], BreakingClass>> = {
  text: "none",
  shown: "additive",
  addition: "additive",
  meaning: "breaking",
};

/**
 * What the differences between two semantic models do to who reads them. A definition that is another breaks; a new object adds;
 * a format shows the same number otherwise, which no other formula sees: additive; descriptions, folders and lay-out are only text.
 */
export function modelChanges(differences: readonly ModelDifference[]): readonly NodeChange[] {
  return differences.map((difference) => {
    const { change, object, node, effect, property, to } = difference;
    const gone = change === "removed" || change === "renamed";
    const reasons = {
      added: `${object} is added`,
      removed: `${object} is removed`,
      renamed: `${object} is now called ${to ?? "something else"}`,
      changed: `${property ?? "the definition"} of ${object} is another`,
    };
    const found: Change = {
      class: gone ? "breaking" : CLASSES[effect],
      what: kindOfChange(difference),
      reason: reasons[change],
    };
    return { node, ...found };
  });
}

function kindOfChange({ change, effect }: ModelDifference): ChangeKind {
  if (change === "removed" || change === "added") return change;
  if (change === "renamed") return "name";
  return effect === "text" ? "text" : effect === "shown" ? "format" : "definition";
}
