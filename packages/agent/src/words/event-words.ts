import { verbOf } from "./word-families.ts";

/** What a word of an event has in common with its other forms: arrival, arrived and arriving are one event. */
export function eventRoot(word: string): string {
  const base = verbOf(word);
  const cut = base.replace(/(?:ations?|ions?|ments?|ings?|als?|ures?|ers?|eds?|ies|y|es|s|e)$/u, "");
  if (cut.length < 3 || cut === base) return base;
  // `shipped` doubles the last letter, `ship` does not.
  return cut.replace(/([bdgklmnprt])\1$/u, "$1");
}

/** Whether two words name one event, as a verb in one form or another or as its noun. */
export function isSameEvent(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [eventRoot(one), eventRoot(other)];
  if (a === b) return true;
  // Names are shortened: `arr` for arrival.
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 3 && long.startsWith(short) && (one === short || other === short);
}
