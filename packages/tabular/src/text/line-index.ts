/** A place as people count it: line and column start at 1, a column is one UTF-16 unit. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Answers "which line is this offset on" for one text, in the logarithm of its lines. */
export interface LineIndex {
  position(offset: number): Position;
}

/** Where each line of a text begins. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

export function lineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const bom = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return {
    position(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      const column = offset - (starts[low] ?? 0) + 1;
      return { line: low + 1, column: low === 0 ? Math.max(1, column - bom) : column };
    },
  };
}
