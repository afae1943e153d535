import { COMMON_WORDS } from "./common-words.ts";
import { singular, splitWords } from "./split-words.ts";

/** Abbreviations that names of columns are made of, whatever the trade. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  acct: "account",
  addr: "address",
  amt: "amount",
  appt: "appointment",
  avg: "average",
  bal: "balance",
  bkg: "booking",
  canc: "cancelled",
  cat: "category",
  cd: "code",
  cnt: "count",
  cntry: "country",
  comm: "commission",
  ctry: "country",
  cty: "city",
  curt: "curtailed",
  cust: "customer",
  cxl: "cancelled",
  del: "delivery",
  dept: "department",
  desc: "description",
  descr: "description",
  disc: "discount",
  dist: "distance",
  dlv: "delivery",
  dob: "birthdate",
  dt: "date",
  dur: "duration",
  emp: "employee",
  est: "estimated",
  eur: "euro",
  exp: "expected",
  flg: "flag",
  freq: "frequency",
  fwd: "forward",
  grp: "group",
  hr: "hour",
  hrs: "hours",
  ins: "insurance",
  inv: "invoice",
  loc: "location",
  lvl: "level",
  mfg: "manufacturer",
  mfr: "manufacturer",
  mgmt: "management",
  mgr: "manager",
  mins: "minutes",
  mktg: "marketing",
  mo: "month",
  mth: "month",
  nbr: "number",
  nm: "name",
  nr: "number",
  num: "number",
  occ: "occupancy",
  ord: "order",
  org: "organisation",
  pax: "passengers",
  pct: "percentage",
  perc: "percentage",
  pkg: "package",
  pmt: "payment",
  prc: "price",
  prd: "product",
  prio: "priority",
  prod: "product",
  purch: "purchase",
  pymt: "payment",
  qtr: "quarter",
  qty: "quantity",
  rcv: "received",
  rec: "record",
  ref: "reference",
  reg: "region",
  req: "request",
  rev: "revenue",
  rtn: "return",
  sched: "scheduled",
  sec: "seconds",
  secs: "seconds",
  seg: "segment",
  src: "source",
  sts: "status",
  svc: "service",
  sz: "size",
  tech: "technician",
  temp: "temperature",
  tm: "time",
  tot: "total",
  trx: "transaction",
  ts: "time",
  txn: "transaction",
  typ: "type",
  usd: "dollar",
  usr: "user",
  util: "utilisation",
  veh: "vehicle",
  vol: "volume",
  wgt: "weight",
  whs: "warehouse",
  whse: "warehouse",
  wk: "week",
  wt: "weight",
  yld: "yield",
  yr: "year",
};

/** The words that a name can be said with: its own, and in full where it has abbreviations or a sign for a number or a part. */
export function spokenNames(name: string): string[][] {
  const words = splitWords(name);
  const counted = /^(?:#\s*\p{L}|n_\p{L})/u.test(name);
  const body = counted && words[0] === "n" ? words.slice(1) : words;
  const isPart = name.includes("%");
  const full = [
    ...(counted ? ["number"] : []),
    ...body.map((word, at) =>
      word === "no" && at > 0 && at === body.length - 1 ? "number" : (ABBREVIATIONS[word] ?? word),
    ),
  ];
  const parts =
    isPart && words.length > 0
      ? [
          [...words, "rate"],
          [...words, "percentage"],
          ["percentage", ...words],
        ]
      : [];
  // "Milk Intake (L)" is called milk intake: nobody says the unit.
  const unitless = name.replace(UNIT, "");
  const plain = unitless === name || !/\p{L}/u.test(unitless) ? [] : [splitWords(unitless)];
  return full.join(" ") === words.join(" ") ? [words, ...parts, ...plain] : [words, full, ...parts, ...plain];
}

const UNIT = /\s*(?:\(\p{L}{1,4}\)|\[\p{L}{1,4}\])\s*$/u;

/**
 * A name's word that is short for the one said: its beginning (`proc` for procedure), or its first letter and further
 * consonants in order (`spclty` for specialty). A word of the language is short for nothing.
 */
export function isShortFor(short: string, said: string): boolean {
  const stem = singular(short);
  const full = singular(said);
  if (stem.length < 3 || full.length < stem.length + 2 || COMMON_WORDS.has(stem) || COMMON_WORDS.has(short))
    return false;
  if (full.startsWith(stem)) return stem.length * 3 >= full.length;
  if (stem[0] !== full[0]) return false;
  // With vowels it must be nearly all of the word: `wkday`.
  if (/[aeiou]/u.test(stem.slice(1)) && (stem.length < 5 || stem.length * 3 < full.length * 2)) return false;
  let from = 0;
  for (const letter of stem) {
    const at = full.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return stem.length * 2 >= full.length;
}
