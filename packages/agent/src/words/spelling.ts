import { COMMON_WORDS } from "./common-words.ts";
import { foldLetters, singular } from "./split-words.ts";
import { editDistance } from "./word-likeness.ts";

/** Words that the grammar of requests is made of, beside the common ones. */
const KEYWORDS: readonly string[] =
  "average averaged avg mean total sum summed number count counts counted distinct unique minimum maximum min max percentage percent pct share ratio fraction proportion divided difference different between measure measures metric metrics kpi column columns table field describe description document rename remove delete format currency decimals digits folder hidden visible hide unhide create calculate change exclude excluding without instead bucket ensure never always empty null values accepted duplicates duplicate exists source files grouped broken called named please weekday weekdays longest shortest highest lowest largest smallest cheapest heaviest latest earliest duration flag tier classify categorize band load weekdays whether separate".split(
    " ",
  );

/** Abbreviations that are not mistakes. */
const SHORT = new Set(
  "bash sudo docs doc docstring eval exec rls std mom yoy wow rid nuke tsv prompts sap pro each aver cumulated chmod wget lol throughline asap fyi btw pls plz thx etc eur usd gbp chf kpi kpis id ids nr no vs min max avg pct qty amt approx ok hi hey i.e e.g ie eg kg km mi ytd yoy mtd qtd tmdl dbt sql dax csv pdf ceo cfo cto coo hr one two three four five six seven eight nine ten".split(
    " ",
  ),
);

/** What a word may be corrected to, and what needs no correction. */
export interface Vocabulary {
  readonly known: ReadonlySet<string>;
  /** Words of the project and of the grammar: what a request is likelier to say than any other word. */
  readonly meant: readonly string[];
}

const inForms = new WeakMap<Vocabulary, readonly string[]>();

/** What is meant in the forms that sentences have it in: `chanels` is nearer to channels than to channel. */
function formsOf(vocabulary: Vocabulary): readonly string[] {
  const known = inForms.get(vocabulary);
  if (known !== undefined) return known;
  const { meant } = vocabulary;
  const forms = meant.flatMap((word) =>
    word.length < 3 || !/^[a-z]+$/u.test(word) || word.endsWith("s")
      ? [word]
      : [
          word,
          word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`,
          word.endsWith("e") ? `${word}d` : `${word}ed`,
        ],
  );
  const found = [...new Set(forms)];
  inForms.set(vocabulary, found);
  return found;
}

const rememberedCommon = [...COMMON_WORDS].filter((word) => /^\p{L}{3,}$/u.test(word));

export function vocabularyOf(projectWords: Iterable<string>): Vocabulary {
  const meant = [...new Set([...KEYWORDS, ...projectWords])].filter((word) => /^\p{L}{3,}$/u.test(word));
  return { known: new Set([...meant, ...projectWords, ...COMMON_WORDS, ...SHORT]), meant };
}

/** Words as they are often mistyped: short ones, which leave too little to recognise them by, and the usual mistakes. */
const MISTYPED: Readonly<Record<string, string>> = {
  abot: "about",
  abuot: "about",
  accros: "across",
  acount: "account",
  acros: "across",
  adress: "address",
  agian: "again",
  allways: "always",
  alos: "also",
  amonut: "amount",
  amoung: "among",
  amout: "amount",
  anual: "annual",
  apointment: "appointment",
  aproved: "approved",
  availble: "available",
  avarage: "average",
  averge: "average",
  avrage: "average",
  becasue: "because",
  becuase: "because",
  beeing: "being",
  beetween: "between",
  befor: "before",
  beleive: "believe",
  betwen: "between",
  bewteen: "between",
  buget: "budget",
  calender: "calendar",
  canceld: "cancelled",
  cancled: "cancelled",
  catagory: "category",
  categry: "category",
  collegue: "colleague",
  colum: "column",
  colums: "columns",
  colunm: "column",
  comming: "coming",
  costumer: "customer",
  custmer: "customer",
  definately: "definitely",
  diferent: "different",
  diffrent: "different",
  difrent: "different",
  doesnt: "doesn't",
  dont: "don't",
  dosnt: "doesn't",
  duratoin: "duration",
  enviroment: "environment",
  evrey: "every",
  excat: "exact",
  exclud: "exclude",
  exlude: "exclude",
  exsist: "exist",
  exsists: "exists",
  finace: "finance",
  finaly: "finally",
  folowing: "following",
  forcast: "forecast",
  foriegn: "foreign",
  freind: "friend",
  frist: "first",
  goverment: "government",
  hapens: "happens",
  havnt: "haven't",
  heigth: "height",
  imediately: "immediately",
  instaed: "instead",
  insted: "instead",
  intrested: "interested",
  isnt: "isn't",
  knwo: "know",
  lenght: "length",
  manny: "many",
  meassure: "measure",
  measur: "measure",
  mesure: "measure",
  monht: "month",
  montly: "monthly",
  naem: "name",
  neccessary: "necessary",
  necesary: "necessary",
  nmae: "name",
  nubmer: "number",
  numbr: "number",
  occured: "occurred",
  ocurred: "occurred",
  pecentage: "percentage",
  percantage: "percentage",
  percentge: "percentage",
  percetage: "percentage",
  plase: "please",
  pleas: "please",
  plese: "please",
  posible: "possible",
  prefered: "preferred",
  quaterly: "quarterly",
  reciept: "receipt",
  recieve: "receive",
  recieved: "received",
  refered: "referred",
  revenu: "revenue",
  reveune: "revenue",
  seperate: "separate",
  shoud: "should",
  shoudl: "should",
  shuld: "should",
  sicne: "since",
  somthing: "something",
  splitt: "split",
  succesful: "successful",
  sucess: "success",
  sumthing: "something",
  tatal: "total",
  thier: "their",
  thorugh: "through",
  thru: "through",
  tihs: "this",
  toatl: "total",
  todays: "today's",
  togehter: "together",
  tommorow: "tomorrow",
  totl: "total",
  totla: "total",
  tranfer: "transfer",
  truely: "truly",
  untill: "until",
  usefull: "useful",
  usualy: "usually",
  weigth: "weight",
  wendsday: "wednesday",
  wether: "whether",
  wieght: "weight",
  wihtout: "without",
  withot: "without",
  witout: "without",
  woud: "would",
  writting: "writing",
  wuld: "would",
  yaer: "year",
  yeild: "yield",
  yera: "year",
  difernt: "different",
  eech: "each",
  mov: "move",
  modle: "model",
  dayz: "days",
  pul: "pull",
  payd: "paid",
  exsts: "exists",
  daly: "daily",
  inot: "into",
  leats: "least",
  mch: "much",
  muhc: "much",
  giv: "give",
  gvie: "give",
  ned: "need",
  neeed: "need",
  shwo: "show",
  sho: "show",
  upp: "up",
  typ: "type",
  til: "till",
  adn: "and",
  ahve: "have",
  alredy: "already",
  allready: "already",
  ben: "been",
  eahc: "each",
  ech: "each",
  evry: "every",
  frm: "from",
  hte: "the",
  cna: "can",
  fom: "from",
  hav: "have",
  mak: "make",
  mke: "make",
  meny: "many",
  mny: "many",
  moer: "more",
  mor: "more",
  nto: "not",
  ohw: "how",
  taht: "that",
  payed: "paid",
  ther: "there",
  teh: "the",
  tehm: "them",
  tht: "that",
  ths: "this",
  wat: "what",
  thna: "than",
  thn: "than",
  whn: "when",
  wich: "which",
  wiht: "with",
  wth: "with",
};

/** Quotes, names with signs of their own, and words. */
const PIECES = /"[^"]*"|“[^”]*”|(?<!\p{L})'[^']*'(?!\p{L})|`[^`]*`|\[[^\]]*\]|[\p{L}]+(?:['’_.$\d][\p{L}\p{N}_$]*)*/gu;

/**
 * Behind these words stands a name that somebody makes up, which is theirs to spell: up to a word that goes on with what
 * it stands for.
 */
const OWN_NAMES =
  /\b(?:called|named|titled|labelled|call it|name it|folder)\s+.*?(?=\s+(?:that|which|wich|for|as|with|showing)\b|[=:,;.]|$)|^\s*(?:\p{L}+\s+){0,8}?re-?name\p{L}*\s.*?\sto\s.*$/giu;

/**
 * Corrects words that are neither English nor the project's to the one nearest word there is. What is in quotes, what
 * looks like an identifier, and names that the sentence gives stay as they are; so does a word with two nearest ones.
 */
export function correctSpelling(given: string, vocabulary: Vocabulary): string {
  const text = withoutShortMistakes(given).replaceAll(/\b\p{Ll}{4,9}\b/gu, (word) =>
    isKnown(word, vocabulary) ? word : (naming(word) ?? word),
  );

  const own = ownNames(text);
  return text.replaceAll(PIECES, (piece, at: number) => {
    if (!/^\p{L}\p{Ll}{2,}$/u.test(piece) || own.some(([from, to]) => at >= from && at < to)) return piece;
    const word = foldLetters(piece);
    const mistyped = MISTYPED[piece];
    if (mistyped !== undefined && !vocabulary.known.has(word)) return mistyped;
    const variant = otherSpelling(word);
    if (variant !== undefined && !vocabulary.meant.includes(word) && vocabulary.meant.includes(variant)) return variant;
    if (isKnown(word, vocabulary)) return (piece === word ? lacksLetter(word, vocabulary) : undefined) ?? piece;
    // Within a sentence a capital begins a name: only a name can be meant.
    const isName = piece !== piece.toLowerCase() && at > 0 && !/[.!?:]\s*$/u.test(text.slice(0, at));
    const found = nearest(word, vocabulary, isName);
    if (found === undefined) return piece;
    return piece === piece.toLowerCase() ? found : found.slice(0, 1).toUpperCase() + found.slice(1);
  });
}

/** Two letters leave too little to be sure, but for these beside another word. */
const SHORT_MISTAKES: readonly (readonly [RegExp, string])[] = [
  [/\bpr\b(?= \p{L})/gu, "per"],
  [/\bal\b(?= \p{Ll})/gu, "all"],
  [/\bfo\b(?= \p{L})/gu, "of"],
  [/^\s*ad\b(?= \p{Ll})/gu, "add"],
];

function withoutShortMistakes(text: string): string {
  return SHORT_MISTAKES.reduce((plain, [said, meant]) => plain.replace(said, meant), text.replaceAll(FORM, "from"));
}

/** Where nobody speaks of a form: "minutes form opening to …", "form now on". */
const FORM =
  /(?<=\b(?:minutes?|minuts|hours?|days?|seconds?|time|duration|exclude\p{L}*|remove\p{L}*|days|hrs|mins) )form\b|\bform(?= now on\b)/giu;

const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/(?<=\p{L}{3})our(s?)$/u, "or$1"],
  [/([^e])or(s?)$/u, "$1our$2"],
  [/tre(s?)$/u, "ter$1"],
  [/ter(s?)$/u, "tre$1"],
  [/is(ed?|ing|ation|ations)$/u, "iz$1"],
  [/iz(ed?|ing|ation|ations)$/u, "is$1"],
  [/^grey$/u, "gray"],
  [/^gray$/u, "grey"],
];

/** `colour` for color: the other side's way to write a word. */
function otherSpelling(word: string): string | undefined {
  const found = SPELLINGS.find(([pattern]) => pattern.test(word));
  return found === undefined ? undefined : word.replace(found[0], found[1]);
}

/** First of all the words that a name of somebody's own stands behind. */
function naming(word: string): string | undefined {
  return ["called", "named", "titled", "rename", "folder"].find(
    (other) => other[0] === word[0] && editDistance(word, other, 1) <= 1,
  );
}

function ownNames(text: string): readonly (readonly [number, number])[] {
  return [...text.matchAll(OWN_NAMES)].map((match) => {
    const to = match[0].search(/\sto\s/iu);
    const isRename = /^\s*(?:\p{L}+\s+){0,8}?re/iu.test(match[0]) && to > 0;
    const first = isRename ? to : (/\s/u.exec(match[0])?.index ?? 0);
    return [match.index + first, match.index + match[0].length] as const;
  });
}

const ENDINGS = "s d ed ing er est ly n en e es ern ier iest ies ied ily ness ment able".split(" ");

/** Endings before which a word loses its last e: `making` of make. */
const WITHOUT_E = new Set("ed ing er est able".split(" "));

/** What a word may be a form of; `heaviest` of `heavy`, `biggest` of `big`. */
function withoutEnding(word: string, end: string): readonly string[] {
  const stem = word.slice(0, -end.length);
  if (!word.endsWith(end) || stem.length < 3) return [];
  // `calld` and `dayes` are no forms, but mistakes.
  if (end === "d" && !stem.endsWith("e")) return [];
  if (end === "es" && /[aeiou]y$/u.test(stem)) return [];
  const single = /^[^aeiou]*[aeiou]([^aeiou])\1$/u.test(stem) ? [stem.slice(0, -1)] : [];
  // `shiping` is no form of ship: a short syllable doubles its last letter.
  const doubles = /^(?:ing|ed|er|est)$/u.test(end) && /^[^aeiou]+[aeiou][^aeiouwxy]$/u.test(stem);
  const withE = WITHOUT_E.has(end) ? [`${stem}e`] : [];
  return [...(doubles ? [] : [stem]), ...withE, ...(end.startsWith("i") ? [`${stem}y`] : []), ...single];
}

/** In some form: plural, past, of something. */
function isKnown(word: string, { known }: Vocabulary): boolean {
  const stem = singular(word);
  const forms = [
    word,
    stem,
    ...(word.endsWith("s") ? [] : [`${word}s`]),
    ...ENDINGS.flatMap((end) => withoutEnding(word, end)),
  ];
  return forms.some((form) => known.has(form));
}

/** "hander" is sooner the project's handler with a letter left out than somebody who hands. */
function lacksLetter(word: string, { known, meant }: Vocabulary): string | undefined {
  if (!/(?:er|or)s?$/u.test(word) || word.length < 6 || known.has(word) || known.has(singular(word))) return undefined;
  const [found, other] = meant.filter((full) => full.length === word.length + 1 && editDistance(word, full, 1) === 1);
  return other === undefined ? found : undefined;
}

/** How far a word may be from what is meant, by its length: short words leave too little to recognise. */
function allowedFor(word: string): number {
  return word.length >= 8 ? 2 : 1;
}

const NEARER = 0.25;

function nearest(word: string, vocabulary: Vocabulary, isName: boolean): string | undefined {
  const key = isName ? `${word}!` : word;
  const known = remembered.get(vocabulary) ?? new Map<string, string | null>();
  remembered.set(vocabulary, known);
  const before = known.get(key);
  if (before !== undefined) return before ?? undefined;
  const inForm = closest(word, formsOf(vocabulary));
  const meant = inForm !== undefined && inForm.cost < 2 ? inForm : closest(word, vocabulary.meant);
  // A letter too many in a short word is likelier a word that the list lacks.
  const longer = word.length <= 4 ? rememberedCommon.filter((other) => other.length >= word.length) : rememberedCommon;
  // Three letters may be a name's four; of all words they could be too many, unless two are swapped.
  const near = word.length <= 3 ? longer.filter((other) => other.length === word.length) : longer;
  const common = isName ? undefined : closest(word, near);
  // What the project has is meant sooner than a word that is a little nearer.
  const best = common === undefined || (meant !== undefined && meant.cost <= common.cost + NEARER) ? meant : common;
  const found = best !== undefined && best.words.length === 1 ? best.words[0] : undefined;
  known.set(key, found ?? null);
  return found;
}

const remembered = new WeakMap<Vocabulary, Map<string, string | null>>();

interface Closest {
  readonly cost: number;
  readonly words: readonly string[];
}

function closest(word: string, words: readonly string[]): Closest | undefined {
  const allowed = allowedFor(word);
  let cost = Number.POSITIVE_INFINITY;
  let best: string[] = [];
  for (const other of words) {
    if (Math.abs(other.length - word.length) > allowed) continue;
    const distance = editDistance(word, other, allowed);
    if (distance > allowed) continue;
    const now = costOf(word, other, distance);
    if (now === undefined || now > cost) continue;
    if (now < cost) best = [];
    cost = now;
    best.push(other);
  }
  return best.length === 0
    ? undefined
    : { cost, words: best.length > 1 && word.length >= 6 ? longestBegun(word, best) : best };
}

/** Of several the one that begins like the word for longest: "failled" is sooner failed than filled. */
function longestBegun(word: string, words: readonly string[]): readonly string[] {
  const begun = (other: string): number => [...word].findIndex((letter, at) => other[at] !== letter);
  const longest = Math.max(...words.map(begun));
  return words.filter((other) => begun(other) === longest);
}

/** A mistake is likelier the more letters stay: letters swapped, then one left out or doubled, then one replaced. */
function costOf(word: string, other: string, distance: number): number | undefined {
  const isSwap = word.length === other.length && sorted(word) === sorted(other);
  // Three letters with the first or last one lost, or four with one replaced, are another word.
  const isLost = word.length === 3 && other.length === 4 && word[0] === other[0] && word.at(-1) === other.at(-1);
  if (word.length <= 3 && !isSwap && !isLost) return undefined;
  if (word.length <= 4 && word.length === other.length && !isSwap) return undefined;
  if (distance > 1 && (word[0] !== other[0] || word.at(-1) !== other.at(-1))) return undefined;
  const otherFirst = word[0] === other[0] ? 0 : 0.4;
  if (word.length <= 4 && otherFirst > 0 && !isSwap) return undefined;
  const replaced = word.length === other.length && !isSwap ? 0.3 : 0;
  return distance + otherFirst + replaced - (isSwap ? 0.2 : 0);
}

function sorted(word: string): string {
  return [...word].sort().join("");
}
