import { Failure, type FailureData } from "./failure.ts";

/** How the operating system, SQLite, DuckDB, git and Python each say that there is no room, or the disk does not work. */
const DISK =
  /\bENOSPC\b|\bEDQUOT\b|\bEIO\b|no space left on device|database or disk is full|disk quota exceeded|disk I\/O error/i;

/** How they say that nothing may be written. */
const READ_ONLY = /\bEROFS\b|\bEACCES\b|\bEPERM\b|read-only file system|readonly database/i;

/** Whether a text of a tool says that the disk is full or broken: that is nothing that the change did. */
export function blamesDisk(text: string): boolean {
  return DISK.test(text);
}

/**
 * Whatever was thrown, as a failure. A disk that is full, fails or cannot be written is the world's, wherever it was noticed and by
 * which tool; what is left is a bug, told as `code` with all that is known of it.
 */
export function failureOf(error: unknown, code: string): FailureData {
  const known = error instanceof Failure ? error.toData() : undefined;
  const text = known?.message ?? (error instanceof Error ? error.message : String(error));
  const said = `${text} ${error instanceof Error && "code" in error ? error.code : ""}`;
  if (blamesDisk(said)) {
    return {
      code: "machine.disk",
      message: `writing: the disk is full, or fails (${firstLine(text)})`,
      hint: "Free some space and give the same command again: it goes on from what was finished.",
      retry: "later",
    };
  }
  if (known) return known;
  if (READ_ONLY.test(said)) {
    return {
      code: "machine.read-only",
      message: `writing: it is not allowed (${firstLine(text)})`,
      hint: "Throughline writes below .throughline in the project's folder: make it writable, then give the same command again.",
      retry: "later",
    };
  }
  return {
    code,
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    hint: "This is a defect of Throughline. Please report it with the text above.",
    retry: "never",
  };
}

/**
 * Whether a failure is the machine's: its disk, or the sandbox that it has or has not. No request failed by it, and each goes on
 * from where it was.
 */
export function isOfMachine({ code }: FailureData): boolean {
  return code.startsWith("machine.") || code.startsWith("sandbox.");
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
