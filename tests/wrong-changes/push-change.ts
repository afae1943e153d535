import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Ran, succeed, type World } from "../world.ts";
import type { Change, Edit } from "./change.ts";

/** What became of a pushed change. */
export interface Outcome {
  readonly status: string;
  /** Codes of the errors of its verdict, or of the failure that ended it. */
  readonly codes: readonly string[];
  readonly messages: readonly string[];
}

/** Somebody's change, in the work tree of a request that waits for its review, pushed onto its branch. */
export function push(world: World, id: string, { name, edits, trailers = [] }: Change): void {
  const { folder } = succeed(world.runAs("ben", "worktree", "open", id));
  applyEdits(folder, edits);
  world.git("-C", folder, "add", "--all");
  const message = [name, ...(trailers.length > 0 ? ["", ...trailers] : [])].join("\n");
  world.git("-C", folder, "commit", "--quiet", "--author", "Tess <tess@example.com>", "--message", message);
  world.git("-C", folder, "push", "--quiet", ".", `HEAD:throughline/${id}`);
}

/** Makes the edits in a folder; fails where a text that is to be replaced is not there. */
export function applyEdits(folder: string, edits: readonly Edit[]): void {
  for (const edit of edits) apply(folder, edit);
}

function apply(folder: string, edit: Edit): void {
  const file = join(folder, edit.file);
  if ("gone" in edit) rmSync(file);
  else if ("text" in edit) write(file, edit.text);
  else replaceIn(file, edit);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function replaceIn(file: string, edit: Extract<Edit, { replace: string }>): void {
  const text = readFileSync(file, "utf8");
  const plain = text.replaceAll("\r\n", "\n");
  if (!plain.includes(edit.replace)) throw new Error(`${edit.file} has no ${edit.replace}`);
  const changed = plain.replace(edit.replace, () => edit.by);
  writeFileSync(file, text.includes("\r\n") ? changed.replaceAll("\n", "\r\n") : changed);
}

/** Says yes to everything, as somebody who never looks, until nothing waits any more: only the product can stop the change. */
export function letThrough(world: World, id: string, approvers: readonly string[]): Outcome {
  let ran: Ran | undefined;
  for (const who of [...approvers, ...approvers, ...approvers]) {
    ran = world.runAs(who, "approve", id);
    if (ran.json?.status !== undefined && ran.exit !== 3) break;
  }
  const state = ran?.json;
  const errors = ((state?.verdict?.findings ?? []) as { severity: string; code: string; message: string }[]).filter(
    ({ severity }) => severity === "error",
  );
  const failure = state?.failure;
  const ended = errors.length > 0 || !failure ? [] : [{ code: failure.code, message: failure.message }];
  const all = [...errors, ...ended];
  return {
    status: state?.status ?? `exit ${ran?.exit}: ${ran?.stderr}`,
    codes: [...new Set(all.map(({ code }) => code))],
    messages: all.map(({ message }) => message),
  };
}
