import type { Term } from "../normal-form/normal-form.ts";
import type { Places } from "../normal-form/places.ts";
import { holds, roundsAlike } from "../normal-form/sql-types.ts";
import { textOf } from "../normal-form/text.ts";
import type { Change } from "./classes.ts";

interface Placed {
  readonly term: Term;
  readonly places: Places;
}

/** What is changed where the same value is only cast to another type; nothing where it is another value. */
export function compareTypes(before: Placed, after: Placed): Omit<Change, "column"> | undefined {
  const [old, own] = [uncast(before), uncast(after)];
  if (textOf(old.term, old.places) !== textOf(own.term, own.places)) return undefined;
  const [was, is] = [before.term.type, after.term.type];
  if (was === undefined || is === undefined) {
    const reason = is === undefined ? "is no longer cast" : `is cast to ${is.toUpperCase()}, and was not`;
    return { class: "breaking", what: "type", reason };
  }
  const words = `from ${was.toUpperCase()} to ${is.toUpperCase()}`;
  if (!holds(is, was)) {
    const verb = holds(was, is) ? "is narrowed" : "is of another type:";
    return { class: "breaking", what: "type", reason: `${verb} ${words}` };
  }
  // Another cast of the same value may round it less than the one before did.
  const inner = old.term.type;
  const wasCast = before.term !== old.term;
  const exact = !wasCast || roundsAlike(is, was) || (inner !== undefined && holds(was, inner));
  if (exact) return { class: "additive", what: "type", reason: `is widened ${words}` };
  return { class: "breaking", what: "value", reason: `is widened ${words}, and is rounded less than before` };
}

function uncast(found: Placed): Placed {
  const [inner] = found.term.args;
  return found.term.op.startsWith("cast ") && inner && found.term.type !== undefined
    ? { ...found, term: inner }
    : found;
}
