import { countTokens as count } from "gpt-tokenizer/encoding/o200k_base";

/**
 * How many tokens a text is, by the vocabulary o200k_base. The vocabularies of other models are not published, and give other
 * numbers of the same order: this is for choosing and for comparing, not for billing.
 */
export function countTokens(text: string): number {
  // What looks like a control token in somebody's file is text like any other.
  return count(text, { disallowedSpecial: new Set() });
}
