import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { storeContract } from "../store.contract.ts";
import { sqliteStore } from "./sqlite-store.ts";

const NOW = () => "2026-01-01T00:00:00.000Z";

storeContract("SQLite", async () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-store-"));
  return {
    open: (now = NOW) => sqliteStore(join(folder, "store.db"), now),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
});

it("refuses a store that a newer version wrote, and leaves it as it is", async () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-store-"));
  const file = join(folder, "store.db");
  const database = new DatabaseSync(file);
  database.exec("pragma user_version = 999");
  database.close();

  await expect(sqliteStore(file, NOW)).rejects.toMatchObject({ code: "store.newer" });

  rmSync(folder, { recursive: true, force: true });
});
