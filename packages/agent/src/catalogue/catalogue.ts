import type { ColumnType, WarehouseFacts } from "@throughline/contracts";
import type { ModelColumn, ModelMeasure, ModelTable, SemanticModel } from "@throughline/semantic-model";
import type { DbtModel, DbtProject, DbtSeed } from "../dbt/dbt-project.ts";

/** Everything of a project that a sentence can name, and how it hangs together. */
export interface Catalogue {
  readonly semantic: readonly OpenModel[];
  readonly transform?: DbtProject;
  readonly tables: readonly TableEntry[];
  readonly columns: readonly ColumnEntry[];
  readonly measures: readonly MeasureEntry[];
  readonly models: readonly ModelEntry[];
  readonly modelColumns: readonly ModelColumnEntry[];
  readonly sources: readonly SourceEntry[];
  readonly inputFields: WarehouseFacts["inputFields"];
  readonly hasLoader: boolean;
}

/** A semantic model with where it came from. */
export interface OpenModel {
  readonly folder: string;
  readonly model: SemanticModel;
}

/** What makes an object recognisable: its own names, then words that only point towards it. */
export interface Recognisable {
  /** The words of each name it goes by: its own first, then its column in the warehouse, then given synonyms. */
  readonly names: readonly (readonly string[])[];
  readonly contextWords: readonly string[];
  readonly descriptionWords: readonly string[];
  /** What its description calls it, in a few words. */
  readonly descriptionHead?: readonly string[];
}

export interface TableEntry extends Recognisable {
  readonly kind: "table";
  readonly table: ModelTable;
  readonly model: SemanticModel;
  /** The dbt model it reads. */
  readonly feeds?: string;
}

export interface ColumnEntry extends Recognisable {
  readonly kind: "column";
  readonly table: string;
  readonly column: ModelColumn;
  readonly model: SemanticModel;
  /** The dbt column it shows. */
  readonly origin?: { readonly model: string; readonly column: string };
  readonly type: ColumnType;
  readonly values?: readonly (string | number | boolean)[];
}

export interface MeasureEntry extends Recognisable {
  readonly kind: "measure";
  readonly table: string;
  readonly measure: ModelMeasure;
  readonly model: SemanticModel;
}

export interface ModelEntry extends Recognisable {
  readonly kind: "model";
  readonly name: string;
  readonly node: DbtModel | DbtSeed;
  readonly isSeed: boolean;
}

export interface ModelColumnEntry extends Recognisable {
  readonly kind: "model-column";
  readonly model: string;
  readonly column: string;
  /** As the contract or else the warehouse states it. */
  readonly dataType?: string;
  readonly values?: readonly (string | number | boolean)[];
  readonly isSeed: boolean;
  /** A semantic table reads its model. */
  readonly isFeeding: boolean;
}

export interface SourceEntry extends Recognisable {
  readonly source: string;
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
}

export type Named = TableEntry | ColumnEntry | MeasureEntry | ModelEntry | ModelColumnEntry;
