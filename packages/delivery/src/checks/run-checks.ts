import { createHash } from "node:crypto";
import {
  type CheckResult,
  canonical,
  Failure,
  type Finding,
  failureOf,
  isOfMachine,
  type Verdict,
} from "@throughline/contracts";
import type { Check, CheckContext } from "./check.ts";
import { dataDiff } from "./data-diff.ts";
import { incrementalBuild } from "./incremental-build.ts";
import { loaderSample } from "./loader-sample.ts";
import { measureValues } from "./measure-values.ts";
import { nothingElse } from "./nothing-else.ts";
import { patchGate } from "./patch-gate.ts";
import { pathGate } from "./path-gate.ts";
import { pythonLint } from "./python-lint.ts";
import { reach } from "./reach.ts";
import { reportFiles } from "./report-files.ts";
import { rowCounts } from "./row-counts.ts";
import { semanticModel } from "./semantic-model.ts";
import { sqlLint } from "./sql-lint.ts";
import { tableExpectations } from "./table-expectations.ts";
import { transformBuild, transformPackages } from "./transform-build.ts";

/** In the order they run, and are shown. */
export const CHECKS: readonly Check[] = [
  pathGate,
  patchGate,
  pythonLint,
  loaderSample,
  transformPackages,
  transformBuild,
  rowCounts,
  dataDiff,
  tableExpectations,
  incrementalBuild,
  sqlLint,
  reportFiles,
  semanticModel,
  measureValues,
  nothingElse,
  reach,
];

/**
 * Runs every check, even after one fails: the author, human or not, can then fix all findings in one round. They run one
 * after the other, with some beside them. All have ended when this returns or throws.
 */
export async function runChecks(
  context: CheckContext,
  tree: string,
  checks: readonly Check[] = CHECKS,
): Promise<Verdict> {
  const running = new Map<Check, Promise<Outcome>>();
  let last: Promise<unknown> = Promise.resolve();
  for (const check of checks) {
    const before = check.beside ? check.beside.after.flatMap((one) => running.get(one) ?? []) : [last];
    const outcome = Promise.all(before).then(() => outcomeOf(check, context));
    running.set(check, outcome);
    if (!check.beside) last = outcome;
  }
  await Promise.allSettled(running.values());
  const outcomes = await Promise.all(running.values());
  const results = outcomes.map(({ result }) => result);
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  const of = {
    tree,
    against: context.release?.token ?? null,
    ...(context.coupledTo && { coupledTo: context.coupledTo }),
  };
  return verdictOf(of, results, findings, context.evidence);
}

interface Outcome {
  readonly result: CheckResult;
  readonly findings: readonly Finding[];
}

async function outcomeOf(check: Check, context: CheckContext): Promise<Outcome> {
  const { name } = check;
  const unneeded = check.unneeded(context.change);
  if (unneeded !== undefined) {
    return { result: { name, status: "not-checked", needed: false, reason: unneeded, seconds: 0 }, findings: [] };
  }
  const started = performance.now();
  context.progress(name);
  const seen = await look(check, context);
  const seconds = Math.round(performance.now() - started) / 1000;
  if ("notChecked" in seen) {
    return { result: { name, status: "not-checked", needed: true, reason: seen.notChecked, seconds }, findings: [] };
  }
  const failed = seen.some((finding) => finding.severity === "error");
  return { result: { name, status: failed ? "failed" : "passed", needed: true, seconds }, findings: seen };
}

/** What a check says; a failure on its way is said in its place. */
async function look(check: Check, context: CheckContext): ReturnType<Check["run"]> {
  try {
    return await check.run(context);
  } catch (error) {
    // Neither the change's fault nor the tool's: there is no verdict until there is room.
    if (isOfMachine(failureOf(error, "internal.check"))) throw error;
    if (!(error instanceof Failure)) {
      // A bug of ours must neither hold up the other checks nor pass for one that ran.
      context.progress(`${check.name} broke: ${error instanceof Error ? error.stack : String(error)}`);
      return { notChecked: `the check itself broke: ${error instanceof Error ? error.message : String(error)}` };
    }
    // A tool that is absent or in trouble, or a file that it left in pieces, says nothing about the change.
    if (error.code.startsWith("tools.") || error.code === "warehouse.unreadable") return { notChecked: error.message };
    return [{ code: error.code, severity: "error", message: error.message, hint: error.hint }];
  }
}

/** Failed before incomplete before passed. The id covers what was found, so that another outcome is another verdict. */
export function verdictOf(
  of: Pick<Verdict, "tree" | "against" | "coupledTo">,
  checks: readonly CheckResult[],
  findings: readonly Finding[],
  evidence: Verdict["evidence"],
): Verdict {
  const failed = checks.some((check) => check.status === "failed");
  const incomplete = checks.some((check) => check.status === "not-checked" && check.needed);
  const verdict: Verdict["verdict"] = failed ? "failed" : incomplete ? "incomplete" : "passed";
  const facts = { ...of, verdict, checks: [...checks], findings: [...findings], evidence };
  return { id: verdictId(facts), ...facts };
}

/** Covers everything but the seconds, whatever order the keys came back in. */
export function verdictId(verdict: Omit<Verdict, "id">): string {
  const { tree, against, coupledTo, verdict: outcome, checks, findings, evidence } = verdict;
  const timeless = checks.map(({ seconds: _, ...rest }) => rest);
  const of = { tree, against, ...(coupledTo && { coupledTo }) };
  const text = canonical({ ...of, outcome, checks: timeless, findings, evidence });
  return `v-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}
