import type {
  ColumnRef,
  ColumnType,
  FileChange,
  Finding,
  MeasureRef,
  ModelChecks,
  ModelEdit,
  NodeName,
  ProjectFiles,
} from "@throughline/contracts";

export interface ModelColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The warehouse column it reads; absent for calculated columns. */
  readonly sourceColumn?: string;
  readonly calculated: boolean;
  readonly key: boolean;
  readonly description?: string;
  readonly format?: string;
  readonly folder?: string;
  readonly hidden: boolean;
  readonly deprecated?: boolean;
  readonly sortBy?: string;
  readonly synonyms: readonly string[];
  readonly place: Place;
}

export interface ModelMeasure {
  readonly name: string;
  /** As written in the model's own language; shown to people, never interpreted above the seam. */
  readonly expression: string;
  readonly description?: string;
  readonly format?: string;
  readonly folder?: string;
  readonly hidden: boolean;
  readonly deprecated?: boolean;
  readonly synonyms: readonly string[];
  readonly place: Place;
}

/** Where an object is written: a file of the project; the line starts at 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface ModelTable {
  readonly name: string;
  readonly description?: string;
  readonly hidden: boolean;
  /** The relation of the warehouse it reads, when it can be known. */
  readonly source?: { readonly schema?: string; readonly name: string };
  /** True for the table marked as the model's calendar. */
  readonly calendar: boolean;
  readonly columns: readonly ModelColumn[];
  readonly measures: readonly ModelMeasure[];
  readonly place: Place;
}

/** Filters flow from `to` (the "one" side for many-to-one) to `from`. */
export interface ModelRelationship {
  readonly from: ColumnRef;
  readonly to: ColumnRef;
  readonly active: boolean;
  readonly cardinality: "many-to-one" | "one-to-one" | "one-to-many" | "many-to-many";
}

/** One picture on a page of a report, with the fields it shows or filters by. */
export interface ModelVisual {
  readonly report: string;
  readonly page: string;
  /** Title where it has one, else its technical name. */
  readonly name: string;
  readonly type: string;
  readonly file: string;
  readonly columns: readonly ColumnRef[];
  readonly measures: readonly MeasureRef[];
}

/**
 * What a file of a report says, place by place, as texts to compare: queries, filters, titles, formats. Not in it are places on the
 * page, and names of what is shown, which a rename changes.
 */
export interface ReportPart {
  readonly file: string;
  readonly says: ReadonlyMap<string, string>;
}

/**
 * What one object of a model or its reports needs of another, directly: its value, its look (format, sort order), the rows it
 * stands for, or what filters it. Tables, columns, measures and visuals are named as everywhere; what else there is in a kind of
 * model (roles, hierarchies, filters of a page …), by its kind. How tables are related is not among them.
 */
export interface ModelUse {
  readonly user: NodeName;
  readonly used: NodeName;
  readonly how: "value" | "look" | "rows" | "filter";
}

/** What depends on an object, through any number of steps. */
export interface Dependents {
  readonly measures: readonly MeasureRef[];
  readonly columns: readonly ColumnRef[];
  readonly visuals: readonly ModelVisual[];
}

/** Runs SQL on the warehouse; the values of one row are in the order of `columns`. */
export interface Engine {
  query(sql: string): Promise<{ columns: readonly string[]; rows: readonly (readonly unknown[])[] }>;
}

/** Values of measures, one row for each combination of `by` for which a measure has a value. */
export interface MeasureQuestion {
  readonly measures: readonly MeasureRef[];
  readonly by: readonly ColumnRef[];
}

/**
 * Three outcomes, never a guess: rows (`by` columns first, then measures, ordered by the `by` columns; a blank is null),
 * or why this model cannot be evaluated here.
 */
export type Evaluation =
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number | boolean | null)[])[] }
  | {
      readonly cannotEvaluate: {
        readonly reason: string;
        /** Where the model says what cannot be evaluated, when that is one place. */
        readonly file?: string;
        readonly line?: number;
        readonly column?: number;
      };
    };

/** A BI layer's model: what it can be asked and told. Immutable: an edit returns another model. */
export interface SemanticModel {
  readonly name: string;
  readonly tables: readonly ModelTable[];
  readonly relationships: readonly ModelRelationship[];
  readonly visuals: readonly ModelVisual[];
  readonly reportParts: readonly ReportPart[];
  readonly uses: readonly ModelUse[];
  /**
   * What each object of the model and its reports is made by, as text to compare: its formula, query, format or fields. Layout,
   * comments, descriptions and places on the page are not in it.
   */
  readonly definitions: ReadonlyMap<NodeName, string>;
  /** Syntax, references, relationships, as the project wants them checked. Empty when nothing is wrong. */
  check(checks?: ModelChecks): readonly Finding[];
  /** Whether the queries that fill its tables can be read, in whatever language they are. */
  checkQueries(checks?: ModelChecks): Promise<readonly Finding[]>;
  /** Findings of severity error in place of changes when an edit cannot be made (unknown object, name taken …). */
  edit(
    edits: readonly ModelEdit[],
  ):
    | { readonly model: SemanticModel; readonly changes: readonly FileChange[] }
    | { readonly findings: readonly Finding[] };
  dependents(object: ColumnRef | MeasureRef | { readonly table: string }): Dependents;
  /** A failure of the engine that may be none later is passed on: it says nothing of the model. */
  evaluate(question: MeasureQuestion, engine: Engine): Promise<Evaluation>;
}

/** One kind of finding, for people who switch it off or want to know why. */
export interface FindingKind {
  readonly code: string;
  readonly severity: Finding["severity"];
  readonly why: string;
}

/** An object of a model as people look it up: what it is made of, what it needs, and what needs it. */
export interface ModelObject {
  /** `measure Sales[Total]`. */
  readonly object: string;
  readonly place: Place;
  readonly definition?: string;
  readonly description?: string;
  readonly format?: string;
  readonly needs: readonly string[];
  readonly neededBy: readonly string[];
}

/** One difference in meaning between two models. */
export interface ModelDifference {
  readonly change: "added" | "removed" | "renamed" | "changed";
  /** What it is about, in the model's own words, and as everything else names it. */
  readonly object: string;
  readonly node: NodeName;
  /**
   * What it can do: nothing but to say something else (`text`), show the same numbers otherwise (`shown`), offer more than there
   * was (`addition`), or make other numbers (`meaning`).
   */
  readonly effect: "text" | "shown" | "addition" | "meaning";
  readonly to?: string;
  readonly property?: string;
  readonly before?: string;
  readonly after?: string;
}

/** What people do with a model at their desk, in its own words and without a project around it. */
export interface ModelWorkbench {
  readonly model: SemanticModel;
  /** Every kind of finding its checks know. */
  readonly kinds: readonly FindingKind[];
  /** Its findings as a file that `ModelChecks.baseline` can name. */
  baseline(checks?: ModelChecks): Promise<string>;
  /** Lays out its formulas; what is laid out already is not touched. */
  format(): Rewritten;
  /** Gives an object another name, and everything that names it. */
  rename(object: string, name: string): Rewritten;
  /** Undefined where there is no such object. */
  find(object: string): ModelObject | undefined;
  /** What is different in meaning from this model to another of the same kind. */
  differences(files: ProjectFiles, folder: string): readonly ModelDifference[];
}

/** Files with their new text, or why there are none. */
export type Rewritten = { readonly changes: readonly FileChange[] } | { readonly finding: Finding };

/** A kind of BI layer: finds its models among the files of a project and opens them. */
export interface SemanticModelKind {
  readonly name: string;
  /** Model folders among the paths given; each with the report folders that use it. */
  find(
    files: ProjectFiles,
  ): readonly { readonly folder: string; readonly name: string; readonly reports: readonly string[] }[];
  /** Opens one model with its reports. Never throws on what the files contain: `check` says what is wrong. */
  open(files: ProjectFiles, folder: string, reports: readonly string[]): SemanticModel;
  /** Absent for a kind that people do not work on by hand. */
  workbench?(files: ProjectFiles, folder: string, reports: readonly string[]): ModelWorkbench;
}
