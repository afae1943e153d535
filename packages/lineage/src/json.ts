/** An object of JSON that somebody else wrote: anything may be in it. */
export type Json = Readonly<Record<string, unknown>>;

/** A value as an object; empty where it is none. */
export function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** What is a text; anything else is none. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The texts of a list; what is no list has none. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
