import type { Finding } from "@throughline/contracts";
import type { Check } from "./check.ts";

/** Rows and columns held against the plan. */
export const tableExpectations: Check = {
  name: "tables as planned",
  unneeded: (change) => (change.touchesTransform || change.touchesLoader ? undefined : "no table is changed"),
  async run({ change, evidence, built }) {
    if (!built?.success) return { notChecked: "the build did not pass" };
    const findings: Finding[] = [];
    const unmet = (message: string) =>
      findings.push({
        code: "expectation.unmet",
        severity: "error",
        message,
        hint: "Either the change is wrong, or the request must say so.",
      });
    for (const expectation of change.expectations) {
      if (expectation.kind === "rows-unchanged") {
        const count = evidence.rowCounts.find((entry) => entry.model === expectation.model);
        if (count && count.before !== null && count.before !== count.after) {
          unmet(
            `${expectation.model} had ${count.before} rows and ${count.after === null ? "is gone" : `has ${count.after}`}, which the plan does not say`,
          );
        }
      } else if (expectation.kind === "column-present" || expectation.kind === "column-absent") {
        const { model, column } = expectation.column;
        const shape = evidence.columns.find((entry) => entry.model === model);
        if (!shape) continue;
        if (expectation.kind === "column-present" && !shape.added.includes(column)) {
          unmet(`the plan promised ${model}.${column}, and the built table does not have it as a new column`);
        }
        if (expectation.kind === "column-absent" && !shape.removed.includes(column)) {
          unmet(`the plan promised that ${model}.${column} goes, and the built table still has it`);
        }
      }
    }
    for (const shape of evidence.columns) {
      const planned = new Set(
        change.expectations.flatMap((e) =>
          e.kind === "column-absent" && e.column.model === shape.model ? [e.column.column] : [],
        ),
      );
      if (change.mayTouch === undefined) continue;
      for (const column of shape.removed.filter((name) => !planned.has(name))) {
        unmet(`${shape.model}.${column} is gone, which the plan does not say`);
      }
    }
    return findings;
  },
};
