import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { QueryFacts } from "../sql/query-facts.ts";

/** A part of a file of labels: a model or a single query, and its edges as `output <- table.column kind`. */
export interface Labelled {
  readonly name: string;
  /** Of a single query. */
  readonly sql: string;
  readonly edges: ReadonlySet<string>;
}

/** A file beside the sources that tests read. */
export function fixture(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)), "utf8");
}

/** Reads one of the files that people wrote edges into. */
export function labelledEdges(file: string): readonly Labelled[] {
  return fixture(`${file}.edges`)
    .replace(/^#.*$/gmu, "")
    .split(/^(?:model|query) /mu)
    .slice(1)
    .map((part) => {
      const [name = "", ...lines] = part.trimEnd().split("\n");
      const written = lines.filter((line) => line.includes(" <- "));
      const sql = lines.filter((line) => !line.includes(" <- ")).join("\n");
      return { name, sql, edges: new Set(written.flatMap(readEdges)) };
    });
}

function readEdges(line: string): string[] {
  const [output = "", inputs = ""] = line.split(" <- ");
  return inputs.split(", ").map((input) => {
    const [, column = input, kind = "value"] =
      /^(.*?)(?: (value|filter|join|group|window|order|rowset))?$/u.exec(input) ?? [];
    return edgeText(output, column, kind);
  });
}

/** What was found of a query, in the words of the labels; which relation its rows come from is not among them. */
export function foundEdges(facts: QueryFacts): Set<string> {
  const own = (output: string, inputs: QueryFacts["rows"]): string[] =>
    inputs.flatMap(({ relation, column, kind }) =>
      column === undefined ? [] : [edgeText(output, `${relation.replace(/^[a-z]+:/u, "")}.${column}`, kind)],
    );
  return new Set([...facts.outputs.flatMap(({ name, inputs }) => own(name, inputs)), ...own("*", facts.rows)]);
}

function edgeText(output: string, column: string, kind: string): string {
  return `${output} <- ${column} ${kind}`.toLowerCase();
}

/** How much of what is labelled was found, and how much of what was found is labelled. */
export function score(
  pairs: readonly { readonly labelled: ReadonlySet<string>; readonly found: ReadonlySet<string> }[],
): {
  readonly labelled: number;
  readonly recall: number;
  readonly precision: number;
} {
  const sum = (of: (pair: (typeof pairs)[number]) => number): number => pairs.reduce((all, pair) => all + of(pair), 0);
  const both = sum(({ labelled, found }) => [...labelled].filter((edge) => found.has(edge)).length);
  const labelled = sum((pair) => pair.labelled.size);
  const found = sum((pair) => pair.found.size);
  return { labelled, recall: both / Math.max(labelled, 1), precision: both / Math.max(found, 1) };
}
