/**
 * Whether a name or path is one of those a pattern stands for. `*` is any text within one part of a path, `**` any text at
 * all, `?` one character; everything else stands for itself, brackets too, since measures are named with them. Case does not
 * count: a pattern that fits too much only makes a change one that is looked at.
 */
export function fits(pattern: string, name: string): boolean {
  const source = pattern
    .split(/(\*\*\/?|\*|\?)/)
    .map((part) => WILD[part] ?? part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
    .join("");
  return new RegExp(`^${source}$`, "isu").test(name);
}

const WILD: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" };

/** Whether any of the names is one that any of the patterns stands for. */
export function anyFits(patterns: readonly string[], names: readonly string[]): boolean {
  return patterns.some((pattern) => names.some((name) => fits(pattern, name)));
}
