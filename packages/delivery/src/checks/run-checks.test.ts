import { describe, expect, it } from "vitest";
import { fail } from "../failures.ts";
import type { Change, Check, CheckContext } from "./check.ts";
import { runChecks } from "./run-checks.ts";

const context = {
  change: { files: [{ path: "a.py", before: null, after: "" }] } as unknown as Change,
  environment: { folder: "/nonexistent", project: "/nonexistent" },
  release: undefined,
  progress: () => undefined,
  evidence: { rowCounts: [], columns: [], selected: [], measuresBefore: [], measuresAfter: [] },
} as unknown as CheckContext;

it.each([
  ["a tool that is not there", fail("tools.python-missing", { python: "python3" }), "incomplete"],
  ["what the world said about the change", fail("warehouse.query", { problem: "no such table" }), "failed"],
])("makes the verdict of %s", async (_, failure, verdict) => {
  const check = {
    name: "one",
    unneeded: () => undefined,
    run: () => Promise.reject(failure),
  };

  expect(await runChecks(context, "t1", [check])).toMatchObject({
    verdict,
    checks: [verdict === "incomplete" ? { status: "not-checked", needed: true } : { status: "failed" }],
  });
});

describe("the order of checks", () => {
  /** A check that ends when it is told to, and keeps a log of who started and ended. */
  function told(log: string[], name: string, beside?: Check["beside"]) {
    const { promise, resolve, reject } = Promise.withResolvers<readonly []>();
    const check: Check = {
      name,
      ...(beside && { beside }),
      unneeded: () => undefined,
      run: () => {
        log.push(`${name} starts`);
        return promise.finally(() => log.push(`${name} ends`));
      },
    };
    return { check, end: () => resolve([]), break: (error: unknown) => reject(error) };
  }

  it("is one after the other, with those beside that say what they wait for", async () => {
    const log: string[] = [];
    const [first, second] = [told(log, "first"), told(log, "second")];
    const early = told(log, "early", { after: [] });
    const late = told(log, "late", { after: [first.check] });
    const verdict = runChecks(context, "t1", [first.check, late.check, second.check, early.check]);

    await expect.poll(() => log.toSorted()).toEqual(["early starts", "first starts"]);
    first.end();
    await expect.poll(() => log.slice(2).toSorted()).toEqual(["first ends", "late starts", "second starts"]);
    for (const check of [second, late, early]) check.end();

    expect((await verdict).checks.map(({ name }) => name)).toEqual(["first", "late", "second", "early"]);
  });

  it("lets all end before the machine's trouble in one of them is thrown", async () => {
    const log: string[] = [];
    const first = told(log, "first");
    const late = told(log, "late", { after: [] });
    const verdict = runChecks(context, "t1", [first.check, late.check]);
    const thrown = verdict.catch((error: unknown) => {
      log.push("thrown");
      return error;
    });

    await expect.poll(() => log.length).toBe(2);
    first.break(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }));
    await expect.poll(() => log.at(-1)).toBe("first ends");
    late.end();

    expect(await thrown).toBeInstanceOf(Error);
    expect(log.slice(-2)).toEqual(["late ends", "thrown"]);
  });
});
