import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface LogLine {
  readonly at: string;
  readonly level: "info" | "error";
  readonly request: string | null;
  readonly stage: string | null;
  readonly message: string;
}

/** Structured logs: one JSON line each, one file a request, so that `throughline logs <id>` is one read. */
export interface Log {
  write(line: Omit<LogLine, "at">): void;
  read(request: string): readonly LogLine[];
}

export function fileLog(state: string, now: () => string): Log {
  const folder = join(state, "logs");
  const file = (request: string | null) => join(folder, `${request ?? "project"}.jsonl`);
  return {
    write(line) {
      // A log that cannot be written stops nobody's work: what must not be lost is in the ledger.
      try {
        appendFileSync(file(line.request), `${JSON.stringify({ at: now(), ...line })}\n`);
      } catch (error) {
        if (!(error instanceof Error && "code" in error)) throw error;
      }
    },
    read(request) {
      if (!existsSync(file(request))) return [];
      return readFileSync(file(request), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as LogLine);
    },
  };
}
