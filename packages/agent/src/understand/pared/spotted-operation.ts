import type { Understanding } from "@throughline/contracts";
import type { Reading } from "../outcome.ts";
import { tokenize } from "../tokens.ts";
import { mentionsIn } from "./mentions.ts";
import { changed } from "./operations/changed.ts";
import { columnAdded } from "./operations/column-added.ts";
import { hidden, removed } from "./operations/gone.ts";
import { renamed } from "./operations/renamed.ts";
import { described, filed, formatted } from "./operations/shown.ts";
import type { Said } from "./operations/spotted.ts";
import { tested } from "./operations/tested.ts";

/**
 * Reads what is to be done with something that the text names in full, however the rest is put: by the words that only such
 * a request has, and what it names. `spelt` is the text with its mistakes corrected, `written` the same to the letter, for
 * what is carried as text. Undefined where more than one thing or one operation could be meant.
 */
export function readSpottedOperation(
  reading: Reading,
  spelt: string,
  written: string,
  read: (request: string) => Understanding,
): Understanding | undefined {
  // What is in quotes is said to the letter, and the strict readers know better.
  if (/["“”`]/u.test(written)) return undefined;
  const said = saidIn(reading, spelt);
  const literal = saidIn(reading, written);
  const request =
    columnAdded(said) ??
    described(said, written) ??
    filed(literal) ??
    filed(said) ??
    formatted(said) ??
    renamed(literal) ??
    changed(said) ??
    removed(said) ??
    hidden(said) ??
    tested(said);
  if (request === undefined) return undefined;
  const found = read(request.text);
  const isMeant =
    found.status === "question" ||
    found.status === "no-change" ||
    (found.status === "understood" && request.kinds.includes(found.intent.kind));
  return isMeant ? found : undefined;
}

function saidIn(reading: Reading, text: string): Said {
  const tokens = tokenize(text);
  return { text, tokens, mentions: mentionsIn(reading, tokens) };
}
