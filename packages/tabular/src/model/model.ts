import type { NamePart } from "../tmdl/name.ts";
import type { TmdlDocument, TmdlNode } from "../tmdl/syntax.ts";

/** One file of a model's definition, read. */
export interface ModelFile {
  readonly path: string;
  readonly document: TmdlDocument;
  /** What people wrote, where the document was made from it: a model in JSON (`model.bim`). Such a file is read only. */
  readonly source?: { readonly text: string; place(offset: number): number };
}

/** Where an object is written: the node of its declaration and the file with it. */
export interface Origin {
  readonly file: ModelFile;
  readonly node: TmdlNode;
}

/** Text in another language inside TMDL (DAX or M), at its place in the file. */
export interface Expression {
  readonly file: ModelFile;
  /** The value's span in the file's text. */
  readonly start: number;
  readonly text: string;
  /** Set for what a function of the model is: parameters, an arrow and an expression. */
  readonly language?: "function";
}

/** The meaning of a folder of TMDL files. Objects are in the order of the files; names keep their case. */
export interface Model {
  readonly files: readonly ModelFile[];
  readonly model?: Origin;
  readonly culture?: string;
  readonly tables: readonly Table[];
  readonly relationships: readonly Relationship[];
  readonly roles: readonly Role[];
  readonly perspectives: readonly Perspective[];
  readonly cultures: readonly Culture[];
  readonly expressions: readonly NamedExpression[];
  readonly functions: readonly NamedExpression[];
  /** Names of the folders that queries are shown in. */
  readonly queryGroups: readonly string[];
  readonly dataSources: readonly DataSource[];
  /** `ref table Sales` and its like, which say in which order objects are shown. */
  readonly references: readonly Reference[];
}

export interface Table extends Described {
  readonly columns: readonly Column[];
  readonly measures: readonly Measure[];
  readonly hierarchies: readonly Hierarchy[];
  readonly partitions: readonly Partition[];
  readonly calculationGroup?: CalculationGroup;
  /** DAX beside its rows: detail rows, what its calculation group shows without one item, what partitions hold. */
  readonly extraExpressions: readonly Expression[];
  /** The names of its calendars. */
  readonly calendars: readonly string[];
  readonly dataCategory?: string;
  /** Every place that declares a part of this table; the first is `origin`. */
  readonly origins: readonly Origin[];
}

interface Described {
  readonly name: string;
  readonly origin: Origin;
  readonly description?: string;
  readonly hidden: boolean;
  readonly lineageTag?: string;
  readonly annotations: ReadonlyMap<string, string>;
}

export interface Column extends Described {
  readonly table: string;
  readonly dataType?: string;
  readonly sourceColumn?: string;
  /** DAX, for a calculated column. */
  readonly expression?: Expression;
  readonly formatString?: string;
  readonly displayFolder?: string;
  readonly sortByColumn?: PathProperty;
  /** Columns that belong to this one (`relatedColumnDetails`). */
  readonly groupByColumns: readonly PathProperty[];
  readonly isKey: boolean;
}

export interface Measure extends Described {
  readonly table: string;
  readonly expression: Expression;
  readonly formatString?: string;
  readonly displayFolder?: string;
  /** Other DAX of the measure: dynamic format string, KPI, detail rows. */
  readonly extraExpressions: readonly Expression[];
}

export interface Hierarchy extends Described {
  readonly table: string;
  readonly levels: readonly { readonly name: string; readonly origin: Origin; readonly column?: PathProperty }[];
}

export interface Partition {
  readonly name: string;
  readonly table: string;
  readonly origin: Origin;
  /** `m`, `calculated`, `entity`, `query`, `policyRange` …; `unknown` when it is not said. */
  readonly kind: string;
  readonly mode?: string;
  readonly source?: Expression;
  readonly entity?: { readonly name: string; readonly schema?: string };
}

export interface CalculationGroup {
  readonly origin: Origin;
  readonly items: readonly {
    readonly name: string;
    readonly origin: Origin;
    readonly expressions: readonly Expression[];
  }[];
}

export interface Relationship {
  readonly name: string;
  readonly origin: Origin;
  readonly from?: PathProperty;
  readonly to?: PathProperty;
  readonly fromCardinality: "one" | "many";
  readonly toCardinality: "one" | "many";
  readonly active: boolean;
  readonly crossFiltering: "oneDirection" | "bothDirections" | "automatic";
}

export interface Role {
  readonly name: string;
  readonly origin: Origin;
  readonly permissions: readonly { readonly table: string; readonly origin: Origin; readonly filter?: Expression }[];
}

export interface Perspective {
  readonly name: string;
  readonly origin: Origin;
  /** `perspectiveTable`, `perspectiveColumn` …, each with the table it is under. */
  readonly members: readonly {
    readonly kind: string;
    readonly table: string;
    readonly name: string;
    readonly origin: Origin;
  }[];
}

export interface Culture {
  readonly name: string;
  readonly origin: Origin;
  /** Translated objects by kind (`table`, `column`, `measure` …), each with the table it is under. */
  readonly translations: readonly {
    readonly kind: string;
    readonly table: string;
    /** For a level. */
    readonly hierarchy?: string;
    readonly name: string;
    readonly origin: Origin;
  }[];
  readonly linguisticMetadata?: Expression;
}

export interface NamedExpression {
  readonly name: string;
  readonly origin: Origin;
  readonly expression: Expression;
}

/** A source of data that partitions name, as older models have it. */
export interface DataSource {
  readonly name: string;
  readonly origin: Origin;
  /** `provider` or `structured`; `unknown` when it is not said. */
  readonly kind: string;
}

export interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly origin: Origin;
}

/** A property that names a column: `sortByColumn: 'Month No'` or `fromColumn: Sales.Date`. */
export interface PathProperty {
  readonly origin: Origin;
  readonly parts: readonly NamePart[];
  readonly written: string;
}
