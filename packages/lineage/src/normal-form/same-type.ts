import { isPredicate } from "./logic.ts";
import type { Term } from "./normal-form.ts";

/** Whether several values surely are of one type, in every database. */
export function areOfOneType(terms: readonly Term[]): boolean {
  const [first, ...others] = terms.map((own) => literalType(own) ?? typeOf(own));
  return first !== undefined && others.every((type) => type === first);
}

/** Texts that are written out, and whole numbers that are no longer than any database takes for a plain one. */
function literalType({ op }: Term): string | undefined {
  if (op.startsWith('literal "string"')) return "a text that is written out";
  return /^literal "number" "\d{1,9}"$/u.test(op) ? "a whole number that is written out" : undefined;
}

/** The type of a value; where it is not known, how it is made of values of which types. */
function typeOf(found: Term): string | undefined {
  if (found.type !== undefined) return found.type;
  if (found.of) return typeOf(found.of);
  if (found.source || found.query || /^(?:null|missing)?$/u.test(found.op)) return undefined;
  if (isPredicate(found)) return "boolean";
  const types = found.args.map(typeOf);
  return types.includes(undefined) ? undefined : `${found.op}(${types.join(", ")})`;
}
