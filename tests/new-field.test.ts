import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { release, taxiWorld, toolsMissing, type World } from "./world.ts";

describe.skipIf(toolsMissing)(
  `a field of the files that is not loaded yet${toolsMissing ? ` (${toolsMissing})` : ""}`,
  () => {
    let world: World;
    beforeAll(() => {
      world = taxiWorld({ rows: 1000 });
    });
    afterAll(() => world?.[Symbol.dispose]());

    it("comes through loader, source, staging, mart and model as one change that a person lets through, for old rows too", async () => {
      const state = release(world, "add the congestion_surcharge field from the source");

      expect(state).toMatchObject({
        status: "released",
        plan: { tier: "manual", layers: expect.arrayContaining(["loader", "transform", "semantic-model"]) },
        release: { dataVersion: 2 },
      });
      const instance = await DuckDBInstance.create(world.production.require().databaseFile, {
        access_mode: "READ_ONLY",
      });
      const connection = await instance.connect();
      const { rows } = {
        rows: (
          await connection.runAndReadAll("select count(*), count(congestion_surcharge) from fct_trips")
        ).getRowsJson(),
      };
      connection.closeSync();
      instance.closeSync();
      const [all, filled] = (rows[0] ?? []).map(Number);
      expect(all).toBe(1000);
      expect(filled).toBeGreaterThan(0);
    });
  },
);
