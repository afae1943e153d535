import { foldLetters, singular, splitWords } from "../words/split-words.ts";
import { type Reading, refuse } from "./outcome.ts";

const SMALL = new Set("a an and at by for from in of on or per the to vs with".split(" "));

/** Title Case, as names of measures are written; words with capitals of their own keep them. */
export function titleCase(text: string): string {
  return text
    .split(/\s+/u)
    .map((word, at) => {
      if (/\p{Lu}/u.test(word.slice(1))) return word;
      if (at > 0 && SMALL.has(word.toLowerCase())) return word.toLowerCase();
      return word.slice(0, 1).toUpperCase() + word.slice(1);
    })
    .join(" ");
}

/** A name for a column of a dbt model, in the style of the model's other columns; letters, digits and `_` only. */
export function columnNameFor(reading: Reading, model: string, words: readonly string[]): string {
  const names = reading.catalogue.modelColumns.filter((entry) => entry.model === model).map((entry) => entry.column);
  const camel = names.filter((name) => /\p{Ll}\p{Lu}/u.test(name)).length;
  const pieces = words.map((word) => asciiWord(word)).filter((word) => word !== "");
  const plain = camel * 2 > names.length ? pieces.map(capital).join("") : pieces.join("_");
  return /^\d/u.test(plain) ? `_${plain}` : plain;
}

/** The identifier somebody wrote, as the warehouse can have it without quotes; several words become one in the model's style. */
export function chosenColumnName(reading: Reading, model: string, given: string): string {
  const plain = withoutAccents(given.trim());
  return /^[A-Za-z_][A-Za-z0-9_]*$/u.test(plain) && (plain.includes("_") || /[a-z][A-Z]/u.test(plain))
    ? plain
    : columnNameFor(reading, model, splitWords(plain));
}

function withoutAccents(text: string): string {
  const written = text
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("Ä", "Ae")
    .replaceAll("Ö", "Oe")
    .replaceAll("Ü", "Ue")
    .replaceAll("ß", "ss");
  return written.normalize("NFKD").replaceAll(/\p{M}+/gu, "");
}

function asciiWord(word: string): string {
  return foldLetters(word.replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue")).replaceAll(
    /[^a-z0-9]/gu,
    "",
  );
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** A name for a column of a semantic table, in the style of its visible columns. */
export function semanticNameFor(reading: Reading, table: string, words: readonly string[]): string {
  const names = reading.catalogue.columns
    .filter((entry) => entry.table === table && !entry.column.hidden)
    .map((entry) => entry.column.name);
  const spaced = names.filter((name) => name.includes(" ")).length;
  const camel = names.filter((name) => /\p{Ll}\p{Lu}/u.test(name)).length;
  return camel > spaced ? words.map(capital).join("") : titleCase(words.join(" "));
}

/** A character that some layer's language reads as syntax. */
const UNFIT = /[[\]{}"`\p{Cc}\p{Cf}\u2028\u2029\\]/u;
const MOST_LETTERS = 100;

/** A name somebody chose, if every layer can carry it; refused with the reason otherwise. */
export function chosenName(name: string): string {
  const clean = name.trim().replaceAll(/\s+/gu, " ");
  const hint = "Choose a name of letters, digits, spaces and simple signs such as % # € ( ) - /.";
  if (clean === "") refuse("bad-name", "the new name is empty", hint);
  if (clean.length > MOST_LETTERS) refuse("bad-name", `the new name is longer than ${MOST_LETTERS} characters`, hint);
  const found = UNFIT.exec(clean) ?? UNFIT.exec(name);
  if (found !== null)
    refuse("bad-name", `the new name contains ${JSON.stringify(found[0])}, which formulas read as syntax`, hint);
  if (!/[\p{L}\p{N}]/u.test(clean)) refuse("bad-name", "the new name has no letter or digit", hint);
  return clean;
}

/** How the model's own measures mark what they compute. */
export function aggregateName(
  reading: Reading,
  name: "sum" | "average" | "min" | "max" | "count" | "distinct-count",
  of: string,
): string {
  const names = reading.catalogue.measures.map((entry) => entry.measure.name);
  const begins = (prefix: string): boolean => names.some((other) => other.startsWith(prefix));
  if (name === "average")
    return begins("Ø ") ? `Ø ${of}` : begins("Avg ") && !begins("Average ") ? `Avg ${of}` : `Average ${of}`;
  if (name === "sum")
    return begins("Σ ") ? `Σ ${of}` : begins("Sum of ") && !begins("Total ") ? `Sum of ${of}` : `Total ${of}`;
  if (name === "min") return begins("Min ") ? `Min ${of}` : `Minimum ${of}`;
  if (name === "max") return begins("Max ") ? `Max ${of}` : `Maximum ${of}`;
  const counted = of.replace(/ (?:Key|Id|ID|Nr|Number)$/u, "");
  if (name === "distinct-count") return `Distinct ${plural(counted)}`;
  if (begins("Number of ")) return `Number of ${plural(counted)}`;
  return begins("# ") ? `# ${counted}` : `${singularName(counted)} Count`;
}

function plural(name: string): string {
  if (/(?:s|x|z|ch|sh)$/iu.test(name)) return name;
  return /[^aeiou]y$/iu.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

function singularName(name: string): string {
  const words = name.split(" ");
  const last = words.pop() ?? "";
  const single = singular(last.toLowerCase());
  return [
    ...words,
    last.slice(0, single.length) === single || last.toLowerCase().startsWith(single)
      ? last.slice(0, single.length)
      : last,
  ].join(" ");
}
