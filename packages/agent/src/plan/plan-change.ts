import {
  type ColumnRef,
  type Expectation,
  type FileChange,
  fileNode,
  type Intent,
  type Layer,
  type MeasureRef,
  type NodeName,
  type PlannedEdit,
  type ProjectFiles,
  type ProjectLayout,
  type WarehouseFacts,
} from "@throughline/contracts";
import { writeChange } from "../author/write-change.ts";
import { openModels } from "../catalogue/build-catalogue.ts";
import { summarise, summariseFile } from "./describe-change.ts";
import { effectsOf, type OwnEffects, type Touched, touchedBy } from "./effects.ts";
import { expectationsOf } from "./expectations.ts";
import { LAYERS, layerOf } from "./layer-of.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** A change as it is shown for approval: everything of a plan that follows from the project and the intent alone. */
export interface Proposal {
  readonly summary: string;
  readonly changes: readonly FileChange[];
  readonly edits: PlannedEdit[];
  readonly layers: readonly Layer[];
  readonly effects: OwnEffects;
  readonly touched: Touched;
  readonly expectations: Expectation[];
  readonly questions: { measure: MeasureRef; by: ColumnRef[] }[];
}

/**
 * Plans an intent. The diffs are those of the very texts that the author will write. `pushed` names what people who pushed to
 * the base say that they changed: it is released with this, and may differ.
 */
export function planChange(
  intent: Intent,
  files: ProjectFiles,
  layout: ProjectLayout,
  facts?: WarehouseFacts,
  pushed: readonly NodeName[] = [],
): Proposal {
  const changes = writeChange(intent, files, layout, facts);
  const models = openModels(files, layout).map(({ model }) => model);
  const layerByPath = new Map(changes.map((change) => [change.path, layerOf(change.path, layout)]));
  return {
    summary: summarise(intent),
    changes,
    edits: changes.map((change) => ({
      file: change.path,
      summary: summariseFile(intent, change.path, layerByPath.get(change.path) ?? "transform"),
      diff: unifiedDiff(change.path, change.before, change.after),
    })),
    layers: LAYERS.filter((layer) => [...layerByPath.values()].includes(layer)),
    effects: effectsOf(intent, models),
    touched: touchedBy(intent),
    // The patch is held against these very diffs, so that their files may say what they show.
    expectations: alsoMeant(expectationsOf(intent, models), [...pushed, ...changes.map(({ path }) => fileNode(path))]),
    questions: previewQuestions(intent),
  };
}

/** The same promises, less what is known to differ besides. */
function alsoMeant(expectations: readonly Expectation[], pushed: readonly NodeName[]): Expectation[] {
  return expectations.map((expectation) =>
    expectation.kind === "rest-unchanged"
      ? { ...expectation, except: [...expectation.except, ...pushed] }
      : expectation,
  );
}

/** The measure values worth seeing: in total, and by what was asked for. */
function previewQuestions(intent: Intent): Proposal["questions"] {
  const of = (measure: MeasureRef, by: readonly ColumnRef[]): Proposal["questions"] => [
    { measure, by: [] },
    ...by.map((column) => ({ measure, by: [column] })),
  ];
  if (intent.kind === "add-measure") return of({ table: intent.table, measure: intent.name }, intent.by);
  if (intent.kind === "change-measure") return of(intent.measure, []);
  if (intent.kind === "rename-measure") return of({ table: intent.measure.table, measure: intent.name }, []);
  return [];
}
