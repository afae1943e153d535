/**
 * Verbs of everyday business with the forms and nouns that their letters alone do not give: `rang` and `rung` of ring,
 * `decision` of decide, `receipt` of receive. Forms that follow the rules (arrives, arrived, arriving) are computed. General
 * language; nothing of any trade.
 */
const IRREGULAR = `
become became become, begin began begun, break broke broken / breakage, bring brought, build built, buy bought, catch caught,
choose chose chosen / choice, come came come, cost cost, cut cut, deal dealt, do did done / does, draw drew drawn,
drive drove driven, eat ate eaten, fall fell fallen, feel felt, fight fought, find found, fly flew flown / flight,
forget forgot forgotten, get got / gotten, give gave given, go went gone / goes, grow grew grown / growth, hang hung,
have had / has, hear heard, hide hid hidden, hit hit, hold held, hurt hurt, keep kept, know knew known, lead led, leave left,
lend lent, let let, lie lay lain, lose lost / loss, make made, mean meant, meet met, pay paid / payed payment payout, put put,
quit quit, read read, ring rang rung, rise rose risen, run ran run, say said, see saw seen, sell sold / sale, send sent, set set,
shut shut, sit sat, sleep slept, speak spoke spoken, spend spent, split split, stand stood, steal stole stolen / theft,
stick stuck, take took taken, teach taught, tell told, think thought, throw threw thrown, understand understood,
wake woke woken, wear wore worn, win won, withdraw withdrew withdrawn / withdrawal, write wrote written, die died / death,
bear bore born / birth`;

/** Regular verbs whose noun is another word than the verb with an ending. */
const NOUNS = `
decide decision, receive receipt, submit submission, admit admission, depart departure, arrive arrival, deliver delivery,
enter entry, weigh weight, complain complaint, cancel cancellation, approve approval, renew renewal, apply application,
subscribe subscription, produce production, consume consumption, resolve resolution, solve solution, respond response,
sign signature, expire expiry, fail failure, close closure, discover discovery, recover recovery,
describe description, permit permission, transmit transmission, assign assignment, hand, discharge,
inquire inquiry, injure injury, marry marriage, divide division, include inclusion, conclude conclusion, extend extension,
acquire acquisition, reduce reduction, introduce introduction, publish publication, qualify qualification,
notify notification, verify verification, classify classification, occur occurrence, prefer preference, transfer`;

/** Regular verbs that are hardly ever nouns: where one stands behind a subject, something is told. */
const TELLING = `accept add agree allow apply arrive complain decide describe enter reduce reply respond submit announce appear argue arrange ask attend avoid become believe belong bother celebrate clean climb collect
compare compete complete confuse consider contain continue convince cry debate deny deserve discuss dislike enjoy ensure escalate
exist expect explain fetch follow grumble happen hate hesitate ignore improve include insist inspect install insure introduce
invest invite join kick laugh learn like love manage nag negotiate notice owe perform pledge predict prepare pretend prove provide
publish raise reach realise realize refuse register reject relate relax rely remain remember remind require resign retire seem
serve shrink struggle suffer suggest suppose swap tend thank threaten urge want warn welcome wish wonder worry yell`;

/** Regular verbs that are nouns as well, or that name events. */
const BOTH = `abandon answer approach bill blame block board book call care carry cause change charge chase chat check claim click contact cook
count cover cross dance decline delay demand detect discount dispatch dispute doubt drop earn employ end estimate export face fill
finish fix force guess handle harvest help hire hope import increase interest invoice issue joke jump kill land last launch lift
list live load log look lower mark matter measure mention miss mix move need offer open order own pack park pass pick plan plant
play point praise present press promise protest pull purchase push question quote record refund release rent repair repeat replace
report request rest return review schedule search settle share ship shop shout show sign skip sort sound start state stay stop
store supply support suspect switch talk test touch track train travel treat trust turn update use value visit vote wait walk wash
waste watch work`;

/** Irregular verbs whose forms are nouns or conditions as well. */
const NOUNY = new Set(
  "break build cost cut deal draw drive fall fight fly hang hit hold hurt lead leave let lie pay put quit read ring rise run set shut sit sleep split stand stick wake wear die bear".split(
    " ",
  ),
);

interface Family {
  readonly verb: string;
  readonly past: string;
  readonly participle: string;
  /** Nouns, and forms that no rule gives. */
  readonly others: readonly string[];
}

/** The forms that a verb has by the rules: `-s`, `-ed` and `-ing`. */
function regularForms(verb: string): readonly [string, string, string] {
  const isShort = /^(?:[^aeiou]*[aeiou][bdgklmnprt]|\p{L}+(?:mit|fer|cur))$/u.test(verb);
  const stem = verb.endsWith("e") ? verb.slice(0, -1) : isShort ? `${verb}${verb.at(-1)}` : verb;
  const base = /[^aeiou]y$/u.test(verb) ? `${verb.slice(0, -1)}i` : undefined;
  const s = base === undefined ? (/(?:s|sh|ch|x|z)$/u.test(verb) ? `${verb}es` : `${verb}s`) : `${base}es`;
  return [s, `${base ?? stem}ed`, `${/(?:ee|y)$/u.test(verb) ? verb : stem}ing`];
}

function families(): readonly Family[] {
  const irregular = IRREGULAR.split(",").map((line): Family => {
    const [forms = "", nouns = ""] = line.split("/");
    const [verb = "", past = "", participle = past] = forms.trim().split(/\s+/u);
    return { verb, past, participle, others: nouns.trim().split(/\s+/u) };
  });
  const named = NOUNS.split(",").map((line) => line.trim().split(/\s+/u));
  const words = `${TELLING} ${BOTH}`.split(/\s+/u).map((verb) => [verb]);
  const regular = [...named, ...words].map(([verb = "", ...others]): Family => {
    const [, past] = regularForms(verb);
    return { verb, past, participle: past, others };
  });
  return [...irregular, ...regular];
}

interface Forms {
  readonly families: ReadonlyMap<string, Family>;
  /** As they stand behind who does something. */
  readonly told: ReadonlySet<string>;
}

function computedForms(): Forms {
  const byForm = new Map<string, Family>();
  const told = new Set<string>();
  const telling = new Set(TELLING.split(/\s+/u));
  for (const family of families()) {
    const [s, past, ing] = regularForms(family.verb);
    for (const form of [family.verb, s, family.past, family.participle, ing, ...family.others])
      if (form !== "" && !byForm.has(form)) byForm.set(form, family);
    const isIrregular = family.past !== past;
    if (telling.has(family.verb) || (isIrregular && !NOUNY.has(family.verb)))
      for (const form of [family.verb, s]) told.add(form);
    // "The paid amount" tells nothing; `went` and `began` are said of somebody only.
    if (telling.has(family.verb) || family.past !== family.participle) told.add(family.past);
  }
  return { families: byForm, told };
}

let known: Forms | undefined;

/** Computed when they are first asked for: importing them costs nothing. */
function forms(): Forms {
  known ??= computedForms();
  return known;
}

/** The verb that a form or a noun of it belongs to; the word itself where it is none that is known here. */
export function verbOf(word: string): string {
  return forms().families.get(word)?.verb ?? word;
}

/** A verb as it stands behind who does something: `complains`, `went`, `decided`. */
export function isToldVerb(word: string): boolean {
  return forms().told.has(word);
}

/** What somebody did, as columns are called after it: `paid` of pay, `claimed` of claims. Undefined for what is no verb here. */
export function participleOf(word: string): string | undefined {
  return forms().families.get(word)?.participle;
}
