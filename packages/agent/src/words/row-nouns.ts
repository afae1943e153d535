import { singular } from "./split-words.ts";

/** What people call the same thing, in any trade. */
const NOUNS: readonly (readonly string[])[] = [
  ["trip", "ride", "journey"],
  ["order", "purchase"],
  ["booking", "reservation"],
  ["shipment", "parcel", "package", "consignment"],
  ["invoice", "bill"],
  ["appointment", "consultation"],
  ["customer", "client", "buyer"],
  ["employee", "worker"],
  ["product", "article"],
  ["supplier", "vendor"],
  ["store", "shop", "branch", "outlet"],
  ["car", "vehicle"],
  ["machine", "device"],
  ["payment", "transaction"],
  ["claim", "complaint"],
  ["student", "pupil"],
  ["doctor", "physician"],
];

/** Verbs as well, which the language has other uses for. */
const OTHER_USES = new Set(["order", "orders", "bill", "store", "package", "claim"]);

/** The project's own word for a thing that it does not call so itself; undefined where it has none, or several. */
export function ownNoun(word: string, known: ReadonlySet<string>): string | undefined {
  if (OTHER_USES.has(word)) return undefined;
  const one = singular(word);
  if (known.has(word) || known.has(one) || known.has(`${one}s`)) return undefined;
  const alike = NOUNS.find((nouns) => nouns.includes(one))?.filter((noun) => known.has(noun) || known.has(`${noun}s`));
  const [own, other] = alike ?? [];
  if (own === undefined || other !== undefined) return undefined;
  return one === word ? own : `${own}s`;
}
