/** An object of JSON that somebody else wrote: anything may be in it. */
export type Json = Readonly<Record<string, unknown>>;

/** A value as an object; empty where it is none. */
export function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
