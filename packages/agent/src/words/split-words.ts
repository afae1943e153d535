const PLAIN = /^[\x20-\x7e]*$/u;

/** Letters without accents, in lower case: `Übersicht` and `ubersicht` are the same word. */
export function foldLetters(text: string): string {
  // Most texts are plain, and are asked for at every reading.
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase();
}

/** Two or three letters are no words of their own, whatever their capitals: kWh, MWp. */
const UNITS = /(?<![\p{L}\p{N}])\p{L}{2,3}(?![\p{L}\p{N}])/gu;
/** Many of what is called by its initials: `KPIs`. */
const ACRONYMS = /(?<![\p{L}\p{N}])(\p{Lu}{2,})s(?![\p{L}\p{N}])/gu;

/** There is nothing to fold, and nothing to split but at its gaps. */
const LOWER_CASE = /^[a-z0-9_ ]*$/u;

/** The words of a name, folded: `BruttoGewicht_KG` → brutto, gewicht, kg; `istExpress` → ist, express. */
export function splitWords(name: string): string[] {
  if (LOWER_CASE.test(name)) return name.split(/[_ ]+/u).filter((word) => word !== "");
  return name
    .replaceAll(ACRONYMS, "$1")
    .replaceAll(UNITS, (unit) => unit.toLowerCase())
    .replaceAll("'s", "s")
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map(foldLetters);
}

const IRREGULAR: Readonly<Record<string, string>> = {
  people: "person",
  children: "child",
  indices: "index",
  companies: "company",
};

/** A word without its plural ending; both languages' endings are handled by `wordLikeness`. */
export function singular(word: string): string {
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return irregular;
  if (word.length < 4 || word.endsWith("ss") || word.endsWith("us") || word.endsWith("is")) return word;
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:[sx]|[tz]z|ch|sh)es$/u.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}
