import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STAGES } from "../state/event.ts";
import type { Job } from "../stores/store.ts";
import { startableJobs } from "./startable-jobs.ts";

const job = (request: string, stage: string): Job => ({ request, stage, version: 1 });
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
    ["do not land while another compares", [job("a", "merge")], [job("b", "check")], ""],
    ["begin no comparison when one is ready to land", [job("a", "merge"), job("c", "check")], [job("b", "check")], ""],
  ])("%s", (_, queued, running, expected) => {
    expect(names(startableJobs(queued, running, 2))).toBe(expected);
  });

  it("never move main and production under a comparison, and always get on, whatever is queued", () => {
    const stage = fc.constantFrom(...STAGES.filter((name) => name !== "intake"));
    fc.assert(
      fc.property(
        fc.array(stage, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        (stages, capacity) => {
          const queued = stages.map((name, at) => job(`r${at}`, name));
          const running: Job[] = [];
          // Jobs end in any order; here the oldest does.
          for (let left = queued.length; left > 0; ) {
            running.push(...startableJobs(queued, running, capacity));
            expect(running.length).toBeGreaterThan(0);
            expect(running.length).toBeLessThanOrEqual(capacity);
            const at = (...names: string[]) => running.filter((one) => names.includes(one.stage)).length;
            expect(at("merge")).toBeLessThanOrEqual(1);
            expect(at("release", "verify")).toBeLessThanOrEqual(1);
            expect(at("merge", "release", "verify") === 0 || at("plan", "check") === 0).toBe(true);
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
