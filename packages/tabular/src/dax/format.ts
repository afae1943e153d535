import { group, indent, type Layout, lineEnd, newline, row, softBreak, space, writeLayout } from "./layout.ts";
import { lexDax } from "./lexer.ts";
import { parseDax } from "./parse.ts";

/** Lines are broken so as not to be longer than this, where names allow it. */
const width = 100;

/**
 * Lays an expression out: one line where it fits, else one argument, operand or variable a line. Only white space changes;
 * every token, comments among them, stays as it is and where it is. Text that does not parse comes back as it was.
 */
export function formatDax(text: string): string {
  if (parseDax(text).diagnostics.length > 0) return text;
  // Comments can move a break once; after that nothing moves, so that formatting twice is formatting once.
  let before = layOutOnce(text);
  for (let round = 0; round < 4; round++) {
    const again = layOutOnce(before);
    if (again === before) return again;
    before = again;
  }
  return text;
}

function layOutOnce(text: string): string {
  const words = readWords(text);
  // A text over several lines holds white space of its own, which indenting would change.
  if (words.some(({ text: word, kind }) => kind !== "comment" && word.includes("\n"))) return text;
  const tree = readItems(words, 0);
  if (tree.end < words.length) return text;
  return writeLayout(group(layOut(tree.items)), width);
}

/** A token with the comments that stand before it on lines of their own, and those after it on its line. */
interface Word {
  readonly kind: string;
  readonly text: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function readWords(text: string): Word[] {
  const words: { kind: string; text: string; before: string[]; after: string[] }[] = [];
  let pending: string[] = [];
  let isNewLine = true;
  for (const token of lexDax(text).tokens) {
    const source = text.slice(token.start, token.end);
    if (token.kind === "white-space") {
      isNewLine ||= source.includes("\n");
    } else if (token.kind === "comment") {
      const comment = source.trimEnd();
      const last = words.at(-1);
      if (last && !isNewLine && pending.length === 0) last.after.push(comment);
      else pending.push(comment);
      isNewLine = false;
    } else {
      words.push({ kind: token.kind, text: source, before: pending, after: [] });
      pending = [];
      isNewLine = false;
    }
  }
  const last = words.at(-1);
  if (last) last.after.push(...pending);
  return words;
}

/** A word, or a bracketed list of items with its brackets. */
type Item = { readonly word: Word } | { readonly open: Word; readonly parts: readonly Part[]; readonly close: Word };

/** The items between two commas, with the comma that ends them. */
interface Part {
  readonly items: readonly Item[];
  readonly comma?: Word;
}

const closing: Record<string, string> = { "(": ")", "{": "}" };

function readItems(words: readonly Word[], from: number): { items: Item[]; end: number } {
  const items: Item[] = [];
  let at = from;
  for (let word = words[at]; word; word = words[at]) {
    if (word.kind !== "punctuation") {
      items.push({ word });
      at++;
    } else if (closing[word.text]) {
      const list = readList(words, at);
      if (!list) break;
      items.push(list.item);
      at = list.end;
    } else if (word.text === ".") {
      items.push({ word });
      at++;
    } else break;
  }
  return { items, end: at };
}

function readList(words: readonly Word[], from: number): { item: Item; end: number } | undefined {
  const open = words[from];
  if (!open) return undefined;
  const parts: Part[] = [];
  let at = from + 1;
  for (;;) {
    const { items, end } = readItems(words, at);
    const stop = words[end];
    if (!stop) return undefined;
    if (stop.text === ",") {
      parts.push({ items, comma: stop });
      at = end + 1;
    } else if (stop.text === closing[open.text]) {
      if (items.length > 0 || parts.length > 0) parts.push({ items });
      return { item: { open, parts, close: stop }, end: end + 1 };
    } else return undefined;
  }
}

/** Operators at which an expression is broken, the loosest first. */
const breakable = [["||"], ["&&"], ["&"], ["+", "-"], ["*", "/"]];

function layOut(items: readonly Item[]): Layout {
  const variables = layOutVariables(items);
  if (variables) return variables;
  for (const operators of breakable) {
    const places = items.flatMap((item, i) => (isBinary(items, i) && operators.includes(textOf(item)) ? [i] : []));
    if (places.length === 0) continue;
    const [first = 0] = places;
    const operands = places.map((at, i) => {
      const operator = items[at] as Item;
      return row(space, layOutItem(operator), " ", layOut(items.slice(at + 1, places[i + 1])));
    });
    return group(row(layOut(items.slice(0, first)), indent(row(...operands))));
  }
  return row(
    ...items.map((item, i) => {
      const before = items[i - 1];
      return before && isSpaced(items, i - 1, i) ? row(" ", layOutItem(item)) : layOutItem(item);
    }),
  );
}

/** `VAR a = 1 VAR b = 2 RETURN a + b`, each on a line of its own. */
function layOutVariables(items: readonly Item[]): Layout | undefined {
  const starts = items.flatMap((item, i) => (isKeyword(item, "VAR") || isKeyword(item, "RETURN") ? [i] : []));
  const [first] = starts;
  if (first === undefined) return undefined;
  // What stands before VAR is an operator's left side, and the variables its right: they have to stay behind it.
  const lead = first === 0 ? [] : [layOut(items.slice(0, first)), newline];
  const blocks = ownVariables(items, starts).map((start, i, all) => {
    const keyword = items[start] as Item;
    const rest = items.slice(start + 1, all[i + 1]);
    if (isKeyword(keyword, "RETURN")) return row(layOutItem(keyword), indent(row(newline, layOut(rest))));
    const [name, equals, ...value] = rest;
    const head = row(
      layOutItem(keyword),
      " ",
      ...[name, equals].flatMap((item) => (item ? [layOutItem(item), " "] : [])),
    );
    return group(row(head, indent(row(softBreak, layOut(value)))));
  });
  return row(...lead, ...blocks.flatMap((block, i) => (i === 0 ? [block] : [newline, block])));
}

/** The starts of the outermost variables: those within a value, or within the result, belong to it. */
function ownVariables(items: readonly Item[], starts: readonly number[]): number[] {
  const own: number[] = [];
  let depth = 0;
  for (const start of starts) {
    const before = items[start - 1];
    if (isKeyword(items[start] as Item, "RETURN")) {
      if (depth === 0) return [...own, start];
      depth--;
    } else if (own.length > 0 && before && "word" in before && before.word.kind === "operator") depth++;
    else if (depth === 0) own.push(start);
  }
  return own;
}

function layOutItem(item: Item): Layout {
  if ("word" in item) return withComments(item.word, item.word.text);
  const { open, parts, close } = item;
  if (parts.length === 0) return row(withComments(open, open.text), withComments(close, close.text));
  const inner = parts.map(({ items, comma }, i) => {
    const end = comma ? withComments(comma, ",") : "";
    const lead = i === 0 ? softBreak : items.length === 0 ? softBreak : space;
    return row(lead, layOut(items), end);
  });
  return group(row(withComments(open, open.text), indent(row(...inner)), softBreak, withComments(close, close.text)));
}

/** Comments keep their side of the word; one to the end of the line is followed by a new line. */
function withComments(word: Word, text: string): Layout {
  if (word.before.length === 0 && word.after.length === 0) return text;
  return row(
    ...word.before.flatMap((comment): Layout[] => [comment, newline]),
    text,
    ...word.after.flatMap((comment): Layout[] => [" ", comment, ...(isLineComment(comment) ? [lineEnd] : [])]),
  );
}

function isLineComment(comment: string): boolean {
  return comment.startsWith("//") || comment.startsWith("--");
}

function textOf(item: Item): string {
  return "word" in item ? item.word.text : "";
}

function isKeyword(item: Item, keyword: string): boolean {
  return "word" in item && item.word.kind === "identifier" && item.word.text.toUpperCase() === keyword;
}

/** An operator with an operand on its left; else it is a sign. */
function isBinary(items: readonly Item[], at: number): boolean {
  const item = items[at];
  const before = items[at - 1];
  if (!item || !("word" in item) || item.word.kind !== "operator" || !before) return false;
  if (!("word" in before)) return true;
  const isWordOperator = before.word.kind === "identifier" && /^(?:NOT|IN|RETURN)$/iu.test(before.word.text);
  return before.word.kind !== "operator" && !isWordOperator;
}

function isSpaced(items: readonly Item[], left: number, right: number): boolean {
  const before = items[left] as Item;
  const after = items[right] as Item;
  if (textOf(before) === "." || textOf(after) === ".") return false;
  // Two signs stay apart: `--` would begin a comment.
  if ("word" in before && before.word.kind === "operator" && !isBinary(items, left)) {
    return "word" in after && after.word.kind === "operator";
  }
  // `NOT (x)` and `x IN {…}` keep their space; a function's parenthesis stands beside its name.
  if (!("word" in after)) {
    if (!("word" in before)) return true;
    return before.word.kind !== "identifier" || /^(?:NOT|IN|RETURN)$/iu.test(before.word.text);
  }
  if (after.word.kind === "bracket-name") {
    return !("word" in before && (before.word.kind === "identifier" || before.word.kind === "table-name"));
  }
  if (after.word.kind === "string" && "word" in before && before.word.text.toLowerCase() === "dt") return false;
  return true;
}
