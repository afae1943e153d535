import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/span.ts";
import { detectIndentation, type Indentation } from "./indentation.ts";
import { isBlankLine, type Line, splitLines } from "./line.ts";
import { readName } from "./name.ts";
import type { TmdlDescription, TmdlDocument, TmdlName, TmdlNode, TmdlValue } from "./syntax.ts";
import { needsName, spelledAs, takesNoValue } from "./vocabulary.ts";

/** The object model has no deeper objects by far; what goes beyond is taken for the deepest level. */
const deepest = 50;
const most = 500_000;
const longestLine = 1_000_000;

/** Reads any text. What is not TMDL becomes a node without keyword and a diagnostic; no text is lost, nothing is thrown. */
export function parseTmdl(text: string): TmdlDocument {
  const lines = splitLines(text);
  const indentation = detectIndentation(text, lines);
  const reader: Reader = { text, lines, indentation, diagnostics: [] };
  const nodes: TmdlNode[] = [];
  // An explicit stack, not recursion: a hostile file may be nested as deep as it is long.
  const open: { node: MutableNode; level: number }[] = [];
  let description: MutableDescription | undefined;
  let index = 0;
  let declarations = 0;
  let isTooDeep = false;
  const close = (level: number): void => {
    while (open.length > 0 && (open.at(-1)?.level ?? 0) >= level) {
      const done = open.pop();
      const parent = open.at(-1);
      if (done && parent) parent.node.block = { start: parent.node.block.start, end: done.node.block.end };
    }
  };
  while (index < lines.length) {
    const line = lines[index];
    if (!line) break;
    if (isBlankLine(line)) {
      index++;
      continue;
    }
    if (text.startsWith("///", line.content)) {
      description = addDescriptionLine(description, text, line);
      index++;
      if (lines[index] && isBlankLine(lines[index] as Line)) {
        const message = "a description stands directly above what it describes, without an empty line";
        report(reader, "tmdl-description", "error", description.span, message, { hint: "Remove the empty line." });
      }
      continue;
    }
    if (++declarations > most) {
      report(
        reader,
        "tmdl-too-long",
        "error",
        { start: line.content, end: line.end },
        "the rest of this file is not read",
        {
          hint: `Up to ${most} declarations of a file are read.`,
        },
      );
      break;
    }
    if (line.end - line.start > longestLine) {
      const at = { start: line.content, end: line.content + 1 };
      const hint = `Lines of up to ${longestLine} characters are read without a doubt.`;
      report(reader, "tmdl-too-long", "error", at, `this line has ${line.end - line.start} characters`, { hint });
    }
    let level = indentation.level(line);
    if (level > deepest) {
      if (!isTooDeep) {
        const message = `this is indented more than ${deepest} levels deep`;
        report(reader, "tmdl-too-deep", "error", { start: line.content, end: line.end }, message, {});
      }
      isTooDeep = true;
      level = deepest;
    }
    close(level);
    const parent = open.at(-1);
    const { node, nextIndex } = readDeclaration(reader, index, level, description);
    description = undefined;
    if (parent) {
      if (level > parent.level + 1) {
        report(reader, "tmdl-indentation", "error", node.header, "this line is indented deeper than its place allows", {
          hint: `Indent it by ${parent.level + 1} level${parent.level === 0 ? "" : "s"}.`,
        });
      } else if (!takesMembers(parent.node)) {
        report(reader, "tmdl-indentation", "error", node.header, `\`${parent.node.keyword}\` takes no properties`, {
          hint: "Indent this line like the property above it.",
        });
      }
      parent.node.children.push(node);
    } else {
      if (level > 0) {
        report(reader, "tmdl-indentation", "error", node.header, "the first declaration of a file is not indented", {});
      }
      nodes.push(node);
    }
    open.push({ node, level });
    index = nextIndex;
  }
  close(-1);
  if (description) {
    report(reader, "tmdl-description", "error", description.span, "this description stands before nothing", {
      hint: "Put it above the object it describes.",
    });
  }
  return {
    text,
    nodes,
    diagnostics: reader.diagnostics,
    style: { eol: text.includes("\r\n") ? "\r\n" : "\n", indent: indentation.unit },
  };
}

interface Reader {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly indentation: Indentation;
  readonly diagnostics: Diagnostic[];
}

type MutableNode = { -readonly [K in keyof TmdlNode]: TmdlNode[K] } & { children: TmdlNode[] };
type MutableDescription = { text: string; span: Span };

/** `calendarColumnGroup = year` has a value and no name, and is an object all the same. */
const unnamedObjects = new Set([
  "linguisticMetadata",
  "calendarColumnGroup",
  "formatStringDefinition",
  "detailRowsDefinition",
  "noSelectionExpression",
  "multipleOrEmptySelectionExpression",
]);

/** A property takes none. */
function takesMembers(node: TmdlNode): boolean {
  return node.value === undefined || node.name !== undefined || unnamedObjects.has(node.keyword);
}

function addDescriptionLine(before: MutableDescription | undefined, text: string, line: Line): MutableDescription {
  const content = text
    .slice(line.content + 3, line.end)
    .replace(/^ /u, "")
    .trimEnd();
  if (!before) return { text: content, span: { start: line.start, end: line.next } };
  return { text: `${before.text}\n${content}`, span: { start: before.span.start, end: line.next } };
}

function readDeclaration(
  reader: Reader,
  index: number,
  level: number,
  description: TmdlDescription | undefined,
): { node: MutableNode; nextIndex: number } {
  const line = reader.lines[index] as Line;
  const content = reader.text.slice(line.content, line.end).trimEnd();
  const head = readHead(content);
  const header = { start: line.content, end: line.content + content.length };
  const value = head.separator ? readValue(reader, index, level, header.start + head.at, head) : undefined;
  const node: MutableNode = {
    keyword: head.keyword,
    isRef: head.isRef,
    children: [],
    level,
    header,
    block: { start: description?.span.start ?? line.start, end: value?.end ?? line.next },
  };
  if (head.name) {
    const { start, end } = head.name.span;
    node.name = { value: head.name.value, span: { start: header.start + start, end: header.start + end } };
  }
  if (value) node.value = value.value;
  if (description) node.description = description;
  const problem = head.problem ?? problemOf(node);
  if (problem !== undefined) report(reader, "tmdl-syntax", "error", header, problem, {});
  return { node, nextIndex: value?.nextIndex ?? index + 1 };
}

/** What is wrong with a declaration as such, whatever it stands in. */
function problemOf({ keyword, name, value, isRef }: TmdlNode): string | undefined {
  if (isRef) return undefined;
  if (name && value?.separator === ":") return `\`${keyword}\` is an object: what it is stands after \`=\``;
  if (!name && value?.separator !== ":" && needsName(keyword)) return `this ${keyword} has no name`;
  if (value?.separator === "=" && takesNoValue(keyword)) return `nothing can stand after the name of a ${keyword}`;
  if (value?.separator === ":" && value.form === "empty") return `\`${keyword}\` has no value`;
  if (name && /[\u0000-\u001f]/u.test(name.value)) return "a name cannot have tabs or other control characters";
  return undefined;
}

interface Head {
  readonly keyword: string;
  readonly isRef: boolean;
  readonly name?: TmdlName;
  readonly separator?: ":" | "=";
  /** Just after the separator. */
  readonly at: number;
  readonly problem?: string;
}

function readHead(content: string): Head {
  const match = /^(ref[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)(?=[\s:=]|$)/u.exec(content);
  if (!match?.[2]) {
    return { keyword: "", isRef: false, at: content.length, problem: "this line is no declaration and no property" };
  }
  const keyword = spelledAs(match[2]);
  const isRef = match[1] !== undefined;
  let at = skipBlanks(content, match[0].length);
  if (at === content.length) return { keyword, isRef, at };
  const separator = separatorAt(content, at);
  if (separator) return { keyword, isRef, separator, at: at + 1 };
  const name = readName(content, at);
  if (!name) {
    return { keyword, isRef, at, problem: "the quoted name has no closing quote" };
  }
  at = skipBlanks(content, name.span.end);
  if (at === content.length) return { keyword, isRef, name, at };
  const after = separatorAt(content, at);
  if (after) return { keyword, isRef, name, separator: after, at: at + 1 };
  return {
    keyword,
    isRef,
    name,
    at,
    problem: `unexpected \`${content.slice(at, at + 20)}\` after the name`,
  };
}

function separatorAt(content: string, at: number): ":" | "=" | undefined {
  const char = content[at];
  return char === ":" || char === "=" ? char : undefined;
}

function skipBlanks(content: string, from: number): number {
  let at = from;
  while (at < content.length && /[ \t\u00a0]/u.test(content.charAt(at))) at++;
  return at;
}

interface ReadValue {
  readonly value: TmdlValue;
  readonly nextIndex: number;
  /** End of its last line with that line's end-of-line. */
  readonly end: number;
}

function readValue(reader: Reader, index: number, level: number, at: number, head: Head): ReadValue {
  const line = reader.lines[index] as Line;
  const { text } = reader;
  const separator = head.separator ?? ":";
  const separatorStart = at - 1;
  const start = at + (/^[ \t]*/u.exec(text.slice(at, line.end))?.[0].length ?? 0);
  const inline = text.slice(start, line.end).trimEnd();
  if (separator === ":") {
    const span = { start: inline === "" ? at : start, end: inline === "" ? at : start + inline.length };
    const form = inline === "" ? "empty" : "inline";
    return {
      value: { separator, form, span, whole: { start: separatorStart, end: span.end } },
      nextIndex: index + 1,
      end: line.next,
    };
  }
  if (inline.startsWith("```")) return readFenced(reader, index, separatorStart, start);
  return readIndented(reader, index, level, { separatorStart, at, start, inline, named: head.name !== undefined });
}

function readFenced(reader: Reader, index: number, separatorStart: number, fence: number): ReadValue {
  const { text, lines } = reader;
  const first = lines[index] as Line;
  const opened = text.slice(fence + 3, first.end);
  const sameLine = opened.indexOf("```");
  if (sameLine !== -1) {
    const span = { start: fence + 3, end: fence + 3 + sameLine };
    return {
      value: { separator: "=", form: "fenced", span, whole: { start: separatorStart, end: span.end + 3 } },
      nextIndex: index + 1,
      end: first.next,
    };
  }
  for (let i = index + 1; i < lines.length; i++) {
    const line = lines[i] as Line;
    const content = text.slice(line.content, line.end).trimEnd();
    if (!content.endsWith("```")) continue;
    const closing = line.content + content.length - 3;
    const span = { start: fence + 3, end: closing };
    return {
      value: { separator: "=", form: "fenced", span, whole: { start: separatorStart, end: closing + 3 } },
      nextIndex: i + 1,
      end: line.next,
    };
  }
  report(reader, "tmdl-syntax", "error", { start: fence, end: fence + 3 }, "this ``` block has no end", {
    hint: "Close it with a line of three backticks.",
  });
  return {
    value: {
      separator: "=",
      form: "fenced",
      span: { start: fence + 3, end: text.length },
      whole: { start: separatorStart, end: text.length },
    },
    nextIndex: lines.length,
    end: text.length,
  };
}

interface ExpressionStart {
  readonly separatorStart: number;
  readonly at: number;
  readonly start: number;
  readonly inline: string;
  readonly named: boolean;
}

/** An expression goes on over the lines indented two levels deeper than its declaration. */
function readIndented(reader: Reader, index: number, level: number, from: ExpressionStart): ReadValue {
  const first = reader.lines[index] as Line;
  const minimum = expressionLevel(reader, index, level, from);
  let last: Line | undefined;
  let next = index + 1;
  for (let i = index + 1; i < reader.lines.length; i++) {
    const line = reader.lines[i] as Line;
    if (isBlankLine(line)) continue;
    if (reader.indentation.level(line) < minimum) break;
    if (minimum === level + 1 && from.named && looksLikeProperty(reader.text, line)) break;
    last = line;
    next = i + 1;
  }
  if (last === undefined) {
    const empty = from.inline === "";
    const span = empty ? { start: from.at, end: from.at } : { start: from.start, end: from.start + from.inline.length };
    return {
      value: {
        separator: "=",
        form: empty ? "empty" : "inline",
        span,
        whole: { start: from.separatorStart, end: span.end },
      },
      nextIndex: index + 1,
      end: first.next,
    };
  }
  if (from.inline !== "") {
    const message = "an expression that begins beside its name ends on that line";
    report(reader, "tmdl-syntax", "error", { start: from.start, end: from.start + from.inline.length }, message, {
      hint: "Begin it on the next line, indented two levels deeper than its object.",
    });
  }
  const start = from.inline === "" ? (nextLineWithText(reader, index + 1)?.content ?? from.at) : from.start;
  const end = last.content + reader.text.slice(last.content, last.end).trimEnd().length;
  return {
    value: { separator: "=", form: "indented", span: { start, end }, whole: { start: from.separatorStart, end } },
    nextIndex: next,
    end: last.next,
  };
}

/**
 * Two levels deeper below an object, so that its properties fit between; one is enough below a property. An object's
 * expression that stands at the level of its properties is read, and reported.
 */
function expressionLevel(reader: Reader, index: number, level: number, from: ExpressionStart): number {
  const following = nextLineWithText(reader, index + 1);
  if (!following || reader.indentation.level(following) !== level + 1) return level + 2;
  if (!from.named) return from.inline === "" ? level + 1 : level + 2;
  if (from.inline !== "" || looksLikeProperty(reader.text, following)) return level + 2;
  report(
    reader,
    "tmdl-expression-indentation",
    "warning",
    { start: following.content, end: following.end },
    "an expression is indented one level deeper than the properties; this one stands at their level",
    { hint: "Indent the expression by one more level." },
  );
  return level + 1;
}

const properties =
  /^(?:ref[ \t]+\w|annotation\b|extendedProperty\b|changedProperty\b|kpi\s*$|formatStringDefinition\b|detailRowsDefinition\b|tablePermission\b|level\b|column\b|measure\b|partition\b|hierarchy\b|variation\b|calculationItem\b|isHidden\s*$|is[A-Z]\w*\s*$|\/\/\/|[a-z][A-Za-z]*[ \t]*:(?!=)|(?:source|expression)[ \t]*=)/u;

function looksLikeProperty(text: string, line: Line): boolean {
  return properties.test(text.slice(line.content, line.end));
}

function nextLineWithText(reader: Reader, from: number): Line | undefined {
  for (let i = from; i < reader.lines.length; i++) {
    const line = reader.lines[i] as Line;
    if (!isBlankLine(line)) return line;
  }
  return undefined;
}

function report(
  reader: Reader,
  code: string,
  severity: "error" | "warning",
  span: Span,
  message: string,
  extra: { hint?: string },
): void {
  reader.diagnostics.push({ code, severity, span, message, ...extra });
}
