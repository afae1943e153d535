import { COMMON_WORDS } from "./common-words.ts";

/** What people call a thing of several words by: `wo` for work orders. A word of the language is no initials. */
export function initialsOf(words: readonly string[]): string | undefined {
  const initials = words.map((word) => word.slice(0, 1)).join("");
  return words.length < 2 || COMMON_WORDS.has(initials) || !/^\p{L}+$/u.test(initials) ? undefined : initials;
}

/** Names that say their table by its initials, also with it in full: WO Status of Work Orders. */
export function withInitialsInFull(
  names: readonly (readonly string[])[],
  table: readonly string[],
): readonly (readonly string[])[] {
  const initials = initialsOf(table);
  const full = names
    .filter((name) => initials !== undefined && name.includes(initials))
    .map((name) => name.flatMap((word) => (word === initials ? table : [word])));
  return [...names, ...full];
}
