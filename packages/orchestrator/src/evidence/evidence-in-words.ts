import type { Evidence, IncrementalLeg, TableDiff } from "@throughline/contracts";

/** A difference of a table in one line: what was compared, how, and what differs. */
export function tableInWords(diff: TableDiff): string {
  const { model, how, key, rows, columns, caps, reason } = diff;
  if (how === "not-compared") return `${model}: not compared (${reason ?? "no reason given"})`;
  const by = how === "keyed" ? `row by row by ${key.join(", ")}` : "as a bag of rows";
  const counts = [
    ...(rows.added > 0 ? [`${rows.added} new`] : []),
    ...(rows.removed > 0 ? [`${rows.removed} gone`] : []),
    ...(rows.changed ? [`${rows.changed} with other values`] : []),
  ];
  const values = columns.map(({ column, rate }) => `${column} (${percent(rate)} the same)`);
  const what = [...counts, ...(values.length > 0 ? [`other values in ${values.join(", ")}`] : [])];
  const limits = caps.length > 0 ? ` [${caps.join("; ")}]` : "";
  return `${model}: ${rows.before} rows before, ${rows.after} after, ${by}: ${what.join(", ") || "the same"}${limits}`;
}

/** Whether anything of a table differs, or could not be compared. */
export function differs({ how, rows, columns }: TableDiff): boolean {
  return how === "not-compared" || rows.added + rows.removed + (rows.changed ?? 0) + columns.length > 0;
}

/** A leg of an incremental model in one line. */
export function legInWords({ model, leg, same, reason }: IncrementalLeg): string {
  const how = leg === "again" ? "a second run on top" : "a run that gets the newest rows later";
  const outcome = same === null ? "could not be compared" : same ? "makes the same" : "makes something else";
  return `${model}: ${how} ${outcome}${reason === undefined ? "" : ` (${reason})`}`;
}

/** Why each node was built or left alone, by the reason. */
export function selectionInWords({ selected, ignored = [] }: Evidence): string[] {
  const built = selected.map(({ node, because }) => `selected ${node}: ${because}`);
  const reasons = new Map<string, number>();
  for (const { because } of ignored) reasons.set(because, (reasons.get(because) ?? 0) + 1);
  return [...built, ...[...reasons].map(([because, count]) => `ignored ${count} nodes: ${because}`)];
}

/** Samples of rows that differ, as rows of a table: the change, the key or the row, before and after. */
export function samplesInWords({ samples, key }: TableDiff): string[][] {
  return samples.flatMap(({ change, values }) => {
    const named = values.filter(({ column }) => key.includes(column)).map(({ before, after }) => before ?? after ?? "");
    return values
      .filter(({ column }) => !key.includes(column))
      .map(({ column, before, after }) => [change, named.join(", "), column, before ?? "–", after ?? "–"]);
  });
}

/** Never 100 % where something differs. */
function percent(rate: number): string {
  return `${Math.min(99.99, Math.floor(rate * 10_000) / 100)} %`;
}
