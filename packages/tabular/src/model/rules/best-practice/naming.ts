import type { Model, Origin } from "../../model.ts";
import { isCalculatedColumn } from "../../model-facts.ts";
import { property } from "../../property.ts";
import { isCalculatedTable } from "../../table-kinds.ts";
import type { Rule } from "../rule.ts";
import { practice } from "./practice.ts";

type Kind =
  | "model"
  | "table"
  | "column"
  | "calculated column"
  | "measure"
  | "hierarchy"
  | "level"
  | "partition"
  | "perspective"
  | "role"
  | "expression"
  | "data source"
  | "calculation item";

interface Named {
  readonly kind: Kind;
  readonly name: string;
  readonly origin: Origin;
}

/** Every object of a model that has a name people chose. */
function* namedObjects(model: Model): Generator<Named> {
  if (model.model?.node.name) yield { kind: "model", name: model.model.node.name.value, origin: model.model };
  for (const table of model.tables) {
    yield { kind: "table", ...table };
    const isMade = isCalculatedTable(table);
    for (const column of table.columns) {
      yield { kind: isMade || isCalculatedColumn(column) ? "calculated column" : "column", ...column };
    }
    for (const measure of table.measures) yield { kind: "measure", ...measure };
    for (const hierarchy of table.hierarchies) {
      yield { kind: "hierarchy", ...hierarchy };
      for (const level of hierarchy.levels) yield { kind: "level", ...level };
    }
    for (const partition of table.partitions)
      yield { kind: "partition", name: partition.name, origin: partition.origin };
    for (const item of table.calculationGroup?.items ?? []) yield { kind: "calculation item", ...item };
  }
  for (const perspective of model.perspectives) yield { kind: "perspective", ...perspective };
  for (const role of model.roles) yield { kind: "role", ...role };
  for (const expression of model.expressions) yield { kind: "expression", ...expression };
  for (const { name, origin } of model.dataSources) yield { kind: "data source", name, origin };
}

function namesOf(model: Model, kinds: ReadonlySet<Kind>): Named[] {
  return [...namedObjects(model)].filter(({ kind }) => kinds.has(kind));
}

const inReports: readonly Kind[] = ["table", "column", "calculated column", "measure", "hierarchy"];
const all: readonly Kind[] = [...inReports, "level", "perspective", "partition", "role", "calculation item"];

/** Signs that cannot be seen, other than white space. */
const invisible = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/u;

const visibleNames = practice({
  code: "AVOID_INVALID_NAME_CHARACTERS",
  severity: "warning",
  why: "The model cannot be published with such a name.",
  check({ model }, report) {
    for (const { kind, name, origin } of namesOf(model, new Set(all))) {
      if (invisible.test(name)) report(origin, `the name of this ${kind} has a control character`, "Write it anew.");
    }
  },
});

const visibleDescriptions = practice({
  code: "AVOID_INVALID_DESCRIPTION_CHARACTERS",
  severity: "warning",
  why: "The model cannot be published with such a description.",
  check({ model }, report) {
    for (const { kind, origin } of namesOf(model, new Set(all))) {
      const description = origin.node.description?.text ?? property(origin, "description") ?? "";
      if (!invisible.test(description)) continue;
      report(origin, `the description of this ${kind} has a control character`, "Write it anew.");
    }
  },
});

const samePartitionName = practice({
  code: "PARTITION_NAME_SHOULD_MATCH_TABLE_NAME_FOR_SINGLE_PARTITION_TABLES",
  severity: "info",
  why: "Logs of refreshes name partitions, and people look for tables.",
  check({ model }, report) {
    for (const { name, partitions, calculationGroup } of model.tables) {
      const [only, another] = partitions;
      if (!only || another || calculationGroup || only.kind === "calculated" || only.name === name) continue;
      report(only.origin, `the only partition of '${name}' is named \`${only.name}\``, `Name it \`${name}\`.`);
    }
  },
});

const oneLine: ReadonlySet<Kind> = new Set([...inReports, "model", "perspective", "partition", "calculation item"]);

const namesOfOneLine = practice({
  code: "SPECIAL_CHARS_IN_OBJECT_NAMES",
  severity: "info",
  why: "Nobody sees a tab or a line break in a name, and formulas without it find nothing.",
  check({ model }, report) {
    for (const { kind, name, origin } of namesOf(model, oneLine)) {
      if (/[\t\n\r]/u.test(name)) report(origin, `the name of this ${kind} has a tab or a line break`, "Remove it.");
    }
  },
});

const hasOuterSpace = (name: string): boolean => name.startsWith(" ") || name.endsWith(" ");
const trimmed: ReadonlySet<Kind> = new Set([...all, "model", "expression", "data source"]);

const trimNames = practice({
  code: "TRIM_OBJECT_NAMES",
  severity: "info",
  why: "Nobody sees the space, and formulas without it find nothing.",
  check({ model }, report) {
    for (const { kind, name, origin } of namesOf(model, trimmed)) {
      if (hasOuterSpace(name)) report(origin, `the name of this ${kind} begins or ends with a space`, "Remove it.");
    }
  },
});

/** Almost the same as `TRIM_OBJECT_NAMES`, of which Microsoft has two: people ignore one or the other by its ID. */
const noOuterSpaces = practice({
  code: "OBJECTS_SHOULD_NOT_START_OR_END_WITH_A_SPACE",
  severity: "warning",
  why: "Nobody sees the space, and formulas without it find nothing.",
  check({ model }, report) {
    for (const { kind, name, origin } of namesOf(model, oneLine)) {
      if (kind === "calculation item" || !hasOuterSpace(name)) continue;
      report(origin, `this ${kind} is named with a space before or after`, "Remove the space.");
    }
  },
});

const capitalised: ReadonlySet<Kind> = new Set(["table", "measure", "hierarchy", "calculated column"]);

const capitalLetters = practice({
  code: "FIRST_LETTER_OF_OBJECTS_MUST_BE_CAPITALIZED",
  severity: "info",
  why: "Readers of reports see these names as titles.",
  check({ model }, report) {
    for (const { kind, name, origin } of namesOf(model, capitalised)) {
      const [first = ""] = name;
      if (first.toUpperCase() === first) continue;
      report(origin, `${kind} \`${name}\` begins with a small letter`, "Begin it with a capital letter.");
    }
  },
});

export const naming: readonly Rule[] = [
  visibleNames,
  visibleDescriptions,
  samePartitionName,
  namesOfOneLine,
  trimNames,
  noOuterSpaces,
  capitalLetters,
];
