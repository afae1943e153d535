import type { Plan, Reached, TableDiff, Verdict } from "@throughline/contracts";
import { mermaid, reachPicture } from "@throughline/lineage/picture";
import { differs, legInWords, samplesInWords, selectionInWords, tableInWords } from "../evidence/evidence-in-words.ts";
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
    ...notChecked(verdict),
    ...verdict.findings.map((finding) => `- ${finding.severity}: ${cell(finding.message)}`),
    ...rowCounts(verdict),
    ...tables(verdict),
    ...numbers(verdict),
    ...selection(verdict),
    ...broken(verdict),
    ...reached(verdict),
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

function tables(verdict: Verdict): string[] {
  const diffs = verdict.evidence.tables ?? [];
  const differing = diffs.filter(differs);
  const legs = verdict.evidence.incremental ?? [];
  return [
    ...(diffs.length > 0
      ? ["", `${diffs.length - differing.length} of ${diffs.length} tables are the same, row by row.`]
      : []),
    ...differing.flatMap((diff) => ["", `- ${tableInWords(diff)}`, ...samples(diff)]),
    ...legs.map((leg) => `- ${legInWords(leg)}`),
  ];
}

function samples(diff: TableDiff): string[] {
  const rows = samplesInWords(diff);
  if (rows.length === 0) return [];
  return [
    "",
    "  | | row | column | before | after |",
    "  |---|---|---|---|---|",
    ...rows.map((row) => `  | ${row.map(cell).join(" | ")} |`),
  ];
}

/** A value is data: nothing in it may end its cell or become markup. */
function cell(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ").replaceAll(/[\\|`<>[\]*_@#]/g, "\\$&");
}

/** What the SQL that was built does to those who read it, by the one that is worst for them. */
function broken({ evidence: { breaking } }: Verdict): string[] {
  if (!breaking || breaking.class === "none") return [];
  const said = breaking.changes.filter((change) => change.class !== "none");
  return [
    "",
    `To those who read dbt's models this is **${breaking.class}**:`,
    "",
    ...said.slice(0, MOST_LISTED).map((change) => `- ${change.class}: ${cell(change.node)}: ${cell(change.reason)}`),
    ...more(said),
  ];
}

/** What hangs on what is changed, drawn where forges draw it, and listed with the way to each. */
function reached({ evidence: { reach: found } }: Verdict): string[] {
  if (!found) return [];
  const { models, columns, measures, visuals, pages, exposures, partial } = found;
  const kinds = [
    ["Models", models],
    ["Columns", columns],
    ["Measures", measures],
    ["Visuals", visuals],
    ["Pages", pages],
    ["Exposures", exposures],
  ] as const;
  const drawn = [...measures, ...visuals, ...columns, ...exposures];
  if (drawn.length + models.length + pages.length === 0 && partial === undefined) return [];
  return [
    "",
    "<details><summary>What it reaches, and by which way</summary>",
    "",
    ...(drawn.length > 0 ? [fenced(mermaid(reachPicture(drawn)).trimEnd(), "mermaid"), ""] : []),
    ...kinds.flatMap(([name, nodes]) =>
      nodes.length === 0
        ? []
        : [`${name} (${nodes.length}):`, "", ...nodes.slice(0, MOST_LISTED).map(way), ...more(nodes), ""],
    ),
    ...(partial === undefined ? [] : [`There may be more: ${cell(partial)}`, ""]),
    "</details>",
  ];
}

/** A pull request has room for so many of each kind; the verdict has them all. */
const MOST_LISTED = 30;

function more(nodes: readonly unknown[]): string[] {
  return nodes.length > MOST_LISTED ? [`- and ${nodes.length - MOST_LISTED} more`] : [];
}

function way({ node, path }: Reached): string {
  return `- ${cell(node)}${path.length > 1 ? `, by ${path.slice(0, -1).map(cell).join(" → ")}` : ""}`;
}

function selection(verdict: Verdict): string[] {
  const lines = selectionInWords(verdict.evidence);
  if (lines.length === 0) return [];
  return [
    "",
    "<details><summary>What was built, and why</summary>",
    "",
    ...lines.map((line) => `- ${line}`),
    "",
    "</details>",
  ];
}

function notChecked({ checks }: Verdict): string[] {
  const missing = checks.filter(({ status, needed }) => status === "not-checked" && needed);
  if (missing.length === 0) return [];
  return [
    "**Not checked**, which whoever approves it lets through:",
    "",
    ...missing.map(({ name, reason }) => `- ${name}: ${reason ?? "no reason given"}`),
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
