import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fail } from "../errors/failures.ts";
import type { Secret } from "./secret.ts";

/** The kind that Linux gives for a file system that is in memory (linux/magic.h, TMPFS_MAGIC). */
const TMPFS = 0x01021994;

/** Files that hold secrets, in memory: they are on no disk, in no environment, and gone when this is closed. */
export interface SecretFiles extends Disposable {
  readonly folder: string;
}

/** Writes each secret to a file of its name, readable by this user alone. Fails where there is no folder in memory. */
export function secretFiles(files: ReadonlyMap<string, string | Secret>, memory = "/dev/shm"): SecretFiles {
  if (!isInMemory(memory)) throw fail("secret.no-memory", { folder: memory });
  const folder = mkdtempSync(join(memory, "throughline-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    chmodSync(folder, 0o700);
    for (const [name, content] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true, mode: 0o700 });
      const text = typeof content === "string" ? content : content.reveal();
      writeFileSync(join(folder, name), text, { mode: 0o600, flag: "wx" });
    }
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, [Symbol.dispose]: remove };
}

function isInMemory(folder: string): boolean {
  try {
    return statfsSync(folder).type === TMPFS;
  } catch {
    return false;
  }
}
