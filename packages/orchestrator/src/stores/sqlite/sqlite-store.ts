import { canonical } from "@throughline/contracts";
import { Kysely, type Transaction } from "kysely";
import { fail } from "../../errors/failures.ts";
import { GENESIS, hashOf, type LedgerEntry } from "../../ledger/entry.ts";
import { LedgerEvent } from "../../state/event.ts";
import { applyEvent, type RequestState } from "../../state/request-state.ts";
import { type Append, isRequestEvent, type PullRequest, type Store } from "../store.ts";
import { nodeSqliteDialect } from "./node-sqlite-dialect.ts";
import { migrate, type Tables } from "./schema.ts";

/** A store in one SQLite file, for any number of processes on one machine. `now` gives ISO times. */
export async function sqliteStore(file: string, now: () => string): Promise<Store> {
  const database = new Kysely<Tables>({ dialect: nodeSqliteDialect(file) });
  await migrate(database);

  async function append({ actor, request, events, expectedVersion }: Append): Promise<LedgerEntry[]> {
    return database.transaction().execute(async (transaction) => {
      const row = request === null ? undefined : await readState(transaction, request);
      if (expectedVersion !== undefined && row?.version !== expectedVersion)
        throw fail("request.moved", { id: request ?? "" });
      const at = now();
      let state = row;
      const written: LedgerEntry[] = [];
      for (const event of events) {
        const entry = await writeEntry(transaction, { at, actor, request, event });
        written.push(entry);
        if (isRequestEvent(event)) {
          if (request === null) throw new Error(`${event.kind} belongs to a request`);
          state = applyEvent(state, { request, at, event });
        }
      }
      if (state && state !== row) await writeState(transaction, state);
      return written;
    });
  }

  return {
    append,
    async request(id) {
      return readState(database, id);
    },
    async requests(filter = {}) {
      let query = database.selectFrom("requests").select("state").orderBy("received_at", "desc").orderBy("id", "desc");
      if (filter.status) query = query.where("status", "in", filter.status);
      if (filter.requester !== undefined) query = query.where("requester", "=", filter.requester);
      return (await query.execute()).map((row) => JSON.parse(row.state) as RequestState);
    },
    async jobs() {
      return database
        .selectFrom("jobs")
        .innerJoin("requests", "requests.id", "jobs.request")
        .select(["jobs.request", "jobs.stage", "jobs.version", "jobs.behind"])
        .orderBy("requests.received_at")
        .orderBy("jobs.request")
        .execute();
    },
    async ledger(filter = {}) {
      let query = database.selectFrom("ledger").selectAll().orderBy("seq");
      if (filter.request !== undefined) query = query.where("request", "=", filter.request);
      if (filter.kinds) query = query.where("kind", "in", filter.kinds);
      return (await query.execute()).map(({ kind: _, event, ...row }) => ({
        ...row,
        event: JSON.parse(event) as LedgerEvent,
      }));
    },
    async head() {
      return readHead(database);
    },
    async takeLease(name, holder, isAlive) {
      // Who only waits reads: many who look often must not keep the writer from writing.
      const seen = await database.selectFrom("leases").selectAll().where("name", "=", name).executeTakeFirst();
      if (seen) {
        const held = { pid: seen.pid, bootId: seen.boot_id, started: seen.started };
        if (held.pid !== holder.pid && isAlive(held)) return { taken: false, holder: held };
      }
      return database.transaction().execute(async (transaction) => {
        const row = await transaction.selectFrom("leases").selectAll().where("name", "=", name).executeTakeFirst();
        const held = row && { pid: row.pid, bootId: row.boot_id, started: row.started };
        const own = held && held.pid === holder.pid && held.bootId === holder.bootId && held.started === holder.started;
        if (held && !own && isAlive(held)) return { taken: false, holder: held };
        const lease = { name, pid: holder.pid, boot_id: holder.bootId, started: holder.started };
        await transaction
          .insertInto("leases")
          .values(lease)
          .onConflict((on) => on.column("name").doUpdateSet(lease))
          .execute();
        return { taken: true, holder };
      });
    },
    async dropLease(name, holder) {
      await database.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom("leases")
          .where("name", "=", name)
          .where("pid", "=", holder.pid)
          .where("started", "=", holder.started)
          .execute();
      });
    },
    async pullRequests() {
      const rows = await database.selectFrom("pull_requests").selectAll().orderBy("number").execute();
      return rows.map(toPullRequest);
    },
    async savePullRequest(pullRequest) {
      return database.transaction().execute(async (transaction) => {
        const { mergeCommit, ...rest } = pullRequest;
        const existing = await transaction
          .selectFrom("pull_requests")
          .select("number")
          .where("marker", "=", pullRequest.marker)
          .executeTakeFirst();
        const last = await transaction
          .selectFrom("pull_requests")
          .select((expression) => expression.fn.max("number").as("number"))
          .executeTakeFirst();
        const row = { ...rest, merge_commit: mergeCommit, number: existing?.number ?? (last?.number ?? 0) + 1 };
        await transaction
          .insertInto("pull_requests")
          .values(row)
          .onConflict((on) => on.column("number").doUpdateSet(row))
          .execute();
        return toPullRequest(row);
      });
    },
    async [Symbol.asyncDispose]() {
      await database.destroy();
    },
  };
}

type Reader = Kysely<Tables> | Transaction<Tables>;

async function readState(database: Reader, id: string): Promise<RequestState | undefined> {
  const row = await database.selectFrom("requests").select("state").where("id", "=", id).executeTakeFirst();
  return row && (JSON.parse(row.state) as RequestState);
}

async function readHead(database: Reader): Promise<{ seq: number; hash: string }> {
  const row = await database
    .selectFrom("ledger")
    .select(["seq", "hash"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? { seq: 0, hash: GENESIS };
}

async function writeEntry(
  transaction: Transaction<Tables>,
  content: Omit<LedgerEntry, "seq" | "previous" | "hash">,
): Promise<LedgerEntry> {
  const head = await readHead(transaction);
  // What JSON drops must not be hashed: the entry is hashed as it will be read back.
  // And nothing that is no event may get into the record.
  const event = LedgerEvent.parse(JSON.parse(canonical(content.event)));
  const linked = { ...content, event, seq: head.seq + 1, previous: head.hash };
  const entry = { ...linked, hash: hashOf(linked) };
  await transaction
    .insertInto("ledger")
    .values({ ...entry, kind: event.kind, event: canonical(event) })
    .execute();
  return entry;
}

/** The request's row and its job: there is a job exactly while it is running. */
async function writeState(transaction: Transaction<Tables>, state: RequestState): Promise<void> {
  const row = {
    id: state.id,
    version: state.version,
    status: state.status,
    stage: state.stage,
    requester: state.requester.id,
    received_at: state.receivedAt,
    state: JSON.stringify(state),
  };
  await transaction
    .insertInto("requests")
    .values(row)
    .onConflict((on) => on.column("id").doUpdateSet(row))
    .execute();
  if (state.status === "running") {
    const behind = state.verdict?.coupledTo?.request ?? null;
    const job = { request: state.id, stage: state.stage, version: state.version, behind };
    await transaction
      .insertInto("jobs")
      .values(job)
      .onConflict((on) => on.column("request").doUpdateSet(job))
      .execute();
  } else {
    await transaction.deleteFrom("jobs").where("request", "=", state.id).execute();
  }
}

function toPullRequest(row: Tables["pull_requests"]): PullRequest {
  const { merge_commit: mergeCommit, state, ...rest } = row;
  return { ...rest, mergeCommit, state: state as PullRequest["state"] };
}
