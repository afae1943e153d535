import type { Intent, ProjectLayout, WarehouseFacts } from "@throughline/contracts";
import { fail } from "../failures.ts";
import type { ChangeSet } from "./change-set.ts";

/** A line of a loader's list of fields: a quoted name, perhaps with what it is loaded as. */
interface FieldLine {
  readonly line: number;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

const LINE = /^(?<before>\s*[([{]?\s*(?:pa\.field\(\s*)?["'])(?<field>[\p{L}\p{N}_ .-]+)(?<after>["'].*,\s*(?:#.*)?)$/u;

/**
 * Adds a field to the list of fields that a pipeline loads, written as the list's other fields of the same type are. A
 * loader that keeps no such list is not guessed at.
 */
export function writeLoader(intent: Intent, changes: ChangeSet, layout: ProjectLayout, facts?: WarehouseFacts): void {
  if (intent.kind !== "add-source-field") return;
  const refuse = (problem: string): Error =>
    fail("author.cannot-write", {
      what: `the field ${intent.field} into the loader`,
      problem,
      hint: "Add the field to the loader by hand.",
    });
  const input = facts?.inputFields.find((field) => field.name === intent.field);
  if (input === undefined) throw refuse("its type in the files is not known");
  const typeOf = new Map((facts?.inputFields ?? []).map((field) => [field.name.toLowerCase(), field.type]));
  const inSameFiles = new Set(
    (facts?.inputFields ?? [])
      .filter((field) => field.files.some((file) => input.files.includes(file)))
      .map((field) => field.name.toLowerCase()),
  );
  const lists = (layout.loader?.pipelines ?? [])
    .filter((pipeline) => pipeline.dataset === intent.source.schema || layout.loader?.pipelines.length === 1)
    .flatMap((pipeline) =>
      fieldLists(changes.files.get(pipeline.file) ?? "").map((list) => ({ file: pipeline.file, list })),
    )
    .map((found) => ({
      ...found,
      shared: found.list.filter((line) => inSameFiles.has(line.field.toLowerCase())).length,
    }))
    .filter((found) => found.shared >= 2 && found.shared * 2 > found.list.length)
    .sort((a, b) => b.shared - a.shared);
  const [best, second] = lists;
  if (best === undefined) throw refuse("no list in the pipeline names the fields of these files");
  if (second !== undefined && second.shared === best.shared)
    throw refuse("several lists in the pipeline name the fields of these files");
  if (best.list.some((line) => line.field.toLowerCase() === intent.field.toLowerCase())) return;
  const alike = best.list.filter((line) => typeOf.get(line.field.toLowerCase()) === input.type);
  const after =
    usual(alike.map((line) => line.after)) ??
    (best.list.every((line) => line.after === best.list[0]?.after) ? best.list[0]?.after : undefined);
  const model = alike.at(-1) ?? best.list.at(-1);
  if (after === undefined || model === undefined)
    throw refuse(`no field of the list is of the type ${input.type}, so how to load it is not known`);
  const text = changes.files.get(best.file) ?? "";
  const lines = text.split("\n");
  lines.splice(model.line + 1, 0, `${model.before}${intent.field}${after}`);
  changes.put(best.file, lines.join("\n"));
}

/** Runs of lines that each begin with a quoted name, as lists of fields are written. */
function fieldLists(text: string): FieldLine[][] {
  const lists: FieldLine[][] = [];
  let open: FieldLine[] = [];
  text.split("\n").forEach((content, line) => {
    const match = LINE.exec(content);
    const { before, field, after } = match?.groups ?? {};
    if (before !== undefined && field !== undefined && after !== undefined) {
      open.push({ line, field, before, after: after.replace(/\s*#.*$/u, "") });
      return;
    }
    if (open.length > 0) lists.push(open);
    open = [];
  });
  if (open.length > 0) lists.push(open);
  return lists;
}

function usual(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
