import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fstatSync,
  openSync,
  readSync,
  rmSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { fail } from "../failures.ts";

/** Whoever may write where tools make things can leave a link in a file's place, and change it while one looks. */
const NEVER_FOLLOW = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const CHUNK = 8 * 1024 ** 2;

/** Puts a copy of a file of this machine where the tools may change it, in place of a file or a link. */
export function putIn(from: string, to: string): void {
  removeMade(to);
  copyFileSync(from, to, constants.COPYFILE_EXCL);
  const descriptor = openSync(to, NEVER_FOLLOW);
  try {
    fchmodSync(descriptor, 0o666);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Copies what tools made to where only this machine writes, and says whether there is such a file. Only the copy is looked at:
 * it is a plain file, stays as it is, and belongs to this user.
 */
export function takeOut(from: string, to: string): boolean {
  const descriptor = openMade(from);
  if (descriptor === undefined) return false;
  try {
    if (!fstatSync(descriptor).isFile()) throw fail("environment.not-plain", { file: from });
    rmSync(to, { force: true });
    copyAll(descriptor, to);
    return true;
  } finally {
    closeSync(descriptor);
  }
}

/** Removes a file or a link. Of a folder nothing: what is in it could be another's by the time that it is removed. */
export function removeMade(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    if (code === "EISDIR" || code === "EPERM") throw fail("environment.not-plain", { file }, error);
    throw error;
  }
}

function openMade(file: string): number | undefined {
  try {
    return openSync(file, NEVER_FOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "ELOOP" || code === "ENXIO") throw fail("environment.not-plain", { file }, error);
    throw error;
  }
}

function copyAll(from: number, to: string): void {
  const target = openSync(to, "wx", 0o644);
  const chunk = Buffer.allocUnsafe(CHUNK);
  try {
    for (let read = readSync(from, chunk); read > 0; read = readSync(from, chunk)) {
      for (let written = 0; written < read; ) written += writeSync(target, chunk, written, read - written);
    }
  } finally {
    closeSync(target);
  }
}
