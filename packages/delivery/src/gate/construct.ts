/** Something in the text of a file that a patch may not bring: what it is, and where; lines start at 1. */
export interface Construct {
  readonly what: string;
  readonly line: number;
  /** The text that it is in: the same text with the same construct before is nothing that the patch brings. */
  readonly text: string;
}

/** A construct at a place in a text. Where it is not said which text is its own, it is the line that it begins in. */
export function constructAt(text: string, at: number, what: string, own?: string): Construct {
  const from = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  const to = text.indexOf("\n", at);
  return {
    what,
    line: text.slice(0, from).split("\n").length,
    text: own ?? text.slice(from, to === -1 ? text.length : to).trim(),
  };
}

/** What is in a text and was not before, each as often as there is more of it. */
export function broughtBy(before: readonly Construct[], after: readonly Construct[]): readonly Construct[] {
  const known = new Map<string, number>();
  const key = ({ what, text }: Construct) => `${what}\n${text}`;
  for (const one of before) known.set(key(one), (known.get(key(one)) ?? 0) + 1);
  return after.filter((one) => {
    const left = known.get(key(one)) ?? 0;
    known.set(key(one), left - 1);
    return left <= 0;
  });
}
