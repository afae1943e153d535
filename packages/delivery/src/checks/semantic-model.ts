import type { Finding } from "@throughline/contracts";
import { openSnapshot } from "../duckdb/snapshot.ts";
import { checkModels, openModels, readModelFiles } from "../releases/model-files.ts";
import { type Check, type CheckContext, hasWarehouse, NO_WAREHOUSE } from "./check.ts";

/** Syntax, references, relationships, and that every column read from the warehouse is there: also after dbt changes. */
export const semanticModel: Check = {
  name: "semantic model",
  unneeded: (change) => (change.layout.semanticModels.length > 0 ? undefined : "the project has no semantic model"),
  async run(context) {
    if (!hasWarehouse(context)) {
      // What the files say by themselves can be wrong without a warehouse; that they are right needs one.
      const files = readModelFiles(context.environment.project, context.change.layout);
      const findings = [...(await checkModels(openModels(files, context.change.layout), context.change.layout))];
      return findings.some((finding) => finding.severity === "error") ? findings : { notChecked: NO_WAREHOUSE };
    }
    const after = await modelFindings(context.environment.project, context.head.databaseFile, context);
    const before = context.release
      ? await modelFindings(context.release.models, context.release.databaseFile, context)
      : new Map<string, Finding>();
    return [...after].map(([key, finding]) =>
      before.has(key) && finding.severity === "error"
        ? { ...finding, severity: "warning" as const, message: `${finding.message} (in production already)` }
        : finding,
    );
  },
};

/** By a key without line numbers: the same problem a few lines further down is the same problem. */
async function modelFindings(
  root: string,
  databaseFile: string,
  { change }: CheckContext,
): Promise<Map<string, Finding>> {
  const found = new Map<string, Finding>();
  const add = (finding: Finding) => found.set(`${finding.code}\0${finding.file}\0${finding.message}`, finding);
  const files = readModelFiles(root, change.layout);
  await using snapshot = await openSnapshot(databaseFile);
  const { rows } = await snapshot.query("select table_schema, table_name, column_name from information_schema.columns");
  const columns = new Set(rows.map((row) => row.map((part) => String(part).toLowerCase()).join("\0")));
  const tables = new Set(
    rows.map((row) =>
      row
        .slice(0, 2)
        .map((part) => String(part).toLowerCase())
        .join("\0"),
    ),
  );
  const models = openModels(files, change.layout);
  for (const finding of await checkModels(models, change.layout)) add(finding);
  for (const model of models) {
    for (const table of model.tables) {
      if (!table.source) continue;
      const schema = (table.source.schema ?? "main").toLowerCase();
      const name = table.source.name.toLowerCase();
      if (!tables.has(`${schema}\0${name}`)) {
        add({
          code: "model.source-table-missing",
          severity: "error",
          file: table.place.file,
          line: table.place.line,
          message: `table ${table.name} reads ${schema}.${name}, which the warehouse does not have`,
          hint: "Was the dbt model renamed or removed? The partition's source must follow.",
        });
        continue;
      }
      for (const column of table.columns) {
        if (column.calculated || column.sourceColumn === undefined) continue;
        if (columns.has(`${schema}\0${name}\0${column.sourceColumn.toLowerCase()}`)) continue;
        add({
          code: "model.source-column-missing",
          severity: "error",
          file: column.place.file,
          line: column.place.line,
          message: `column ${table.name}[${column.name}] reads ${column.sourceColumn}, which ${schema}.${name} does not have`,
          hint: "Add the column to the dbt model, or change `sourceColumn`.",
        });
      }
    }
  }
  return found;
}
