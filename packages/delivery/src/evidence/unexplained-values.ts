import { covers, type Finding, modelNode, type NodeName, type TableDiff } from "@throughline/contracts";
import { howToExplain } from "./difference.ts";

/** The values of a table that differ and that no allowed node explains, as findings; `why` adds what is known of the cause. */
export function unexplainedValues(
  diff: TableDiff,
  allowed: readonly NodeName[],
  why: readonly string[] = [],
): Finding[] {
  const { model, rows, columns } = diff;
  const whole = modelNode(model);
  if (covers(allowed, whole) || diff.how === "not-compared") return [];
  const because = why.length > 0 ? ` (${why.join("; ")})` : "";
  const finding = (node: NodeName, code: string, message: string): Finding => ({
    code,
    severity: "error",
    node,
    message: `${message}, which the plan does not say${because}`,
    hint: howToExplain(node),
  });
  const differing = columns.filter(({ column }) => !covers(allowed, modelNode(model, column)));
  const found = differing.map(({ column, changed, rate }) =>
    finding(
      modelNode(model, column),
      "values.changed",
      `${model}.${column} has other values in ${counted(changed)} (${percent(rate)} are the same)${sampleOf(diff, column)}`,
    ),
  );
  if (movesRows(diff)) {
    const [is, was] = [rows.after, rows.before];
    const moved = [
      ...(rows.removed > 0 ? [`${counted(rows.removed)} of ${was} gone`] : []),
      ...(rows.added > 0 ? [`${counted(rows.added)} new`] : []),
    ];
    found.unshift(finding(whole, "rows.changed", `${model}: ${moved.join(" and ")} (${was} before, ${is} after)`));
  }
  return found;
}

/** Without a key a row with another value is one that is gone and one that is new: its columns say so already. */
function movesRows({ how, rows, columns }: TableDiff): boolean {
  if (rows.added + rows.removed === 0) return false;
  return how === "keyed" || rows.before !== rows.after || columns.length === 0;
}

function sampleOf({ samples, key }: TableDiff, column: string): string {
  for (const { change, values } of samples) {
    const value = values.find((one) => one.column === column);
    if (change !== "changed" || !value) continue;
    const of = values.filter((one) => key.includes(one.column)).map((one) => one.before);
    return `: for ${of.join(", ")} it was ${value.before ?? "nothing"} and is ${value.after ?? "nothing"}`;
  }
  return "";
}

function counted(rows: number): string {
  return `${rows} ${rows === 1 ? "row" : "rows"}`;
}

/** Never 100 % where something differs. */
function percent(rate: number): string {
  return `${Math.min(99.99, Math.floor(rate * 10_000) / 100)} %`;
}
