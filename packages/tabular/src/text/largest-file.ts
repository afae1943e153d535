import type { Diagnostic } from "./diagnostic.ts";

/** Larger files are not read: no model that people write comes near, and time and memory stay bounded. In UTF-16 units. */
const largest = 16_000_000;

/** What is said of a file that is too large to be read; undefined for one that is not. */
export function tooLarge(text: string): Diagnostic | undefined {
  if (text.length <= largest) return undefined;
  return {
    code: "file-too-large",
    severity: "error",
    span: { start: 0, end: 0 },
    message: `this file has ${Math.round(text.length / 1e6)} million characters and is not read`,
    hint: `Files of up to ${largest / 1e6} million characters are read.`,
  };
}
