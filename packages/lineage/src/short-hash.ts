import { createHash } from "node:crypto";

/** One short text for each value; values that differ have different ones. */
export function shortHash(value: unknown): string {
  const text = JSON.stringify(value) ?? "";
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
