/** Lines of context around a change, as diff and git show them. */
const CONTEXT = 3;

interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** A unified diff of two texts, as `git diff` prints it below the file headers; empty when they are equal. */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  if (before === after) return "";
  const lines = diffLines(toLines(before ?? ""), toLines(after ?? ""));
  const header = [
    before === null ? "--- /dev/null" : `--- a/${path}`,
    after === null ? "+++ /dev/null" : `+++ b/${path}`,
  ];
  return [...header, ...hunks(lines)].map((line) => `${line}\n`).join("");
}

/** Lines with a mark where the last one has no line break, as git marks it. */
function toLines(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  else lines.push(`${lines.pop() ?? ""}\n\\ No newline at end of file`);
  return lines;
}

/** Equal ends are cut off first, so that the quadratic part sees only what lies between the first and last change. */
function diffLines(before: readonly string[], after: readonly string[]): Line[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const keep = (text: string): Line => ({ sign: " ", text });
  return [
    ...before.slice(0, head).map(keep),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(keep),
  ];
}

/** Longest common subsequence; above this many cells the middle is shown as replaced whole. */
const MOST_CELLS = 4_000_000;

function middle(before: readonly string[], after: readonly string[]): Line[] {
  const removed = before.map((text): Line => ({ sign: "-", text }));
  const added = after.map((text): Line => ({ sign: "+", text }));
  if (before.length * after.length > MOST_CELLS) return [...removed, ...added];
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        before[i] === after[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [one, other] = [removed[i], added[j]];
    if (one !== undefined && other !== undefined && one.text === other.text) {
      lines.push({ sign: " ", text: one.text });
      i += 1;
      j += 1;
    } else if (
      one !== undefined &&
      (other === undefined || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      lines.push(one);
      i += 1;
    } else if (other !== undefined) {
      lines.push(other);
      j += 1;
    }
  }
  return lines;
}

function hunks(lines: readonly Line[]): string[] {
  const changed = lines.flatMap((line, at) => (line.sign === " " ? [] : [at]));
  const ranges: [number, number][] = [];
  for (const at of changed) {
    const last = ranges.at(-1);
    if (last !== undefined && at - last[1] <= CONTEXT * 2 + 1) last[1] = at;
    else ranges.push([at, at]);
  }
  return ranges.flatMap(([first, last]) => {
    const from = Math.max(0, first - CONTEXT);
    const shown = lines.slice(from, last + CONTEXT + 1);
    const count = (sign: "-" | "+", part: readonly Line[]): number =>
      part.filter((line) => line.sign === " " || line.sign === sign).length;
    const at = (sign: "-" | "+"): string => {
      const length = count(sign, shown);
      const start = count(sign, lines.slice(0, from)) + (length === 0 ? 0 : 1);
      return length === 1 ? `${start}` : `${start},${length}`;
    };
    return [`@@ -${at("-")} +${at("+")} @@`, ...shown.map((line) => line.sign + line.text)];
  });
}

/** Added and removed lines of a diff. Its head ends at the first `@@`: a removed `-- comment` begins with `---` too. */
export function changedLines(diff: string): string[] {
  const lines = diff.split("\n");
  const body = lines.slice(lines.findIndex((line) => line.startsWith("@@")));
  return body.filter((line) => line.startsWith("+") || line.startsWith("-"));
}
