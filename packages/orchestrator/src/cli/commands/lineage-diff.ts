import type { Affected, BlastRadius, Change, GraphDiff } from "@throughline/lineage";
import type { Invocation } from "../command.ts";
import type { ExitCode } from "../exit-code.ts";
import { readSide } from "../read-side.ts";

/** More lines than people read. */
const SHOWN = 40;

/** What is different between two states of a project, what that reaches, and by which way. */
export async function showDifference({ folder, output, parameters }: Invocation): Promise<ExitCode> {
  const [, before = "production", after = "worktree"] = parameters;
  const compared = await compareSides(folder, before, after);
  output.answer(compared, () => render(compared));
  return 0;
}

interface Compared extends GraphDiff {
  readonly base: string;
  readonly head: string;
  readonly blastRadius: Omit<BlastRadius, "partial">;
}

/** Two states of the project in a folder, by the names that `readSide` knows. */
export async function compareSides(folder: string, before: string, after: string): Promise<Compared> {
  const { graphDiff, blastRadius } = await import("@throughline/lineage");
  const base = await readSide(folder, before);
  const head = await readSide(folder, after);
  const { partial: _, ...reached } = blastRadius(base.lineage, head.lineage);
  return { base: base.of, head: head.of, ...graphDiff(base.lineage, head.lineage), blastRadius: reached };
}

function render({ base, head, changes, affected, partial, blastRadius }: Compared): string {
  const wholes = new Set(changes.filter(({ change }) => change !== "changed").map(({ node }) => node));
  // A column that comes or goes with its relation or table is not said by itself.
  const said = changes.filter(({ node }) => ![...wholes].some((whole) => isPartOf(node, whole)));
  const { models, columns, measures, visuals, pages, exposures } = blastRadius;
  const counts = Object.entries({ models, columns, measures, visuals, pages, exposures })
    .map(([kind, list]) => `${list.length} ${kind}`)
    .join(", ");
  return [
    `${base} → ${head}:`,
    ...(changes.length === 0 ? ["  nothing is different"] : cut(said.map(changeInWords))),
    ...(changes.length === 0 ? [] : ["", `reaches ${counts}`, ...cut(affected.map(affectedInWords))]),
    ...(partial === undefined ? [] : ["", `partial: ${partial}`]),
  ].join("\n");
}

function isPartOf(node: string, whole: string): boolean {
  return node.startsWith(`${whole}.`) || node.startsWith(`column:${whole.replace("table:", "")}[`);
}

function cut(lines: readonly string[]): readonly string[] {
  if (lines.length <= SHOWN) return lines;
  return [...lines.slice(0, SHOWN), `  and ${lines.length - SHOWN} more: --json has them all`];
}

function changeInWords({ node, change, by }: Change): string {
  return `  ${node} is ${by === "inputs" ? "made of other things" : change}`;
}

function affectedInWords({ node, path, because }: Affected): string {
  return `  ${node} is affected: ${changeInWords(because).trim()}, by ${path.slice(0, -1).join(" → ")}`;
}
