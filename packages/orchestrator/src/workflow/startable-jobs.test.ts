import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STAGES } from "../state/event.ts";
import type { Job } from "../stores/store.ts";
import { startableJobs } from "./startable-jobs.ts";

const job = (request: string, stage: string, behind: string | null = null): Job => ({
  request,
  stage,
  version: 1,
  behind,
});
const names = (jobs: readonly Job[]) => jobs.map(({ request }) => request).join(" ");

describe("the jobs that may start", () => {
  it.each<[string, Job[], Job[], string]>([
    [
      "are as many as there is capacity, oldest first",
      [job("a", "check"), job("b", "plan"), job("c", "author")],
      [],
      "a b",
    ],
    ["are none of a request that works already", [job("a", "check")], [job("a", "check")], ""],
    ["leave room for what runs", [job("a", "check"), job("b", "check")], [job("c", "author")], "a"],
    ["compare nothing while another request lands", [job("b", "check"), job("c", "author")], [job("a", "merge")], "c"],
    ["land one request at a time", [job("a", "merge"), job("b", "merge")], [], "a"],
    ["let a merge find out that main moved while another releases", [job("a", "merge"), job("b", "verify")], [], "a b"],
    ["release one request at a time", [job("a", "release"), job("b", "verify")], [], "a"],
    ["do not land while another is planned", [job("a", "merge")], [job("b", "plan")], ""],
    ["land beside a younger one's check", [job("a", "merge"), job("b", "check")], [job("b", "check")], "a"],
    ["begin no comparison when one is ready to land", [job("a", "merge"), job("c", "check")], [job("b", "plan")], ""],
    ["let nothing overtake what is older and checked", [job("a", "check"), job("b", "merge")], [job("a", "check")], ""],
    ["let what is older be checked before it lands", [job("a", "check"), job("b", "merge")], [], "a"],
    ["let nothing land before what it is coupled to", [job("a", "check"), job("b", "merge", "a")], [], "a"],
    ["let what is coupled check beside the other", [job("a", "check"), job("b", "check", "a")], [], "a b"],
    ["let what is coupled go on when the other has ended", [job("b", "merge", "a")], [], "b"],
  ])("%s", (_, queued, running, expected) => {
    expect(names(startableJobs(queued, running, 2))).toBe(expected);
  });

  it("never move main and production under a comparison, and always get on, whatever is queued", () => {
    const stage = fc.constantFrom(...STAGES.filter((name) => name !== "intake"));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(stage, fc.boolean()), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        (stages, capacity) => {
          // Coupled, if at all, to an older one.
          const queued = stages.map(([name, isCoupled], at) =>
            job(`r${at}`, name, isCoupled && at > 0 ? `r${at - 1}` : null),
          );
          const running: Job[] = [];
          // Jobs end in any order; here the oldest does.
          for (let left = queued.length; left > 0; ) {
            const started = startableJobs(queued, running, capacity);
            const isLanding = (one: Job) => ["merge", "release", "verify"].includes(one.stage);
            if (started.some((one) => one.stage === "check"))
              expect([...running, ...started].some(isLanding)).toBe(false);
            running.push(...started);
            expect(running.length).toBeGreaterThan(0);
            expect(running.length).toBeLessThanOrEqual(capacity);
            const at = (...names: string[]) => running.filter((one) => names.includes(one.stage)).length;
            expect(at("merge")).toBeLessThanOrEqual(1);
            expect(at("release", "verify")).toBeLessThanOrEqual(1);
            expect(at("merge", "release", "verify") === 0 || at("plan") === 0).toBe(true);
            const ended = running.shift();
            queued.splice(
              queued.findIndex(({ request }) => request === ended?.request),
              1,
            );
            left -= 1;
          }
        },
      ),
    );
  });
});
