/** One line of a file with the places of its parts; `end` is before its end-of-line characters, `next` after them. */
export interface Line {
  readonly start: number;
  /** Where its first character that is not white space stands; `end` for a blank line. */
  readonly content: number;
  readonly end: number;
  readonly next: number;
}

export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const next = newline === -1 ? text.length : newline + 1;
    let end = newline === -1 ? text.length : newline;
    if (end > start && newline !== -1 && text.charCodeAt(end - 1) === 13) end--;
    let content = start;
    while (content < end && isBlank(text.charCodeAt(content))) content++;
    lines.push({ start, content, end, next });
    start = next;
  }
  return lines;
}

export function isBlankLine(line: Line): boolean {
  return line.content === line.end;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 12 || code === 11 || code === 0xa0;
}
