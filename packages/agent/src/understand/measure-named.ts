import type { MeasureEntry } from "../catalogue/catalogue.ts";
import { TIME_UNITS } from "../words/unit-words.ts";
import { splitAggregate, stripped } from "./aggregate-words.ts";
import { plausible, rank } from "./mention.ts";
import type { Reading } from "./outcome.ts";
import { isInOtherUnit, isPart, saysPart, saysWhatHappened } from "./quantity-choice.ts";
import { FILLERS, type Token, wordsOf } from "./tokens.ts";

/** A measure by its whole name, also where the rows it is about are said behind it: `total amount for trips`. */
export function measureNamed(reading: Reading, tokens: readonly Token[]): MeasureEntry | undefined {
  const named = exactMeasure(reading, tokens);
  if (named !== undefined) return named;
  // "Net billed amount" is Net Billed; a "total amount" may be a name of its own.
  const unsaid = tokens.filter(({ word }) => word !== "amount" && word !== "value");
  const isBare = unsaid.length < tokens.length && unsaid.length > 1 && splitAggregate(tokens).aggregate === undefined;
  const plain = isBare ? exactMeasure(reading, unsaid) : undefined;
  if (plain !== undefined) return plain;
  const shorter = withoutRows(reading, tokens);
  return shorter.length === 0 || shorter.length === tokens.length ? undefined : exactMeasure(reading, shorter);
}

/** A phrase without `for trips`, `of all orders` at its end, where that is the name of a table with measures. */
function withoutRows(reading: Reading, tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findLastIndex((token) => ["for", "of", "in", "on", "across"].includes(token.word));
  const rows = wordsOf(tokens.slice(at + 1)).filter((word) => !FILLERS.has(word));
  if (at < 1 || rows.length === 0) return tokens;
  const facts = reading.catalogue.tables.filter((entry) =>
    reading.catalogue.measures.some((measure) => measure.table === entry.table.name),
  );
  const [table] = plausible(rank(rows, facts));
  return table?.exact === true ? stripped(tokens.slice(0, at)) : tokens;
}

function exactMeasure(reading: Reading, tokens: readonly Token[]): MeasureEntry | undefined {
  const words = wordsOf(tokens);
  const { aggregate } = splitAggregate(tokens);
  const counts = aggregate === "count" || aggregate === "distinct-count";
  // "Number of returns" is not the part that returns are.
  const matches = rank(words, reading.catalogue.measures).filter(
    (match) =>
      match.exact &&
      !(
        isPart(match.thing) &&
        (counts ||
          !saysPart(
            tokens.map((token) => token.word),
            match.thing,
          ))
      ),
  );
  // "Minutes in hours" asks for what is not there.
  const units = words.flatMap((word) => TIME_UNITS[word] ?? []);
  if (new Set(units).size > 1) return undefined;
  const inUnit = matches.filter(
    ({ thing }) => !isInOtherUnit(thing, words) && !saysWhatHappened(reading, thing, words),
  );
  const sayingAll = inUnit.filter((match) =>
    match.thing.names.some((name) => name.length >= words.filter((word) => !FILLERS.has(word)).length),
  );
  return sayingAll.length === 1 ? sayingAll[0]?.thing : undefined;
}

/** The table whose rows a phrase is about, where it says so. */
export function factNamed(reading: Reading, tokens: readonly Token[]): string | undefined {
  const words = wordsOf(tokens);
  for (const entry of reading.catalogue.tables) {
    const names = (entry.names[0] ?? []).filter((word) => !FILLERS.has(word));
    if (
      names.length > 0 &&
      names.every((name) =>
        words.some((word) => rank([word], [{ names: [[name]], contextWords: [], descriptionWords: [] }]).length > 0),
      )
    )
      if (reading.catalogue.measures.some((measure) => measure.table === entry.table.name)) return entry.table.name;
  }
  return undefined;
}
