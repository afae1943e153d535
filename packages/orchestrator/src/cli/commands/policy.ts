import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tier } from "@throughline/contracts";
import { fail } from "../../errors/failures.ts";
import { BUILT_IN_RULES, POLICY_FILE } from "../../policy/built-in-rules.ts";
import { compareTiers, type Decision, type Seen } from "../../policy/decision.ts";
import { type Policy, whenUnchecked } from "../../policy/policy.ts";
import { approvalsGiven, approversNeeded, type RequestState } from "../../state/request-state.ts";
import { isOpen } from "../../state/status.ts";
import { requireRequest } from "../../workflow/actions.ts";
import { parsePolicy, policyAt, uncheckedIn } from "../../workflow/policy-in-force.ts";
import { type Command, type Invocation, text } from "../command.ts";

export const policy: Command = {
  name: "policy",
  parameters: "<action> [subject]",
  summary: "explain <id>: which rules gave a request its tier; show: the policy in force; check [file]: read one",
  role: "viewer",
  examples: [
    "throughline policy explain r-1a2b3c4d5e",
    "throughline policy show",
    "throughline policy check policy.yml",
  ],
  async run(invocation) {
    const [action, subject] = invocation.parameters;
    if (action === "explain") return explain(invocation, subject ?? "");
    if (action === "show") return show(invocation);
    if (action === "check") return check(invocation, subject);
    throw fail("usage.wrong", { problem: `policy ${action}: only explain, show and check are known` });
  },
};

async function explain({ open, output }: Invocation, id: string): Promise<0> {
  const { store, forge, prefix } = await open();
  const state = await requireRequest({ store }, id);
  const inForce = await policyAt(forge.repository, prefix, state.plan?.base ?? (await forge.main()));
  const { ceiling } = inForce;
  const { decision, plan, review, verdict } = state;
  // Of a request that ended at its checks too, where the rules were not asked again.
  const notChecked = (verdict ? uncheckedIn(verdict) : []).map((unchecked) => ({
    ...unchecked,
    outcome: whenUnchecked(inForce, unchecked.check),
  }));
  const explained = {
    id: state.id,
    tier: decision?.tier ?? review?.tier ?? plan?.tier ?? null,
    because: decision ? reasonOf(decision) : (review?.rule ?? plan?.tierReason ?? null),
    rules: decision?.all ?? [],
    seen: decision ? { ...decision.seen, notChecked } : null,
    ceiling,
    approvals: { given: approvalsGiven(state), needed: decision?.tier === "auto" ? 0 : approversNeeded(state) },
    needed: stillNeeded(state),
  };
  output.answer(explained, () =>
    [
      `${id} is ${explained.tier ?? "not planned yet"}${explained.because ? ` (${explained.because})` : ""}.`,
      ...(decision
        ? [
            "The rules that apply, strictest first:",
            ...decision.all.map(ruleLine),
            ...seenLines(decision.seen, ceiling),
          ]
        : []),
      `Approvals of the merge: ${explained.approvals.given.length} of ${explained.approvals.needed}${listed(explained.approvals.given)}.`,
      ...explained.needed,
    ].join("\n"),
  );
  return 0;
}

function reasonOf({ rule, says }: Decision): string {
  return `${rule}: ${says}`;
}

/** What must still happen before it is merged, in words; empty when that is over. */
function stillNeeded(state: RequestState): string[] {
  const { decision, plan, planApproval, solo } = state;
  if (!decision || state.merge || !isOpen(state.status)) return [];
  const missing = decision.approvers - approvalsGiven(state).length;
  const who = solo ? "the project's person" : `people other than ${state.wordsBy.join(", ")}`;
  return [
    ...(planApproval?.planHash === plan?.hash ? [] : ["Its plan must be approved."]),
    ...(missing > 0 ? [`Its merge must be approved by ${missing} more: ${who}, with the role approver.`] : []),
    ...(decision.tier === "auto" ? ["Nobody needs to look at it, when every needed check passes."] : []),
  ];
}

function ruleLine({ tier, name, says }: { tier: Tier; name: string; says: string }): string {
  return `  ${tier.padEnd(7)} ${name}: ${says}`;
}

function seenLines(seen: Seen, ceiling: Policy["ceiling"]): string[] {
  const figure = (value: number | null, shown = (number: number) => String(number)) =>
    value === null ? "not measured" : shown(value);
  const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`;
  return [
    "What they saw:",
    `  reaches      ${seen.models} models, ${seen.measures} measures, ${seen.visuals} visuals (ceiling ${ceiling.visuals})`,
    `  rows         added, removed or changed: ${figure(seen.rows)} (ceiling ${ceiling.rows})`,
    `  totals       largest change of a measure: ${figure(seen.share, percent)} (ceiling ${percent(ceiling.share)})`,
    ...(seen.destroyed.length > 0 ? [`  takes away   ${seen.destroyed.join(", ")}`] : []),
    ...(seen.sensitive.length > 0 ? [`  sensitive    ${seen.sensitive.join(", ")}`] : []),
    ...seen.notChecked.map(({ check, reason, outcome }) => `  not checked  ${check}, so ${outcome}: ${reason}`),
  ];
}

function listed(people: readonly string[]): string {
  return people.length === 0 ? "" : ` (${people.join(", ")})`;
}

/** What is merged counts: that of main, whatever lies in the folder. */
async function show({ open, output }: Invocation): Promise<0> {
  const { forge, prefix } = await open();
  const inForce = await policyAt(forge.repository, prefix, await forge.main());
  const builtIn = BUILT_IN_RULES.map(({ name, tier, says }) => ({ name, tier: inForce.defaults[name] ?? tier, says }));
  const rules = [
    ...inForce.rules.map(({ name, tier, says, when }) => ({ name, tier, says: says ?? "a rule of policy.yml", when })),
    ...builtIn,
  ].toSorted((one, other) => compareTiers(other.tier, one.tier));
  const { ceiling, destructive, notChecked } = inForce;
  output.answer({ rules, ceiling, destructive, notChecked }, () =>
    [
      "The rules, strictest first; the strictest that applies counts:",
      ...rules.map(ruleLine),
      `Ceiling: above ${ceiling.visuals} visuals, ${ceiling.rows} rows or ${ceiling.share * 100} % of a total, auto becomes review.`,
      `What takes something away needs ${destructive.approvers} approvers besides whoever asked${destructive.deprecateFirst ? ", and must be deprecated first" : ""}.`,
      ...Object.entries(notChecked).map(([name, then]) => `Without the check ${name}: ${then}.`),
    ].join("\n"),
  );
  return 0;
}

function check({ project, parameters, folder, output, options }: Invocation, named: string | undefined): 0 {
  const file = named ?? join(text(options["project"]) === undefined ? folder : project().root, POLICY_FILE);
  if (parameters.length > 2 || !existsSync(file))
    throw fail("usage.wrong", { problem: `reading ${file}: there is no such file` });
  const { rules } = parsePolicy(readFileSync(file, "utf8"), file);
  output.answer(
    { file, valid: true, rules: rules.length },
    () => `${file} is a policy; rules of its own: ${rules.length}.`,
  );
  return 0;
}
