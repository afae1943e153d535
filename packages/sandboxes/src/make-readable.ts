import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

const READ = 0o444;
const ENTER = 0o111;

/** Lets every user read a folder that this process made: whoever works in a box is none that this machine knows. */
export function makeReadable(folder: string): void {
  const { mode } = lstatSync(folder);
  chmodSync(folder, (mode & 0o777) | READ | ENTER);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile()) chmodSync(path, (lstatSync(path).mode & 0o777) | READ);
  }
}
