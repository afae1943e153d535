import { lexM } from "../../../m/tokens.ts";
import { nameKey } from "../../../text/same-name.ts";
import type { Partition } from "../../model.ts";
import { isCalculatedColumn } from "../../model-facts.ts";
import { property } from "../../property.ts";
import { isCalculatedTable } from "../../table-kinds.ts";
import type { Rule } from "../rule.ts";
import { practice } from "./practice.ts";

const sourceColumns = practice({
  code: "DATA_COLUMNS_MUST_HAVE_A_SOURCE_COLUMN",
  severity: "warning",
  why: "A refresh does not know what to put into the column, and stops.",
  check({ model }, report) {
    for (const table of model.tables) {
      if (isCalculatedTable(table)) continue;
      for (const column of table.columns) {
        if (isCalculatedColumn(column) || column.sourceColumn?.trim()) continue;
        if (property(column.origin, "expression") !== undefined) continue;
        const message = `[${column.name}] says neither its source column nor an expression`;
        report(column.origin, message, "Write `sourceColumn: …`.");
      }
    }
  },
});

const providerSources = practice({
  code: "AVOID_STRUCTURED_DATA_SOURCES_WITH_PROVIDER_PARTITIONS",
  severity: "info",
  why: "Power BI cannot refresh a partition whose query is not M from a source that wants M.",
  check({ model }, report) {
    const structured = new Set(
      model.dataSources.filter(({ kind }) => nameKey(kind) === "structured").map(({ name }) => nameKey(name)),
    );
    for (const partition of model.tables.flatMap(({ partitions }) => partitions)) {
      const source = dataSourceOf(partition);
      if (nameKey(partition.kind) !== "query" || source === undefined || !structured.has(nameKey(source))) continue;
      const message = `partition \`${partition.name}\` has a query of the older kind, and the structured source \`${source}\``;
      report(partition.origin, message, "Write the partition in M, or make the source a `provider`.");
    }
  },
});

function dataSourceOf({ origin: { file, node } }: Partition): string | undefined {
  const source = node.children.find(({ keyword }) => keyword === "source");
  const name = source && property({ file, node: source }, "dataSource");
  return name?.replace(/^'([\s\S]*)'$/u, "$1").replaceAll("''", "'");
}

const usedSources = practice({
  code: "REMOVE_DATA_SOURCES_NOT_REFERENCED_BY_ANY_PARTITIONS",
  severity: "info",
  why: "Somebody keeps credentials for a source that nothing reads.",
  check({ model }, report) {
    if (model.dataSources.length === 0) return;
    const used = new Set<string>();
    for (const partition of model.tables.flatMap(({ partitions }) => partitions)) {
      const named = dataSourceOf(partition);
      if (named !== undefined) used.add(nameKey(named));
    }
    const queries = [
      ...model.tables.flatMap(({ partitions }) => partitions.flatMap(({ source }) => source ?? [])),
      ...model.expressions.map(({ expression }) => expression),
    ];
    for (const { text } of queries) for (const { value } of lexM(text)) used.add(nameKey(value));
    for (const { origin, name } of model.dataSources) {
      if (used.has(nameKey(name))) continue;
      report(origin, `no partition reads the data source \`${name}\``, "Remove it.");
    }
  },
});

export const sources: readonly Rule[] = [sourceColumns, providerSources, usedSources];
