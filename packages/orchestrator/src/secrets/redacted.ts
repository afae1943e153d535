import { Failure } from "@throughline/contracts";
import type { Delivery } from "@throughline/delivery";
import type { Log } from "../workflow/log.ts";
import type { Redactor } from "./redactor.ts";

/** A log that no secret gets into. */
export function redactedLog(log: Log, redactor: Redactor): Log {
  return { write: (line) => log.write(redactor.value(line)), read: (request) => log.read(request) };
}

/**
 * Delivery, of which no answer, progress or failure has a secret in it: tools that it runs print what they were given. From here on
 * it goes into the ledger, pull requests and terminals.
 */
export function redactedDelivery(delivery: Delivery, redactor: Redactor): Delivery {
  return {
    start: () => delivery.start(),
    async ask(name, input, progress = () => undefined) {
      try {
        return redactor.value(await delivery.ask(name, input, (text) => progress(redactor.text(text))));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        throw new Failure(redactor.value(error.toData()));
      }
    },
    [Symbol.asyncDispose]: () => delivery[Symbol.asyncDispose](),
  };
}
