import { parentPort, workerData } from "node:worker_threads";
import { ModelReader, type ReadingJob } from "../dbt/dbt-facts.ts";
import type { DbtProject } from "../dbt/read-manifest.ts";
import type { JobAnswer } from "./read-in-threads.ts";

/** A thread that reads one model after the other, each over the columns that it is told. */
const reader = new ModelReader(workerData as DbtProject);

/** A model reads what it does not say it reads: of which columns that is, only who reads in order knows. */
class Unsaid extends Error {}

parentPort?.on("message", ({ id, sql, known }: ReadingJob) => {
  const byNode = new Map(known.map((relation) => [relation.node, relation]));
  const answer = (): JobAnswer => {
    try {
      const read = reader.read(id, sql, ({ node }) => {
        const relation = byNode.get(node);
        if (!relation) throw new Unsaid();
        return relation;
      });
      return { read };
    } catch (error) {
      if (error instanceof Unsaid) return {};
      throw error;
    }
  };
  parentPort?.postMessage(answer());
});
parentPort?.postMessage({} satisfies JobAnswer);
