import type { Plan, Preview, Verdict } from "@throughline/contracts";
import { differs, legInWords, tableInWords } from "../evidence/evidence-in-words.ts";
import { STAGES } from "../state/event.ts";
import type { RequestState } from "../state/request-state.ts";
import { stepOf, waitsFor } from "./present-state.ts";

/** Rows beyond this are counted, not shown: a terminal is no report. */
const ROWS_SHOWN = 20;

export function renderPlan(plan: Plan): string {
  const { effects } = plan;
  return [
    `Plan ${plan.id}: ${plan.summary}`,
    "",
    `  layers    ${plan.layers.join(", ")}`,
    `  tier      ${plan.tier} (${plan.tierReason})`,
    ...(plan.amendment ? [`  amended   by ${plan.amendment.by.join(", ")}`] : []),
    `  breaking  ${effects.breaking}${effects.schemaChange ? ", the schema changes" : ""}`,
    `  reaches   ${reach(effects.blastRadius)}`,
    ...plan.unreleased.map((commit) => `  with it   ${commit}`),
    "",
    ...plan.edits.flatMap((edit) => [
      `  ${edit.file}: ${edit.summary}`,
      ...(edit.diff ? [indent(edit.diff.trimEnd(), "    ")] : []),
    ]),
    "",
    ...plan.preview.flatMap((preview) => [indent(renderPreview(preview), "  "), ""]),
  ]
    .join("\n")
    .trimEnd();
}

function reach(radius: Plan["effects"]["blastRadius"]): string {
  const parts = [
    radius.models.length > 0 ? `models ${radius.models.join(", ")}` : "",
    radius.measures.length > 0 ? `measures ${radius.measures.join(", ")}` : "",
    radius.visuals.length > 0 ? `visuals ${radius.visuals.join(", ")}` : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? parts.join("; ") : "nothing besides what it adds";
}

export function renderPreview(preview: Preview): string {
  const head = preview.by ? `${preview.measure} by ${preview.by.join(", ")}` : preview.measure;
  if (preview.unavailable !== undefined) return `${head}: no numbers yet (${preview.unavailable})`;
  if (!preview.by && preview.rows.length === 1) return `${head} = ${shown(preview.rows[0]?.at(-1) ?? null)}`;
  const rows = preview.rows.slice(0, ROWS_SHOWN).map((row) => row.map(shown));
  const more = preview.rows.length > ROWS_SHOWN ? [`… and ${preview.rows.length - ROWS_SHOWN} more rows`] : [];
  return [head, ...table(preview.columns, rows), ...more].join("\n");
}

function shown(value: string | number | boolean | null): string {
  if (value === null) return "(blank)";
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(9)));
}

/** Columns padded to their widest cell; numbers to the right. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => (row[at] ?? "").length)));
  const numeric = columns.map((_, at) =>
    rows.every((row) => /^(-?[\d.]+([eE][+-]?\d+)?|\(blank\))?$/.test(row[at] ?? "")),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (numeric[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  return [line(columns), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(line)];
}

export function renderVerdict(verdict: Verdict): string {
  const rows = verdict.checks.map((check) => [
    check.status === "passed" ? "✓" : check.status === "failed" ? "✗" : "·",
    check.name,
    check.status,
    check.reason ?? `${check.seconds} s`,
  ]);
  return [
    `Verdict ${verdict.id}: ${verdict.verdict}`,
    ...table(["", "check", "result", ""], rows).filter((_, at) => at !== 1),
    ...renderEvidence(verdict),
    ...verdict.findings.map((finding) => {
      const place = finding.file
        ? `${finding.file}${finding.line ? `:${finding.line}:${finding.column ?? 1}` : ""}: `
        : "";
      return `${finding.severity}: ${place}${finding.message}${finding.hint ? `\n    ${finding.hint}` : ""}`;
    }),
  ].join("\n");
}

/** What was measured beside the findings: tables that differ, and how incremental models took their other leg. */
function renderEvidence({ evidence }: Verdict): string[] {
  const tables = evidence.tables ?? [];
  const same = tables.filter((diff) => !differs(diff)).length;
  return [
    ...(same > 0 ? [`  ${same} ${same === 1 ? "table is" : "tables are"} the same, row by row`] : []),
    ...tables.filter(differs).map((diff) => `  ${tableInWords(diff)}`),
    ...(evidence.incremental ?? []).map((leg) => `  ${legInWords(leg)}`),
  ];
}

/** One line: where a request is. */
export function renderLine(state: RequestState): string {
  const waiting = waitsFor(state);
  return `${state.id}  step ${stepOf(state.stage)} of ${STAGES.length} (${state.stage})  ${state.status}${waiting ? `, waits for ${waiting}` : ""}  ${quoted(state.text)}`;
}

function quoted(text: string): string {
  const line = text.replaceAll("\n", " ");
  return `"${line.length > 60 ? `${line.slice(0, 59)}…` : line}"`;
}

/** The account of a request: words, plan, verdict, numbers, times. */
export function renderState(state: RequestState): string {
  const parts: string[] = [renderLine(state)];
  if (state.sanitised.length > 0) parts.push(`The text was changed before it was read: ${state.sanitised.join(", ")}.`);
  if (state.status === "question") parts.push(...(state.questions ?? []).map(renderQuestion));
  if (state.refusal) parts.push(`Refused (${state.refusal.code}): ${state.refusal.reason}\n${state.refusal.hint}`);
  if (state.existing) parts.push(`Nothing to do: ${state.existing}`);
  if (state.rejection) parts.push(`Rejected by ${state.endedBy}: ${state.rejection}`);
  if (state.plan) parts.push(renderPlan(state.plan));
  if (state.verdict) parts.push(renderVerdict(state.verdict));
  const after = state.verdict?.evidence.measuresAfter.filter((preview) => preview.by) ?? [];
  parts.push(...after.map(renderPreview));
  if (state.pullRequest) parts.push(`Pull request ${state.pullRequest.number} on ${state.pullRequest.branch}`);
  if (state.merge) parts.push(`Merged as ${state.merge.commit.slice(0, 12)}`);
  if (state.release)
    parts.push(
      `Release ${state.release.number} (data version ${state.release.dataVersion}) is production's ${state.release.token}`,
    );
  if (state.rollback)
    parts.push(`Rolled back (${state.rollback.how}) to ${state.rollback.token}: ${state.rollback.reason}`);
  if (state.failure) parts.push(`${state.failure.code}: ${state.failure.message}\n${state.failure.hint}`);
  parts.push(renderTimes(state));
  return parts.join("\n\n");
}

export function renderQuestion(question: NonNullable<RequestState["questions"]>[number]): string {
  return [
    `${question.text}  (--answer ${question.id}=…)`,
    ...question.choices.map((choice) => `  ${choice.id}: ${choice.text}`),
  ].join("\n");
}

/** Waiting, machine and person time of each step. */
export function renderTimes(state: RequestState): string {
  const seconds = (value: number) => value.toFixed(2);
  const rows = STAGES.flatMap((stage) => {
    const time = state.timings[stage];
    return time
      ? [[String(stepOf(stage)), stage, seconds(time.machine), seconds(time.waiting), seconds(time.person)]]
      : [];
  });
  const total = Object.values(state.timings).reduce(
    (sum, time) => ({
      machine: sum.machine + time.machine,
      waiting: sum.waiting + time.waiting,
      person: sum.person + time.person,
    }),
    { machine: 0, waiting: 0, person: 0 },
  );
  return table(
    ["step", "", "machine s", "waiting s", "person s"],
    [...rows, ["", "total", seconds(total.machine), seconds(total.waiting), seconds(total.person)]],
  ).join("\n");
}

function indent(text: string, by: string): string {
  return text
    .split("\n")
    .map((line) => `${by}${line}`)
    .join("\n");
}
