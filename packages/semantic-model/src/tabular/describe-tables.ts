import type { ColumnType } from "@throughline/contracts";
import {
  type Column,
  columnSource,
  lineIndex,
  type Measure,
  type Model,
  type Origin,
  sameName,
  type Table,
  tableRelation,
} from "@throughline/tabular";
import type { ModelColumn, ModelMeasure, ModelRelationship, ModelTable, Place } from "../semantic-model.ts";
import { DEPRECATED } from "./deprecated.ts";
import { readSynonyms, type Synonyms } from "./synonyms.ts";

/** The tables of a Power BI model in the words of the seam. */
export function describeTables(model: Model): readonly ModelTable[] {
  const synonyms = readSynonyms(model);
  return model.tables.map((table) => {
    const { relation } = tableRelation(model, table);
    return {
      name: table.name,
      ...(table.description !== undefined && { description: table.description }),
      hidden: table.hidden,
      ...(relation && { source: relation }),
      calendar: table.dataCategory === "Time",
      columns: table.columns.map((column) => describeColumn(model, table, column, synonyms)),
      measures: table.measures.map((measure) => describeMeasure(measure, synonyms)),
      place: placeOf(table.origin),
    };
  });
}

export function describeRelationships(model: Model): readonly ModelRelationship[] {
  return model.relationships.flatMap(({ from, to, active, fromCardinality, toCardinality }) => {
    const [fromTable, fromColumn] = from?.parts ?? [];
    const [toTable, toColumn] = to?.parts ?? [];
    if (!fromTable || !fromColumn || !toTable || !toColumn) return [];
    return [
      {
        from: { table: fromTable.value, column: fromColumn.value },
        to: { table: toTable.value, column: toColumn.value },
        active,
        cardinality: `${fromCardinality}-to-${toCardinality}` as const,
      },
    ];
  });
}

function describeColumn(model: Model, table: Table, column: Column, synonyms: Synonyms): ModelColumn {
  const source = columnSource(model, table, column);
  const hasRelation = tableRelation(model, table).relation !== undefined;
  const sortBy = column.sortByColumn?.parts.at(-1)?.value;
  return {
    name: column.name,
    type: columnType(column),
    ...(source && hasRelation && { sourceColumn: source.name }),
    calculated: column.expression !== undefined,
    key: column.isKey || isRelated(model, table, column),
    ...(column.description !== undefined && { description: column.description }),
    ...(column.formatString !== undefined && { format: column.formatString }),
    ...(column.displayFolder !== undefined && { folder: column.displayFolder }),
    hidden: column.hidden,
    ...(isDeprecated(column) && { deprecated: true }),
    ...(sortBy !== undefined && { sortBy }),
    synonyms: synonyms.of(table.name, column.name),
    place: placeOf(column.origin),
  };
}

function describeMeasure(measure: Measure, synonyms: Synonyms): ModelMeasure {
  return {
    name: measure.name,
    expression: withoutIndentation(measure.expression.text),
    ...(measure.description !== undefined && { description: measure.description }),
    ...(measure.formatString !== undefined && { format: measure.formatString }),
    ...(measure.displayFolder !== undefined && { folder: measure.displayFolder }),
    hidden: measure.hidden,
    ...(isDeprecated(measure) && { deprecated: true }),
    synonyms: synonyms.of(measure.table, measure.name),
    place: placeOf(measure.origin),
  };
}

function isDeprecated({ annotations }: Column | Measure): boolean {
  return annotations.get(DEPRECATED) === "true";
}

/** The "one" side of a relationship identifies the rows of its table. */
function isRelated(model: Model, table: Table, column: Column): boolean {
  return model.relationships.some(({ to, toCardinality }) => {
    const [toTable, toColumn] = to?.parts ?? [];
    return (
      toCardinality === "one" &&
      toTable !== undefined &&
      toColumn !== undefined &&
      sameName(toTable.value, table.name) &&
      sameName(toColumn.value, column.name)
    );
  });
}

const types: Record<string, ColumnType> = {
  string: "string",
  int64: "integer",
  double: "double",
  decimal: "decimal",
  boolean: "boolean",
  dateTime: "datetime",
};

function columnType(column: Column): ColumnType {
  const type = types[column.dataType ?? ""] ?? "unknown";
  return type === "datetime" && showsDatesOnly(column) ? "date" : type;
}

/** Power BI has one type for dates and times; whether a column has times is said beside it. */
function showsDatesOnly(column: Column): boolean {
  const underlying = column.annotations.get("UnderlyingDateTimeDataType");
  if (underlying !== undefined) return underlying === "Date";
  const format = column.formatString;
  return format !== undefined && (/^(?:Short|Long) Date$/u.test(format) || /^[dmyDMY\s./\\,-]+$/u.test(format));
}

function placeOf({ file, node }: Origin): Place {
  const { line } = lineIndex(file.document.text).position(node.header.start);
  return { file: file.path, line };
}

function withoutIndentation(text: string): string {
  const [first = "", ...rest] = text.split(/\r?\n/u);
  const indents = rest.filter((line) => line.trim() !== "").map((line) => /^\s*/u.exec(line)?.[0].length ?? 0);
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return [first.trimStart(), ...rest.map((line) => line.slice(common))].join("\n").trim();
}
