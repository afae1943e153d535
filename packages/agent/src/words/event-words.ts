/** Verbs whose forms do not share their letters. */
const IRREGULAR: Readonly<Record<string, string>> = {
  left: "leave",
  leaving: "leave",
  departure: "depart",
  sent: "send",
  seen: "see",
  begun: "begin",
  began: "begin",
  paid: "pay",
  payment: "pay",
  made: "make",
  took: "take",
  taken: "take",
  done: "do",
  gone: "go",
  came: "come",
  given: "give",
  got: "get",
  bought: "buy",
  sold: "sell",
  handed: "hand",
  receipt: "receive",
  rang: "ring",
  rung: "ring",
  hung: "hang",
  wrote: "write",
  written: "write",
  spoke: "speak",
  spoken: "speak",
  drove: "drive",
  driven: "drive",
  flew: "fly",
  flown: "fly",
  flight: "fly",
  held: "hold",
  kept: "keep",
  met: "meet",
  ran: "run",
  built: "build",
  broke: "break",
  broken: "break",
  chose: "choose",
  chosen: "choose",
  choice: "choose",
  drawn: "draw",
  drew: "draw",
  fallen: "fall",
  fell: "fall",
  lost: "lose",
  loss: "lose",
  found: "find",
  told: "tell",
  won: "win",
  withdrew: "withdraw",
  withdrawn: "withdraw",
  withdrawal: "withdraw",
  decision: "decide",
  submission: "submit",
  admission: "admit",
  birth: "born",
  death: "die",
  entry: "enter",
  sale: "sell",
  spent: "spend",
  thought: "think",
  taught: "teach",
  caught: "catch",
  brought: "bring",
  woke: "wake",
  woken: "wake",
  went: "go",
};

/** What a word of an event has in common with its other forms: arrival, arrived and arriving are one event. */
export function eventRoot(word: string): string {
  const base = IRREGULAR[word] ?? word;
  const cut = base.replace(/(?:ations?|ions?|ments?|ings?|als?|ures?|ers?|eds?|ies|y|es|s|e)$/u, "");
  if (cut.length < 3 || cut === base) return base;
  // `shipped` doubles the last letter, `ship` does not.
  return cut.replace(/([bdgklmnprt])\1$/u, "$1");
}

/** Whether two words name one event, as a verb in one form or another or as its noun. */
export function isSameEvent(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [eventRoot(one), eventRoot(other)];
  if (a === b) return true;
  // Names are shortened: `arr` for arrival.
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 3 && long.startsWith(short) && (one === short || other === short);
}
