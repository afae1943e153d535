import { applyEdits, type TextEdit } from "../../text/text-edit.ts";

/** Edits by file. Every file is there already; its text outside of them stays byte-identical. */
export type EditsByFile = ReadonlyMap<string, readonly TextEdit[]>;

/** All that an edit of a model does to its project's files. */
export interface FileEdits {
  readonly edits: EditsByFile;
  /** New files with their texts. */
  readonly created: ReadonlyMap<string, string>;
  /** Files that go. */
  readonly removed: readonly string[];
}

/** Why an edit cannot be made. Nothing is thrown, and nothing is changed. */
export interface Refusal {
  readonly code: "model-read-only" | "object-unknown" | "name-not-possible" | "object-in-use" | "edit-not-possible";
  readonly message: string;
  readonly hint?: string;
  readonly file?: string;
  /** For `object-in-use`: who would miss it, as people name them. */
  readonly users?: readonly string[];
}

export type EditResult = FileEdits | { readonly refused: Refusal };

/** The files of a project after an edit. */
export function withEdits(texts: ReadonlyMap<string, string>, made: FileEdits): Map<string, string> {
  const after = new Map(texts);
  for (const [path, edits] of made.edits) after.set(path, applyEdits(after.get(path) ?? "", edits));
  for (const [path, text] of made.created) after.set(path, text);
  for (const path of made.removed) after.delete(path);
  return after;
}

/** The edit that takes another one back, to the byte. `texts` are the files before that one. */
export function undoOf(texts: ReadonlyMap<string, string>, made: FileEdits): FileEdits {
  const removed = new Set(made.removed);
  const edits = [...made.edits].filter(([path]) => !removed.has(path));
  return {
    edits: new Map(edits.map(([path, list]) => [path, undoEdits(texts.get(path) ?? "", list)])),
    created: new Map(made.removed.map((path) => [path, texts.get(path) ?? ""])),
    removed: [...made.created.keys()],
  };
}

/** Made from what is left unchanged between two edits, so that edits made twice count once. */
function undoEdits(text: string, edits: readonly TextEdit[]): TextEdit[] {
  const undone: TextEdit[] = [];
  let shift = 0;
  let previous: TextEdit | undefined;
  for (const edit of [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    const { start, end } = edit.span;
    const isAgain = previous && end > start && start === previous.span.start && end === previous.span.end;
    previous = edit;
    if (isAgain) continue;
    undone.push({
      span: { start: start + shift, end: start + shift + edit.text.length },
      text: text.slice(start, end),
    });
    shift += edit.text.length - (end - start);
  }
  return undone;
}

/** Gathers edits while they are found. */
export class EditList {
  private readonly byFile = new Map<string, TextEdit[]>();

  add(path: string, edit: TextEdit | undefined): void {
    if (!edit) return;
    const list = this.byFile.get(path);
    if (list) list.push(edit);
    else this.byFile.set(path, [edit]);
  }

  get edits(): EditsByFile {
    return this.byFile;
  }

  /** With what else happens to files. Files that go need no edits. */
  done(created: ReadonlyMap<string, string> = new Map(), removed: readonly string[] = []): FileEdits {
    for (const path of removed) this.byFile.delete(path);
    return { edits: this.byFile, created, removed };
  }
}

export function refuse(
  code: Refusal["code"],
  message: string,
  more: Omit<Refusal, "code" | "message"> = {},
): EditResult {
  return { refused: { code, message, ...more } };
}
