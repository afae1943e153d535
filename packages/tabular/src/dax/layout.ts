/**
 * Text whose line breaks are chosen when it is written: a group stands on one line where it fits, else each of its breaks
 * becomes a new line (after Wadler, "A prettier printer", 1998).
 */
export type Layout =
  | string
  /** A space, or a new line where its group does not fit; `soft` is nothing instead of a space. */
  | { readonly is: "break"; readonly soft: boolean }
  /** A new line in any case; the groups around it do not fit on one line. */
  | { readonly is: "newline" }
  /** Nothing may follow on this line, as after a comment that runs to its end. */
  | { readonly is: "line-end" }
  | { readonly is: "row"; readonly parts: readonly Layout[] }
  | { readonly is: "indent"; readonly of: Layout }
  | { readonly is: "group"; readonly of: Layout };

export const space: Layout = { is: "break", soft: false };
export const softBreak: Layout = { is: "break", soft: true };
export const newline: Layout = { is: "newline" };
export const lineEnd: Layout = { is: "line-end" };

export function row(...parts: readonly Layout[]): Layout {
  return { is: "row", parts };
}

export function indent(of: Layout): Layout {
  return { is: "indent", of };
}

export function group(of: Layout): Layout {
  return { is: "group", of };
}

/** Writes a layout in lines of at most `width` characters where that can be had; one level is four spaces. */
export function writeLayout(layout: Layout, width: number): string {
  const lines: string[] = [];
  let line = "";
  let isEnded = false;
  const stack: { layout: Layout; level: number; flat: boolean }[] = [{ layout, level: 0, flat: false }];
  const breakLine = (level: number): void => {
    lines.push(line.trimEnd());
    line = "    ".repeat(level);
    isEnded = false;
  };
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { layout: now, level, flat } = next;
    if (typeof now === "string") {
      if (isEnded && now.trim() !== "") breakLine(level);
      line += now;
    } else if (now.is === "newline") breakLine(level);
    else if (now.is === "line-end") isEnded = true;
    else if (now.is === "break") {
      if (!flat) breakLine(level);
      else if (!now.soft) line += " ";
    } else if (now.is === "indent") stack.push({ layout: now.of, level: level + 1, flat });
    else if (now.is === "group") stack.push({ layout: now.of, level, flat: flat || fits(now.of, width - line.length) });
    else for (let i = now.parts.length - 1; i >= 0; i--) stack.push({ layout: now.parts[i] ?? "", level, flat });
  }
  lines.push(line.trimEnd());
  return lines.join("\n");
}

/** Whether a layout stands on the rest of a line. What comes after it is not looked at. */
function fits(layout: Layout, room: number): boolean {
  let left = room;
  const stack: Layout[] = [layout];
  for (let now = stack.pop(); now !== undefined; now = stack.pop()) {
    if (typeof now === "string") {
      if (now.includes("\n")) return false;
      left -= now.length;
    } else if (now.is === "newline" || now.is === "line-end") return false;
    else if (now.is === "break") left -= now.soft ? 0 : 1;
    else if (now.is === "row") for (let i = now.parts.length - 1; i >= 0; i--) stack.push(now.parts[i] ?? "");
    else stack.push(now.of);
    if (left < 0) return false;
  }
  return true;
}
