import type { ColumnRef, ColumnType } from "@throughline/contracts";
import type { ModelColumn, ModelTable, SemanticModel } from "@throughline/semantic-model";

/** A relation that dbt builds, with what dbt says of it. */
export interface BuiltTable {
  /** dbt's name for it. */
  readonly model: string;
  /** What the warehouse calls it. */
  readonly schema?: string;
  readonly relation: string;
  readonly description?: string;
  readonly columns: readonly BuiltColumn[];
  /** Whether these are all of its columns. */
  readonly complete: boolean;
}

export interface BuiltColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The type in the warehouse's words. */
  readonly dataType?: string;
  readonly description?: string;
  /** How its values are to be shown, from `meta`. */
  readonly format?: string;
  /** True where `meta` says that it is not for the semantic model. */
  readonly internal?: boolean;
}

/** Something that dbt and a semantic model do not say alike. */
export type Drift =
  /** dbt builds a column that the table does not show. */
  | { readonly kind: "not-shown"; readonly table: string; readonly model: string; readonly column: BuiltColumn }
  /** The table shows a column that dbt does not build. */
  | { readonly kind: "not-built"; readonly column: ColumnRef; readonly model: string; readonly source: string }
  | {
      readonly kind: "type";
      readonly column: ColumnRef;
      readonly model: string;
      readonly source: string;
      readonly shown: ColumnType;
      readonly built: ColumnType;
      readonly dataType?: string;
    }
  | {
      readonly kind: "description";
      /** Of the table itself where there is no column. */
      readonly table: string;
      readonly column?: string;
      readonly model: string;
      readonly source?: string;
      readonly shown?: string;
      readonly built?: string;
    }
  | {
      readonly kind: "format";
      readonly column: ColumnRef;
      readonly model: string;
      readonly source: string;
      readonly shown?: string;
      readonly built: string;
    };

/**
 * Where the tables of semantic models and the dbt relations that they read differ: columns of either side alone, types,
 * descriptions, formats. Tables that read something else are left out. Names are the same whatever their case; descriptions
 * whatever their white space.
 */
export function compareLayers(models: readonly SemanticModel[], built: readonly BuiltTable[]): readonly Drift[] {
  return models.flatMap((model) =>
    model.tables.flatMap((table) => {
      const relation = readBy(table, built);
      return relation === undefined ? [] : tableDrift(table, relation);
    }),
  );
}

function readBy({ source }: ModelTable, built: readonly BuiltTable[]): BuiltTable | undefined {
  if (source === undefined) return undefined;
  const named = built.filter(({ relation }) => same(relation, source.name));
  const exact = named.filter(({ schema }) => schema === undefined || same(schema, source.schema ?? schema));
  return exact.length === 1 ? exact[0] : undefined;
}

function tableDrift(table: ModelTable, built: BuiltTable): Drift[] {
  const shown = table.columns.filter(({ calculated }) => !calculated);
  const reads = (column: ModelColumn, name: string) => same(column.sourceColumn ?? column.name, name);
  const missing = built.columns.filter(
    ({ name, internal }) => internal !== true && !shown.some((column) => reads(column, name)),
  );
  return [
    ...textDrift({ table: table.name, model: built.model }, table.description, built.description),
    ...shown.flatMap((column): Drift[] => {
      const source = built.columns.find(({ name }) => reads(column, name));
      if (source) return columnDrift(table, column, built, source);
      if (!built.complete) return [];
      const ref = { table: table.name, column: column.name };
      return [{ kind: "not-built", column: ref, model: built.model, source: column.sourceColumn ?? column.name }];
    }),
    ...missing.map((column): Drift => ({ kind: "not-shown", table: table.name, model: built.model, column })),
  ];
}

function columnDrift(table: ModelTable, column: ModelColumn, built: BuiltTable, source: BuiltColumn): Drift[] {
  const ref = { table: table.name, column: column.name };
  const place = { model: built.model, source: source.name };
  const { dataType, format } = source;
  return [
    ...(canShow(column.type, source.type)
      ? []
      : [
          {
            kind: "type" as const,
            column: ref,
            ...place,
            shown: column.type,
            built: source.type,
            ...(dataType !== undefined && { dataType }),
          },
        ]),
    ...textDrift({ ...ref, ...place }, column.description, source.description),
    ...(format === undefined || format === column.format
      ? []
      : [
          {
            kind: "format" as const,
            column: ref,
            ...place,
            ...(column.format !== undefined && { shown: column.format }),
            built: format,
          },
        ]),
  ];
}

function textDrift(
  of: Pick<Drift & { kind: "description" }, "table" | "column" | "model" | "source">,
  shown: string | undefined,
  built: string | undefined,
): Drift[] {
  const [one, other] = [shown, built].map((text) => text?.trim().replaceAll(/\s+/gu, " ") ?? "");
  if (one === other) return [];
  return [{ kind: "description", ...of, ...(one && { shown: one }), ...(other && { built: other }) }];
}

/**
 * Whether a column of the model can show all that one of the warehouse holds: a number with digits after the point not as an
 * integer, a time of day not as a date. What is not known is left alone.
 */
function canShow(shown: ColumnType, built: ColumnType): boolean {
  if (shown === "unknown" || built === "unknown") return true;
  if (shown === built) return true;
  const numbers: readonly ColumnType[] = ["integer", "decimal", "double"];
  if (numbers.includes(shown) && numbers.includes(built)) return shown !== "integer";
  return shown === "datetime" && built === "date";
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
