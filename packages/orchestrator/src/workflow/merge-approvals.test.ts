import type { Plan, Verdict } from "@throughline/contracts";
import { describe, expect, it } from "vitest";
import type { Decision } from "../policy/decision.ts";
import type { MergeApproval, RequestState } from "../state/request-state.ts";
import { acceptedUnchecked, carriedTo, requireEnoughApprovers, standingApprovals } from "./merge-approvals.ts";

const given: MergeApproval = {
  planHash: "p",
  tree: "t",
  verdict: "v",
  by: { person: "ben" },
  notChecked: [],
  at: "2026-01-01T00:00:00.000Z",
};
const ruff = { name: "ruff", status: "not-checked" as const, needed: true, seconds: 0 };

interface Case {
  readonly approval?: Partial<MergeApproval>;
  readonly state?: Partial<RequestState>;
  readonly plan?: string;
  readonly verdict?: Partial<Verdict>;
  readonly tier?: Decision["tier"];
}

function standing({ approval, state, plan = "p", verdict, tier = "review" }: Case): number {
  const request = {
    wordsBy: ["ana"],
    solo: false,
    review: { tier: "review", rule: "" },
    patch: { commit: "c", files: [] },
    mergeApprovals: [{ ...given, ...approval }],
    ...state,
  } as unknown as RequestState;
  const now = { id: "v", tree: "t", checks: [], ...verdict } as unknown as Verdict;
  return standingApprovals(request, { plan: { hash: plan } as Plan, verdict: now }, { tier } as Decision).length;
}

const rebased = { patch: { commit: "d", files: [], rebasedFrom: "c" } };

describe("a person's approval of a merge", () => {
  it.each<[string, Case]>([
    ["exactly what was approved", {}],
    ["exactly that, at whatever tier by now", { tier: "manual" }],
    ["the same tree, checked again", { verdict: { id: "w" } }],
    ["the same patch on another base", { verdict: { id: "w", tree: "u" }, state: rebased }],
    [
      "what is unchecked as it was when they said so",
      { verdict: { id: "w", checks: [ruff] }, approval: { notChecked: ["ruff"] } },
    ],
    ["one's own words, alone", { state: { wordsBy: ["ben"], solo: true } }],
  ])("stands for %s", (_, of) => {
    expect(standing(of)).toBe(1);
  });

  it.each<[string, Case]>([
    ["another plan", { plan: "q" }],
    ["another tree", { verdict: { id: "w", tree: "u" } }],
    ["another tree under the same verdict", { verdict: { tree: "u" } }],
    ["the same tree at another tier", { verdict: { id: "w" }, tier: "manual" }],
    ["the same patch at another tier", { verdict: { id: "w", tree: "u" }, state: rebased, tier: "manual" }],
    ["what is unchecked and was checked", { verdict: { id: "w", checks: [ruff] } }],
    ["one's own words", { state: { wordsBy: ["ana", "ben"] } }],
    ["a person, when a rule gave it", { approval: { by: { rule: "all-green" } } }],
  ])("does not stand for %s", (_, of) => {
    expect(standing(of)).toBe(0);
  });

  it("is said anew of the tree and verdict it is carried to, with what it accepts", () => {
    const verdict = { id: "w", tree: "u", checks: [ruff] } as unknown as Verdict;

    expect(carriedTo(verdict, [given, { ...given, tree: "u", verdict: "w" }])).toEqual([
      {
        kind: "merge-approved",
        planHash: "p",
        tree: "u",
        verdict: "w",
        by: { person: "ben" },
        notChecked: ["ruff"],
        carriedFrom: "t",
      },
    ]);
  });

  it("accepts what was unchecked of its own tree, and of no other", () => {
    const state = { mergeApprovals: [{ ...given, notChecked: ["ruff"] }] } as unknown as RequestState;

    expect(acceptedUnchecked(state, "t")).toEqual(["ruff"]);
    expect(acceptedUnchecked(state, "u")).toEqual([]);
  });
});

describe("approvers", () => {
  const people = [
    { id: "ana", name: "Ana", roles: ["approver" as const] },
    { id: "ben", name: "Ben", roles: ["administrator" as const] },
    { id: "eve", name: "Eve", roles: ["requester" as const] },
  ];
  const needing = (approvers: number, solo = false) =>
    ({ wordsBy: ["ana"], solo, decision: { approvers } }) as unknown as RequestState;

  it("are enough where the policy's number of others is there, or the project is of one person", () => {
    expect(() => requireEnoughApprovers(people, needing(1))).not.toThrow();
    expect(() => requireEnoughApprovers(people, needing(2, true))).not.toThrow();
  });

  it("are too few where only one other may approve", () => {
    expect(() => requireEnoughApprovers(people, needing(2))).toThrow("lists 1 (ben)");
  });
});
