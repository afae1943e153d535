import type { Catalogue, ColumnEntry } from "../catalogue/catalogue.ts";
import { isCategory } from "./dimension.ts";
import { plausible, rank } from "./mention.ts";
import { isMoment } from "./number-columns.ts";
import { idOf, labelOf } from "./object-choice.ts";
import { objectsNamed } from "./object-named.ts";
import type { Rule, Way } from "./open-request.ts";
import { tokenize, wordsOf } from "./tokens.ts";

/** Requests that want a column or rows, and leave out what the column holds, which rows, or until when. */

/** "hours from booked to": until when is not said. */
const endUnsaid: Rule = ({ catalogue }, request) => {
  const said =
    /^(?:.*\b)?(seconds|minutes|hours|days|weeks|time|duration)(?: that pass(?:es)?| passed)? (?:from|between|since) (?:the |when |being )?(.+?)(?: (?:to|until|till|and|up to))?[\s.]*$/iu.exec(
      request,
    );
  const [, unit = "", from = ""] = said ?? [];
  if (said === null || /\s(?:to|until|till|and|up to)\s/iu.test(from)) return undefined;
  const moments = momentsOf(catalogue);
  const [start, other] = plausible(rank(wordsOf(tokenize(from)), moments)).map((match) => match.thing);
  if (start === undefined || other !== undefined) return undefined;
  const ends = moments.filter((entry) => entry.table === start.table && entry !== start);
  return {
    question: `From ${start.column.name} until when?`,
    ways: ends.map(
      (entry): Way => ({
        id: idOf(entry),
        text: `until ${labelOf(entry)}`,
        hint: `Say "${unit} from ${start.column.name} to ${entry.column.name}".`,
      }),
    ),
  };
};

/** "the days between the dates": between which two is not said. */
export const momentsUnsaid: Rule = ({ catalogue }, request) => {
  const said = BETWEEN_ANY.exec(request);
  if (said === null) return undefined;
  const words = wordsOf(tokenize(request.replace(said[0], " ")));
  const owners = words.flatMap((word) =>
    plausible(rank([word], catalogue.tables)).map((match) => match.thing.table.name),
  );
  const moments = momentsOf(catalogue).filter((entry) => owners.length === 0 || owners.includes(entry.table));
  const pairs = moments.flatMap((one, at) =>
    moments.slice(at + 1).flatMap((other) => (other.table === one.table ? [[one, other] as const] : [])),
  );
  return {
    question: "Between which two moments?",
    mayBeOne: true,
    ways: pairs.map(([one, other]): Way => {
      const way = {
        id: `${idOf(one)}..${idOf(other)}`,
        text: `between ${one.column.name} and ${other.column.name}`,
        hint: `Say "between ${one.column.name} and ${other.column.name}".`,
      };
      const named = request
        .replace(said[0], () => `between "${one.column.name}" and "${other.column.name}"`)
        .replace(/\bdifference (?=between)/iu, "days ");
      return pairs.length === 1 ? { ...way, request: named } : way;
    }),
  };
};

const BETWEEN_ANY =
  /\b(?:between|(?<=difference )of) (?:the |both |its |their |these |those )*(?:two |both |2 )?(?:of (?:the|these|those) )?(?:dates|timestamps|times|moments|points in time|days)\b/iu;

/** True where a time is wanted between two moments that are not told apart. */
export function isBetweenAny(request: string): boolean {
  return BETWEEN_ANY.test(request);
}

function momentsOf({ columns, tables }: Catalogue): readonly ColumnEntry[] {
  const calendars = new Set(tables.flatMap((entry) => (entry.table.calendar ? [entry.table.name] : [])));
  return columns.filter((entry) => isMoment(entry) && !entry.column.hidden && !calendars.has(entry.table));
}

/** "add a column", "add a flag to the orders": what it holds is not said. */
const contentUnsaid: Rule = ({ catalogue }, request) => {
  const said =
    /^(?:add|create|make|build|put|have|need|want|set up)?\s*(?:an?|another|one|some|the)?\s*(?:new |more |extra |additional )*(column|field|flag|yes\/no column|bucket column|measure|metric|kpi)(?: (?:to|on|for|in|into) (?:the |our )?(.+))?$/iu.exec(
      request,
    );
  if (said === null) return undefined;
  const [, kind = "", where] = said;
  const isOf = where === undefined || objectsNamed(catalogue, where, ["table", "model"]).length > 0;
  if (!isOf || /^(?:measure|metric|kpi)$/iu.test(kind)) return undefined;
  const of = where === undefined ? "" : ` of ${where}`;
  return {
    question: `What should the ${kind.toLowerCase()}${of} hold?`,
    ways: [
      { id: "flag", text: "yes or no, for a condition", hint: 'Say "add a column that says whether … is over …".' },
      { id: "formula", text: "something computed from other columns", hint: 'Say "add a column: … minus …".' },
      { id: "ranges", text: "ranges of a number", hint: 'Say "bucket … into low under …, high over …".' },
      {
        id: "duration",
        text: "the time between two moments",
        hint: 'Say "add a column for the days between … and …".',
      },
    ],
  };
};

/** "restrict X", "filter X": to which rows is not said. */
const rowsUnsaid: Rule = ({ catalogue }, request) => {
  const what =
    /^(?:filter|restrict|limit|narrow(?: down)?)\s+(?:the |our )?(.+)$/iu.exec(request)?.[1] ??
    /^(?:only |just )?(?:count|include|use) (?:only |just )?(?:some|certain|a few|part|a part|the right ones?) (?:of .+ )?(?:in|for) (?:the )?(.+)$/iu.exec(
      request,
    )?.[1] ??
    /^(?:exclude|leave out|ignore) (?:them|those|these|some(?: of (?:the |our )?\S+(?: \S+)?)?|certain ones|the wrong ones|the others|the rest) (?:from|in|of) (?:the )?(.+)$/iu.exec(
      request,
    )?.[1];
  const [thing, other] = what === undefined ? [] : objectsNamed(catalogue, what, ["measure"]);
  if (thing?.kind !== "measure" || other !== undefined) return undefined;
  const columns = catalogue.columns.filter(
    (entry) => entry.table === thing.table && !entry.column.hidden && (isCategory(entry) || entry.type === "boolean"),
  );
  return {
    question: `Which rows should "${thing.measure.name}" have?`,
    ways: columns.map((entry) => ({
      id: idOf(entry),
      text: `those of some ${labelOf(entry)}`,
      hint: `Say "${thing.measure.name} should only count …", with what ${entry.column.name} has.`,
    })),
  };
};

export const UNSAID_COLUMNS: readonly Rule[] = [momentsUnsaid, endUnsaid, contentUnsaid, rowsUnsaid];
