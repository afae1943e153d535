import { Failure } from "@throughline/contracts";
import { expect, it } from "vitest";
import { fail } from "../failures.ts";
import type { Change, CheckContext } from "./check.ts";
import { pythonLint } from "./python-lint.ts";
import { runChecks } from "./run-checks.ts";

/** No tool is where this points. */
const context = {
  change: { files: [{ path: "a.py", before: null, after: "" }] } as unknown as Change,
  environment: { folder: "/nonexistent", project: "/nonexistent" },
  release: undefined,
  python: "/nonexistent/python",
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

it("does not blame the change when ruff cannot be started", async () => {
  const error = await pythonLint.run(context).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

  expect(error).toBeInstanceOf(Failure);
  expect(error).toMatchObject({ code: "tools.command" });
});
