import type { NodeName } from "@throughline/contracts";
import { git } from "../git/git.ts";

/** The line of a commit message that says what the commit is meant to change. */
const TRAILER = "Throughline-Changes";

/** What the commits of a range say that they are meant to change; `range` is written as for `git log`. */
export async function declaredChanges(repository: string, range: readonly string[]): Promise<NodeName[]> {
  const log = await git(repository, ["log", `--format=%(trailers:key=${TRAILER},valueonly,unfold)`, ...range, "--"]);
  return declaredIn(log.split("\n"));
}

/** Names as people write them: `Sales[Tip Rate]`, `fct_trips.fare_amount`, or with their kind, `test:unique_orders`. */
export function declaredIn(lines: readonly string[]): NodeName[] {
  const names = lines.flatMap((line) => line.split(/,(?![^[]*\])/)).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== "").flatMap(kindsOf))];
}

/** A name without its kind means whatever is called so. */
function kindsOf(name: string): NodeName[] {
  if (/^[a-z]+:/.test(name)) return [name];
  if (/^.+\[.+\]$/.test(name)) return [`measure:${name}`, `column:${name}`];
  return [`model:${name}`, `table:${name}`];
}
