/** A piece of a text: `start` inclusive, `end` exclusive, counted in UTF-16 units as JavaScript strings are. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function shiftSpan(span: Span, offset: number): Span {
  return { start: span.start + offset, end: span.end + offset };
}
