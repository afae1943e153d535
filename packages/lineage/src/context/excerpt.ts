/** Lines of a file as it is, from one to another; lines start at 1. */
export interface Excerpt {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** So many lines on each side show what stands around an edit, and how things are written here. */
const AROUND = 12;

/** The lines of a text that an edit is about, from the first line that differs to the last, with those around them. */
export function excerpt(before: string, after: string): Excerpt {
  const [old, edited] = [before.split("\n"), after.split("\n")];
  const shorter = Math.min(old.length, edited.length);
  let top = 0;
  while (top < shorter && old[top] === edited[top]) top += 1;
  let bottom = 0;
  while (bottom < shorter - top && old.at(-1 - bottom) === edited.at(-1 - bottom)) bottom += 1;
  const from = Math.max(0, top - AROUND);
  const to = Math.min(old.length, old.length - bottom + AROUND);
  return { text: old.slice(from, to).join("\n"), from: from + 1, to };
}
