/** What a change does to those who read the result, from nothing to the worst; `unknown` is what nobody could tell. */
export type BreakingClass = "none" | "additive" | "breaking" | "unknown";

/** What it is that changed. */
export type ChangeKind =
  | "value"
  | "type"
  | "rows"
  | "order"
  | "name"
  | "added"
  | "removed"
  | "materialisation"
  | "definition"
  | "format"
  | "text"
  | "code";

export interface Change {
  readonly class: BreakingClass;
  readonly what: ChangeKind;
  /** In words, for people. */
  readonly reason: string;
  /** The column it is about; absent where it is about all rows. */
  readonly column?: string;
}

const WORST_FIRST: readonly BreakingClass[] = ["breaking", "unknown", "additive"];

/** A whole is as bad as the worst of it: what surely breaks something is worse than what nobody could tell. */
export function worst(changes: readonly { readonly class: BreakingClass }[]): BreakingClass {
  return WORST_FIRST.find((one) => changes.some((change) => change.class === one)) ?? "none";
}
