import { existsSync, globSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  applyEdits,
  checkProject,
  checkProjectQueries,
  lineIndex,
  type ModelFinding,
  openTabular,
  type TabularProject,
} from "./index.ts";
import { type Mutation, mutationKinds, type Place } from "./test-support/mutations.ts";
import { type OpenedFolder, openFolder } from "./test-support/open-folder.ts";
import { seededRandom } from "./test-support/seeded-random.ts";

const root = join(import.meta.dirname, "../../..");
const corpus = join(root, "../shared/corpus");
const folders = [
  ...(existsSync(corpus) ? globSync("*/", { cwd: corpus }).map((name) => join(corpus, name)) : []),
  ...["examples/nyc-taxi", "tests/projects/parcel-depot"].map((path) => join(root, path)).filter(existsSync),
];
const perKind = Number(process.env["MUTATIONS"] ?? 20);

/** The same for the same words, wherever the repository lies. */
function seedOf(words: string): number {
  return [...words].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 2 ** 31, 7);
}

type Outcome = "caught" | "equivalent" | "missed";

/** Over all models, by kind; printed at the end. */
const tallies: Record<string, Record<Outcome, number>> = {};

afterAll(() => {
  const rows = Object.entries(tallies).map(([name, { caught, equivalent, missed }]) => {
    const rate = caught + missed === 0 ? "none drawn" : `${((100 * caught) / (caught + missed)).toFixed(1)} %`;
    return `${rate.padStart(10)}  ${name}: ${caught} caught, ${missed} missed, ${equivalent} nobody can notice`;
  });
  console.log(rows.join("\n"));
});

describe.each(folders)("breaking the model in %s", (folder) => {
  const opened = openFolder(folder);
  it.each(Object.keys(mutationKinds))("is reported where it was broken: %s", async (name) => {
    const before = new Set((await allFindings(opened.project)).map(identity));
    const random = seededRandom(seedOf(`${name} in ${basename(folder)}`));
    const missed: string[] = [];
    const tally: Record<Outcome, number> = { caught: 0, equivalent: 0, missed: 0 };
    for (let tries = 0, drawn = 0; drawn < perKind && tries < perKind * 20; tries++) {
      const mutation = mutationKinds[name]?.(opened.project, random);
      if (!mutation) continue;
      drawn++;
      const outcome = await outcomeOf(opened, mutation, before);
      tally[outcome]++;
      if (outcome === "missed") missed.push(`${mutation.path}: ${mutation.label}`);
    }
    const all = tallies[name] ?? { caught: 0, equivalent: 0, missed: 0 };
    for (const outcome of ["caught", "equivalent", "missed"] as const) all[outcome] += tally[outcome];
    tallies[name] = all;
    expect(missed).toEqual([]);
  });
});

async function outcomeOf(opened: OpenedFolder, mutation: Mutation, before: ReadonlySet<string>): Promise<Outcome> {
  const { path, edits, places } = mutation;
  // Nothing refers to what was broken: the dependency graph is the proof that nobody can notice.
  if (places.length === 0) return "equivalent";
  const text = opened.texts.get(path) ?? "";
  const mutated = applyEdits(text, edits);
  if (mutated === text) return "equivalent";
  const project = openTabular(
    new Map(opened.texts).set(path, mutated),
    opened.project.folder,
    opened.project.reports.map(({ folder }) => folder),
    opened.project,
  );
  const found = (await allFindings(project)).filter((finding) => !before.has(identity(finding)));
  return found.some((finding) => places.some((place) => isAt(finding, place, opened, mutation))) ? "caught" : "missed";
}

async function allFindings(project: TabularProject): Promise<readonly ModelFinding[]> {
  return [...checkProject(project), ...(await checkProjectQueries(project))];
}

/** Lines differ after an edit: what was there before is known by all but its line. */
function identity({ file, code, message, object }: ModelFinding): string {
  return [file, code, message, object].join("\n");
}

/** Whether a finding is on the lines of a place, which the edits may have moved. */
function isAt(finding: ModelFinding, { path, span }: Place, { texts }: OpenedFolder, mutation: Mutation): boolean {
  if (finding.file !== path) return false;
  const text = texts.get(path) ?? "";
  const lines = lineIndex(text);
  const first = lines.position(span.start).line;
  const last = lines.position(Math.max(span.start, Math.min(span.end, text.length))).line;
  const own = mutation.path === path ? mutation.edits : [];
  const more = own.reduce((sum, edit) => sum + edit.text.split("\n").length - 1, 0);
  const fewer = own.reduce((sum, { span: cut }) => sum + text.slice(cut.start, cut.end).split("\n").length - 1, 0);
  return first - fewer <= finding.line && finding.line <= last + more;
}
