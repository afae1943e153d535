import type { Secret } from "./secret.ts";

/** Shorter values are in every text: to take them out would spoil it, and guard nothing. */
const SHORTEST = 4;

/**
 * Takes secrets out of everything that is shown, logged or recorded, in the forms in which programs print them: as they are, in
 * JSON, in addresses, in base64. It knows what was resolved in this process; a value that was rotated stays known.
 */
export class Redactor {
  readonly #shown = new Map<string, string>();

  add(secret: Secret): void {
    const value = secret.reveal();
    // Of a certificate or a key, each line alone gives it away as well.
    const pieces = [value, ...value.split("\n").map((line) => line.trim())];
    for (const piece of pieces.filter(({ length }) => length >= SHORTEST)) {
      for (const form of formsOf(piece)) if (!this.#shown.has(form)) this.#shown.set(form, String(secret));
    }
  }

  text(text: string): string {
    if (this.#shown.size === 0) return text;
    // A value may hold another one: the longest is taken first.
    const forms = [...this.#shown].sort(([a], [b]) => b.length - a.length);
    return forms.reduce((clean, [form, shown]) => clean.replaceAll(form, shown), text);
  }

  /** The same for every text within a value, keys too. */
  value<T>(value: T): T {
    if (this.#shown.size === 0) return value;
    return this.#deep(value) as T;
  }

  #deep(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((one) => this.#deep(one));
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [this.text(key), this.#deep(inner)]));
  }
}

function formsOf(value: string): ReadonlySet<string> {
  const bytes = Buffer.from(value);
  return new Set([
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    ...(["base64", "base64url", "hex"] as const).map((encoding) => bytes.toString(encoding)),
  ]);
}
