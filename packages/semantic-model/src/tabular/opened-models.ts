import { createHash } from "node:crypto";
import type { ProjectFiles } from "@throughline/contracts";
import type { SemanticModel } from "../semantic-model.ts";

/** Production's model and that of a change, at the steps of one request and of another beside it. */
const KEPT = 6;

const opened = new Map<string, SemanticModel>();

/**
 * The model that these texts make: opened once, however often the same are read from a commit, a release or an environment. A
 * model never changes, so that whoever has it may share it. All files count, since settings of a check can name any;
 * they are kept as they are now, whatever becomes of the map.
 */
export function openedOnce(
  files: ProjectFiles,
  place: readonly string[],
  open: (files: ProjectFiles) => SemanticModel,
): SemanticModel {
  const key = fingerprint(files, place);
  const model = opened.get(key) ?? open(new Map(files));
  // What was asked for last is kept longest.
  opened.delete(key);
  opened.set(key, model);
  const [oldest] = opened.keys();
  if (opened.size > KEPT && oldest !== undefined) opened.delete(oldest);
  return model;
}

function fingerprint(files: ProjectFiles, place: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(place));
  // Lengths keep one text from running into the next.
  for (const [path, text] of files) hash.update(`\0${path.length} ${text.length} ${path}`).update(text);
  return hash.digest("base64");
}
