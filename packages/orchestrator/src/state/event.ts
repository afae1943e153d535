import { Amendment, FailureData, Intent, Person, Plan, Question, Refusal, Verdict } from "@throughline/contracts";
import { z } from "zod";
import { Decision } from "../policy/decision.ts";

export const STAGES = [
  "intake",
  "understand",
  "plan",
  "approve",
  "author",
  "check",
  "propose",
  "merge",
  "release",
  "verify",
] as const;
export const Stage = z.enum(STAGES);
export type Stage = z.infer<typeof Stage>;

const event = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), ...shape });

/** Who let something through: a person, or a rule of the policy. */
export const Authority = z.union([z.object({ person: z.string() }), z.object({ rule: z.string() })]);
export type Authority = z.infer<typeof Authority>;

/** What can happen to a request. Every change of its state is one of these in the ledger. */
export const RequestEvent = z.discriminatedUnion("kind", [
  event("request-received", {
    text: z.string(),
    raw: z.string(),
    /** What sanitising changed, in words, for people. */
    sanitised: z.array(z.string()),
    requester: Person,
    channel: z.string(),
    solo: z.boolean(),
  }),
  event("understood", { intent: Intent, seconds: z.number() }),
  event("questioned", { questions: z.array(Question), seconds: z.number() }),
  event("refused", { ...Refusal.shape, seconds: z.number() }),
  event("found-existing", { existing: z.string(), seconds: z.number() }),
  event("answered", { answers: z.record(z.string(), z.string()), by: z.string() }),
  event("edited", { text: z.string(), by: z.string() }),
  /** People pushed onto its branch: what they made of it is planned, checked and approved anew. */
  event("amended", { amendment: Amendment }),
  event("planned", { plan: Plan, seconds: z.number() }),
  /** What the policy says of the plan, or of what was built of it; the last one holds. */
  event("decided", { decision: Decision }),
  event("approval-asked", { rule: z.string() }),
  event("plan-approved", {
    planHash: z.string(),
    base: z.string(),
    by: Authority,
    /** The base it was first approved on, when the approval carried over. */
    carriedFrom: z.string().optional(),
  }),
  event("rejected", { by: z.string(), reason: z.string() }),
  event("authored", {
    commit: z.string(),
    files: z.array(z.string()),
    author: z.string(),
    sandbox: z.string(),
    /** The commit that this one repeats, unchanged, on a base that moved. */
    rebasedFrom: z.string().optional(),
    seconds: z.number(),
  }),
  event("checked", { verdict: Verdict, seconds: z.number() }),
  event("proposed", { pullRequest: z.int(), branch: z.string(), commit: z.string(), seconds: z.number() }),
  event("review-asked", { tier: z.string(), rule: z.string() }),
  event("merge-approved", {
    planHash: z.string(),
    tree: z.string(),
    verdict: z.string(),
    by: Authority,
    /** Checks that did not run, and without which this lets it through. */
    notChecked: z.array(z.string()).optional(),
    /** The tree that was approved, when the same change passed again on a base that moved. */
    carriedFrom: z.string().optional(),
  }),
  event("merged", { commit: z.string(), tree: z.string(), seconds: z.number() }),
  /** Somebody lifted what it waited for. */
  event("resumed", { by: z.string() }),
  event("waited", { for: z.string() }),
  event("base-moved", { from: z.string(), to: z.string() }),
  /** The request it was checked together with did not land: it is checked by itself. */
  event("uncoupled", { from: z.string() }),
  event("production-moved", { from: z.string().nullable(), to: z.string().nullable() }),
  event("released", {
    token: z.string(),
    release: z.int(),
    dataVersion: z.int(),
    warehouseHash: z.string(),
    modelHash: z.string(),
    seconds: z.number(),
  }),
  event("verified", { seconds: z.number() }),
  event("rolled-back", { reason: z.string(), how: z.string(), token: z.string(), commit: z.string().nullable() }),
  event("failed", { stage: Stage, failure: FailureData }),
  event("cancelled", { by: z.string() }),
  event("taken-over", { by: z.string() }),
  event("retried", { by: z.string() }),
  event("feedback-given", { by: z.string(), score: z.int().min(1).max(5), comment: z.string() }),
]);
export type RequestEvent = z.infer<typeof RequestEvent>;

/** What happens to the project as a whole, or is only recorded. */
export const ProjectEvent = z.discriminatedUnion("kind", [
  event("set-up", {
    token: z.string(),
    release: z.int(),
    commit: z.string(),
    warehouseHash: z.string(),
    takenOver: z.string().nullable(),
  }),
  event("loaded", {
    token: z.string(),
    dataVersion: z.int(),
    rows: z.record(z.string(), z.number()),
    warehouseHash: z.string(),
  }),
  event("roll-back-begun", { release: z.int(), from: z.string(), by: z.string() }),
  event("production-rolled-back", {
    from: z.string(),
    to: z.string(),
    how: z.string(),
    commit: z.string().nullable(),
    undone: z.array(z.string()),
    by: z.string(),
  }),
  event("breaker-closed", { by: z.string() }),
  event("freeze-set", { by: z.string(), reason: z.string() }),
  event("freeze-cleared", { by: z.string() }),
  event("lineage-frozen", { models: z.array(z.string()), reason: z.string() }),
  event("lineage-cleared", { by: z.string() }),
  /** Before and after every effect on the world, keyed so that a repeat is recognised. */
  event("effect-started", { effect: z.string(), key: z.string() }),
  event("effect-finished", { effect: z.string(), key: z.string() }),
]);
export type ProjectEvent = z.infer<typeof ProjectEvent>;

export const LedgerEvent = z.union([RequestEvent, ProjectEvent]);
export type LedgerEvent = z.infer<typeof LedgerEvent>;
