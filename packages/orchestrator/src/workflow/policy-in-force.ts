import type { Amendment, Intent, Plan, Verdict } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import { git } from "../git/git.ts";
import { settled } from "../git/settled.ts";
import { rawChanges } from "../git/tree-files.ts";
import { readControls } from "../limits/controls.ts";
import { POLICY_FILE } from "../policy/built-in-rules.ts";
import { decide } from "../policy/decide.ts";
import type { Decision } from "../policy/decision.ts";
import { destroyedBy, editedBy, measured, type PolicyFacts, reachOf } from "../policy/facts.ts";
import { DEFAULT_POLICY, type Policy, readPolicy } from "../policy/policy.ts";
import type { RequestState } from "../state/request-state.ts";
import type { Context } from "./context.ts";
import { unreleasedOn } from "./unreleased.ts";

/** A policy from the text of its file; fails with every problem in it. */
export function parsePolicy(text: string, file = POLICY_FILE): Policy {
  const read = readPolicy(text);
  if ("problems" in read) throw fail("policy.invalid", { file, problems: read.problems });
  return read.policy;
}

/**
 * The policy of a commit; the built-in one where it has no policy.yml. Never that of a patch, and never what lies in a
 * working folder: a policy counts once it is merged.
 */
export function policyAt(repository: string, prefix: string, commit: string): Promise<Policy> {
  return policyOf(repository, [commit], prefix);
}

const policyOf = settled(16, async (repository, [commit = ""], prefix: string): Promise<Policy> => {
  const path = `${prefix}${POLICY_FILE}`;
  const misnamed = path.replace(/\.yml$/, ".yaml");
  const listed = await git(repository, ["ls-tree", "-z", "--full-tree", commit, "--", path, misnamed]);
  const [entry, ...more] = listed.split("\0").filter((line) => line !== "");
  if (entry === undefined) return DEFAULT_POLICY;
  // Believed to hold, and read by nobody.
  if (more.length > 0 || entry.endsWith(misnamed))
    throw fail("policy.invalid", { file: misnamed, problems: [`it is not read: the policy is ${POLICY_FILE}`] });
  if (!entry.startsWith("100")) throw fail("policy.invalid", { file: path, problems: ["it is no plain file"] });
  return parsePolicy(await git(repository, ["cat-file", "blob", `${commit}:${path}`]), path);
});

/** What holds of a request while its change is decided on, besides the change itself. */
export interface Surroundings {
  readonly policy: Policy;
  /** Everybody whose words or hand it is of. */
  readonly requesters: readonly string[];
  readonly solo: boolean;
  /** What a failed verification froze. */
  readonly frozen: readonly string[];
  readonly pushed: readonly string[];
}

type Planned = Pick<Plan, "edits" | "effects" | "expectations" | "layers">;

/** What the policy says of a plan, before anything is built of it. */
export function decidePlanned(
  intent: Intent,
  planned: Planned,
  amendment: Amendment | undefined,
  surroundings: Surroundings,
): Decision {
  const paths = planned.edits.map(({ file }) => file);
  return decide(surroundings.policy, factsOf(intent, planned, paths, amendment, surroundings));
}

/** What the policy says of what was really built, which can only be stricter than what it said of the plan. */
export async function decideBuilt(
  context: Pick<Context, "store" | "forge" | "project" | "prefix">,
  state: RequestState,
  {
    plan,
    commit,
    verdict,
  }: { readonly plan: Plan & { base: string }; readonly commit: string; readonly verdict: Verdict },
): Promise<Decision> {
  const { forge, prefix, store } = context;
  const { repository } = forge;
  // Paths from git, not from the author: what it says of itself decides nothing.
  const own = await rawChanges(repository, plan.base, commit);
  const paths = own.map(({ path }) => (path.startsWith(prefix) ? path.slice(prefix.length) : path));
  const surroundings: Surroundings = {
    policy: await policyAt(repository, prefix, plan.base),
    requesters: state.wordsBy,
    solo: state.solo,
    frozen: (await readControls(store)).frozenModels.flatMap((entry) => entry.models),
    pushed: (await unreleasedOn(context, plan.base)).files,
  };
  const { effects, rows, share, moved } = measured(plan, verdict.evidence);
  const facts = factsOf(plan.intent, { ...plan, effects }, paths, plan.amendment, surroundings);
  const edited = [...facts.edited, ...moved];
  return decide(surroundings.policy, { ...facts, edited, rows, share, notChecked: uncheckedIn(verdict) });
}

function factsOf(
  intent: Intent,
  planned: Planned,
  paths: readonly string[],
  amendment: Amendment | undefined,
  { requesters, solo, frozen, pushed }: Surroundings,
): PolicyFacts {
  const { edits, layers } = planned;
  const effects = { ...planned.effects, destroyed: destroyedBy(intent, planned) };
  const reached = reachOf(effects, edits);
  return {
    effects,
    layers,
    edited: editedBy(intent, planned),
    paths,
    pushed,
    amended: amendment !== undefined,
    requesters,
    frozen: frozen.filter((name) => reached.has(name)),
    rows: null,
    share: null,
    notChecked: [],
    solo,
  };
}

/** Checks that the change needs and that did not run, each with the reason. */
export function uncheckedIn(verdict: Verdict): { check: string; reason: string }[] {
  return verdict.checks
    .filter(({ status, needed }) => status === "not-checked" && needed)
    .map(({ name, reason }) => ({ check: name, reason: reason ?? "no reason given" }));
}
