import type { Understanding } from "@throughline/contracts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { cleanRequest, withoutOpening } from "./clean-request.ts";
import { Outcome, type Reading } from "./outcome.ts";
import { readRequest } from "./read-request.ts";

/** Reads a sanitised sentence as a typed intent, or as questions, or says why not. The same input gives the same result. */
export function understand(text: string, catalogue: Catalogue, answers: Readonly<Record<string, string>>): Understanding {
  const reading: Reading = { catalogue, answers };
  try {
    return readRequest(reading, cleanRequest(text), withoutOpening(text));
  } catch (outcome) {
    if (outcome instanceof Outcome) return outcome.understanding;
    throw outcome;
  }
}
