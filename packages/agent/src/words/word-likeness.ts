import { COMMON_WORDS } from "./common-words.ts";
import { singular } from "./split-words.ts";

/** Endings by which two forms of one word may differ: plurals and cases of the languages that names come in. */
const ENDINGS = new Set(["s", "es", "n", "en", "e", "er", "ern", "ed", "d", "ing", "'s"]);

/**
 * How surely two words are the same: 1 the same, 0.95 another form, 0.85 a typing mistake, 0 different.
 * Short words must be exact: a mistake in four letters leaves too little to recognise.
 */
export function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const known = remembered.get(a) ?? new Map<string, number>();
  if (known.size === 0) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(a, known);
  }
  const before = known.get(b);
  if (before !== undefined) return before;
  const likeness = computed(a, b);
  known.set(b, likeness);
  return likeness;
}

/** Each word of a sentence is compared with the same names again and again. */
const remembered = new Map<string, Map<string, number>>();
const MOST_REMEMBERED = 5000;

function computed(a: string, b: string): number {
  const [one, two] = [singular(a), singular(b)];
  if (one === two) return 0.99;
  const [short, long] = one.length < two.length ? [one, two] : [two, one];
  if (short.length >= 4 && long.startsWith(short) && ENDINGS.has(long.slice(short.length))) return 0.95;
  if (short.length < 4 || /\d/u.test(one + two)) return 0;
  // Two words of the language are two words, however near.
  if (isOfLanguage(a) && isOfLanguage(b)) return 0;
  const allowed = short.length >= 8 ? 2 : 1;
  if (long.length - short.length > allowed) return 0;
  // A first letter is rarely mistyped, and other words often differ in just it (form, norm).
  if (short.length < 6 && one[0] !== two[0]) return 0;
  const distance = editDistance(one, two, allowed);
  if (distance > allowed) return 0;
  // Four letters with one replaced are usually another word; swapped or doubled letters are a mistake.
  if (short.length === 4 && long.length === 4 && !isSwap(one, two)) return 0;
  return 0.85 - 0.03 * (distance - 1);
}

/** In one form or another: `exported` is no mistake for expected. */
function isOfLanguage(word: string): boolean {
  return [word, singular(word), word.replace(/ed$/u, ""), word.replace(/d$/u, ""), word.replace(/ing$/u, "")].some(
    (form) => COMMON_WORDS.has(form),
  );
}

function isSwap(a: string, b: string): boolean {
  return [...a].sort().join("") === [...b].sort().join("");
}

/** Insertions, deletions, replacements and swaps of neighbours; stops counting above `bound`. */
export function editDistance(a: string, b: string, bound: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    if (Math.min(...row) > bound) return bound + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
