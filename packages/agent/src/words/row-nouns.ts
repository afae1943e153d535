import { singular } from "./split-words.ts";

/** What people call the same thing, in any trade. */
const NOUNS: readonly (readonly string[])[] = [
  ["trip", "ride", "journey"],
  ["order", "purchase"],
  ["shipment", "parcel", "package", "consignment"],
  ["invoice", "bill"],
  ["appointment", "consultation", "visit"],
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
  ["doctor", "physician", "provider", "clinician"],
  ["site", "location", "premises", "clinic"],
  ["country", "nation"],
  ["city", "town"],
  ["area", "district"],
  ["refund", "reimbursement"],
  ["discount", "rebate"],
  ["fine", "penalty"],
  ["salary", "wage"],
  ["weight", "mass"],
  ["truck", "lorry"],
  ["vessel", "ship"],
  ["harbour", "port"],
  ["loan", "checkout", "lending"],
  ["borrower", "patron", "reader"],
  ["reason", "cause"],
  ["type", "kind", "category", "sort"],
  ["phase", "stage"],
  ["score", "rating", "grade"],
  ["agent", "representative", "rep"],
  ["policy", "contract"],
  ["lesson", "class"],
  ["teacher", "instructor"],
  ["technician", "engineer", "mechanic"],
  ["defect", "fault", "failure"],
  ["reservation", "booking"],
  ["ticket", "incident", "case"],
  ["flat", "apartment"],
  ["tenant", "renter"],
  ["film", "movie"],
  ["guest", "visitor"],
  ["owner", "holder"],
  ["bag", "sack"],
  ["crate", "box"],
  ["plant", "factory"],
  ["warehouse", "depot"],
  ["cargo", "freight"],
  ["donor", "giver"],
  ["gift", "donation"],
  ["subscriber", "member"],
  ["manufacturer", "maker"],
];

/** Verbs as well, which the language has other uses for. */
const OTHER_USES = new Set(
  "order orders bill store package claim visit visits class sort kind case cases fine box ship port cause location rating grade type contract score engineer holder plant fault stage member reader guest area".split(
    " ",
  ),
);

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
