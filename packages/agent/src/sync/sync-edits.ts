import type { SyncEdit } from "@throughline/contracts";
import { compareLayers, type Drift, reportReaders } from "@throughline/lineage/sync";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { sameName } from "../dbt/final-select.ts";
import { semanticNameFor } from "../understand/names.ts";
import { splitWords } from "../words/split-words.ts";
import { builtTables } from "./built-tables.ts";

/** Whose description is taken where both sides have one; without it such pairs are left as they are. */
export type DescriptionsOf = "dbt" | "power-bi";

/** A difference, and the edit that ends it; without one, somebody has to decide. */
export interface Synced {
  readonly drift: Drift;
  readonly edit?: SyncEdit;
}

/** Where dbt and the semantic models differ, and what would bring them together. */
export function layerSync(catalogue: Catalogue, descriptions?: DescriptionsOf): readonly Synced[] {
  const models = catalogue.semantic.map(({ model }) => model);
  return compareLayers(models, builtTables(catalogue)).map((drift): Synced => {
    const edit = editFor(drift, catalogue, descriptions);
    return edit === undefined ? { drift } : { drift, edit };
  });
}

function editFor(drift: Drift, catalogue: Catalogue, descriptions: DescriptionsOf | undefined): SyncEdit | undefined {
  switch (drift.kind) {
    case "not-shown":
      return columnFor(drift, catalogue);
    case "not-built":
      return undefined;
    case "type":
      return { kind: "retype-column", column: drift.column, type: drift.built };
    case "format":
      return { kind: "describe-column", column: drift.column, display: { format: drift.built } };
    case "description":
      return descriptionFor(drift, descriptions);
  }
}

function columnFor({ table, column }: Drift & { kind: "not-shown" }, catalogue: Catalogue): SyncEdit | undefined {
  const name = semanticNameFor({ catalogue, answers: {} }, table, splitWords(column.name));
  const isTaken =
    catalogue.measures.some(({ measure }) => sameName(measure.name, name)) ||
    catalogue.columns.some((entry) => entry.table === table && sameName(entry.column.name, name));
  if (column.type === "unknown" || isTaken) return undefined;
  const { description, format } = column;
  const display = { ...(description !== undefined && { description }), ...(format !== undefined && { format }) };
  return { kind: "add-column", table, name, sourceColumn: column.name, type: column.type, display };
}

function descriptionFor(drift: Drift & { kind: "description" }, of: DescriptionsOf | undefined): SyncEdit | undefined {
  const { table, column, model, source, shown, built } = drift;
  const from = built === undefined ? "power-bi" : shown === undefined ? "dbt" : of;
  if (from === "power-bi" && shown !== undefined)
    return { kind: "describe-model", model, ...(source !== undefined && { column: source }), description: shown };
  if (from !== "dbt" || built === undefined) return undefined;
  const display = { description: built };
  return column === undefined
    ? { kind: "describe-table", table, display }
    : { kind: "describe-column", column: { table, column }, display };
}

/** What dbt is to be told of reports: each as a reader of the models behind it. Empty where it knows all of that. */
export function reportSync({ semantic, transform, models }: Catalogue): readonly (SyncEdit & { kind: "expose" })[] {
  const known = transform?.properties.flatMap(({ exposures }) => exposures) ?? [];
  return semantic.flatMap(({ model }) =>
    reportReaders(model).flatMap(({ report, pages, relations }) => {
      const label =
        report
          .split("/")
          .at(-1)
          ?.replace(/\.Report$/iu, "") ?? report;
      const name = `${splitWords(label)
        .join("_")
        .replaceAll(/[^\p{L}\p{N}_]/gu, "")}_report`;
      const read = models.filter((entry) => relations.some((relation) => sameName(relation.name, entry.name)));
      const exposure = known.find((one) => one.name === name || one.label === label);
      const missing = read.map((entry) => entry.name).filter((one) => !exposure?.models.includes(one));
      if (missing.length === 0) return [];
      const description = `The report ${label}: ${pages.join(", ")}.`;
      return [{ kind: "expose" as const, name: exposure?.name ?? name, label, description, models: missing }];
    }),
  );
}
