/** Columns of a console block that fit on a page without scrolling. */
const WIDTH = 116;

/** Lines beside a changed one that say where it is. */
const CONTEXT = 1;

/** Changed lines of one file; the rest are counted. */
const CHANGED_LINES = 10;

/** What a command printed, as short as a reader needs it: `shown` holds the sections that the page had before. */
export function shorten(text: string, shown: Set<string>): string {
  const kept: string[] = [];
  for (const section of text
    .replaceAll("\t", "  ")
    .replaceAll(/^\n+|\s+$/g, "")
    .split(/\n\n+/)) {
    // The table of times is another in each run, its widths too.
    if (section.startsWith("step ")) continue;
    const known = shown.has(section);
    shown.add(section);
    if (!known) kept.push(shortenDiffs(section));
    else if (kept.at(-1) !== REPEATED) kept.push(REPEATED);
  }
  return kept.join("\n\n").split("\n").flatMap(fold).join("\n");
}

const REPEATED = "  … as above";

/** Every diff of a section with its changed lines and little around them. */
function shortenDiffs(section: string): string {
  const lines = section.split("\n");
  const short: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    if (!/^ +--- a\//.test(line)) {
      short.push(line);
      at += 1;
      continue;
    }
    const indent = line.slice(0, line.indexOf("---"));
    let end = at + 2;
    while (end < lines.length && isDiffLine(lines[end] ?? "", indent)) end += 1;
    short.push(...shortenDiff(lines.slice(at + 2, end), indent));
    at = end;
  }
  return short.join("\n");
}

function isDiffLine(line: string, indent: string): boolean {
  return line.startsWith(indent) && /^(@@|[-+ ]|$)/.test(line.slice(indent.length));
}

function shortenDiff(lines: readonly string[], indent: string): string[] {
  const isChange = (line: string | undefined) => line !== undefined && /^[-+]/.test(line.slice(indent.length));
  const isHead = (line: string | undefined) => line?.startsWith(`${indent}@@`) === true;
  const isWorth = (at: number) => {
    if (isChange(lines[at])) return true;
    if (lines[at]?.trim() === "") return false;
    for (let by = -CONTEXT; by <= CONTEXT; by += 1) if (isChange(lines[at + by])) return true;
    return false;
  };
  const short: string[] = [];
  let changes = 0;
  let left = false;
  for (const [at, line] of lines.entries()) {
    if (changes >= CHANGED_LINES || isHead(line) || !isWorth(at)) {
      left = true;
      continue;
    }
    if (left && short.length > 0) short.push(`${indent}…`);
    left = false;
    if (isChange(line)) changes += 1;
    short.push(line.trimEnd());
  }
  const more = lines.filter(isChange).length - changes;
  return more > 0 ? [...short, `${indent}… ${more} more changed lines`] : short;
}

/** A long line on several, the later ones further in. */
function fold(line: string): string[] {
  const inner = `${/^ */.exec(line)?.[0] ?? ""}    `;
  const folded: string[] = [];
  let rest = line;
  for (;;) {
    const at = rest.lastIndexOf(" ", WIDTH);
    if (rest.length <= WIDTH || at <= inner.length) return [...folded, rest];
    folded.push(rest.slice(0, at).trimEnd());
    rest = inner + rest.slice(at + 1);
  }
}
