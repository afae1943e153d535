import {
  columnNode,
  fileNode,
  measureNode,
  type NodeName,
  type Preview,
  type ProjectFiles,
  type ProjectLayout,
  visualNode,
} from "@throughline/contracts";
import { type ModelDifference, type ModelVisual, type SemanticModel, tabularKind } from "@throughline/semantic-model";
import { openModels } from "../releases/model-files.ts";
import type { Difference } from "./difference.ts";
import { measureName } from "./measures.ts";
import { without } from "./without.ts";

/** A semantic model before and after, and which of its measures were seen to have the same values. */
export interface Compared {
  readonly before: ProjectFiles;
  readonly after: ProjectFiles;
  readonly layout: ProjectLayout;
  /** Values that could not be computed say nothing of a formula that changed. */
  readonly values: readonly Preview[];
  /** New names of what is called otherwise, by the old ones. */
  readonly renamed?: ReadonlyMap<NodeName, NodeName>;
}

/** What the semantic models and reports say that is other than it was; what only describes is no difference. */
export function compareModels({ before, after, layout, values, renamed = new Map() }: Compared): Difference[] {
  const unseen = new Set(values.filter(({ unavailable }) => unavailable !== undefined).map(({ measure }) => measure));
  const differences = layout.semanticModels.flatMap(({ folder, reports }) =>
    (tabularKind.workbench?.(before, folder, reports).differences(after, folder) ?? []).flatMap((difference) =>
      inModel(difference, { unseen, folder, renamed }),
    ),
  );
  const [was, is] = [openModels(before, layout), openModels(after, layout)];
  return [...differences, ...compareVisuals(was, is), ...compareReports(was, is)];
}

interface Seen {
  readonly unseen: ReadonlySet<string>;
  readonly folder: string;
  readonly renamed: ReadonlyMap<NodeName, NodeName>;
}

function inModel(difference: ModelDifference, { unseen, folder, renamed }: Seen): Difference[] {
  const { change, object, node, effect } = difference;
  if (effect === "text" || effect === "addition") return [];
  const isFormula = node.startsWith("measure:") && change === "changed" && difference.property === "expression";
  // Whether another formula gives other numbers is for the numbers to say, where there are any.
  if (isFormula && !unseen.has(node.slice("measure:".length))) {
    const lost = without(termsOf(difference.before ?? ""), termsOf(difference.after ?? ""));
    if (lost.length === 0) return [];
    // The same on today's data, and need not be tomorrow: a guard against zero, a condition that nothing fails yet.
    const message = `${folder}: ${object} no longer says ${lost.slice(0, 5).join(", ")}`;
    return [{ nodes: [node, ...wholesOf(node)], code: "model.logic-changed", severity: "error", message }];
  }
  if (change === "changed" && isOnlyRenamed(difference, renamed)) return [];
  const what =
    change === "changed"
      ? `${difference.property} of ${object} was ${cut(difference.before)} and is ${cut(difference.after)}`
      : change === "renamed"
        ? `${object} is called ${difference.to} now`
        : `${object} is ${change === "added" ? "new, and decides what others compute" : "gone"}`;
  const code = effect === "shown" ? "model.shown-otherwise" : "model.changed";
  return [{ nodes: [node, ...wholesOf(node)], code, severity: "error", message: `${folder}: ${what}` }];
}

/** What decides what a formula gives, whatever its objects are called: functions, comparisons, numbers, texts. */
function termsOf(formula: string): string[] {
  const pieces = formula.matchAll(
    /"(?:[^"]|"")*"|\[[^\]]*\]|'[^']*'|[\p{L}_][\p{L}\p{N}_.]*(?=\s*\()|\d[\d.]*|<>|<=|>=|[<>=]/gu,
  );
  return [...pieces].map(([piece]) => piece.toUpperCase()).filter((piece) => !/^[[']/.test(piece));
}

/** Whether a text follows the new name of something else, and says nothing besides. */
function isOnlyRenamed({ before, after }: ModelDifference, renamed: ReadonlyMap<NodeName, NodeName>): boolean {
  const short = (node: NodeName) => /\[(.*)\]$/s.exec(node)?.[1] ?? node;
  const called = [...renamed].reduce(
    (text, [from, to]) => text.replaceAll(`[${short(from)}]`, () => `[${short(to)}]`),
    before ?? "",
  );
  return renamed.size > 0 && called === after;
}

function wholesOf(node: NodeName): NodeName[] {
  const table = /^(?:column|measure):(.*)\[[^[]*\]$/.exec(node)?.[1];
  return table === undefined ? [] : [`table:${table}`];
}

/** As much of a value as fits a line. */
function cut(text: string | undefined): string {
  if (text === undefined) return "not set";
  const line = text.replaceAll(/\s+/g, " ").trim();
  return `\`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\``;
}

/** Visuals that are gone, or show a field less; another field in place of one that is gone from the model is a rename. */
function compareVisuals(before: readonly SemanticModel[], after: readonly SemanticModel[]): Difference[] {
  const left = new Map(after.flatMap(({ visuals }) => visuals).map((visual) => [visual.file, visual]));
  const present = new Set(after.flatMap(fieldsOf));
  return before
    .flatMap(({ visuals }) => visuals)
    .flatMap((visual): Difference[] => {
      const node = visualNode(visual);
      const kept = left.get(visual.file);
      if (!kept) {
        const message = `the visual ${visual.name} on ${visual.page} is gone`;
        return [{ nodes: [node], code: "visual.changed", severity: "error", file: visual.file, message }];
      }
      const shows = new Set(shownBy(kept));
      const lost = shownBy(visual).filter((field) => !shows.has(field) && present.has(field));
      return lost.map((field) => ({
        nodes: [node, field],
        code: "visual.changed",
        severity: "error",
        file: visual.file,
        message: `the visual ${visual.name} on ${visual.page} no longer shows ${field.slice(field.indexOf(":") + 1)}`,
      }));
    });
}

/** Files of reports that say something else: a filter, a format, a title, a page that is hidden. What is new adds. */
function compareReports(before: readonly SemanticModel[], after: readonly SemanticModel[]): Difference[] {
  const byFile = (models: readonly SemanticModel[]) =>
    new Map(models.flatMap(({ reportParts }) => reportParts).map(({ file, says }) => [file, says]));
  const [was, is] = [byFile(before), byFile(after)];
  const visuals = new Map(before.flatMap((model) => model.visuals.map((visual) => [visual.file, visual])));
  return [...was].flatMap(([file, old]): Difference[] => {
    const visual = visuals.get(file);
    const now = is.get(file);
    // A visual that is gone is told as a visual.
    if (!now && visual) return [];
    const node = visual ? visualNode(visual) : fileNode(file);
    const where = visual ? `the visual ${visual.name} on ${visual.page}` : file;
    const differing = now && [...new Set([...old.keys(), ...now.keys()])].find((key) => old.get(key) !== now.get(key));
    if (now && differing === undefined) return [];
    const what =
      now && differing !== undefined
        ? `says otherwise: ${lastParts(differing)} was ${cut(old.get(differing))} and is ${cut(now.get(differing))}`
        : "is gone";
    const nodes: Difference["nodes"] = visual ? [node, fileNode(file)] : [node];
    return [{ nodes, code: "report.changed", severity: "error", file, message: `${where} ${what}` }];
  });
}

/** As much of a place as tells it apart for a reader. */
function lastParts(place: string): string {
  return place
    .split(".")
    .filter((part) => !/^\d+$/.test(part))
    .slice(-3)
    .join(".");
}

function shownBy({ columns, measures }: ModelVisual): NodeName[] {
  return [...columns.map(columnNode), ...measures.map(measureNode)];
}

function fieldsOf(model: SemanticModel): NodeName[] {
  return model.tables.flatMap((table) => [
    ...table.columns.map(({ name }) => columnNode({ table: table.name, column: name })),
    ...table.measures.map(({ name }) => measureNode({ table: table.name, measure: name })),
  ]);
}

/** Measures whose formula is another one, by name. */
export function changedFormulas(
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  return new Set([...is].filter(([name, formula]) => was.has(name) && was.get(name) !== formula).map(([name]) => name));
}

/** The formula of every measure by the measure's name, on one line. */
export function formulasOf(models: readonly SemanticModel[]): ReadonlyMap<string, string> {
  return new Map(
    models.flatMap((model) =>
      model.tables.flatMap((table) =>
        table.measures.map(({ name, expression }) => [
          measureName({ table: table.name, measure: name }),
          expression.replaceAll(/\s+/g, " ").trim(),
        ]),
      ),
    ),
  );
}
