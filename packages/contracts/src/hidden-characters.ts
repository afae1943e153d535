/** Ranges of code points, first and last included. Numbers, so that nothing invisible stands in this file. */
export type Ranges = readonly (readonly [number, number])[];

/** Tags that no font shows, and selectors of how the character before them looks. */
export const TAGS_AND_SELECTORS = [
  [0xfe00, 0xfe0f],
  [0xe0000, 0xe01ef],
] as const;
/** Marks that show nothing, or change the direction of what is beside them. */
export const INVISIBLE = [
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
] as const;
/** All but tab and line feed, which are space that people see. */
export const CONTROLS = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xd800, 0xdfff],
] as const;

/** Whether a character is in one of the ranges. */
export function within(character: string, ranges: Ranges): boolean {
  const code = character.codePointAt(0) ?? 0;
  return ranges.some(([first, last]) => code >= first && code <= last);
}
