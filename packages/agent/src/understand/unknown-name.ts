import { wordLikeness } from "../words/word-likeness.ts";
import { type Reading, refuse } from "./outcome.ts";
import { rawOf, type Token, wordsOf } from "./tokens.ts";
import { fieldsNamed } from "./unloaded-fields.ts";

/** The fields of the files that the words name, in their order. */
function unloadedIn(reading: Reading, words: readonly string[]): readonly string[] {
  const parts = words
    .join(" ")
    .split(/ (?:and|or|plus) /u)
    .map((part) => part.split(" "));
  const named = parts.flatMap((part) =>
    part
      .map((_, at) => fieldsNamed(reading.catalogue, part.slice(at)).find((match) => match.exact)?.thing.field)
      .filter((field) => field !== undefined)
      .slice(0, 1),
  );
  return [...new Set(named)];
}

/** Ends the reading when words are left that nothing in the project explains. */
export function refuseUnknown(reading: Reading, tokens: readonly Token[]): never {
  const phrase = rawOf(tokens);
  const words = wordsOf(tokens);
  const near = [...reading.catalogue.measures, ...reading.catalogue.columns, ...reading.catalogue.tables]
    .filter((entry) =>
      entry.names.some((name) => name.some((part) => words.some((word) => wordLikeness(part, word) > 0))),
    )
    .map((entry) =>
      entry.kind === "measure" ? entry.measure.name : entry.kind === "column" ? entry.column.name : entry.table.name,
    );
  const known = [...new Set(near)].slice(0, 6);
  const fields = unloadedIn(reading, words);
  const [unloaded, another] = fields;
  if (unloaded !== undefined && another !== undefined)
    return refuse(
      "several-changes",
      `${fields.join(" and ")} are in the files and not loaded yet: each is a request of its own`,
      `Ask first: load ${unloaded} from the files.`,
    );
  if (unloaded !== undefined)
    return refuse(
      "not-loaded",
      `"${phrase}" is in the files, as ${unloaded}, and is not loaded yet`,
      `Ask first: load ${unloaded} from the files.`,
    );
  return refuse(
    "unknown-name",
    `nothing in this project is called "${phrase}"`,
    known.length > 0
      ? `Names that come near: ${known.join(", ")}.`
      : `Use the names of the project's measures, columns or tables, such as ${reading.catalogue.columns
          .filter((entry) => !entry.column.hidden)
          .slice(0, 4)
          .map((entry) => entry.column.name)
          .join(", ")}.`,
  );
}
