import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { ProjectFiles } from "@throughline/contracts";

/** sha256 of a file's bytes, in hexadecimal. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** sha256 over paths and texts, independent of order. */
export function hashFiles(files: ProjectFiles): string {
  const hash = createHash("sha256");
  for (const path of [...files.keys()].sort()) hash.update(`${path}\0${files.get(path)?.length}\0${files.get(path)}\0`);
  return hash.digest("hex");
}
