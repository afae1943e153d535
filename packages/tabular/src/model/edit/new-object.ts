import type { NewObject, NewProperty } from "../../tmdl/edit.ts";
import { quoteTmdlName } from "../../tmdl/name.ts";

/** What every new object may have beside its own. Properties are written as given, in their order. */
interface Described {
  readonly description?: string;
  readonly properties?: readonly NewProperty[];
  readonly annotations?: readonly (readonly [name: string, value: string])[];
}

interface Named extends Described {
  readonly name: string;
}

export interface NewMeasure extends Named {
  readonly kind: "measure";
  /** DAX. */
  readonly expression: string;
}

export interface NewColumn extends Named {
  readonly kind: "column";
  /** `string`, `int64` …; a calculated column may leave it to Power BI. */
  readonly dataType?: string;
  /** For a column that is loaded. */
  readonly sourceColumn?: string;
  /** DAX, for a calculated column. */
  readonly expression?: string;
  readonly sortByColumn?: string;
}

export interface NewHierarchy extends Named {
  readonly kind: "hierarchy";
  /** From the coarsest to the finest; a level without a column is of the column of its name. */
  readonly levels: readonly { readonly name: string; readonly column?: string }[];
}

export interface NewCalculationItem extends Named {
  readonly kind: "calculation-item";
  /** DAX. */
  readonly expression: string;
}

interface ColumnPath {
  readonly table: string;
  readonly column: string;
}

export interface NewRelationship extends Described {
  readonly kind: "relationship";
  /** Power BI names them by UUIDs; without a name it gets one made of its ends. */
  readonly name?: string;
  /** The many side. */
  readonly from: ColumnPath;
  readonly to: ColumnPath;
}

export interface NewRole extends Named {
  readonly kind: "role";
  /** `read` unless it is said. */
  readonly modelPermission?: string;
  readonly tablePermissions: readonly {
    readonly table: string;
    /** DAX that is true for the rows its members see. */
    readonly filter: string;
  }[];
}

export interface NewPerspective extends Named {
  readonly kind: "perspective";
  readonly tables: readonly {
    readonly table: string;
    readonly columns?: readonly string[];
    readonly measures?: readonly string[];
    readonly hierarchies?: readonly string[];
  }[];
}

/** A parameter or a query that others share. */
export interface NewExpression extends Named {
  readonly kind: "expression";
  /** M. */
  readonly expression: string;
}

export interface NewFunction extends Named {
  readonly kind: "function";
  /** DAX with its parameters: `(price, rate) => price * rate`. */
  readonly expression: string;
}

export interface NewCulture extends Named {
  readonly kind: "culture";
}

export interface NewTable extends Named {
  readonly kind: "table";
  readonly columns: readonly Omit<NewColumn, "kind">[];
  readonly measures?: readonly Omit<NewMeasure, "kind">[];
  readonly hierarchies?: readonly Omit<NewHierarchy, "kind">[];
  readonly partition: NewPartition;
}

export interface NewPartition {
  /** The table's unless it is said. */
  readonly name?: string;
  /** `import`, `directQuery` …; left out where Power BI may choose. */
  readonly mode?: string;
  readonly source:
    | { readonly kind: "m"; readonly query: string }
    | { readonly kind: "calculated"; readonly expression: string }
    /** Direct Lake: a table of the source that a shared expression names. */
    | { readonly kind: "entity"; readonly entity: string; readonly schema?: string; readonly expressionSource: string };
}

export type NewModelObject =
  | NewMeasure
  | NewColumn
  | NewHierarchy
  | NewCalculationItem
  | NewRelationship
  | NewRole
  | NewPerspective
  | NewExpression
  | NewFunction
  | NewCulture
  | NewTable;

/** Makes the tag that keeps an object's identity; the names lead from the table to the object. */
export type TagMaker = (kind: string, ...names: readonly string[]) => string;

/** An object with its name as TMDL has it. `table` is that of an object in one. */
export function toTmdl(object: NewModelObject & Named, table: string, tag: TagMaker): NewObject {
  switch (object.kind) {
    case "measure":
      return base("measure", object, tagged(object, tag("measure", table, object.name)));
    case "column":
      return column(object, table, tag);
    case "hierarchy":
      return hierarchy(object, table, tag);
    case "calculation-item":
      return base("calculationItem", object, object.properties);
    case "relationship":
      return base("relationship", { ...object, expression: undefined }, [
        ...(object.properties ?? []),
        ["fromColumn", path(object.from)],
        ["toColumn", path(object.to)],
      ]);
    case "role":
      return {
        ...base("role", object, [["modelPermission", object.modelPermission ?? "read"], ...(object.properties ?? [])]),
        children: object.tablePermissions.map(({ table: filtered, filter }) => ({
          keyword: "tablePermission",
          name: filtered,
          expression: filter,
          properties: [],
        })),
      };
    case "perspective":
      return { ...base("perspective", object, object.properties), children: object.tables.map(perspectiveTable) };
    case "expression":
      return base("expression", object, tagged(object, tag("expression", object.name)));
    case "function":
      return base("function", object, tagged(object, tag("function", object.name)));
    case "culture":
      return base("cultureInfo", object, object.properties);
    case "table":
      return newTable(object, tag);
  }
}

function base(
  keyword: string,
  object: Named & { readonly expression?: string | undefined },
  properties: readonly NewProperty[] = [],
): NewObject {
  const { name, description, expression, annotations } = object;
  return {
    keyword,
    name,
    ...(description !== undefined && { description }),
    ...(expression !== undefined && { expression }),
    properties,
    ...(annotations && { annotations }),
  };
}

/** Properties that Power BI writes after the tag. */
const afterTag = new Set(
  "sourceLineageTag dataCategory summarizeBy isNameInferred isDataTypeInferred sourceColumn sortByColumn column".split(
    " ",
  ),
);

function tagged({ properties = [] }: Described, tag: string): readonly NewProperty[] {
  const first = properties.findIndex(([keyword]) => afterTag.has(keyword));
  const at = first === -1 ? properties.length : first;
  return [...properties.slice(0, at), ["lineageTag", tag], ...properties.slice(at)];
}

function column(object: Omit<NewColumn, "kind">, table: string, tag: TagMaker): NewObject {
  const { dataType, sourceColumn, sortByColumn } = object;
  const properties: readonly NewProperty[] = [
    ...(dataType === undefined ? [] : [["dataType", dataType] as const]),
    ...(object.properties ?? []),
    ...(sourceColumn === undefined ? [] : [["sourceColumn", sourceColumn] as const]),
    ...(sortByColumn === undefined ? [] : [["sortByColumn", quoteTmdlName(sortByColumn)] as const]),
  ];
  return base("column", object, tagged({ properties }, tag("column", table, object.name)));
}

function hierarchy(object: Omit<NewHierarchy, "kind">, table: string, tag: TagMaker): NewObject {
  return {
    ...base("hierarchy", object, tagged(object, tag("hierarchy", table, object.name))),
    children: object.levels.map(({ name, column: of = name }) => ({
      keyword: "level",
      name,
      properties: [
        ["lineageTag", tag("level", table, object.name, name)],
        ["column", quoteTmdlName(of)],
      ],
    })),
  };
}

function perspectiveTable({ table, columns, measures, hierarchies }: NewPerspective["tables"][number]): NewObject {
  const members = (keyword: string, names: readonly string[] = []): NewObject[] =>
    names.map((name) => ({ keyword, name, properties: [] }));
  return {
    keyword: "perspectiveTable",
    name: table,
    properties: [],
    children: [
      ...members("perspectiveColumn", columns),
      ...members("perspectiveMeasure", measures),
      ...members("perspectiveHierarchy", hierarchies),
    ],
  };
}

function newTable(object: NewTable, tag: TagMaker): NewObject {
  return {
    ...base("table", object, tagged(object, tag("table", object.name))),
    children: [
      ...(object.measures ?? []).map((measure) =>
        base("measure", measure, tagged(measure, tag("measure", object.name, measure.name))),
      ),
      ...object.columns.map((one) => column(one, object.name, tag)),
      ...(object.hierarchies ?? []).map((one) => hierarchy(one, object.name, tag)),
      partition(object.partition, object.name),
    ],
  };
}

function partition({ name, mode, source }: NewPartition, table: string): NewObject {
  const common = {
    keyword: "partition",
    name: name ?? table,
    expression: source.kind,
    properties: mode === undefined ? [] : [["mode", mode] as const],
  };
  if (source.kind === "entity") {
    const properties: NewProperty[] = [
      ["entityName", source.entity],
      ...(source.schema === undefined ? [] : [["schemaName", source.schema] as const]),
      ["expressionSource", quoteTmdlName(source.expressionSource)],
    ];
    return { ...common, children: [{ keyword: "source", properties }] };
  }
  const expression = source.kind === "m" ? source.query : source.expression;
  return { ...common, children: [{ keyword: "source", expression, properties: [] }] };
}

function path({ table, column: name }: ColumnPath): string {
  return `${quoteTmdlName(table)}.${quoteTmdlName(name)}`;
}
