import type { Named } from "../catalogue/catalogue.ts";
import type { Choice } from "./outcome.ts";

/** A stable id for an object: the same in every reading of the same project. */
export function idOf(thing: Named): string {
  switch (thing.kind) {
    case "measure":
      return `measure:${thing.table}[${thing.measure.name}]`;
    case "column":
      return `column:${thing.table}[${thing.column.name}]`;
    case "table":
      return `table:${thing.table.name}`;
    case "model":
      return `model:${thing.name}`;
    case "model-column":
      return `model:${thing.model}.${thing.column}`;
  }
}

/** An object as people call it. */
export function labelOf(thing: Named): string {
  switch (thing.kind) {
    case "measure":
      return `measure "${thing.measure.name}"`;
    case "column":
      return `column "${thing.column.name}" of ${thing.table}`;
    case "table":
      return `table "${thing.table.name}"`;
    case "model":
      return `dbt ${thing.isSeed ? "seed" : "model"} ${thing.name}`;
    case "model-column":
      return `dbt column ${thing.model}.${thing.column}`;
  }
}

export function choiceOf<T extends Named>(thing: T): Choice<T> {
  return { id: idOf(thing), text: labelOf(thing), value: thing };
}
