import { createHash } from "node:crypto";
import { type CheckResult, canonical, Failure, type Finding, type Verdict } from "@throughline/contracts";
import type { Check, CheckContext } from "./check.ts";
import { loaderSample } from "./loader-sample.ts";
import { measureValues } from "./measure-values.ts";
import { pathGate } from "./path-gate.ts";
import { pythonLint } from "./python-lint.ts";
import { rowCounts } from "./row-counts.ts";
import { semanticModel } from "./semantic-model.ts";
import { sqlLint } from "./sql-lint.ts";
import { tableExpectations } from "./table-expectations.ts";
import { incrementalBuild, transformBuild, transformPackages } from "./transform-build.ts";

/** In the order they run; the lint comes last of dbt's, because templating disturbs partial parsing. */
export const CHECKS: readonly Check[] = [
  pathGate,
  pythonLint,
  loaderSample,
  transformPackages,
  transformBuild,
  rowCounts,
  incrementalBuild,
  tableExpectations,
  sqlLint,
  semanticModel,
  measureValues,
];

/** Runs every check, even after one fails: the author, human or not, can then fix all findings in one round. */
export async function runChecks(
  context: CheckContext,
  tree: string,
  checks: readonly Check[] = CHECKS,
): Promise<Verdict> {
  const results: CheckResult[] = [];
  const findings: Finding[] = [];
  for (const check of checks) {
    const started = performance.now();
    const seconds = () => Math.round(performance.now() - started) / 1000;
    const unneeded = check.unneeded(context.change);
    if (unneeded !== undefined) {
      results.push({ name: check.name, status: "not-checked", needed: false, reason: unneeded, seconds: 0 });
      continue;
    }
    context.progress(check.name);
    let outcome: Awaited<ReturnType<Check["run"]>>;
    try {
      outcome = await check.run(context);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // A tool that is absent or in trouble says nothing about the change.
      outcome = error.code.startsWith("tools.")
        ? { notChecked: error.message }
        : [{ code: error.code, severity: "error", message: error.message, hint: error.hint }];
    }
    if ("notChecked" in outcome) {
      results.push({
        name: check.name,
        status: "not-checked",
        needed: true,
        reason: outcome.notChecked,
        seconds: seconds(),
      });
      continue;
    }
    findings.push(...outcome);
    const failed = outcome.some((finding) => finding.severity === "error");
    results.push({ name: check.name, status: failed ? "failed" : "passed", needed: true, seconds: seconds() });
  }
  return verdictOf(tree, context.release?.token ?? null, results, findings, context.evidence);
}

/** Failed before incomplete before passed. The id covers what was found, so that another outcome is another verdict. */
export function verdictOf(
  tree: string,
  against: string | null,
  checks: readonly CheckResult[],
  findings: readonly Finding[],
  evidence: Verdict["evidence"],
): Verdict {
  const failed = checks.some((check) => check.status === "failed");
  const incomplete = checks.some((check) => check.status === "not-checked" && check.needed);
  const verdict: Verdict["verdict"] = failed ? "failed" : incomplete ? "incomplete" : "passed";
  const facts = { tree, against, verdict, checks: [...checks], findings: [...findings], evidence };
  return { id: verdictId(facts), ...facts };
}

/** Covers everything but the seconds, whatever order the keys came back in. */
export function verdictId(verdict: Omit<Verdict, "id">): string {
  const { tree, against, verdict: outcome, checks, findings, evidence } = verdict;
  const timeless = checks.map(({ seconds: _, ...rest }) => rest);
  const text = canonical({ tree, against, outcome, checks: timeless, findings, evidence });
  return `v-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}
