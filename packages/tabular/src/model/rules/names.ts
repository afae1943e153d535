import { nameKey } from "../../text/same-name.ts";
import type { TmdlNode } from "../../tmdl/syntax.ts";
import type { ModelFile, Origin } from "../model.ts";
import { at, finding, type Report, type Rule } from "./rule.ts";

interface Named {
  readonly name: string;
  readonly origin: Origin;
}

/** Power BI refuses to open a model with two objects of one name, and a file that gives a property twice. */
export const names: Rule = {
  kinds: [
    { code: "duplicate-name", severity: "error", why: "Power BI refuses a model with two objects of one name." },
    { code: "name-clash", severity: "error", why: "A name in brackets would mean two things, which Power BI refuses." },
    { code: "duplicate-property", severity: "error", why: "Power BI refuses a file that gives one property twice." },
  ],
  check({ model }, report) {
    unique(model.relationships, "relationship", report);
    unique(model.roles, "role", report);
    unique(model.expressions, "expression", report);
    unique(model.functions, "function", report);
    unique(model.perspectives, "perspective", report);
    unique(model.cultures, "culture", report);
    for (const role of model.roles) {
      const filters = role.permissions.map(({ table, origin }) => ({ name: table, origin }));
      unique(filters, `row filter of role \`${role.name}\``, report);
    }
    for (const table of model.tables) {
      unique(table.columns, `column of '${table.name}'`, report);
      unique(table.hierarchies, `hierarchy of '${table.name}'`, report);
      unique(table.partitions, `partition of '${table.name}'`, report);
      unique(table.calculationGroup?.items ?? [], `calculation item of '${table.name}'`, report);
      for (const hierarchy of table.hierarchies) unique(hierarchy.levels, `level of \`${hierarchy.name}\``, report);
      const columns = new Set(table.columns.map((column) => nameKey(column.name)));
      for (const measure of table.measures) {
        if (columns.has(nameKey(measure.name))) report(measure.origin.file.path, clash(measure, table.name));
      }
    }
    unique(
      model.tables.flatMap((table) => table.measures),
      "measure",
      report,
    );
    for (const file of model.files) for (const node of file.document.nodes) repeatedProperties(file, node, report);
  },
};

function unique(objects: readonly Named[], kind: string, report: Report): void {
  const seen = new Map<string, Named>();
  for (const object of objects) {
    const first = seen.get(nameKey(object.name));
    if (!first) {
      seen.set(nameKey(object.name), object);
      continue;
    }
    const message = `there is another ${kind} named \`${first.name}\``;
    report(
      object.origin.file.path,
      finding("duplicate-name", at(object.origin), message, "Give one of them another name."),
    );
  }
}

function clash(measure: Named, table: string) {
  const message = `table '${table}' has a column of this name, so [${measure.name}] has two meanings`;
  return finding("name-clash", at(measure.origin), message, "Rename the measure or the column.");
}

/** These may be given several times, each with another value. */
const repeatable = new Set(["changedProperty", "groupByColumn", "associatedColumn", "calendarColumnGroup"]);

function repeatedProperties(file: ModelFile, node: TmdlNode, report: Report): void {
  const seen = new Set<string>();
  for (const child of node.children) {
    if (
      !child.name &&
      !child.isRef &&
      child.keyword !== "" &&
      (child.value || child.keyword !== "calendarColumnGroup")
    ) {
      const { start, end } = child.header;
      const key = repeatable.has(child.keyword) ? file.document.text.slice(start, end) : child.keyword;
      if (seen.has(key)) {
        const message = `\`${child.keyword}\` is given twice`;
        report(file.path, finding("duplicate-property", child.header, message, "Keep one of them."));
      }
      seen.add(key);
    }
    repeatedProperties(file, child, report);
  }
}
