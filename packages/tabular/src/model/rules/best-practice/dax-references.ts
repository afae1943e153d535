import { type DaxExpression, daxChildren, walkDax } from "../../../dax/syntax.ts";
import { nameKey } from "../../../text/same-name.ts";
import type { Span } from "../../../text/span.ts";
import { type DaxTree, meaningOf, ungrouped } from "../../dax-facts.ts";
import { parseExpression } from "../../dax-text.ts";
import type { Measure } from "../../model.ts";
import type { Rule } from "../rule.ts";
import { practice, show } from "./practice.ts";

const qualifiedColumns = practice({
  code: "DAX_COLUMNS_FULLY_QUALIFIED",
  severity: "warning",
  why: "Written alone, a column looks like a measure, and becomes one when somebody makes a measure of that name.",
  check({ dax }, report) {
    for (const text of dax.trees) {
      if (!["measure", "role", "calculation-item"].includes(text.owner.kind)) continue;
      const bare = text.bound.references.flatMap((use) => (use.kind === "column" && !use.tableSpan ? [use] : []));
      if (bare.length === 0) continue;
      const made = columnsMadeIn(text.tree);
      for (const column of bare) {
        if (made.has(nameKey(column.name))) continue;
        const place = { file: text.expression.file, span: column.span };
        report(place, `[${column.name}] is a column, written like a measure`, `Write ${show(column)}.`);
      }
    }
  },
});

/** Names of columns that an expression may make for itself, of which binding takes one for a column of the model. */
function columnsMadeIn(tree: DaxExpression): ReadonlySet<string> {
  const made = new Set<string>();
  for (const node of walkDax(tree)) {
    if (node.kind === "text") made.add(nameKey(node.value));
    if (node.kind === "call" && /^CALENDAR(?:AUTO)?$/iu.test(node.name)) made.add("date");
    if (node.kind === "table-constructor" || (node.kind === "call" && /^GENERATESERIES$/iu.test(node.name))) {
      for (const name of ["value", "value1", "value2", "value3"]) made.add(name);
    }
  }
  return made;
}

/** As Microsoft's, but NAMEOF is written with the table: Power BI itself writes field parameters so. */
const unqualifiedMeasures = practice({
  code: "DAX_MEASURES_UNQUALIFIED",
  severity: "warning",
  why: "With a table in front a measure looks like a column, and it breaks when the measure moves to another table.",
  check({ dax }, report) {
    const place = ({ expression }: DaxTree, { start }: Span): string => `${start} ${expression.file.path}`;
    const named = new Set(
      dax.calls("NAMEOF").flatMap(({ dax: text, node }) => node.arguments.map(({ span }) => place(text, span))),
    );
    for (const text of dax.trees) {
      if (text.owner.kind === "role" || text.owner.kind === "function") continue;
      for (const use of text.bound.references) {
        if (use.kind !== "measure" || !use.tableSpan || named.has(place(text, use.tableSpan))) continue;
        const span = { start: use.tableSpan.start, end: use.span.end };
        report(
          { file: text.expression.file, span },
          `${show(use)} is a measure, written like a column`,
          `Write [${use.name}].`,
        );
      }
    }
  },
});

const noDuplicates = practice({
  code: "AVOID_DUPLICATE_MEASURES",
  severity: "info",
  why: "When one of the two is changed, the other still says what was true before.",
  check({ dax }, report) {
    const first = new Map<string, string>();
    for (const text of dax.trees) {
      if (text.owner.kind !== "measure" || text.part !== "value" || !text.isWhole) continue;
      const key = treeKey(text);
      const same = first.get(key);
      if (same === undefined) first.set(key, text.owner.name);
      else {
        const place = { file: text.expression.file, span: text.tree.span };
        report(place, `[${text.owner.name}] says the same as [${same}]`, "Keep one of them.");
      }
    }
  },
});

/** One text for all expressions of one meaning: without white space, comments, parentheses and the case of names. */
function treeKey({ tree, homeTable, bound }: DaxTree): string {
  const parts: string[] = [];
  for (const node of walkDax(tree)) {
    if (node.kind === "group" && node.items.length === 1) continue;
    parts.push(`${node.kind} ${payload(node)} ${daxChildren(node).length}`);
  }
  // A column written alone is one of the table that the measure is in.
  const isLocal = bound.open.length > 0 || bound.references.some((use) => use.kind === "column" && !use.tableSpan);
  if (isLocal) parts.push(`in ${homeTable ?? ""}`);
  return parts.join("\n");
}

function payload(node: DaxExpression): string {
  switch (node.kind) {
    case "number":
    case "text":
    case "date":
      return JSON.stringify(node.value);
    case "name":
    case "table":
    case "call":
      return nameKey(node.name);
    case "field":
      return nameKey(`${node.table?.name ?? ""}[${node.name}].${node.variation?.name ?? ""}`);
    case "unary":
    case "binary":
      return node.operator;
    case "variables":
      return node.variables.map(({ name }) => nameKey(name)).join(",");
    case "table-constructor":
      return node.rows.map((row) => row.length).join(",");
    default:
      return "";
  }
}

const noAliases = practice({
  code: "MEASURES_SHOULD_NOT_BE_DIRECT_REFERENCES_OF_OTHER_MEASURES",
  severity: "info",
  why: "Two names for one number: readers ask what the difference is.",
  check({ dax }, report) {
    for (const text of dax.trees) {
      if (text.owner.kind !== "measure" || text.part !== "value") continue;
      const node = ungrouped(text.tree);
      if (node.kind !== "field" || meaningOf(text, node)?.kind !== "measure") continue;
      const message = `[${text.owner.name}] is nothing but [${node.name}]`;
      report({ file: text.expression.file, span: node.span }, message, "Use that measure, and remove this one.");
    }
  },
});

const withExpression = practice({
  code: "EXPRESSION_RELIANT_OBJECTS_MUST_HAVE_AN_EXPRESSION",
  severity: "warning",
  why: "Without DAX it shows nothing, or an error.",
  check({ model, facts }, report) {
    const isEmpty = ({ expression }: Pick<Measure, "expression">): boolean =>
      parseExpression(expression).expression.kind === "missing";
    for (const measure of facts.measures) {
      if (isEmpty(measure)) report(measure.origin, `measure [${measure.name}] has no expression`, writeOne);
    }
    for (const { origin, name, expression } of facts.columns) {
      if (expression && isEmpty({ expression })) report(origin, `column [${name}] has no expression`, writeOne);
    }
    for (const { origin, name } of model.tables.flatMap(({ calculationGroup }) => calculationGroup?.items ?? [])) {
      const { file, node } = origin;
      const { start, end } = node.value?.span ?? { start: 0, end: 0 };
      const expression = { file, start, text: file.document.text.slice(start, end) };
      if (!node.value || isEmpty({ expression })) report(origin, `item \`${name}\` has no expression`, writeOne);
    }
  },
});
const writeOne = "Write one, or remove it.";

export const daxReferences: readonly Rule[] = [
  qualifiedColumns,
  unqualifiedMeasures,
  noDuplicates,
  noAliases,
  withExpression,
];
