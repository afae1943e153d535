import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEnvironment } from "../environments/environment.ts";
import { makePlace } from "../environments/place.ts";
import { builtVerdict } from "../operations/set-up.ts";
import { discardCandidate, discardCandidates, findCandidate, keepCandidate, setAside } from "./candidate.ts";

const TREE = "1".repeat(40);

describe("what the checks built", () => {
  let root: string;
  let warehouse: string;
  const verdict = builtVerdict(TREE, []);
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "throughline-candidate-"));
    warehouse = join(root, "warehouse");
    const environment = openEnvironment({
      folder: join(root, "environment"),
      place: makePlace(join(root, "place")),
      prefix: "",
      layout: { semanticModels: [] },
      database: "shop",
    });
    writeFileSync(environment.databaseFile, "as built");
    setAside(environment);
    writeFileSync(environment.databaseFile, "and built upon");
    await keepCandidate(warehouse, environment, verdict);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const kept = () => join(warehouse, "candidates", verdict.id, "shop.duckdb");

  it("is found by its verdict, as it was before later checks ran on top of it", async () => {
    const candidate = await findCandidate(warehouse, verdict);

    expect(candidate?.manifest.database).toBe("shop");
    expect(readFileSync(candidate?.databaseFile ?? "", "utf8")).toBe("as built");
  });

  it.each<[string, () => void]>([
    ["its file has changed", () => appendFileSync(kept(), "!")],
    ["its file is gone", () => rmSync(kept())],
    ["it was not finished", () => rmSync(join(warehouse, "candidates", verdict.id, "candidate.json"))],
    ["it was taken away", () => discardCandidate(warehouse, verdict.id)],
  ])("is not found when %s", async (_, happens) => {
    happens();

    expect(await findCandidate(warehouse, verdict)).toBeUndefined();
  });

  it("is not found for another tree, or another production, under the same id", async () => {
    expect(await findCandidate(warehouse, { ...verdict, tree: "2".repeat(40) })).toBeUndefined();
    expect(await findCandidate(warehouse, { ...verdict, against: "7" })).toBeUndefined();
  });

  it("goes when no open request has its verdict", () => {
    discardCandidates(warehouse, new Set([verdict.id]));
    expect(existsSync(kept())).toBe(true);

    discardCandidates(warehouse, new Set());
    expect(existsSync(kept())).toBe(false);
  });
});
