import { type Term, term } from "./normal-form.ts";

/**
 * A sum. Its sides may be swapped where one of them surely is neither a list nor a text: of two lists, and in some databases of two
 * texts, the sum is one after the other.
 */
export function addition(left: Term, right: Term, addsTexts: boolean): Term {
  const isNumber = isNoList(left, addsTexts) || isNoList(right, addsTexts);
  return term(isNumber ? "add" : "add in order", left, right);
}

const LISTS = /\[\d*\]$|^(?:list|array|struct|map|json|union|unknown)/u;
const TEXTS = /^(?:varchar|char|nvarchar|nchar|string|text)/u;

/** Operations and aggregates that no database has for lists or texts. */
const OF_NUMBERS = /^(?:mul|sub|div|int_div|mod|neg|sum|avg|count|row_number|rank|dense_rank)\b/u;

function isNoList(found: Term, addsTexts: boolean): boolean {
  if (found.type !== undefined) return !LISTS.test(found.type) && !(addsTexts && TEXTS.test(found.type));
  if (found.of) return isNoList(found.of, addsTexts);
  if (found.op.startsWith('literal "number"') || OF_NUMBERS.test(found.op)) return true;
  return (found.op === "add" || found.op === "coalesce") && found.args.some((own) => isNoList(own, addsTexts));
}
