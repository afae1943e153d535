import { parseM } from "../m/parse-m.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Expression } from "./model.ts";
import type { TabularProject } from "./open-model.ts";
import type { FindingKind, Report } from "./rules/rule.ts";

export const queryKinds: readonly FindingKind[] = [
  { code: "m-syntax", severity: "error", why: "The table cannot be refreshed." },
  { code: "m-not-read", severity: "info", why: "Nobody has checked that the table can be refreshed." },
];

const parsed = new WeakMap<Expression["file"], Map<number, readonly Diagnostic[]>>();

/** Reads every query of a model in Power Query M: what partitions are filled from, and shared expressions. */
export async function checkQueries({ model }: TabularProject, report: Report): Promise<void> {
  const partitions = model.tables.flatMap((table) => table.partitions);
  const queries = [
    ...partitions.flatMap(({ kind, source }) => (kind === "m" && source ? [source] : [])),
    ...model.expressions.map(({ expression }) => expression),
  ];
  for (const { file, start, text } of queries) {
    const known = parsed.get(file) ?? new Map<number, readonly Diagnostic[]>();
    parsed.set(file, known);
    const found = known.get(start) ?? (await parseM(text, start));
    known.set(start, found);
    for (const diagnostic of found) report(file.path, diagnostic);
  }
}
