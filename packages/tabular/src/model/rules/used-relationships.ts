import { endsOf, steeredRelationships } from "../steered-relationships.ts";
import { finding, type Rule } from "./rule.ts";

/** What steers a relationship between two columns needs one between them. */
export const usedRelationships: Rule = {
  kinds: [{ code: "dax-no-relationship", severity: "error", why: "The object shows an error instead of a value." }],
  check({ model }, report) {
    const related = new Set(model.relationships.map(endsOf));
    for (const { text, call, ends } of steeredRelationships(model)) {
      if (related.has(ends)) continue;
      const message = `${call.name} needs a relationship between these two columns, and the model has none`;
      const hint = "Add one, inactive if another is in use, or name the columns of the one that is meant.";
      report(text.expression.file.path, finding("dax-no-relationship", call.nameSpan, message, hint));
    }
  },
};
