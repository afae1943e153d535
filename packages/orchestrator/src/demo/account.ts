import { renderPlan, renderPreview, renderTimes, renderVerdict, table } from "../cli/render.ts";
import type { RequestState } from "../state/request-state.ts";

interface Step {
  readonly who: string;
  readonly command: readonly string[];
  readonly seconds: number;
  readonly exit: number;
}

/** What came of the demo, for a reader who sees Throughline for the first time. */
export function renderAccount(
  answer: object,
  ledger: Readonly<Record<string, unknown>>,
  steps: readonly Step[],
): string {
  const state = answer as Partial<RequestState> & {
    reason?: string;
    hint?: string;
    failure?: { message: string; hint: string };
  };
  const parts: string[] = [`"${state.text ?? ""}" → ${state.status ?? "no answer"}`];
  if (state.reason) parts.push(`${state.reason}\n${state.hint}`);
  if (state.failure) parts.push(`${state.failure.message}\n${state.failure.hint}`);
  if (state.plan) parts.push(renderPlan(state.plan));
  if (state.verdict) {
    parts.push(renderVerdict(state.verdict));
    parts.push(...state.verdict.evidence.measuresAfter.slice(0, state.plan?.questions.length ?? 0).map(renderPreview));
  }
  if (state.release)
    parts.push(`Production is release ${state.release.number}, data version ${state.release.dataVersion}.`);
  parts.push(`Ledger: ${ledger["ok"] === true ? `${String(ledger["entries"])} entries, whole` : "BROKEN"}`);
  if (state.timings) parts.push(renderTimes(state as RequestState));
  parts.push(
    table(
      ["person", "command", "s", "exit"],
      steps.map((step) => [step.who, step.command.join(" "), step.seconds.toFixed(1), String(step.exit)]),
    ).join("\n"),
  );
  return parts.join("\n\n");
}
