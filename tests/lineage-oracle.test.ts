import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildGraph, Lineage } from "@throughline/lineage";
import { beforeAll, describe, expect, it } from "vitest";
import { labelledEdges } from "../packages/lineage/src/test-support/labelled-edges.ts";
import { PROJECTS, renderedManifest } from "../packages/lineage/src/test-support/rendered-project.ts";
import { PYTHON } from "./world.ts";

const missing = spawnSync(PYTHON, ["-c", "import sqlglot"]).status === 0 ? undefined : "sqlglot is not installed";

/** Where sqlglot says something else, and why. */
const DISAGREEMENTS: Readonly<Record<string, string>> = {
  "using: id": "of an inner join by USING the left column is the value; sqlglot takes both",
  "a right join by a shared column, with a star: id":
    "of a right join the right column is the value; sqlglot takes both",
  "a union by name: id": "sqlglot matches BY NAME by place",
  "a union by name: word": "sqlglot matches BY NAME by place",
  "what is not in the other: customer_id": "the other side of EXCEPT decides about rows and is no value",
  "what is in both: customer_id": "the other side of INTERSECT decides about rows and is no value",
  "a correlated subquery: total": "sqlglot leaves out what the subquery is filtered by",
  "a lateral join: best": "sqlglot takes the condition for the value",
  "windows: running": "sqlglot leaves out a window that is named",
  "a pivot with its values: customer_id": "sqlglot loses the key that a pivot is grouped by",
  "a pivot with its values: paid": "what is pivoted on decides what the value is; sqlglot leaves it out",
  "a pivot with its values: open": "what is pivoted on decides what the value is; sqlglot leaves it out",
  "a pivot whose columns are used by name: customer_id": "sqlglot does not look into DuckDB's PIVOT",
  "a pivot whose columns are used by name: paid": "sqlglot does not look into DuckDB's PIVOT",
  "an unpivot: kind": "the column of names has the names of columns, and nothing of what is in them",
  "columns by a pattern: id": "sqlglot does not know COLUMNS",
  "columns by a pattern: order_id": "sqlglot does not know COLUMNS",
  "a star through a cte of a table of which no column is known: level": "sqlglot knows only that it is of the table",
  "a star through a cte of a table of which no column is known: message": "sqlglot knows only that it is of the table",
  "a known and an unknown table: message": "sqlglot does not say that a column of no known table is of the unknown one",
  "the whole row: person": "sqlglot does not know a row as a value",
};

interface Query {
  readonly name: string;
  readonly sql: string;
  readonly schema: object;
}

const TABLES = {
  orders: ["id", "customer_id", "amount", "discount", "status", "placed_at", "tags", "info"],
  customers: ["id", "name", "city", "joined_at"],
  items: ["id", "order_id", "sku", "price"],
};

/** Columns by the output they are in, as `table.column`, for each query. */
type Columns = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** What the graph says of models, each hop by itself. */
function ours(manifest: unknown, catalog?: unknown): Columns {
  const graph = buildGraph({ manifest, ...(catalog !== undefined && { catalog }) });
  const columns: Record<string, Record<string, string[]>> = {};
  for (const node of graph.nodes) {
    const [, model, column] = /^model:([^.]+)\.(.*)$/u.exec(node) ?? [];
    if (model === undefined || column === undefined) continue;
    columns[model] = { ...columns[model], [column.toLowerCase()]: [] };
  }
  for (const { from, to, kind } of graph.edges) {
    const [, model, column] = /^model:([^.]+)\.(.*)$/u.exec(to) ?? [];
    if (model === undefined || column === undefined || kind === "rowset") continue;
    const found = columns[model]?.[column.toLowerCase()];
    const named = from.replace(/^(?:model|source):/u, "").toLowerCase();
    if (found && !found.includes(named)) found.push(named);
  }
  return columns;
}

function theirs(queries: readonly Query[]): Columns {
  const ran = spawnSync(PYTHON, [join(import.meta.dirname, "read-lineage.py")], {
    input: JSON.stringify({ queries }),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout) as Columns;
}

/** Every output that either knows, and whether both say the same of it; relations by their name without a schema. */
function compare(name: string, own: Columns[string], other: Columns[string]): { output: string; same: boolean }[] {
  const plain = (columns: readonly string[]): string =>
    [...new Set(columns.map((column) => column.split(".").slice(-2).join(".")))].sort().join(" ");
  return Object.keys(own).map((output) => ({
    output: `${name}: ${output}`,
    same: plain(own[output] ?? []) === plain(other[output] ?? []),
  }));
}

describe.skipIf(missing)(`column lineage, beside sqlglot${missing ? ` [${missing}]` : ""}`, () => {
  const compared: { output: string; same: boolean }[] = [];

  beforeAll(() => {
    const labels = labelledEdges("queries");
    const known = Object.entries(TABLES).map(([name, columns]) => {
      const id = `source.${name}`;
      const listed = columns.map((column, index) => [column, { name: column, index }]);
      return {
        id,
        node: { resource_type: "source", unique_id: id, name, schema: "main" },
        columns: Object.fromEntries(listed),
      };
    });
    const manifest = {
      metadata: { adapter_type: "duckdb" },
      sources: Object.fromEntries(known.map(({ id, node }) => [id, node])),
      nodes: Object.fromEntries(
        labels.map(({ sql }, at) => {
          const unique_id = `q${at}`;
          const own = { resource_type: "model", unique_id, name: unique_id, schema: "other", compiled_code: sql };
          return [unique_id, { ...own, depends_on: { nodes: known.map(({ id }) => id) } }];
        }),
      ),
    };
    const found = ours(manifest, { sources: Object.fromEntries(known.map(({ id, columns }) => [id, { columns }])) });
    const schema = Object.fromEntries(
      Object.entries(TABLES).map(([name, columns]) => [
        name,
        Object.fromEntries(columns.map((column) => [column, "text"])),
      ]),
    );
    const said = theirs(labels.map(({ name, sql }) => ({ name, sql, schema })));
    for (const [at, { name }] of labels.entries())
      compared.push(...compare(name, found[`q${at}`] ?? {}, said[name] ?? {}));

    for (const place of Object.values(PROJECTS)) compared.push(...compareProject(place));
  });

  it("says the same, or something else for a reason", () => {
    const different = compared.filter(({ same }) => !same).map(({ output }) => output);
    console.log(`sqlglot says the same of ${compared.length - different.length} of ${compared.length} columns`);

    expect(different.sort()).toEqual(Object.keys(DISAGREEMENTS).sort());
  });
});

function compareProject(place: (typeof PROJECTS)[keyof typeof PROJECTS]): { output: string; same: boolean }[] {
  const manifest = renderedManifest(place);
  const { graph } = new Lineage(buildGraph({ manifest }));
  const schema: Record<string, Record<string, Record<string, string>>> = {};
  for (const [whole, parts] of graph.parts) {
    const [schemaName = "", table = ""] = whole.startsWith("source:")
      ? whole.slice("source:".length).split(".")
      : ["main", whole.slice("model:".length)];
    const columns = Object.fromEntries(parts.map((part) => [part.slice(whole.length + 1).toLowerCase(), "text"]));
    schema[schemaName] = { ...schema[schemaName], [table.toLowerCase()]: columns };
  }
  const own = ours(manifest);
  const models = Object.values(manifest.nodes).filter((node) => typeof node["compiled_code"] === "string");
  const queries = models.map((node) => ({
    name: String(node["name"]),
    // Models that dbt writes into others are a hop of their own.
    sql: String(node["compiled_code"])
      .replace(/^with __dbt__cte__\w+ as \([\s\S]*?\n\)/u, "")
      .replaceAll("__dbt__cte__", '"warehouse"."main".'),
    schema: { warehouse: schema },
  }));
  const said = theirs(queries);
  return queries.flatMap(({ name }) => compare(name, own[name] ?? {}, said[name] ?? {}));
}
