import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import type { Construct } from "./construct.ts";

const CONFIG = { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator }] };

/** Passwords that are written out beside what they are for, which the published rules leave to each project. */
const WRITTEN_OUT =
  /\b(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?key|auth[_-]?token|token|credential)["']?\s*[:=]\s*["'](?!\s*\{\{)(?<value>[^"'\s]{8,})["']/giu;

/**
 * Credentials in a text, by the published forms of hundreds of services and by names beside a literal. What is found is never
 * repeated: its line is told, and its kind.
 */
export async function secretsIn(text: string, path: string): Promise<readonly Construct[]> {
  const source = {
    content: text,
    filePath: path,
    ext: /\.[^.]*$/u.exec(path)?.[0] ?? "",
    contentType: "text" as const,
  };
  const { messages } = await lintSource({
    source,
    options: { config: CONFIG, noPhysicFilePath: true, maskSecrets: true },
  });
  const lines = text.split("\n");
  const found = messages.map(({ ruleId, loc }): Construct => {
    const kind = ruleId.replace(/^.*secretlint-rule-/u, "");
    return { what: `a credential (${kind})`, line: loc.start.line, text: lines[loc.start.line - 1]?.trim() ?? "" };
  });
  for (const { index } of text.matchAll(WRITTEN_OUT)) {
    const line = text.slice(0, index).split("\n").length;
    if (found.some((one) => one.line === line)) continue;
    found.push({ what: "a credential (written out)", line, text: lines[line - 1]?.trim() ?? "" });
  }
  return found;
}
