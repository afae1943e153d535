import type { ColumnEntry, Named } from "../../catalogue/catalogue.ts";
import { splitWords } from "../../words/split-words.ts";
import { wordLikeness } from "../../words/word-likeness.ts";
import { everything } from "../object-named.ts";
import type { Reading } from "../outcome.ts";
import type { Token } from "../tokens.ts";

/** An object or a value that a text names in full, and by which of its words. */
export interface Mention {
  readonly from: number;
  readonly to: number;
  readonly things: readonly Named[];
  /** Columns that have a value of this name. */
  readonly values: readonly { readonly entry: ColumnEntry; readonly value: string }[];
}

/** What a text names in full, in its order; of names within names the longest. */
export function mentionsIn(reading: Reading, tokens: readonly Token[]): readonly Mention[] {
  const found: Mention[] = [];
  const things = everything(reading.catalogue);
  for (let length = Math.min(7, tokens.length); length >= 1; length -= 1) {
    for (let from = 0; from + length <= tokens.length; from += 1) {
      const to = from + length;
      if (found.some((other) => from < other.to && other.from < to)) continue;
      const part = tokens.slice(from, to);
      if (part[0]?.kind === "sign" || part.at(-1)?.kind === "sign") continue;
      const words = part.flatMap(({ kind, word, raw }) =>
        kind === "sign" ? [] : kind === "quoted" ? splitWords(raw) : [word],
      );
      const values = reading.catalogue.columns.flatMap((entry) =>
        (entry.values ?? []).flatMap((value) =>
          typeof value === "string" && isSame(splitWords(value), words) ? [{ entry, value }] : [],
        ),
      );
      const said = part.map(({ raw }) => raw).join(" ");
      // "Rejected" is a value, although a measure is called "Rejected %".
      const named = things.filter(
        (thing) => thing.names.some((name) => isSame(name, words)) && (values.length === 0 || isLiteral(thing, said)),
      );
      if (named.length > 0 || values.length > 0) found.push({ from, to, things: named, values });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

function isLiteral(thing: Named, said: string): boolean {
  const name = thing.kind === "measure" ? thing.measure.name : thing.kind === "column" ? thing.column.name : undefined;
  return name?.toLowerCase() === said.toLowerCase();
}

function isSame(name: readonly string[], words: readonly string[]): boolean {
  return (
    name.length === words.length &&
    words.join("").length > 2 &&
    name.every((part, at) => wordLikeness(part, words[at] ?? "") >= 0.9)
  );
}
