import { type Kysely, sql } from "kysely";
import { fail } from "../../errors/failures.ts";

export interface Tables {
  ledger: {
    seq: number;
    at: string;
    actor: string;
    request: string | null;
    kind: string;
    event: string;
    previous: string;
    hash: string;
  };
  requests: {
    id: string;
    version: number;
    status: string;
    stage: string;
    requester: string;
    received_at: string;
    state: string;
  };
  jobs: { request: string; stage: string; version: number; behind: string | null };
  leases: { name: string; pid: number; boot_id: string; started: string };
  pull_requests: {
    number: number;
    branch: string;
    marker: string;
    title: string;
    body: string;
    head: string;
    state: string;
    merge_commit: string | null;
  };
}

/** Applied in order, once each; a store remembers how many it has. Never changed after a release, only added to. */
const MIGRATIONS: readonly ((database: Kysely<Tables>) => Promise<void>)[] = [
  async (database) => {
    await database.schema
      .createTable("ledger")
      .addColumn("seq", "integer", (column) => column.primaryKey())
      .addColumn("at", "text", (column) => column.notNull())
      .addColumn("actor", "text", (column) => column.notNull())
      .addColumn("request", "text")
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("event", "text", (column) => column.notNull())
      .addColumn("previous", "text", (column) => column.notNull().unique())
      .addColumn("hash", "text", (column) => column.notNull().unique())
      .execute();
    await database.schema.createIndex("ledger_by_request").on("ledger").columns(["request", "seq"]).execute();
    await database.schema
      .createTable("requests")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("stage", "text", (column) => column.notNull())
      .addColumn("requester", "text", (column) => column.notNull())
      .addColumn("received_at", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .execute();
    await database.schema
      .createTable("jobs")
      .addColumn("request", "text", (column) => column.primaryKey().references("requests.id"))
      .addColumn("stage", "text", (column) => column.notNull())
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("queued_at", "text", (column) => column.notNull())
      .execute();
    await database.schema
      .createTable("leases")
      .addColumn("name", "text", (column) => column.primaryKey())
      .addColumn("pid", "integer", (column) => column.notNull())
      .addColumn("boot_id", "text", (column) => column.notNull())
      .addColumn("started", "text", (column) => column.notNull())
      .execute();
    await database.schema
      .createTable("pull_requests")
      .addColumn("number", "integer", (column) => column.primaryKey())
      .addColumn("branch", "text", (column) => column.notNull())
      .addColumn("marker", "text", (column) => column.notNull().unique())
      .addColumn("title", "text", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("head", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("merge_commit", "text")
      .execute();
  },
  // Jobs go in the order of their requests.
  async (database) => {
    await database.schema.alterTable("jobs").dropColumn("queued_at").execute();
  },
  async (database) => {
    await database.schema.alterTable("jobs").addColumn("behind", "text").execute();
  },
];

/** Brings a store to the newest schema; one written by a newer version is refused, not guessed at. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(transaction);
    const found = rows[0]?.user_version ?? 0;
    if (found > MIGRATIONS.length) throw fail("store.newer", { found, known: MIGRATIONS.length });
    for (const migration of MIGRATIONS.slice(found)) await migration(transaction);
    if (found < MIGRATIONS.length) await sql.raw(`pragma user_version = ${MIGRATIONS.length}`).execute(transaction);
  });
}
