import type { Intent, WarehouseFacts } from "@throughline/contracts";
import type { DbtModel, DbtProject } from "../dbt/dbt-project.ts";
import { addColumnEntry } from "../dbt/edit-properties.ts";
import { sameName } from "../dbt/final-select.ts";
import { passColumn } from "../dbt/pass-column.ts";
import { applyTextEdits } from "../dbt/text-edit.ts";
import { fail } from "../failures.ts";
import { splitWords } from "../words/split-words.ts";
import type { ChangeSet } from "./change-set.ts";
import { describeNewColumn } from "./describe-new-column.ts";

/** Describes a newly loaded field in its source, and passes it on through the models of the plan. */
export function writeSourceField(
  intent: Intent & { kind: "add-source-field" },
  open: () => DbtProject,
  changes: ChangeSet,
  facts: WarehouseFacts | undefined,
): void {
  // dlt writes every name in snake_case.
  const loaded = splitWords(intent.field).join("_");
  inSource(intent, open(), changes, loaded);
  intent.models.forEach((name, at) => {
    const project = open();
    const model = project.models.find((other) => other.name === name);
    if (model === undefined)
      throw fail("author.cannot-write", { what: `the model ${name}`, problem: "the project has no such model" });
    const before = intent.models[at - 1];
    const from = at === 0 ? loaded : intent.column;
    const result = passColumn(model.sql, {
      from,
      name: intent.column,
      reads: (target) =>
        before === undefined
          ? target.kind === "source" && isSource(project, intent, target.source, target.table)
          : target.kind === "ref" && sameName(target.model, before),
      near: (model.properties?.node.columns ?? [])
        .filter((column) => column.dataType === intent.dataType)
        .map((column) => column.name),
      ...(at === 0 && needsCast(intent, facts) ? { castTo: intent.dataType } : {}),
    });
    if ("problem" in result)
      throw fail("author.cannot-write", {
        what: `the column ${intent.column} into ${model.file}`,
        problem: result.problem,
      });
    changes.put(model.file, result.text);
    describe(model, intent, changes, result.after);
  });
}

function isSource(
  project: DbtProject,
  intent: Intent & { kind: "add-source-field" },
  source: string,
  table: string,
): boolean {
  return project.sources.some(
    (other) =>
      other.source === source &&
      other.table === table &&
      other.schema === intent.source.schema &&
      other.table === intent.source.table,
  );
}

function needsCast(intent: Intent & { kind: "add-source-field" }, facts: WarehouseFacts | undefined): boolean {
  const type = facts?.inputFields.find((field) => field.name === intent.field)?.type;
  return type !== undefined && !sameName(type, intent.dataType);
}

function describe(
  model: DbtModel,
  intent: Intent & { kind: "add-source-field" },
  changes: ChangeSet,
  after: string | undefined,
): void {
  describeNewColumn(
    model,
    changes,
    {
      column: intent.column,
      dataType: intent.dataType,
      description: `${sentence(intent.field)}, as the files have it.`,
    },
    after,
  );
}

function inSource(
  intent: Intent & { kind: "add-source-field" },
  project: DbtProject,
  changes: ChangeSet,
  loaded: string,
): void {
  const source = project.sources.find(
    (other) => other.schema === intent.source.schema && other.table === intent.source.table,
  );
  if (source === undefined)
    throw fail("author.cannot-write", {
      what: `the source ${intent.source.schema}.${intent.source.table}`,
      problem: "no properties file describes it",
    });
  const { file, node } = source.properties;
  if (node.columns.length === 0) return;
  const edit = addColumnEntry(file, node, { name: loaded, description: `${sentence(intent.field)}.` });
  changes.put(file.path, applyTextEdits(file.text, [edit]));
}

function sentence(field: string): string {
  const text = splitWords(field).join(" ");
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
