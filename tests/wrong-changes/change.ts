/** One edit of one file: a text in place of another (which must be there), a whole text, or nothing. */
export type Edit =
  | { readonly file: string; readonly replace: string; readonly by: string }
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly gone: true };

/** A change that somebody pushes. */
export interface Change {
  /** Reads as the end of a sentence: "an inner join that drops trips". */
  readonly name: string;
  readonly edits: readonly Edit[];
  /**
   * What a harmful change must be stopped for: at least one of these codes is among the errors. Absent for a harmless one, which
   * must reach production.
   */
  readonly stoppedFor?: readonly string[];
  /** Further lines of its commit message. */
  readonly trailers?: readonly string[];
}
