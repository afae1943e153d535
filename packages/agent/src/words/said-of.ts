import { splitWords } from "./split-words.ts";

/** What a description says that something is not: "without tax", "not counting refunds". */
const DENIED =
  /\b(?:without|excluding|except(?: for)?|excl\.?|not (?:counting|including)|before|ohne|net of|minus|less|no|not)\b[^,.;:()]*/giu;

/** The words by which a description points at what it describes; what it denies is none of it. */
export function saidOf(description: string | undefined): string[] {
  return splitWords((description ?? "").replaceAll(DENIED, " "));
}
