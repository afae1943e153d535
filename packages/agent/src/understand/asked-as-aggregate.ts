import { cleanRequest } from "./clean-request.ts";
import { inPlainOrder } from "./plain-order.ts";

/** "How does satisfaction vary from agent to agent? Take the average.": how rows become one number, said in a clause of its own. */

const KINDS = "average|mean|total|sum|maximum|minimum|highest|lowest";
const AS_AGGREGATE = new RegExp(
  String.raw`^(?:(?:and|but|so|please|just)\s+)*(?:(?:take|use|show|give|i(?:'d| would) (?:take|use|like)|we(?:'d| would) (?:take|use|like)|i mean|as|on)\s+)?(?:(?:me|us)\s+)?(?:an?\s+|the\s+)?(?<kind>${KINDS})(?:\s+(?:value|number|figure))?(?:\s+(?:will do|would do|is enough|is fine|would be fine|suffices|please|of it|of them|of that|there))*[\s.!?]*$`,
  "iu",
);
const SAYS_AGGREGATE =
  /\b(?:average|avg|mean|total|sum|maximum|minimum|highest|lowest|number|count|how many|share|percentage)\b/iu;

export function asksForAggregate(clause: string): boolean {
  return AS_AGGREGATE.test(clause.trim());
}

/** "The typical number of days between …": an average already, told again. */
const TYPICAL = /\b(?:typical|usual|normal|average|mean)\b/iu;

/** The request as one for that aggregate; undefined where it names one itself, which the clause would contradict. */
export function asAggregate(request: string, clause: string): string | undefined {
  const kind = AS_AGGREGATE.exec(clause.trim())?.groups?.["kind"];
  if (/^(?:average|mean)$/iu.test(kind ?? "") && TYPICAL.test(request)) return request;
  return kind === undefined || SAYS_AGGREGATE.test(request)
    ? undefined
    : `${kind} ${inPlainOrder(cleanRequest(request))}`;
}
