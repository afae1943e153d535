import { foldLetters } from "./split-words.ts";
import { editDistance } from "./word-likeness.ts";

/** Words that the grammar of requests is made of; only these are corrected, names are matched by likeness. */
const KEYWORDS: readonly string[] =
  "average total number count distinct unique minimum maximum percentage percent share ratio divided difference different between measure metric column table field description describe document rename remove delete format currency decimals folder hidden visible hide unhide create calculate change exclude excluding without instead bucket ensure never always empty values accepted duplicates exists source files grouped broken called named please could would each every longest shortest highest lowest duration".split(
    " ",
  );

/** Corrects misspelt words of the grammar; what is in quotes, or is a word of the project, stays as it is. */
export function correctKeywords(text: string, isKnown: (word: string) => boolean): string {
  return text.replaceAll(/"[^"]*"|'[^']*'|`[^`]*`|[\p{L}]+(?:[_.$][\p{L}\p{N}_]*)*/gu, (piece) => {
    if (!/^[\p{Ll}]{5,}$/u.test(piece.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase()))) return piece;
    const word = foldLetters(piece);
    if (KEYWORDS.includes(word) || KEYWORDS.includes(word.replace(/s$/u, "")) || isKnown(word)) return piece;
    const allowed = word.length >= 8 ? 2 : 1;
    const near = KEYWORDS.filter(
      (keyword) =>
        keyword.length >= 5 &&
        keyword[0] === word[0] &&
        Math.abs(keyword.length - word.length) <= allowed &&
        editDistance(keyword, word, allowed) <= allowed,
    );
    const [only, other] = near;
    return only !== undefined && other === undefined ? only : piece;
  });
}
