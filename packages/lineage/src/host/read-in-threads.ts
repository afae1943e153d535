import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type LineageInputs, projectOf, stitch } from "../build-graph.ts";
import { type FactsCache, FactsReader, type ReadFacts, type ReadingJob } from "../dbt/dbt-facts.ts";
import type { DbtProject, DbtRelation } from "../dbt/read-manifest.ts";
import type { LineageGraph } from "../graph.ts";

/** Measured on two cores: with fewer models to read, loading the parser in each thread takes longer than what they save. */
const WORTH_THREADS = 4000;

const DIED = "the thread that read its SQL ended";

export interface ThreadOptions {
  /** How many; each holds a parser of its own. */
  readonly threads?: number;
  /** With fewer models to read, this thread reads them. */
  readonly worthThreads?: number;
  /** The program of a thread. */
  readonly program?: URL;
}

/** What a thread answers: nothing, when it is ready, and where a model reads more than it says. */
export interface JobAnswer {
  readonly read?: ReadFacts;
}

const PROGRAM = new URL(
  import.meta.url.endsWith(".ts") ? "./reading-thread.ts" : "./reading-thread.js",
  import.meta.url,
);

/**
 * The graph that `buildGraph` makes, of which several threads read the SQL where there is much that the cache does not have. A
 * model at which a thread dies is unresolved; everything else that threads do not read is read here.
 */
export async function buildGraphInThreads(
  inputs: LineageInputs,
  cache: FactsCache = new Map(),
  { threads = availableParallelism(), worthThreads = WORTH_THREADS, program = PROGRAM }: ThreadOptions = {},
): Promise<LineageGraph> {
  const project = projectOf(inputs);
  const died = new Map<string, ReadFacts>();
  const known: FactsCache = {
    get: (key) => died.get(key) ?? cache.get(key),
    // A death says nothing of the next time.
    set: (key, facts) => void (died.has(key) || cache.set(key, facts)),
  };
  const queue = new ReadingQueue(project, known);
  if (threads > 1 && queue.left >= worthThreads) {
    const skeleton = {
      dialect: project.dialect,
      relations: project.relations.map(({ sql: _, ...relation }) => relation),
    };
    // What a thread prints of its end would be noise in somebody's answer.
    const open = () => new Worker(fileURLToPath(program), { workerData: skeleton, stderr: true });
    await readAll(queue, threads, open, ({ key }) => died.set(key, { problem: DIED }));
  }
  return stitch(inputs, project, known);
}

/** Ends when nothing is left, or no thread is. A thread is busy with a model, waits for one, or is still starting. */
function readAll(
  queue: ReadingQueue,
  threads: number,
  open: () => Worker,
  died: (job: ReadingJob) => void,
): Promise<void> {
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const next of [...waiting]) {
      waiting.delete(next);
      next();
    }
  };
  return new Promise((resolve) => {
    let running = 0;
    const start = (): void => {
      running += 1;
      const worker = open();
      let job: ReadingJob | undefined;
      const next = (): void => {
        job = queue.take();
        if (job) worker.postMessage(job);
        else if (queue.isDone) void worker.terminate();
        else waiting.add(next);
      };
      worker.on("message", ({ read }: JobAnswer) => {
        if (job) queue.settle(job, read);
        next();
        wake();
      });
      // Its exit follows.
      worker.on("error", () => undefined);
      worker.once("exit", () => {
        waiting.delete(next);
        running -= 1;
        if (job) {
          died(job);
          queue.settle(job, { problem: DIED });
          if (!queue.isDone) start();
          wake();
        }
        if (running === 0) resolve();
      });
    };
    for (let at = 0; at < threads; at += 1) start();
  });
}

/** Models in an order in which each comes after all that it reads. What refers to itself by way of others never comes. */
class ReadingQueue {
  readonly #reader: FactsReader;
  readonly #cache: FactsCache;
  readonly #waitsFor = new Map<string, number>();
  readonly #readBy = new Map<string, DbtRelation[]>();
  readonly #byId: ReadonlyMap<string, DbtRelation>;
  readonly #ready: ReadingJob[] = [];
  #taken = 0;
  /** Models that nothing is known of yet. */
  left = 0;

  constructor(project: DbtProject, cache: FactsCache) {
    this.#reader = new FactsReader(project, cache);
    this.#cache = cache;
    this.#byId = new Map(project.relations.map((relation) => [relation.id, relation]));
    const free: DbtRelation[] = [];
    for (const relation of project.relations) {
      if (relation.sql !== undefined) this.left += 1;
      const refs = new Set(relation.refs.filter((ref) => ref !== relation.id && this.#byId.has(ref)));
      this.#waitsFor.set(relation.id, refs.size);
      for (const ref of refs) this.#readBy.set(ref, [...(this.#readBy.get(ref) ?? []), relation]);
      if (refs.size === 0) free.push(relation);
    }
    this.#offer(free);
  }

  get isDone(): boolean {
    return this.#ready.length === 0 && this.#taken === 0;
  }

  take(): ReadingJob | undefined {
    const job = this.#ready.shift();
    if (job) this.#taken += 1;
    return job;
  }

  /** Without an answer the model is read by whoever stitches, and so is all that reads it. */
  settle({ id, key }: ReadingJob, read: ReadFacts | undefined): void {
    this.#taken -= 1;
    const relation = this.#byId.get(id);
    if (!read || !relation) return;
    this.#cache.set(key, read);
    this.left -= 1;
    this.#reader.settle(relation, read);
    this.#offer(this.#freedBy(relation));
  }

  #offer(relations: readonly DbtRelation[]): void {
    const free = [...relations];
    for (let relation = free.pop(); relation; relation = free.pop()) {
      const job = this.#reader.job(relation);
      const known = job && this.#cache.get(job.key);
      if (job && !known) this.#ready.push(job);
      else {
        if (job) this.left -= 1;
        this.#reader.settle(relation, known);
        free.push(...this.#freedBy(relation));
      }
    }
  }

  #freedBy({ id }: DbtRelation): readonly DbtRelation[] {
    return (this.#readBy.get(id) ?? []).filter((reader) => {
      const waits = (this.#waitsFor.get(reader.id) ?? 0) - 1;
      this.#waitsFor.set(reader.id, waits);
      return waits === 0;
    });
  }
}
