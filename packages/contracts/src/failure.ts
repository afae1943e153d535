import { z } from "zod";

/** A failure as it crosses a process boundary, and as every `--json` answer carries it. */
export const FailureData = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  /** `usage`: the caller must change something; `later`: the same call may succeed; `never`: it will not. */
  retry: z.enum(["usage", "later", "never"]),
});
export type FailureData = z.infer<typeof FailureData>;

/** The world said no. Thrown from a catalogue, so that the same code always has the same message and hint. */
export class Failure extends Error {
  readonly code: string;
  readonly hint: string;
  readonly retry: FailureData["retry"];

  constructor(data: FailureData, cause?: unknown) {
    super(data.message, cause === undefined ? undefined : { cause });
    this.name = "Failure";
    this.code = data.code;
    this.hint = data.hint;
    this.retry = data.retry;
  }

  toData(): FailureData {
    return { code: this.code, message: this.message, hint: this.hint, retry: this.retry };
  }
}

interface Entry {
  readonly retry: FailureData["retry"];
  readonly message: (facts: never) => string;
  readonly hint: (facts: never) => string;
}

/** The facts a message or hint is made from; a function without parameters needs none. */
type FactsOf<Text> = Text extends (facts: infer Facts) => string ? (unknown extends Facts ? object : Facts) : object;

/**
 * Makes the one function that throws the failures of a catalogue. Messages say what was being done, in lower case; hints
 * say the next action. The facts each code needs are checked by the compiler.
 */
export function failuresOf<Catalogue extends Record<string, Entry>>(catalogue: Catalogue) {
  return function fail<Code extends keyof Catalogue & string>(
    code: Code,
    facts: FactsOf<Catalogue[Code]["message"]> & FactsOf<Catalogue[Code]["hint"]>,
    cause?: unknown,
  ): Failure {
    const entry = catalogue[code] as Entry;
    return new Failure(
      { code, message: entry.message(facts as never), hint: entry.hint(facts as never), retry: entry.retry },
      cause,
    );
  };
}
