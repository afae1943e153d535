import type { DaxPlace } from "../dax/bind.ts";
import { type ParsedDax, parseDax, parseDaxFunction } from "../dax/parse.ts";
import type { Expression, Model, ModelFile } from "./model.ts";

/** One piece of DAX of a model with the object it belongs to. */
export interface DaxText {
  readonly expression: Expression;
  readonly homeTable?: string;
  /** `detail` for DAX beside the value: dynamic formats, KPIs, detail rows. It may use what it belongs to. */
  readonly part: "value" | "detail";
  readonly place: DaxPlace;
  readonly owner:
    | { readonly kind: "measure" | "column"; readonly table: string; readonly name: string }
    | { readonly kind: "table" | "calculation-item" | "role" | "function"; readonly name: string };
}

const aValue: DaxPlace = { wants: "value", hasRow: false };
const aRow: DaxPlace = { wants: "value", hasRow: true };
const aTable: DaxPlace = { wants: "table", hasRow: false };
const anything: DaxPlace = { wants: "anything", hasRow: true };

/** Every piece of DAX in a model: measures, calculated columns and tables, calculation items, row filters, functions. */
export function* daxTexts(model: Model): Generator<DaxText> {
  for (const table of model.tables) {
    const homeTable = table.name;
    for (const measure of table.measures) {
      const owner = { kind: "measure", table: table.name, name: measure.name } as const;
      yield { expression: measure.expression, homeTable, part: "value", place: aValue, owner };
      for (const expression of measure.extraExpressions)
        yield { expression, homeTable, part: "detail", place: anything, owner };
    }
    for (const column of table.columns) {
      if (!column.expression) continue;
      yield {
        expression: column.expression,
        homeTable,
        part: "value",
        place: aRow,
        owner: { kind: "column", table: table.name, name: column.name },
      };
    }
    for (const item of table.calculationGroup?.items ?? []) {
      const owner = { kind: "calculation-item", name: item.name } as const;
      for (const expression of item.expressions) yield { expression, homeTable, part: "value", place: aValue, owner };
    }
    for (const expression of table.extraExpressions) {
      const owner = { kind: "table", name: table.name } as const;
      yield { expression, homeTable, part: "detail", place: anything, owner };
    }
    for (const partition of table.partitions) {
      if (partition.kind !== "calculated" || !partition.source) continue;
      yield { expression: partition.source, part: "value", place: aTable, owner: { kind: "table", name: table.name } };
    }
  }
  for (const { name, expression } of model.functions) {
    yield { expression, part: "value", place: anything, owner: { kind: "function", name } };
  }
  for (const role of model.roles) {
    for (const permission of role.permissions) {
      if (!permission.filter) continue;
      const owner = { kind: "role", name: role.name } as const;
      yield { expression: permission.filter, homeTable: permission.table, part: "value", place: aRow, owner };
    }
  }
}

const parsed = new WeakMap<ModelFile, Map<number, ParsedDax>>();

/** Parses an expression in the coordinates of its file. Asked again for the same file, it answers from memory. */
export function parseExpression({ file, start, text, language }: Expression): ParsedDax {
  const known = parsed.get(file) ?? new Map<number, ParsedDax>();
  parsed.set(file, known);
  const before = known.get(start);
  if (before) return before;
  const made = language === "function" ? parseDaxFunction(text, start) : parseDax(text, start);
  known.set(start, made);
  return made;
}
