import { fileNode, modelNode } from "@throughline/contracts";
import type { Engine } from "@throughline/semantic-model";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";
import { plainCode } from "../dbt/plain-code.ts";
import { changedJoins } from "./changed-joins.ts";
import type { Difference } from "./difference.ts";
import { without } from "./without.ts";

/** What gives another answer each time it is asked. */
const UNSTEADY =
  /^(current_date|current_time|current_timestamp|get_current_timestamp|get_current_time|now|today|localtime|localtimestamp|random|uuid|gen_random_uuid|run_started_at)$/;

/**
 * Code of models that does the same on today's data and need not tomorrow: it begins to read the clock, joins so that rows
 * without a match are lost, or loses a comparison or a value that it had. `engine` is any DuckDB: its parser reads the joins,
 * nothing is run. `folder` is that of the dbt project.
 */
export async function compareCode(
  old: DbtManifest,
  now: DbtManifest,
  {
    engine,
    folder,
    understood,
  }: {
    readonly engine: Engine;
    readonly folder: string;
    /** Models whose logic was compared as a whole: of these only the clock is asked. */
    readonly understood: ReadonlySet<string>;
  },
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const [id, node] of Object.entries(now.nodes)) {
    const before = old.nodes[id];
    if (node.resource_type !== "model" || !before) continue;
    const [was, is] = [String(before["raw_code"] ?? ""), String(node["raw_code"] ?? "")];
    if (plainCode(was) === plainCode(is)) continue;
    const file = folder === "." ? node.original_file_path : `${folder}/${node.original_file_path}`;
    const differs = (code: string, message: string) =>
      differences.push({ nodes: [modelNode(node.name), fileNode(file)], code, severity: "error", file, message });
    const fresh = [...unsteadyIn(is)].filter((name) => !unsteadyIn(was).has(name));
    if (fresh.length > 0) differs("model.unsteady", `${node.name} begins to read ${fresh.join(", ")}`);
    if (understood.has(node.name)) continue;
    const lost = lostTerms(was, is);
    if (lost.length > 0) differs("model.logic-changed", `${node.name} no longer says ${lost.slice(0, 5).join(", ")}`);
    const [oldSql, newSql] = [String(before["compiled_code"] ?? ""), String(node["compiled_code"] ?? "")];
    for (const { words, isLosing } of await changedJoins(engine, oldSql, newSql))
      if (isLosing) differs("model.joins-changed", `${node.name} can lose rows: ${words}`);
  }
  return differences;
}

function unsteadyIn(code: string): ReadonlySet<string> {
  return new Set(
    plainCode(code)
      .split("\n")
      .filter((word) => UNSTEADY.test(word)),
  );
}

/** Comparisons, numbers and texts: what decides which rows and values there are. */
const TERM = /^(=|<>|!=|<|<=|>|>=|between|in|like|ilike|is|not|-|\/|distinct|\d[\d.]*|'.*')$/s;

/** Conditions that are always true. */
const ALWAYS = /\b(1\s*=\s*1|true\s+and|and\s+true|where\s+true)\b/gi;

/** Terms that a model's SQL had and has no more, beside Jinja, whatever is new. */
function lostTerms(before: string, after: string): string[] {
  return without(termsOf(before), termsOf(after));
}

function termsOf(code: string): string[] {
  const sql = code.replaceAll(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, " ").replaceAll(ALWAYS, " ");
  // Signs of two characters come as two pieces.
  const pieces = plainCode(sql).replaceAll(/<\n>|<\n=|>\n=|!\n=/g, (sign) => sign.replace("\n", ""));
  return pieces.split("\n").filter((piece) => TERM.test(piece));
}
