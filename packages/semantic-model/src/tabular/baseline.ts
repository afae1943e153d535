import { fingerprint, type ModelFinding } from "@throughline/tabular";

/** Findings that a project lives with, as lines of a file people can read and review: one list of four words each. */
export function writeBaseline(findings: readonly ModelFinding[]): string {
  const known = [...new Set(findings.map(fingerprint))].sort();
  return `${JSON.stringify(
    known.map((line) => line.split("\n")),
    null,
    2,
  )}\n`;
}

/** Fingerprints of a baseline; what is not one is left out, so that a broken file hides nothing. */
export function readBaseline(text: string): readonly string[] {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.flatMap((one) => (Array.isArray(one) ? [one.join("\n")] : [])) : [];
  } catch {
    return [];
  }
}
