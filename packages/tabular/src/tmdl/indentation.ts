import { isBlankLine, type Line } from "./line.ts";

/** Counts levels of indentation: a tab is one level; where a file uses spaces, its smallest indentation is one level. */
export interface Indentation {
  readonly unit: string;
  level(line: Line): number;
}

export function detectIndentation(text: string, lines: readonly Line[]): Indentation {
  let tabs = 0;
  let smallest = 0;
  let fenced = false;
  for (const line of lines) {
    if (isBlankLine(line)) continue;
    if (endsWithFence(text, line)) {
      fenced = !fenced;
      if (!fenced) continue;
    } else if (fenced) continue;
    const width = line.content - line.start;
    if (width === 0) continue;
    if (text.charCodeAt(line.start) === 9) tabs++;
    else if (smallest === 0 || width < smallest) smallest = width;
  }
  const spaces = smallest === 0 ? 4 : smallest;
  return {
    unit: tabs > 0 || smallest === 0 ? "\t" : " ".repeat(spaces),
    level(line) {
      let tabsHere = 0;
      let at = line.start;
      while (at < line.content && text.charCodeAt(at) === 9) {
        tabsHere++;
        at++;
      }
      return tabsHere > 0 ? tabsHere : Math.floor((line.content - at) / spaces);
    },
  };
}

function endsWithFence(text: string, line: Line): boolean {
  let end = line.end;
  while (end > line.content && (text.charCodeAt(end - 1) === 32 || text.charCodeAt(end - 1) === 9)) end--;
  return end - line.content >= 3 && text.slice(end - 3, end) === "```";
}
