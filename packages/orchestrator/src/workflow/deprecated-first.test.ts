import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Intent, ReleaseManifest } from "@throughline/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Policy } from "../policy/policy.ts";
import { whyNotRemovedYet } from "./deprecated-first.ts";

const MODEL = "bi/Sales.SemanticModel";
const removing: Intent = { kind: "remove-measure", measure: { table: "Sales", measure: "Total" } };
const layout = { semanticModels: [{ folder: MODEL, reports: [] }] };

describe("what is to be removed", () => {
  let warehouse: string;
  beforeEach(() => {
    warehouse = mkdtempSync(join(tmpdir(), "throughline-deprecated-"));
  });
  afterEach(() => rmSync(warehouse, { recursive: true, force: true }));

  /** Releases on the first, second … of March; true where the measure is deprecated in it. */
  function releases(...deprecated: boolean[]): void {
    for (const [at, isDeprecated] of deprecated.entries()) {
      const folder = join(warehouse, "releases", String(at + 1));
      const tables = join(folder, "models", MODEL, "definition", "tables");
      mkdirSync(tables, { recursive: true });
      const annotation = isDeprecated ? "\n\t\tannotation throughline_deprecated = true\n" : "";
      writeFileSync(join(tables, "Sales.tmdl"), `table Sales\n\n\tmeasure Total = 1\n${annotation}`);
      writeFileSync(join(folder, "models", MODEL, "definition", "model.tmdl"), "model Model\n\nref table Sales\n");
      const manifest: ReleaseManifest = {
        release: at + 1,
        dataVersion: 1,
        predecessor: at === 0 ? null : at,
        builtOn: null,
        request: null,
        commit: "c",
        tree: "t",
        verdict: null,
        database: "d",
        warehouseHash: "w",
        modelHash: "m",
        ledgerHead: "0",
        builtAt: `2026-03-0${at + 1}T12:00:00.000Z`,
      };
      writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    }
    symlinkSync(join("releases", String(deprecated.length)), join(warehouse, "production"));
  }

  function asked(on: string, destructive: object = {}, intent = removing) {
    const policy = Policy.parse({ version: 1, destructive });
    return whyNotRemovedYet({ warehouse, layout }, intent, policy, `${on}T12:00:00.000Z`);
  }

  it("may go once production says that it is deprecated", () => {
    releases(false, true);

    expect(asked("2026-03-02")).toBeUndefined();
  });

  it("may not go before, and is told what to ask", () => {
    releases(true, false);

    expect(asked("2026-03-02")).toMatchObject({
      code: "policy.deprecate-first",
      hint: expect.stringContaining('"deprecate Total"'),
    });
    expect(asked("2026-03-02", { deprecateFirst: false })).toBeUndefined();
    expect(asked("2026-03-02", {}, { ...removing, measure: { table: "Sales", measure: "Other" } })).toBeDefined();
  });

  it.each([
    ["2026-03-06", "2026-03-07"],
    ["2026-03-07", undefined],
  ])("must be deprecated without a gap for as long as the policy wants: asked on %s, wait until %s", (on, until) => {
    releases(true, false, true, true);

    const refusal = asked(on, { deprecatedFor: 4 });
    if (until === undefined) expect(refusal).toBeUndefined();
    else
      expect(refusal).toMatchObject({
        reason: expect.stringContaining("2026-03-03"),
        hint: expect.stringContaining(until),
      });
  });

  it("is anybody's to remove while there is no production, and other changes are no removal", () => {
    expect(asked("2026-03-02")).toBeUndefined();
    releases(false);
    expect(asked("2026-03-02", {}, { ...removing, kind: "rename-measure", name: "New" } as Intent)).toBeUndefined();
  });
});
