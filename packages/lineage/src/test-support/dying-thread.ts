import { parentPort } from "node:worker_threads";
import type { ReadingJob } from "../dbt/dbt-facts.ts";

/** A thread that ends in the middle of a model that says so. */
parentPort?.on("message", ({ sql }: ReadingJob) => {
  if (sql.includes("/* end here */")) process.exit(1);
});
await import("../host/reading-thread.ts");
