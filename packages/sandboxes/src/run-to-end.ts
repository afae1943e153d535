import type { Exit, Limit, Running, RunOptions } from "./sandbox.ts";

const OUTPUT_MIB = 16;

/** Reads what a command prints until it has ended; ends it when it prints too much, or is told to stop. */
export async function runToEnd(running: Running, options: Omit<RunOptions, "folder">): Promise<Exit> {
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const most = (options.outputMiB ?? OUTPUT_MIB) * 1024 ** 2;
  let size = 0;
  let limit: Limit | undefined;
  for (const name of ["stdout", "stderr"] as const) {
    running[name].on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) chunks[name].push(chunk);
      else if (limit === undefined) {
        limit = "output";
        running.end("output");
      }
      if (name === "stderr") options.onError?.(chunk.toString("utf8"));
    });
  }
  const aborted = () => running.end();
  options.signal?.addEventListener("abort", aborted, { once: true });
  if (options.signal?.aborted) aborted();
  try {
    running.stdin.on("error", () => undefined); // It may end before it reads.
    running.stdin.end(options.input ?? "");
    const ended = await running.ended;
    const why = limit ?? ended.limit;
    const bytes = Buffer.concat(chunks.stdout);
    return {
      code: ended.code,
      ...(why ? { limit: why } : {}),
      bytes,
      // Only when somebody asks: an archive is no text, and a text has a greatest length.
      get stdout() {
        return bytes.toString("utf8");
      },
      stderr: Buffer.concat(chunks.stderr).toString("utf8"),
    };
  } finally {
    options.signal?.removeEventListener("abort", aborted);
  }
}
