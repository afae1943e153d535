import type { Plan, Verdict } from "@throughline/contracts";
import { requestBranch } from "../forges/request-branch.ts";
import type { RequestState } from "../state/request-state.ts";

/** A code fence longer than any run of backticks inside, so that quoted text cannot end it. */
function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** What a reviewer reads: the words, the plan, what was checked and not, the numbers, how to take over. */
export function pullRequestBody(state: RequestState, plan: Plan, verdict: Verdict): string {
  const lines = [
    `Asked by ${state.requester.name} (${state.requester.id}):`,
    "",
    fenced(state.text),
    "",
    ...(plan.amendment ? [`Changed by hand by ${plan.amendment.by.join(", ")}.`, ""] : []),
    `**Plan** \`${plan.hash.slice(0, 12)}\`: ${plan.summary}`,
    "",
    `Tier **${plan.tier}** (${plan.tierReason}). Breaking: ${plan.effects.breaking}. Schema change: ${plan.effects.schemaChange ? "yes" : "no"}.`,
    "",
    ...plan.edits.map((edit) => `- \`${edit.file}\`: ${edit.summary}`),
    "",
    reach("Models", plan.effects.blastRadius.models),
    reach("Measures", plan.effects.blastRadius.measures),
    reach("Visuals", plan.effects.blastRadius.visuals),
    "",
    `**Verdict** \`${verdict.id}\`: ${verdict.verdict}${verdict.coupledTo ? `, on top of ${verdict.coupledTo.request}, which lands first` : ""}`,
    "",
    "| Check | Result | |",
    "|---|---|---|",
    ...verdict.checks.map((check) => `| ${check.name} | ${check.status} | ${check.reason ?? `${check.seconds} s`} |`),
    "",
    ...verdict.findings.map((finding) => `- ${finding.severity}: ${finding.message}`),
    ...rowCounts(verdict),
    ...numbers(verdict),
    "",
    ...unreleased(plan),
    `To change it: \`throughline worktree open ${state.id}\`, commit, and \`git push . HEAD:${requestBranch(state.id)}\`; it is then planned`,
    `anew, and somebody else approves it. To take it over: \`throughline take-over ${state.id}\`.`,
  ];
  return lines.join("\n");
}

function reach(name: string, names: readonly string[]): string {
  return `${name} reached: ${names.length > 0 ? names.join(", ") : "none"}`;
}

function unreleased(plan: Plan): string[] {
  if (plan.unreleased.length === 0) return [];
  return [
    "Released with it, because people pushed it since the last release:",
    "",
    ...plan.unreleased.map((line) => `- ${line}`),
    "",
  ];
}

function rowCounts(verdict: Verdict): string[] {
  const { rowCounts } = verdict.evidence;
  if (rowCounts.length === 0) return [];
  return [
    "",
    "| Model | Rows before | after |",
    "|---|---|---|",
    ...rowCounts.map((row) => `| ${row.model} | ${row.before ?? "new"} | ${row.after ?? "gone"} |`),
  ];
}

function numbers(verdict: Verdict): string[] {
  return verdict.evidence.measuresAfter
    .filter((preview) => preview.by)
    .flatMap((preview) => [
      "",
      preview.measure,
      "",
      `| ${preview.columns.join(" | ")} |`,
      `|${preview.columns.map(() => "---").join("|")}|`,
      ...preview.rows.map((row) => `| ${row.map((value) => value ?? "(blank)").join(" | ")} |`),
    ]);
}
