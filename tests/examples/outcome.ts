import type { Plan, Preview, Verdict } from "@throughline/contracts";
import type { Session } from "./session.ts";

/** One line of the list under an example. */
export type Fact = readonly [name: string, value: string];

interface Approval {
  readonly by: { readonly person: string } | { readonly rule: string };
}

/** What this page reads of a request's account. */
interface Account {
  readonly status: string;
  readonly step: number;
  readonly steps: number;
  readonly requester: string;
  readonly plan?: Plan;
  readonly verdict?: Verdict;
  readonly planApproval?: Approval;
  readonly mergeApprovals?: readonly Approval[];
  readonly pullRequest?: { readonly number: number };
  readonly endedBy?: string;
  readonly rejection?: string;
}

export const NAMES: Readonly<Record<string, string>> = { ana: "Ana", ben: "Ben", cai: "Cai" };

/** What came of a request, from its account, and what production is now. */
export function outcomeOf(session: Session): readonly Fact[] {
  const account: Account = session.account();
  const { plan, verdict } = account;
  return [
    ["Asked by", nameOf(account.requester)],
    ...(plan ? planFacts(plan) : []),
    ...(plan ? [["Approved by", approvals(account)] as const] : []),
    ...(verdict ? verdictFacts(verdict) : []),
    ["Status", `**${account.status}**, at step ${account.step} of ${account.steps}${pullRequestOf(account)}`],
    productionNow(session),
    ["Time", "machine … s, waiting … s, people … s"],
  ];
}

/** The status among the facts. */
export function statusIn(facts: readonly Fact[]): string {
  const value = facts.find(([name]) => name === "Status")?.[1] ?? "";
  return /\*\*([\w-]+)\*\*/.exec(value)?.[1] ?? "";
}

/** Production by its numbers, and the last commit of the branch it is built from. */
export function productionNow(session: Session): Fact {
  const { release, dataVersion, lastCommit } = session.production();
  return ["Production now", `release ${release}, data version ${dataVersion}; main ends with “${lastCommit}”`];
}

function planFacts(plan: Plan): Fact[] {
  const [rule = "", says = ""] = plan.tierReason.split(": ");
  return [
    ["Plan", plan.summary],
    ["Layers", plan.layers.join(", ")],
    ["Tier", `**${plan.tier}**, by the rule \`${rule}\`: ${says}`],
  ];
}

function approvals({ planApproval, mergeApprovals = [], rejection, endedBy }: Account): string {
  if (rejection !== undefined) return `nobody; ${nameOf(endedBy ?? "")} rejected it: “${rejection}”`;
  const plan = planApproval ? `the plan by ${authorityOf(planApproval)}` : "nobody";
  if (mergeApprovals.length === 0) return `${plan}; a merge was never asked for`;
  return `${plan}, the merge by ${mergeApprovals.map(authorityOf).join(" and ")}`;
}

function authorityOf({ by }: Approval): string {
  return "person" in by ? nameOf(by.person) : `the rule \`${by.rule}\``;
}

function verdictFacts(verdict: Verdict): Fact[] {
  const count = (status: string) => verdict.checks.filter((check) => check.status === status).length;
  const parts = [
    [count("passed"), "passed"],
    [count("failed"), "failed"],
    [count("not-checked"), "not run, each for the reason above"],
  ] as const;
  const checks = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return [
    ["Checks", `**${verdict.verdict}**: ${checks.join(", ")}`],
    ["Numbers", numbers(verdict)],
    ...rowCounts(verdict),
  ];
}

/** New measures with their values, and how many of the others kept theirs. */
function numbers({ evidence }: Verdict): string {
  const before = new Map(totals(evidence.measuresBefore));
  const after = totals(evidence.measuresAfter);
  const added = after.filter(([name]) => !before.has(name)).map(([name, value]) => `\`${name}\` = ${value}`);
  const same = after.filter(([name, value]) => before.get(name) === value).length;
  const changed = after.length - added.length - same;
  return [
    ...added,
    `${added.length > 0 ? "the other" : "all"} ${same} measures give what they gave`,
    ...(changed > 0 ? [`${changed} give something else`] : []),
  ].join("; ");
}

function totals(previews: readonly Preview[]): (readonly [string, string])[] {
  return previews.filter((preview) => !preview.by).map((preview) => [preview.measure, shownValue(preview)]);
}

function shownValue({ rows }: Preview): string {
  const value = rows[0]?.at(-1) ?? "(blank)";
  return typeof value === "number" ? String(Number(value.toPrecision(9))) : String(value);
}

function rowCounts({ evidence }: Verdict): Fact[] {
  const counts = evidence.rowCounts
    .map(({ model, before, after }) =>
      before === after ? `\`${model}\` ${after}` : `\`${model}\` ${before ?? "new"} → ${after ?? "gone"}`,
    )
    // dbt builds side by side: what comes first is chance.
    .sort();
  return counts.length > 0 ? [["Rows", counts.join(", ")]] : [];
}

function pullRequestOf({ pullRequest }: Account): string {
  return pullRequest ? `, pull request ${pullRequest.number}` : "";
}

function nameOf(id: string): string {
  return NAMES[id] ?? id;
}
