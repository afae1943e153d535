import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** Two database files of the same name in a folder of their own. */
export class TwoDatabases implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "throughline-two-databases-"));
  readonly before = join(this.folder, "before", "shop.duckdb");
  readonly after = join(this.folder, "after", "shop.duckdb");

  /** Writes both, anew: each is what its statements make of an empty database. */
  async write(before: readonly string[], after: readonly string[]): Promise<void> {
    for (const [side, statements] of [
      ["before", before],
      ["after", after],
    ] as const) {
      rmSync(join(this.folder, side), { recursive: true, force: true });
      mkdirSync(join(this.folder, side));
      const instance = await DuckDBInstance.create(this[side]);
      const connection = await instance.connect();
      try {
        for (const statement of statements) await connection.run(statement);
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
