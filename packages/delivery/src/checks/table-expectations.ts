import { covers, type Finding, modelNode, type NodeName } from "@throughline/contracts";
import { isWider } from "../duckdb/type-width.ts";
import { howToExplain } from "../evidence/difference.ts";
import { allowedBy } from "../evidence/may-differ.ts";
import type { Check } from "./check.ts";

/** Rows and columns held against the plan. */
export const tableExpectations: Check = {
  name: "tables as planned",
  unneeded: (change) => (change.touchesTransform || change.touchesLoader ? undefined : "no table is changed"),
  async run({ change, evidence, built }) {
    if (!built?.success) return { notChecked: "the build did not pass" };
    const findings: Finding[] = [];
    const allowed = allowedBy(change.expectations);
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
      const { model, removed, retyped, added } = shape;
      for (const column of removed.filter((name) => !covers(allowed, modelNode(model, name)))) {
        findings.push(unsaid(modelNode(model, column), "column.gone", "error", `${model}.${column} is gone`));
      }
      for (const { column, before, after } of retyped) {
        if (covers(allowed, modelNode(model, column))) continue;
        const message = `${model}.${column} was ${before} and is ${after}`;
        const severity = isWider(before, after) ? "warning" : "error";
        findings.push(unsaid(modelNode(model, column), "column.retyped", severity, message));
      }
      for (const column of added.filter((name) => !covers(allowed, modelNode(model, name)))) {
        findings.push(unsaid(modelNode(model, column), "column.new", "warning", `${model}.${column} is new`));
      }
    }
    return findings;
  },
};

function unsaid(node: NodeName, code: string, severity: Finding["severity"], message: string): Finding {
  return { code, severity, node, message: `${message}, which the plan does not say`, hint: howToExplain(node) };
}
