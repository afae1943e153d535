import type { BuiltColumn, BuiltTable } from "@throughline/lineage/sync";
import { columnTypeOf } from "../catalogue/build-catalogue.ts";
import type { Catalogue, ModelColumnEntry, ModelEntry } from "../catalogue/catalogue.ts";
import { describedColumn } from "../dbt/dbt-project.ts";

/** What dbt builds, as its files say it and the warehouse has it. */
export function builtTables(catalogue: Catalogue): readonly BuiltTable[] {
  const columns = Map.groupBy(catalogue.modelColumns, ({ model }) => model);
  return catalogue.models.map((entry): BuiltTable => {
    const { name, node } = entry;
    const description = node.properties?.node.description;
    return {
      model: name,
      relation: name,
      ...(description !== undefined && { description }),
      columns: (columns.get(name) ?? []).map((column) => builtColumn(entry, column)),
      complete: "columns" in node || node.outputs !== undefined,
    };
  });
}

function builtColumn({ node }: ModelEntry, { column, dataType }: ModelColumnEntry): BuiltColumn {
  const described = describedColumn(node, column);
  const meta = described?.meta ?? {};
  const { format } = meta;
  return {
    name: column,
    type: columnTypeOf(dataType),
    ...(dataType !== undefined && { dataType }),
    ...(described?.description !== undefined && { description: described.description }),
    ...(typeof format === "string" && { format }),
    ...(meta["semantic_model"] === false && { internal: true }),
  };
}
