import { isManyToMany } from "../model-facts.ts";
import { at, finding, type Rule } from "./rule.ts";

/** Relationships that work, and give numbers people do not expect. */
export const relationshipKinds: Rule = {
  kinds: [
    {
      code: "relationship-many-to-many",
      severity: "warning",
      why: "A row counts once for each of its partners' groups: the groups add up to more than their total.",
    },
    {
      code: "relationship-both-directions",
      severity: "info",
      why: "A choice in one table shortens the lists of all others, and two such ways between tables are refused.",
    },
  ],
  check({ model }, report) {
    for (const relationship of model.relationships) {
      const { origin, crossFiltering, fromCardinality, toCardinality } = relationship;
      const { path } = origin.file;
      if (isManyToMany(relationship)) {
        const message = "many rows meet many rows here";
        const hint = "Put a table between them that has each key once.";
        report(path, finding("relationship-many-to-many", at(origin), message, hint));
      }
      // Where one row meets one row, filters cannot but go both ways.
      const isOneToOne = fromCardinality === "one" && toCardinality === "one";
      if (crossFiltering !== "bothDirections" || isOneToOne) continue;
      const message = "filters go both ways here";
      const hint = "Filter in one direction, and use CROSSFILTER where a measure needs the other.";
      report(path, finding("relationship-both-directions", at(origin), message, hint));
    }
  },
};
