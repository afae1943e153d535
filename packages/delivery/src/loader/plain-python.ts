/** Strings, then comments, line by line: what is left of Python when comments and empty lines mean nothing. */
const PIECES = /("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|#[^\n]*/g;

/** Python without comments, empty lines, and spaces at the ends of lines. Two texts with the same plain code do the same. */
export function plainPython(text: string): string {
  return text
    .replaceAll(PIECES, (_, string: string | undefined) => string ?? "")
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .join("\n");
}
