import { inspect } from "node:util";

/** A secret in memory. However it is printed, it shows its reference; only `reveal` gives it away, and can be searched for. */
export class Secret {
  readonly reference: string;
  readonly #value: string;

  constructor(reference: string, value: string) {
    this.reference = reference;
    this.#value = value;
  }

  /** For the one place that hands it to whoever needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return `[secret ${this.reference}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
