import type { Catalogue, ColumnEntry } from "../catalogue/catalogue.ts";
import { isCategory } from "./dimension.ts";
import { plausible, rank } from "./mention.ts";
import { isNumber } from "./number-columns.ts";
import { idOf, labelOf } from "./object-choice.ts";
import { objectsNamed } from "./object-named.ts";
import type { Rule, Way } from "./open-request.ts";
import { tokenize, wordsOf } from "./tokens.ts";
import { isBetweenAny } from "./unsaid-columns.ts";

/** Requests whose verb is clear, and that lack what it is done to, or what it is to become. */

const KIND = "measure|metric|kpi|column|field|number|figure|ratio|rate|one|thing";

function nameOf(catalogue: Catalogue, phrase: string): string | undefined {
  const [thing] = objectsNamed(catalogue, phrase, ["measure", "column"]);
  if (thing === undefined) return undefined;
  return thing.kind === "measure" ? thing.measure.name : thing.kind === "column" ? thing.column.name : undefined;
}

/** "drop the old measure", "rename the number": which one is not said. */
const thingUnsaid: Rule = ({ catalogue }, request) => {
  const named = new RegExp(
    String.raw`^(remove|delete|drop|get rid of|rename|hide|describe|document|format|change|adjust|update) (?:the |this |that |our |an? |one of the |some )?([\p{L}-]+ )?(${KIND})s?(?: to .+)?$`,
    "iu",
  ).exec(request);
  const pointed =
    /^(remove|delete|drop|get rid of|rename|hide|describe|format|change|move|put)\s+(?:it|this|that|them|those)(?:\s+(?:to|into|under|as|so|such)\s.+)?$/iu.exec(
      request,
    );
  const said = named ?? pointed;
  if (said === null) return undefined;
  const verb = (said[1] ?? "").toLowerCase();
  const isColumn = /^(?:column|field)$/iu.test(said[3] ?? "");
  const removes = /^(?:remove|delete|drop|get rid of)$/u.test(verb);
  if (isColumn && removes) return undefined;
  const all = isColumn ? catalogue.columns.filter((entry) => !entry.column.hidden) : catalogue.measures;
  const words = wordsOf(tokenize(said[2] ?? ""));
  const called = words.length === 0 ? [] : all.filter((entry) => rank(words, [entry]).length > 0);
  const things = called.length > 1 ? called : all;
  return {
    question: `Which ${isColumn ? "column" : "measure"} is meant?`,
    ways: things.map((entry): Way => {
      const name = entry.kind === "measure" ? entry.measure.name : entry.column.name;
      const way = { id: idOf(entry), text: labelOf(entry) };
      return removes && things === all
        ? { ...way, request: `remove the measure "${name}"` }
        : { ...way, hint: `Say "${verb} ${name} …".` };
    }),
  };
};

/** "move X to another folder": to which is not said. */
const folderUnsaid: Rule = ({ catalogue }, request) => {
  const what =
    /^(?:put|move|place|file|store)\s+(?:the\s+)?(.+?)\s+(?:in|into|to|under)\s+(?:an?(?:other)?|some|a (?:different|better|new)|the (?:right|correct|proper|other))(?: display)? folder(?: please)?$/iu.exec(
      request,
    )?.[1] ?? /^(?:move|place|file)\s+(?:the\s+)?(\S(?:(?!\s(?:to|into|in|under|from)\s).)*)$/iu.exec(request)?.[1];
  const name = what === undefined ? undefined : nameOf(catalogue, what);
  if (name === undefined) return undefined;
  const folders = new Set(catalogue.measures.flatMap(({ measure }) => measure.folder ?? []));
  return {
    question: `Into which folder should "${name}" be put?`,
    ways: [...folders].map((folder) => ({
      id: folder,
      text: folder,
      request: `put "${name}" into folder "${folder}"`,
    })),
  };
};

/** "rename X": to what is not said, nor whether it is only the name that people see. */
const nameUnsaid: Rule = ({ catalogue }, request) => {
  const what =
    /^(?:rename|relabel)\s+(?:the\s+)?(.+)$/iu.exec(request)?.[1] ??
    /^(?:give|find|get)\s+(?:the\s+)?(.+?)\s+an?\s+(?:new|better|nicer|clearer|other|different|shorter)\s+name$/iu.exec(
      request,
    )?.[1] ??
    /^(?:find|get|choose|think of|invent)\s+an?(?:other)?\s+(?:(?:new|better|nicer|clearer|other|different|shorter)\s+)?name\s+for\s+(?:the\s+)?(.+)$/iu.exec(
      request,
    )?.[1] ??
    /^(?:the\s+)?(.+?)\s+(?:needs|should have|should get|deserves|could use)\s+an?(?:other)?\s+(?:(?:new|better|nicer|clearer|other|different|shorter)\s+)?name$/iu.exec(
      request,
    )?.[1];
  if (what === undefined || /\s(?:to|into|as)\s|[:=]/iu.test(what)) return undefined;
  const name = nameOf(catalogue, what);
  if (name === undefined) return undefined;
  return {
    question: `What should "${name}" be called?`,
    ways: [
      { id: "shown", text: "another name that people see", hint: `Say "rename ${name} to …".` },
      {
        id: "warehouse",
        text: "another name in the warehouse too",
        hint: `Say "rename ${name} to …", with its dbt name.`,
      },
    ],
  };
};

/** "a description for X": what it should say is not said. */
const textUnsaid: Rule = ({ catalogue }, request) => {
  const what =
    /^(?:(?:add|write|put|create|make|give)\s+)?(?:an?\s+|the\s+)?(?:new\s+|better\s+)?descriptions?\s+(?:for|of|to|on)\s+(?:the\s+)?(.+)$/iu.exec(
      request,
    )?.[1] ?? /^(?:describe|document|explain)\s+(?:the\s+)?(.+?)(?:\s+better)?$/iu.exec(request)?.[1];
  if (what === undefined || /["“:=]|\s(?:as|is)\s/iu.test(what)) return undefined;
  const name = nameOf(catalogue, what);
  if (name === undefined) return undefined;
  const hint = `Say "describe ${name} as …".`;
  return {
    question: `What should the description of "${name}" say?`,
    ways: [
      { id: "meaning", text: "what it means", hint },
      { id: "origin", text: "where it comes from", hint },
    ],
  };
};

/** "add a test to the orders", "make sure the status is valid": what must hold is not said. */
const checkUnsaid: Rule = ({ catalogue }, request) => {
  const what =
    /^(?:(?:add|create|write|make|put|have|set up|build)\s+)?(?:an?\s+|some\s+|another\s+|more\s+)?(?:new\s+|data\s+|quality\s+|dbt\s+)*(?:tests?|checks?)\s+(?:to|for|on|in)\s+(?:the\s+|our\s+)?(.+)$/iu.exec(
      request,
    )?.[1] ??
    /^(?:make sure|ensure|check|verify|test|validate)(?:\s+(?:that|if|whether))?\s+(?:the\s+|our\s+|all\s+)?(.+?)\s+(?:is|are|looks?|stays?|be)\s+(?:always\s+)?(?:valid|correct|right|ok|okay|fine|good|clean|plausible|sensible|reasonable|consistent|complete and correct|proper|sane)$/iu.exec(
      request,
    )?.[1];
  if (what === undefined) return undefined;
  const [thing] = objectsNamed(catalogue, what, ["column", "table", "model-column", "model"]);
  if (thing === undefined) return undefined;
  const of = thing.kind === "table" || thing.kind === "model" ? `a column of ${what}` : what;
  return {
    question: `What must hold of ${what}?`,
    ways: [
      { id: "not-null", text: "never empty", hint: `Say "make sure ${of} is never empty".` },
      { id: "unique", text: "no value twice", hint: `Say "make sure ${of} is unique".` },
      { id: "values", text: "one of some values", hint: `Say "make sure ${of} is one of …".` },
      { id: "exists", text: "found in another table", hint: `Say "make sure ${of} exists in …".` },
    ],
  };
};

/** "the difference between the two amounts": between which is not said. */
const pairUnsaid: Rule = ({ catalogue }, request) => {
  const said =
    /\b(difference|gap|ratio|sum) (?:between|of) (?:the |those |these |our )?(?:two|both)(?: of the)? ([\p{L}]+)(.*)$/iu.exec(
      request,
    );
  if (said === null || isBetweenAny(request)) return undefined;
  const [, what = "", word = "", tail = ""] = said;
  const facts = new Set(catalogue.measures.map((entry) => entry.table));
  const numbers = catalogue.columns.filter(
    (entry) => isNumber(entry) && facts.has(entry.table) && !entry.column.hidden,
  );
  const named = rank(wordsOf(tokenize(word)), numbers).map((match) => match.thing);
  const pairs = pairsOf(named.length > 1 ? named : numbers);
  return {
    question: `The ${what.toLowerCase()} of which two?`,
    ways: pairs.map(([one, other]) => ({
      id: `${idOf(one)}..${idOf(other)}`,
      text: `${one.column.name} and ${other.column.name}`,
      request: `${what.toLowerCase() === "gap" ? "difference" : what.toLowerCase()} between "${one.column.name}" and "${other.column.name}"${tail}`,
    })),
  };
};

function pairsOf(entries: readonly ColumnEntry[]): readonly (readonly [ColumnEntry, ColumnEntry])[] {
  return entries.flatMap((one, at) =>
    entries.slice(at + 1).flatMap((other) => (other.table === one.table ? [[one, other] as const] : [])),
  );
}

const GROUPED =
  /^(?:group|bucket|band|segment|split|classify|categori[sz]e|divide|sort|put|cut|arrange|organi[sz]e)\s+(?:the\s+|our\s+|all\s+)?(.+?)\s+(?:into|as|in|by)\s(?:.+\s)?(?:groups?|class(?:es)?|categor(?:y|ies)|bands?|buckets?|ranges?|tiers?|segments?|brackets?|clusters?|levels?|ones|sizes?|parts)$|^([\p{L}]+)\s+(?:in|by)\s+[\p{L}]+\s+(?:groups?|class(?:es)?|categor(?:y|ies)|bands?|brackets?)$/iu;

/** "by amount band", "into small and large ones": where the ranges begin and end is not said. */
const rangesUnsaid: Rule = ({ catalogue }, request) => {
  if (/\d/u.test(request)) return undefined;
  const said =
    /\b([\p{L}]+(?: [\p{L}]+)?) (?:bands?|buckets?|brackets?|tiers?|ranges?|size class(?:es)?)\b/iu.exec(
      request,
    )?.[1] ??
    GROUPED.exec(request)
      ?.slice(1)
      .find((part) => part !== undefined) ??
    /^(?:bucket|band|bin|segment|divide|classify|add (?:an? )?(?:bucket|band|range) column (?:for|of))\s+(?:the\s+|our\s+)?(.+)$/iu.exec(
      request,
    )?.[1];
  if (said === undefined) return undefined;
  const words = wordsOf(tokenize(said));
  const numbers = catalogue.columns.filter((entry) => isNumber(entry) && !entry.column.hidden);
  const last = words.slice(-1);
  const named = [words, last].map((part) => plausible(rank(part, numbers))).find((found) => found.length > 0) ?? [];
  const owners = plausible(rank(words, catalogue.tables)).map((match) => match.thing.table.name);
  const ofRows = (of: readonly ColumnEntry[]) => of.filter((entry) => owners.includes(entry.table));
  const categories = catalogue.columns.filter((entry) => !entry.column.hidden && isCategory(entry));
  const numbered = named.length > 0 ? named.map((match) => match.thing) : ofRows(numbers);
  const columns = numbered.length > 0 ? numbered : ofRows(categories);
  const ways = columns.map(
    (entry): Way => ({
      id: idOf(entry),
      text: `ranges of ${labelOf(entry)}`,
      hint: `Say "bucket ${entry.column.name} into low under …, high over …".`,
    }),
  );
  const [only, other] = ways;
  // One column is still to be divided somewhere.
  const whole =
    other === undefined && only !== undefined ? [{ ...only, id: "each", text: "each value by itself" }] : [];
  return { question: `Where do the ranges begin and end?`, ways: [...ways, ...whole] };
};

export const UNSAID_PARTS: readonly Rule[] = [
  thingUnsaid,
  folderUnsaid,
  nameUnsaid,
  textUnsaid,
  checkUnsaid,
  pairUnsaid,
  rangesUnsaid,
];
