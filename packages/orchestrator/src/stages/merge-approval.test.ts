import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Effects, Evidence, Intent, Person, Verdict } from "@throughline/contracts";
import { buildGraph, Lineage } from "@throughline/lineage";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { git, gitLine } from "../git/git.ts";
import type { RequestEvent } from "../state/event.ts";
import type { RequestState } from "../state/request-state.ts";
import { sqliteStore } from "../stores/sqlite/sqlite-store.ts";
import type { Store } from "../stores/store.ts";
import * as actions from "../workflow/actions.ts";
import { planOf } from "../workflow/build-plan.ts";
import type { Context } from "../workflow/context.ts";
import { policyAt } from "../workflow/policy-in-force.ts";
import { approve } from "./approve.ts";
import { merge } from "./merge.ts";

const ID = "r-1";
const PEOPLE: readonly Person[] = [
  { id: "ana", name: "Ana", roles: ["requester"] },
  { id: "ben", name: "Ben", roles: ["requester", "approver", "administrator"] },
  { id: "cai", name: "Cai", roles: ["approver"] },
  { id: "dee", name: "Dee", roles: ["requester", "approver"] },
  { id: "eve", name: "Eve", roles: ["viewer"] },
];

/** Bases that main can be at, by the approvers that what takes something away needs there. */
const POLICIES = [
  { text: undefined, approvers: 2, schemaTier: "review" },
  {
    text: "version: 1\ndestructive: { approvers: 3 }\nnotChecked: { ruff: auto }\n",
    approvers: 3,
    schemaTier: "review",
  },
  { text: "version: 1\ndefaults: { schema-change: auto }\n", approvers: 2, schemaTier: "auto" },
] as const;
const CONTENTS = ["a", "b"] as const;
type Content = (typeof CONTENTS)[number] | "by hand";

const quiet: Effects = {
  schemaChange: false,
  productionData: false,
  breaking: "none",
  blastRadius: { models: [], measures: [], visuals: [] },
  destroyed: [],
  sensitive: [],
};
/** What a change may do. */
const CHANGES: readonly Effects[] = [
  quiet,
  { ...quiet, schemaChange: true },
  { ...quiet, destroyed: ["measure:T[m]"], breaking: "breaking" },
];
/** What the checks may see of it. */
const OUTCOMES = [
  { verdict: "passed", gone: false, unchecked: [] },
  { verdict: "passed", gone: true, unchecked: [] },
  { verdict: "incomplete", gone: false, unchecked: ["ruff"] },
  { verdict: "incomplete", gone: false, unchecked: ["dbt build"] },
  { verdict: "failed", gone: false, unchecked: [] },
] as const;

const intent: Intent = { kind: "add-test", column: { model: "a", column: "x" }, test: { kind: "unique" } };

/** A repository with every base, and on each every patch; made once. */
let repository: string;
const bases: string[] = [];
const patches = new Map<string, { commit: string; tree: string }>();
const contentOf = new Map<string, Content>();

beforeAll(async () => {
  repository = mkdtempSync(join(tmpdir(), "throughline-approval-"));
  await git(repository, ["init", "--quiet"]);
  const commit = async (files: Record<string, string>, parent: string | undefined, by: string) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(repository, name), text);
    await git(repository, ["read-tree", ...(parent === undefined ? ["--empty"] : [parent])]);
    await git(repository, ["add", "--force", ...Object.keys(files)]);
    const tree = await gitLine(repository, ["write-tree"]);
    const from = parent === undefined ? [] : ["-p", parent];
    const made = await gitLine(repository, ["commit-tree", tree, ...from, "-m", "x"], {
      identity: { name: by, email: `${by}@example.com` },
    });
    return { commit: made, tree };
  };
  for (const [at, { text }] of POLICIES.entries()) {
    const files = { "base.sql": `select ${at}`, ...(text === undefined ? {} : { "policy.yml": text }) };
    const base = (await commit(files, bases.at(-1), "tess")).commit;
    bases.push(base);
    for (const content of [...CONTENTS, "by hand"] as const) {
      const made = await commit({ "model.sql": `select '${content}'` }, base, content === "by hand" ? "ben" : "ana");
      patches.set(`${at} ${content}`, made);
      contentOf.set(made.commit, content);
    }
  }
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

/** A yes that somebody really said, and to what. */
interface Yes {
  readonly by: string;
  readonly plan: string;
  readonly content: Content | undefined;
  readonly verdict: string;
  readonly unchecked: readonly string[];
}

/** One thing that happens: somebody acts, or the next step is worked on. */
const happening = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("step" as const),
      effects: fc.nat(CHANGES.length - 1),
      outcome: fc.oneof(
        { weight: 3, arbitrary: fc.constant(0) },
        { weight: 2, arbitrary: fc.nat(OUTCOMES.length - 1) },
      ),
      content: fc.constantFrom(...CONTENTS),
      /** Whether what moved is planned and written as it was. */
      isSame: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("yes" as const),
      who: fc.nat(4),
      sees: fc.boolean(),
      /** Where main moves to right after it. */
      mainTo: fc.option(fc.nat(POLICIES.length - 1), { freq: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("edit" as const), who: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("retry" as const), who: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("main-moves" as const), to: fc.nat(POLICIES.length - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("push" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("freeze" as const), on: fc.boolean() }) },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** A request in a real store, driven by the real actions and the real steps that decide; what others make is made up. */
class World {
  readonly yeses: Yes[] = [];
  readonly people: readonly Person[];
  main = 0;
  branch: string | undefined;
  isFrozen = false;
  merges: { base: string; head: string; tree: string; message: string }[] = [];
  wereFrozen = false;
  readonly #store: Store;
  readonly #context: Context;

  constructor(store: Store, solo: boolean) {
    this.#store = store;
    this.people = solo ? [{ id: "ana", name: "Ana", roles: ["requester", "approver"] }] : PEOPLE;
    const forge = {
      repository,
      main: async () => bases[this.main],
      pullRequest: async () => undefined,
      branch: async () => this.branch,
      merge: async (_: string, made: World["merges"][number]) => {
        this.merges.push(made);
        this.wereFrozen ||= this.isFrozen;
        return "merged";
      },
    };
    const project = { warehouse: join(repository, "no-warehouse"), config: { people: this.people } };
    const rest = { now: () => "2026-01-01T00:00:00.000Z", crashPoint: () => undefined };
    this.#context = { store, forge, project, prefix: "", ...rest } as unknown as Context;
  }

  async state(): Promise<RequestState> {
    const state = await this.#store.request(ID);
    if (!state) throw new Error("there is no request");
    return state;
  }

  async happens(what: Happening): Promise<void> {
    switch (what.kind) {
      case "step":
        return this.#step(what);
      case "yes":
        return this.#approve(what);
      case "edit":
        await actions.edit(this.#context, this.#person(what.who), ID, "in other words");
        return;
      case "retry":
        await actions.retry(this.#context, this.#person(what.who), ID);
        return;
      case "main-moves":
        this.main = what.to;
        return;
      case "push":
        this.branch = patches.get(`${this.main} by hand`)?.commit;
        return;
      case "freeze":
        this.isFrozen = what.on;
        await this.#store.append({
          actor: "ben",
          request: null,
          events: [what.on ? { kind: "freeze-set", by: "ben", reason: "" } : { kind: "freeze-cleared", by: "ben" }],
        });
    }
  }

  #person(at: number): Person {
    return this.people[at % this.people.length] as Person;
  }

  async #approve({ who, sees, mainTo }: Extract<Happening, { kind: "yes" }>): Promise<void> {
    const person = this.#person(who);
    const { status, plan, patch, verdict } = await this.state();
    const seen = status === "awaiting-review" ? verdict?.id : plan?.hash;
    await actions.approve(this.#context, person, ID, sees ? seen : undefined);
    if (status !== "awaiting-review") return;
    const content = contentOf.get(patch?.commit ?? "");
    const unchecked = verdict?.checks.filter((check) => check.status === "not-checked").map(({ name }) => name) ?? [];
    this.yeses.push({ by: person.id, plan: plan?.hash ?? "", content, verdict: verdict?.id ?? "", unchecked });
    this.main = mainTo ?? this.main;
  }

  async #step(made: Extract<Happening, { kind: "step" }>): Promise<void> {
    const state = await this.state();
    if (state.status === "waiting" && !this.isFrozen) await actions.resumeWaiting(this.#context, PEOPLE[1] as Person);
    if (state.status !== "running" || state.merge) return;
    const events = await this.#work(state, made);
    await this.#store.append({ actor: "throughline", request: ID, events, expectedVersion: state.version });
  }

  async #work(state: RequestState, made: Extract<Happening, { kind: "step" }>): Promise<readonly RequestEvent[]> {
    switch (state.stage) {
      case "understand":
        return [{ kind: "understood", intent, seconds: 0 }];
      case "plan":
        return this.#plan(state, (made.isSame ? state.plan?.effects : CHANGES[made.effects]) ?? quiet);
      case "approve":
        return approve(this.#context, state);
      case "author":
        return this.#author(state, made);
      case "check":
        return this.#check(state, OUTCOMES[made.outcome] ?? OUTCOMES[0]);
      case "propose": {
        const { commit = "" } = state.patch ?? {};
        this.branch = commit;
        return [{ kind: "proposed", pullRequest: 1, branch: "b", commit, seconds: 0 }];
      }
      default:
        return merge(this.#context, state);
    }
  }

  async #plan(state: RequestState, effects: Effects): Promise<readonly RequestEvent[]> {
    const base = bases[this.main] ?? "";
    const proposal = {
      summary: "a change",
      changes: [],
      edits: [{ file: "model.sql", summary: "a change" }],
      layers: ["transform" as const],
      effects,
      touched: { changed: [], rebuilt: [] },
      expectations: [],
      questions: [],
    };
    const surroundings = {
      policy: await policyAt(repository, "", base),
      requesters: state.wordsBy,
      solo: state.solo,
      frozen: [],
      pushed: [],
      unreleased: [],
      lineage: new Lineage(buildGraph({})),
    };
    const { plan, decision } = planOf(intent, proposal, base, surroundings, state.amendment);
    return [
      { kind: "planned", plan, seconds: 0 },
      { kind: "decided", decision },
    ];
  }

  #author(state: RequestState, made: Extract<Happening, { kind: "step" }>): readonly RequestEvent[] {
    const { movedPatch, amendment } = state;
    const base = bases.indexOf(state.plan?.base ?? "");
    // Where the patch does not stand on the new base, another one is written.
    const moved = made.isSame && movedPatch ? contentOf.get(movedPatch.commit) : undefined;
    const content = moved ?? (amendment ? "by hand" : made.content);
    const commit = patches.get(`${base} ${content}`)?.commit ?? "";
    const from = moved && movedPatch && movedPatch.commit !== commit ? { rebasedFrom: movedPatch.commit } : {};
    return [{ kind: "authored", commit, files: [], author: "rule-based", sandbox: "none", ...from, seconds: 0 }];
  }

  #check(state: RequestState, outcome: (typeof OUTCOMES)[number]): readonly RequestEvent[] {
    const tree = [...patches.values()].find(({ commit }) => commit === state.patch?.commit)?.tree ?? "";
    const columns = outcome.gone ? [{ model: "a", added: [], removed: ["y"], retyped: [] }] : [];
    const evidence: Evidence = { rowCounts: [], columns, selected: [], measuresBefore: [], measuresAfter: [] };
    const verdict: Verdict = {
      id: `v-${tree}-${JSON.stringify(outcome)}`,
      tree,
      against: null,
      verdict: outcome.verdict,
      checks: outcome.unchecked.map((name) => ({ name, status: "not-checked", needed: true, seconds: 0 })),
      findings: [],
      evidence,
    };
    return [{ kind: "checked", verdict, seconds: 0 }];
  }
}

async function play(happenings: readonly Happening[], solo: boolean): Promise<{ world: World; state: RequestState }> {
  await using store = await sqliteStore(":memory:", () => "2026-01-01T00:00:00.000Z");
  const world = new World(store, solo);
  const received = { text: "x", raw: "x", sanitised: [], requester: world.people[0] as Person, channel: "cli", solo };
  await store.append({ actor: "ana", request: ID, events: [{ kind: "request-received", ...received }] });
  for (const what of happenings) {
    // What may not happen is refused; what happens after that must still hold.
    await world.happens(what).catch(() => undefined);
  }
  return { world, state: await world.state() };
}

/** Who let it through, found without the product's own reasoning: from what the change is, and who really said yes. */
function judge(world: World, state: RequestState): string {
  const [made, ...more] = world.merges;
  if (!made) return "nothing";
  expect(more).toEqual([]);
  const { plan, verdict } = state;
  const base = POLICIES[bases.indexOf(made.base)];
  if (!plan || !verdict || !base) throw new Error("it was merged without a plan, a verdict or a base");
  const content = contentOf.get(made.head);

  expect(made.tree).toBe([...patches.values()].find(({ commit }) => commit === made.head)?.tree);
  expect(verdict.tree).toBe(made.tree);
  expect(verdict.verdict).not.toBe("failed");
  const unchecked = verdict.checks.map(({ name }) => name);
  expect(unchecked).not.toContain("dbt build");
  expect(world.wereFrozen).toBe(false);

  const isGone = verdict.evidence.columns.length > 0;
  const takesAway = plan.effects.destroyed.length > 0 || isGone;
  const isAuto =
    !takesAway &&
    content !== "by hand" &&
    (!plan.effects.schemaChange || base.schemaTier === "auto") &&
    (unchecked.length === 0 || base === POLICIES[1]);
  if (isAuto) return "a rule";
  const needed = takesAway && !state.solo ? base.approvers : 1;
  const yeses = world.yeses.filter(
    (yes) =>
      yes.plan === plan.hash &&
      yes.content === content &&
      (yes.verdict === verdict.id || unchecked.every((check) => yes.unchecked.includes(check))) &&
      (state.solo || !state.wordsBy.includes(yes.by)),
  );
  const people = new Set(yeses.map(({ by }) => by));
  expect(people.size).toBeGreaterThanOrEqual(needed);
  const isCarried = !yeses.some((yes) => yes.verdict === verdict.id);
  return isCarried ? "carried" : `${people.size} of ${needed}`;
}

describe("whatever happens in whatever order", () => {
  it("nothing is merged that no rule and not enough other people approved, and nothing in a freeze", async () => {
    const ways = new Map<string, number>();

    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 40, maxLength: 90 }), fc.nat(5), async (happenings, luck) => {
        const { world, state } = await play(happenings, luck === 0);
        const way = `${judge(world, state)}${state.solo ? ", solo" : ""}`;
        ways.set(way, (ways.get(way) ?? 0) + 1);
      }),
      { numRuns: 150, seed: 14 },
    );

    // A walk that never gets there would show nothing.
    for (const way of ["a rule", "1 of 1", "2 of 2", "carried", "1 of 1, solo"])
      expect([...ways.keys()]).toContain(way);
  }, 300_000);
});
