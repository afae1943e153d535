import type { Span } from "../text/span.ts";
import type { JsonNode } from "./json.ts";

/** A string of a JSON file that is a text in a language of its own, with the way from its characters to the file's. */
export interface JsonText {
  /** Without escapes: `"a\nb"` has a line end in it. */
  readonly text: string;
  /** The string in the file, with its quotes. */
  readonly span: Span;
  /** Where a place of `text` is in the file, to the character. */
  place(offset: number): number;
}

/** `file` is the whole text that `node` was read from. */
export function jsonTextOf(file: string, node: JsonNode & { readonly kind: "string" }): JsonText {
  const { value, span } = node;
  const first = span.start + 1;
  if (span.end - span.start - 2 === value.length) return { text: value, span, place: (offset) => first + offset };
  let places: readonly number[] | undefined;
  const place = (offset: number): number => {
    places ??= escapedPlaces(file, first, span.end - 1);
    return places[Math.max(0, Math.min(offset, places.length - 1))] ?? first;
  };
  return { text: value, span, place };
}

/** The place of every character between two quotes, and of the closing one. An escape makes one UTF-16 unit. */
function escapedPlaces(file: string, from: number, to: number): readonly number[] {
  const places: number[] = [];
  for (let at = from; at < to; ) {
    places.push(at);
    at += file[at] !== "\\" ? 1 : file[at + 1] === "u" ? 6 : 2;
  }
  places.push(to);
  return places;
}

/** A part of a JSON string as it has to be written between the quotes. */
export function writeJsonPart(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
