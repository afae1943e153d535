import { wordLikeness } from "./word-likeness.ts";

/**
 * Words for a quantity and the units it is told in, in the languages that names come in. General knowledge of measuring,
 * nothing of any trade. The first word of a list is the quantity.
 */
const QUANTITIES: readonly (readonly string[])[] = [
  [
    "distance",
    "mile",
    "mi",
    "km",
    "kilometer",
    "kilometre",
    "metre",
    "meter",
    "strecke",
    "entfernung",
    "distanz",
    "mileage",
  ],
  ["weight", "kg", "kilo", "kilogram", "gram", "ton", "tonne", "pound", "lb", "gewicht", "mass"],
  ["duration", "minute", "min", "hour", "second", "dauer", "minuten", "stunden", "sekunden"],
  ["amount", "dollar", "euro", "usd", "eur", "betrag", "money"],
  ["cost", "kosten", "expense"],
  ["price", "preis"],
  ["revenue", "sales", "turnover", "umsatz", "erlos"],
  ["volume", "liter", "litre", "gallon", "volumen"],
  ["area", "acre", "hectare", "flache"],
  ["quantity", "unit", "piece", "menge", "stuck", "qty"],
  ["energy", "kwh", "energie"],
  ["power", "kw", "watt", "leistung"],
  ["temperature", "degree", "celsius", "temperatur"],
  ["reason", "grund"],
  ["customer", "kunde", "client"],
  ["type", "kind", "method", "mode", "category", "typ", "art"],
  ["name", "bezeichnung"],
  ["key", "id", "identifier"],
];

/** Other words for what `word` measures or is measured in; empty when it is no such word. */
export function quantityWords(word: string): readonly string[] {
  // What is told in minutes is a time; but a moment called "… time" is told in no unit.
  if (word === "time" || word === "zeit") return quantityWords("duration");
  const short = word.length === 3 && word.endsWith("s") ? word.slice(0, -1) : word;
  const exact = QUANTITIES.filter((words) => words.includes(word) || words.includes(short)).flat();
  if (exact.length > 0) return exact;
  return QUANTITIES.filter((words) => words.some((other) => wordLikeness(other, word) > 0.8)).flat();
}

export const TIME_UNITS: Readonly<Record<string, "seconds" | "minutes" | "hours" | "days">> = {
  second: "seconds",
  seconds: "seconds",
  sec: "seconds",
  minute: "minutes",
  minutes: "minutes",
  min: "minutes",
  mins: "minutes",
  minuten: "minutes",
  hour: "hours",
  hours: "hours",
  stunden: "hours",
  day: "days",
  days: "days",
  tage: "days",
};

/** Every word for a unit or quantity. */
export function unitWords(): readonly string[] {
  return QUANTITIES.flat();
}
