import type { Understanding } from "@throughline/contracts";
import type { Named } from "../catalogue/catalogue.ts";
import { wordLikeness } from "../words/word-likeness.ts";
import { plausible, rank } from "./mention.ts";
import { idOf, labelOf } from "./object-choice.ts";
import { objectNamed } from "./object-named.ts";
import { choose, type Reading, refuse } from "./outcome.ts";
import { FILLERS, tokenize, wordsOf } from "./tokens.ts";

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
  if (saysRows(reading, phrase))
    refuse(
      "destructive",
      `removing ${phrase} would remove rows of data`,
      'Wrong rows can be left out of a measure ("exclude …").',
    );
  const target = objectNamed(reading, phrase, ["measure", "column", "table", "model", "model-column"]);
  if (target.kind !== "measure")
    return refuse(
      "unsupported-removal",
      `removing ${labelOf(target)} is not supported: others may read it`,
      "It can be hidden instead, or a measure can be removed.",
    );
  requireWhollyNamed(reading, phrase, target);
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

/** "the returned orders": rows with something before them, and no measure or column is called after the rows. */
function saysRows(reading: Reading, phrase: string): boolean {
  const words = wordsOf(tokenize(phrase)).filter((word) => !FILLERS.has(word));
  const last = words.at(-1) ?? "";
  const { measures, columns, tables } = reading.catalogue;
  if (words.length < 2 || plausible(rank([last], tables)).length === 0) return false;
  return ![...measures, ...columns].some((entry) =>
    entry.names.some((name) => name.some((part) => wordLikeness(part, last) > 0)),
  );
}

/** What is gone is gone: a measure that is named in part alone is asked about, even when nothing else fits. */
function requireWhollyNamed(reading: Reading, phrase: string, target: Named): void {
  const words = wordsOf(tokenize(phrase));
  const isSaid = (part: string) => words.some((word) => wordLikeness(word, part) > 0);
  if (target.names.some((name) => name.every(isSaid))) return;
  const none = { id: "none", text: "none: another one, or nothing", value: undefined };
  const choices = [{ id: idOf(target), text: labelOf(target), value: target }, none];
  const id = `remove:${words.join(" ")}`;
  if (choose<Named | undefined>(reading, id, `Is this what "${phrase}" means?`, choices) === undefined)
    refuse("unknown-name", `what "${phrase}" means is not known`, "Ask again with the measure's whole name.");
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
