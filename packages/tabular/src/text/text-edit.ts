import type { Span } from "./span.ts";

/** Replaces one span of a text. Everything outside the spans of the edits stays byte-identical. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/**
 * Applies edits that were computed on the same text. Two edits of one place are the same edit made twice, or a mistake
 * of the caller: equal ones are applied once, others that overlap are refused.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const pieces: string[] = [];
  let at = 0;
  let previous: TextEdit | undefined;
  for (const edit of ordered) {
    if (previous && sameEdit(previous, edit)) continue;
    if (edit.span.start < at) throw new RangeError(`two edits overlap at ${edit.span.start}`);
    pieces.push(text.slice(at, edit.span.start), edit.text);
    at = edit.span.end;
    previous = edit;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}

function sameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.span.end > a.span.start && a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}
