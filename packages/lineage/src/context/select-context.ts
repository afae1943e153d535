import type { FileChange, NodeName, ProjectFiles } from "@throughline/contracts";
import type { Describe } from "../describe/describe-nodes.ts";
import type { NodeDescription } from "../describe/node-description.ts";
import { type Change, graphDiff } from "../diff/graph-diff.ts";
import { nodeKey } from "../graph.ts";
import type { Lineage, Reached } from "../lineage.ts";
import { countTokens } from "./count-tokens.ts";
import { excerpt } from "./excerpt.ts";

/** A piece of text that an author reads, why, and what it costs. */
interface Piece {
  readonly text: string;
  readonly why: string;
  readonly tokens: number;
}

export interface ContextFile extends Piece {
  readonly file: string;
  /** Which lines of it `text` is, where it is not all of them; lines start at 1. */
  readonly lines?: { readonly from: number; readonly to: number };
}

export interface ContextNode extends Piece {
  readonly node: NodeName;
}

/** What an author needs to read to make one change, and nothing that it can do without. */
export interface AuthorContext {
  /** What is edited: whole, or where that is much less, the lines around the edit. */
  readonly files: readonly ContextFile[];
  /** Columns that what is new or changed is made of, with what is known of them. */
  readonly columns: readonly ContextNode[];
  /** Formulas of measures and the like that it is made of, unless they are in what is read of a file above. */
  readonly definitions: readonly ContextNode[];
  /** What is made of what is changed or removed, by name: it has to go on working. */
  readonly readers: readonly NodeName[];
  readonly tokens: number;
  /** Of all files of the project, to compare. */
  readonly projectTokens: number;
  /** What may be missing from it. */
  readonly partial?: string;
}

/** A change, as far as it is known what it does. */
export interface ContextOf {
  /** The graph of the project as it is, and as it is to be. */
  readonly base: Lineage;
  readonly head: Lineage;
  /** What is known of nodes of either. */
  readonly describe: Describe;
  /** The files as they are. */
  readonly files: ProjectFiles;
  readonly edits: readonly FileChange[];
}

/**
 * The smallest context of a change: what it edits of its files; of everything that it makes, changes or removes, what that is made of
 * in one step; and the names of what is made of it in one step.
 */
export function selectContext({ base, head, describe, files, edits }: ContextOf): AuthorContext {
  const { changes, partial } = graphDiff(base, head);
  const own = changes.filter(({ by }) => by !== "inputs");
  const subjects = new Set(own.map(({ node }) => nodeKey(node)));
  const read = edits.flatMap(editedPart);
  const columns: ContextNode[] = [];
  const definitions: ContextNode[] = [];
  const wholeOf = (node: NodeName) => head.wholeOf(node) ?? base.wholeOf(node);
  const inputs = inputsOf(own, base, head, subjects);
  const held = new Set([...inputs.values(), ...own].flatMap(({ node }) => wholeOf(node) ?? []));
  for (const { node, via, kind } of inputs.values()) {
    // Of a relation or table of which only the rows are read, its name and what it is are enough.
    const isWhole = head.graph.parts.has(node) || base.graph.parts.has(node);
    if (isWhole && held.has(node)) continue;
    const { definition, ...known } = describe(node) ?? { node, synonyms: [] };
    const description = isWhole || definition === undefined ? known : { ...known, definition };
    const isColumn = wholeOf(node) !== undefined;
    // What stands in a part that is read is not read twice; of a column, its type and values are not in there.
    if (!isColumn && isWithin(read, description)) continue;
    const text = asText(description);
    const why = kind === "relationship" ? `the tables of ${via} meet by it` : `${via} is made of it`;
    (isColumn ? columns : definitions).push({ node, text, why, tokens: countTokens(text) });
  }
  const readers = readersOf(own, base, subjects);
  const pieces = [...read, ...columns, ...definitions];
  return {
    files: read,
    columns,
    definitions,
    readers,
    tokens: pieces.reduce((sum, { tokens }) => sum + tokens, countTokens(readers.join("\n"))),
    projectTokens: [...files.values()].reduce((sum, text) => sum + countTokens(text), 0),
    ...(partial !== undefined && { partial }),
  };
}

/** An excerpt has to save this share of a file, or it is read whole. */
const WORTH_AN_EXCERPT = 0.4;

function editedPart({ path: file, before, after }: FileChange): readonly ContextFile[] {
  if (before === null) return [];
  const why = "it is edited";
  const whole = { file, text: before, why, tokens: countTokens(before) };
  if (after === null) return [{ ...whole, why: "it is removed" }];
  const { text, from, to } = excerpt(before, after);
  const tokens = countTokens(text);
  return tokens > whole.tokens * (1 - WORTH_AN_EXCERPT) ? [whole] : [{ file, text, why, tokens, lines: { from, to } }];
}

/** Whether a definition begins within what is read of files. */
function isWithin(read: readonly ContextFile[], { file: own, line }: NodeDescription): boolean {
  return read.some(
    ({ file, lines }) =>
      file === own && (lines === undefined || (line !== undefined && line >= lines.from && line <= lines.to)),
  );
}

/** What is read by anything that is made, changed or removed, with the first that reads it. */
function inputsOf(
  changes: readonly Change[],
  base: Lineage,
  head: Lineage,
  subjects: ReadonlySet<string>,
): ReadonlyMap<string, Reached> {
  const found = new Map<string, Reached>();
  for (const { node: subject, change } of changes) {
    const lineage = change === "removed" ? base : head;
    const { upstream } = lineage.trace(subject, 1);
    const isAcross = upstream.some(({ node, kind }) => kind !== "relationship" && isElsewhere(lineage, node, subject));
    for (const reached of upstream) {
      const key = nodeKey(reached.node);
      // How tables meet matters to who writes of columns of another one; formulas that are named know it.
      if (reached.kind === "relationship" && !isAcross) continue;
      if (!subjects.has(key) && !found.has(key)) found.set(key, reached);
    }
  }
  return found;
}

/** Whether a column is of another relation or table than what it is read by. */
function isElsewhere(lineage: Lineage, column: NodeName, reader: NodeName): boolean {
  const table = /^[a-z]+:(.*)\[/u.exec(reader)?.[1];
  const home = lineage.wholeOf(reader) ?? (table === undefined ? reader : `table:${table}`);
  const whole = lineage.wholeOf(column);
  return whole !== undefined && nodeKey(whole) !== nodeKey(home);
}

function readersOf(changes: readonly Change[], base: Lineage, subjects: ReadonlySet<string>): readonly NodeName[] {
  const reached = changes
    .filter(({ change }) => change !== "added")
    .flatMap(({ node }) => base.impact(node, 1).downstream)
    .filter(({ node }) => !subjects.has(nodeKey(node)));
  // Columns that are reached with their rows, or many at once, are named by what holds them.
  const byWhole = Map.groupBy(reached, ({ node }) => base.wholeOf(node) ?? node);
  const readers = [...byWhole].flatMap(([whole, parts]) => {
    const named = new Set(parts.filter(({ kind }) => kind !== "rowset").map(({ node }) => node));
    return named.size === 0 || named.size > MOST_COLUMNS ? [whole] : [...named];
  });
  return [...new Set(readers)].sort();
}

/** More columns of one relation than these say no more than the relation does. */
const MOST_COLUMNS = 3;

/** More values than these help nobody to write a condition. */
const MOST_VALUES = 20;

/** `measure:Trips[Tips] (#,0.00) = SUM(…) -- what it is; also called …; one of …`. */
function asText({ node, type, format, definition, description, synonyms, values = [] }: NodeDescription): string {
  const [first, ...rest] = (definition ?? "").trim().split("\n");
  const notes = [
    ...(description === undefined ? [] : [description]),
    ...(synonyms.length === 0 ? [] : [`also called ${synonyms.join(", ")}`]),
    ...(values.length === 0 || values.length > MOST_VALUES
      ? []
      : [`one of ${values.map((value) => JSON.stringify(value)).join(", ")}`]),
  ];
  const head = [node, type, format === undefined ? undefined : `(${format})`]
    .filter((part) => part !== undefined)
    .join(" ");
  const made = first ? ` = ${[first, ...rest].join("\n")}` : "";
  return `${head}${made}${notes.length === 0 ? "" : ` -- ${notes.join("; ")}`}`;
}
