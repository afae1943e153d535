import type { Derivation, Understanding } from "@throughline/contracts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { splitWords } from "../words/split-words.ts";
import { plausible, rank } from "./mention.ts";
import { chosenName, titleCase } from "./names.ts";
import { addedColumn, columnFor } from "./new-column.ts";
import { unquoted } from "./object-named.ts";
import type { Reading } from "./outcome.ts";
import { tokenize, wordsOf } from "./tokens.ts";
import { refuseUnknown } from "./unknown-name.ts";

const FLAGS: readonly RegExp[] = [
  /^(?:add|create|make)\s+(?:a |an |the )?(?:new )?(?:column|flag|field)\s+(?:called\s+|named\s+)?(?<name>"[^"]+")\s+(?:for|that marks|marking|to mark|when|if|true (?:for|if))\s+(.+?)\s+(?:with|where|whose|having|of|is|are)?\s*()(over|above|more than|greater than|longer than|under|below|less than|shorter than|at least|at most|>=|<=|>|<|=)\s*[$€£]?\s*(-?\d+(?:\.\d+)?)\s*([\p{L}]*)$/iu,
  /^(?:flag|mark|tag)\s+(.+?)\s+(?:with|where|whose|having|of|that (?:have|has|are)|if)?\s*(?:an?\s+|the\s+)?(.*?)\s*(over|above|more than|greater than|longer than|under|below|less than|shorter than|at least|at most|>=|<=|>|<|=)\s*[$€£]?\s*(-?\d+(?:\.\d+)?)\s*([\p{L}]*(?:\s+(?!as\b)\p{L}+){0,3})(?:\s+as\s+(.+))?$/iu,
  /^(?:add|create|make)\s+(?:a |an )?(?:flag|marker|boolean|yes\/no column|indicator)(?:\s+column)?\s+(?:for|to mark|marking|if|that (?:says|tells) (?:if|whether)|whether)\s+(.+?)\s*(?:with|where|whose|having|of|is|are)?\s*(?:an?\s+|the\s+)?()(over|above|more than|greater than|longer than|under|below|less than|shorter than|at least|at most|>=|<=|>|<|=)\s*[$€£]?\s*(-?\d+(?:\.\d+)?)\s*([\p{L}]*)(?:\s+(?:called|named|as)\s+(.+))?$/iu,
];

/** Words of a comparison, and its sign. */
export const OPERATORS: Readonly<Record<string, ">" | "<" | ">=" | "<=" | "=">> = {
  over: ">",
  above: ">",
  "more than": ">",
  "greater than": ">",
  "longer than": ">",
  under: "<",
  below: "<",
  "less than": "<",
  "shorter than": "<",
  "at least": ">=",
  "at most": "<=",
  ">=": ">=",
  "<=": "<=",
  ">": ">",
  "<": "<",
  "=": "=",
};

export function readFlag(reading: Reading, text: string): Understanding | undefined {
  for (const pattern of FLAGS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const called = match.groups?.["name"];
    const [rows = "", named = "", said = "", number = "", unit = "", last] = match.slice(called === undefined ? 1 : 2);
    const given = called ?? last;
    const operator = OPERATORS[said.toLowerCase()];
    if (operator === undefined) continue;
    const isNumber = (one: ColumnEntry): boolean => ["integer", "decimal", "double"].includes(one.type);
    const candidates = [unit, named, rows].filter((part) => part.trim() !== "");
    const part = candidates.find(
      (one) => plausible(rank(wordsOf(tokenize(one)), reading.catalogue.columns.filter(isNumber))).length > 0,
    );
    if (part === undefined) return refuseUnknown(reading, tokenize(unit || named || rows));
    // "wait over 30 minutes": the unit fits a column, but nothing is known of a wait.
    const { columns, tables } = reading.catalogue;
    if (part !== named && named.trim() !== "" && rank(wordsOf(tokenize(named)), [...columns, ...tables]).length === 0)
      return refuseUnknown(reading, tokenize(named));
    const entry = columnFor(reading, part, isNumber);
    const name = given === undefined ? undefined : chosenName(unquoted(given));
    const adjective = { ">": "over", "<": "under", ">=": "from", "<=": "up to", "=": "of" }[operator];
    const words =
      name === undefined
        ? ["is", ...(entry.names[0] ?? []), ...adjective.split(" "), number.replace(".", "_")]
        : splitWords(name);
    const derivation: Derivation = {
      kind: "compare",
      column: entry.origin?.column ?? "",
      operator,
      value: Number(number),
    };
    return addedColumn(
      reading,
      entry,
      derivation,
      "boolean",
      words,
      name,
      titleCase(`${entry.column.name} ${adjective} ${number}`),
      `Whether ${entry.column.name} is ${adjective} ${number}.`,
    );
  }
  return undefined;
}
