import type { Named } from "../../../catalogue/catalogue.ts";
import type { Token } from "../../tokens.ts";
import type { Mention } from "../mentions.ts";
import { type Operation, says } from "../operation-said.ts";

/** A request in words that the readers know, and which intents may come of it. */
export interface Spotted {
  readonly text: string;
  readonly kinds: readonly string[];
}

/** A text with what it names. */
export interface Said {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly mentions: readonly Mention[];
}

export function only<T>(things: readonly T[]): T | undefined {
  return things.length === 1 ? things[0] : undefined;
}

/** Another operation is said as well. */
export function saysAny(text: string, operations: readonly Operation[]): boolean {
  return operations.some((operation) => says(text, operation));
}

/** As it can be named to the letter. */
export function nameOf(thing: Named): string {
  switch (thing.kind) {
    case "measure":
      return thing.measure.name;
    case "column":
      return `${thing.table}[${thing.column.name}]`;
    case "table":
      return thing.table.name;
    case "model":
      return thing.name;
    case "model-column":
      return `${thing.model}.${thing.column}`;
  }
}

/** The measures that are named, each once. */
export function measuresIn(mentions: readonly Mention[]): readonly Named[] {
  return [...new Set(mentions.flatMap(({ things }) => things.filter((thing) => thing.kind === "measure")))];
}

/** The measure or the column that is named; a measure where a column has its name too. */
export function shownIn(mentions: readonly Mention[]): readonly Named[] {
  const shown = mentions.flatMap(({ things }): readonly Named[] => {
    const measures = things.filter((thing) => thing.kind === "measure");
    return measures.length > 0 ? measures : things.filter((thing) => thing.kind === "column");
  });
  return [...new Set(shown)];
}

/** "The zeros of X": what is said of X is not to be done with X itself. */
export function isOnlyOf({ tokens }: Said, { from }: Mention): boolean {
  const before = tokens.slice(0, from).filter(({ word }) => !ARTICLES.has(word));
  const [last, verb] = [before.at(-1)?.word ?? "", before.at(-2)?.word ?? ""];
  return OF.has(last) && !(last === "of" && verb === "rid") && !(last === "for" && verb === "use");
}

const ARTICLES = new Set("the our this that measure column field metric kpi".split(" "));
const OF = new Set("of from in for on with by about behind".split(" "));

/** A number is asked for. */
export const ASKS_NUMBER =
  /\b(?:how (?:many|much)|(?:number|count|share|percentage|sum|total|average|rate) of|average|total)\b/iu;
