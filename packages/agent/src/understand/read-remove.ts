import type { Understanding } from "@throughline/contracts";
import { labelOf } from "./object-choice.ts";
import { objectNamed } from "./object-named.ts";
import { type Reading, refuse } from "./outcome.ts";

const REMOVE = /^(?:remove|delete|drop|discard|get rid of|take out|throw away|retire|kill|eliminate|erase)\s+(.+)$/iu;

/** Reads "remove X". Only measures can go: columns and tables hold data that others may read. */
export function readRemove(reading: Reading, text: string): Understanding | undefined {
  const phrase = REMOVE.exec(text)?.[1];
  if (phrase === undefined) return undefined;
  const property =
    /^(?:the\s+)?(description|format|display folder|folder|sort order|sorting)\s+(?:of|from|on|for)\s+(.+)$/iu.exec(
      phrase,
    );
  if (property !== null) return withoutProperty(reading, (property[1] ?? "").toLowerCase(), property[2] ?? "");
  if (/\b(?:all|every|everything|each|any)\b/iu.test(phrase))
    refuse("destructive", "removing many things at once is not done", "Ask to remove one measure, by its name.");
  if (
    /\b(?:rows?|records?|data|history|database|warehouse|schema|files?|tests?|relationships?|pages?|visuals?|reports?|dashboards?|pipelines?|users?)\b/iu.test(
      phrase,
    )
  )
    refuse(
      "destructive",
      `removing ${phrase} is not supported`,
      'A measure can be removed; wrong rows can be left out of a measure ("exclude …").',
    );
  const target = objectNamed(reading, phrase, ["measure", "column", "table", "model", "model-column"]);
  if (target.kind !== "measure")
    return refuse(
      "unsupported-removal",
      `removing ${labelOf(target)} is not supported: others may read it`,
      "It can be hidden instead, or a measure can be removed.",
    );
  const ref = { table: target.table, measure: target.measure.name };
  const { measures, visuals } = target.model.dependents(ref);
  const users = [
    ...measures.map((measure) => `measure "${measure.measure}"`),
    ...visuals.map((visual) => `visual "${visual.name}" on ${visual.page}`),
  ];
  if (users.length > 0)
    refuse(
      "in-use",
      `${labelOf(target)} is used by ${users.slice(0, 6).join(", ")}${users.length > 6 ? ` and ${users.length - 6} more` : ""}`,
      "Change or remove those first, or hide the measure.",
    );
  return { status: "understood", intent: { kind: "remove-measure", measure: ref } };
}

function withoutProperty(reading: Reading, property: string, phrase: string): Understanding {
  const target = objectNamed(reading, phrase, ["measure", "column"]);
  if (target.kind !== "measure" && target.kind !== "column")
    return refuse("unknown-name", `"${phrase}" is no column or measure`);
  const semantic =
    target.kind === "measure"
      ? { table: target.table, measure: target.measure.name }
      : { table: target.table, column: target.column.name };
  const display = property.startsWith("desc")
    ? { description: null }
    : property.startsWith("format")
      ? { format: null }
      : property.includes("folder")
        ? { folder: null }
        : { sortBy: null };
  return { status: "understood", intent: { kind: "describe", semantic, display } };
}
