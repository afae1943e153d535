import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Columns of every relation: a key, a day, and numbers. */
const NUMBERS = Array.from({ length: 18 }, (_, at) => `c${at + 1}`);
export const COLUMNS: readonly string[] = ["id", "day", ...NUMBERS];

/** Models stand in ten layers, each made of those above it, as in projects that grew. */
const LAYERS = 10;
const MEASURES_PER_TABLE = 50;

export interface GeneratedModel {
  readonly name: string;
  readonly sql: string;
  readonly refs: readonly string[];
  readonly sources: readonly string[];
}

/** A project of so many models: joins, aggregates, windows, CTEs and `select *`, by turns, always the same. */
export function generateModels(count: number): readonly GeneratedModel[] {
  const perLayer = Math.ceil(count / LAYERS);
  return Array.from({ length: count }, (_, at) => {
    const name = `m${at}`;
    const layer = Math.floor(at / perLayer);
    if (layer === 0) {
      const source = sourceName(at);
      return { name, sql: staging(`{{ source('raw', '${source}') }}`, ""), refs: [], sources: [source] };
    }
    const above = (salt: number, up = 1): string => {
      const first = (layer - Math.min(up, layer)) * perLayer;
      return `m${first + ((at * 7919 + salt * 104_729) % perLayer)}`;
    };
    const one = above(1);
    const other = above(2, 2) === one ? above(3, 2) : above(2, 2);
    const shape = SHAPES[at % SHAPES.length] ?? windows;
    const refs = shape === joined && other !== one ? [one, other] : [one];
    const ref = (model: string): string => `{{ ref('${model}') }}`;
    const [first = one, second] = refs;
    return {
      name,
      refs,
      sources: [],
      sql: second === undefined ? alone(shape)(ref(first), ref(first)) : joined(ref(first), ref(second)),
    };
  });
}

type Shape = (one: string, other: string) => string;

/** A join that finds only one relation is none. */
function alone(shape: Shape): Shape {
  return shape === joined ? windows : shape;
}

const sourceName = (at: number): string => `s${at}`;

const staging: Shape = (from) => `select
  cast(id as bigint) as id,
  cast(day as date) as day,
${NUMBERS.map((name) => `  coalesce(${name}, 0) as ${name}`).join(",\n")}
from ${from}
where c1 is not null or c2 > 0`;

const joined: Shape = (one, other) => `with left_side as (
  select * from ${one} where day >= date '2020-01-01'
),
right_side as (
  select id, day as other_day, ${NUMBERS.slice(0, 6).join(", ")} from ${other}
)
select
  l.id,
  greatest(l.day, r.other_day) as day,
${NUMBERS.map((name, at) => `  ${at < 6 ? `l.${name} + coalesce(r.${name}, 0)` : `l.${name}`} as ${name}`).join(",\n")}
from left_side l
left join right_side r on l.id = r.id and r.other_day <= l.day`;

const windows: Shape = (one) => `with ranked as (
  select *, row_number() over (partition by id order by day desc) as latest from ${one}
)
select id, day,
${NUMBERS.map((name, at) => `  ${at % 3 === 0 ? `sum(${name}) over (partition by id order by day)` : name} as ${name}`).join(",\n")}
from ranked
where latest = 1`;

const grouped: Shape = (one) => `select id, day,
${NUMBERS.map((name, at) => `  ${at % 2 === 0 ? "sum" : "avg"}(${name}) as ${name}`).join(",\n")}
from ${one}
group by id, day
having count(*) > 0`;

const chosen: Shape = (one) => `select * from ${one} where c${3} is not null`;

const SHAPES: readonly Shape[] = [joined, windows, grouped, joined, chosen];

/** The project as dbt reads it, with a database of empty sources to be made by `sql`. */
export function writeDbtProject(folder: string, models: readonly GeneratedModel[]): { readonly sql: string } {
  const write = (path: string, text: string): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  write(
    "dbt_project.yml",
    'name: grown\nversion: "1.0.0"\nconfig-version: 2\nprofile: grown\nmodels: {grown: {+materialized: table}}\n',
  );
  write(
    "profiles.yml",
    "grown: {target: prod, outputs: {prod: {type: duckdb, path: grown.duckdb, schema: main, threads: 2}}}\n",
  );
  for (const { name, sql } of models) write(`models/${name}.sql`, `${sql}\n`);
  const sources = models.flatMap((model) => model.sources);
  const tables = sources.map((name) => `      - name: ${name}`).join("\n");
  write("models/sources.yml", `version: 2\nsources:\n  - name: raw\n    schema: raw\n    tables:\n${tables}\n`);
  const columns = COLUMNS.map((name) => `${name} ${name === "day" ? "date" : name === "id" ? "bigint" : "double"}`);
  const creates = sources.map((name) => `create table raw.${name} (${columns.join(", ")});`);
  return { sql: ["create schema raw;", ...creates].join("\n") };
}

/** What `dbt docs generate` would write of the models, in as far as lineage reads it; for sizes that dbt takes minutes for. */
export function renderManifest(models: readonly GeneratedModel[]): {
  readonly manifest: object;
  readonly catalog: object;
} {
  const node = (resource_type: string, unique_id: string, name: string, schema: string, more: object) => [
    unique_id,
    { resource_type, unique_id, name, schema, columns: {}, ...more },
  ];
  const sources = models.flatMap((model) => model.sources);
  const nodes = models.map(({ name, sql, refs, sources: own }) =>
    node("model", `model.grown.${name}`, name, "main", {
      compiled_code: sql
        .replace(/\{\{ ref\('(\w+)'\) \}\}/gu, '"grown"."main"."$1"')
        .replace(/\{\{ source\('raw', '(\w+)'\) \}\}/gu, '"grown"."raw"."$1"'),
      depends_on: {
        nodes: [...refs.map((ref) => `model.grown.${ref}`), ...own.map((name) => `source.grown.raw.${name}`)],
      },
      config: { materialized: "table" },
    }),
  );
  const columns = Object.fromEntries(COLUMNS.map((name, at) => [name, { name, index: at + 1, type: "DOUBLE" }]));
  const metadata = { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json", adapter_type: "duckdb" };
  return {
    manifest: {
      metadata,
      nodes: Object.fromEntries(nodes),
      sources: Object.fromEntries(sources.map((name) => node("source", `source.grown.raw.${name}`, name, "raw", {}))),
    },
    catalog: {
      nodes: Object.fromEntries(models.map(({ name }) => [`model.grown.${name}`, { columns }])),
      sources: Object.fromEntries(sources.map((name) => [`source.grown.raw.${name}`, { columns }])),
    },
  };
}

/** A semantic model of so many measures over the last models, and a report of ten visuals on each of its pages. */
export function generateBi(models: readonly GeneratedModel[], measures: number): Map<string, string> {
  const files = new Map<string, string>();
  const tables = models.slice(-Math.ceil(measures / MEASURES_PER_TABLE)).map(({ name }) => name);
  files.set("Grown.SemanticModel/definition.pbism", '{"version":"4.2","settings":{}}');
  files.set(
    "Grown.SemanticModel/definition/model.tmdl",
    ["model Model", "\tculture: en-US", "", ...tables.map((table) => `ref table ${table}`), ""].join("\n"),
  );
  for (const [at, table] of tables.entries()) {
    files.set(`Grown.SemanticModel/definition/tables/${table}.tmdl`, tableFile(table, at * MEASURES_PER_TABLE));
  }
  files.set(
    "Grown.Report/definition.pbir",
    '{"version":"4.0","datasetReference":{"byPath":{"path":"../Grown.SemanticModel"}}}',
  );
  for (const [at, table] of tables.entries()) {
    const page = `Grown.Report/definition/pages/p${at}`;
    files.set(`${page}/page.json`, JSON.stringify({ name: `p${at}`, displayName: `Page ${at}` }));
    for (let visual = 0; visual < 10; visual += 1) {
      const field = (kind: string, property: string) => ({
        field: { [kind]: { Expression: { SourceRef: { Entity: table } }, Property: property } },
      });
      const shown = Array.from({ length: 4 }, (_, i) =>
        field("Measure", `Measure ${at * MEASURES_PER_TABLE + visual * 4 + i}`),
      );
      const query = { queryState: { Values: { projections: [field("Column", "day"), ...shown] } } };
      const json = { name: `v${visual}`, visual: { visualType: "tableEx", query } };
      files.set(`${page}/visuals/v${visual}/visual.json`, JSON.stringify(json));
    }
  }
  return files;
}

/** Each measure reads columns, and a measure before it. */
function tableFile(table: string, first: number): string {
  const lines = [`table ${table}`, ""];
  for (let at = 0; at < MEASURES_PER_TABLE; at += 1) {
    const base = at < 5 ? `SUM(${table}[${NUMBERS[at % 18]}])` : `[Measure ${first + at - 5}]`;
    lines.push(
      `\tmeasure 'Measure ${first + at}' =`,
      `\t\t\tVAR base = ${base}`,
      `\t\t\tVAR filtered = CALCULATE(${base}, FILTER(ALL(${table}[id]), ${table}[id] > ${at}))`,
      "\t\t\tRETURN",
      `\t\t\t\tDIVIDE(base, filtered) + MAX(${table}[${NUMBERS[(at * 5) % 18]}])`,
      "",
    );
  }
  for (const column of COLUMNS)
    lines.push(`\tcolumn ${column}`, "\t\tdataType: double", `\t\tsourceColumn: ${column}`, "");
  lines.push(
    `\tpartition ${table} = entity`,
    "\t\tmode: directLake",
    "\t\tsource",
    `\t\t\tentityName: ${table}`,
    "\t\t\tschemaName: main",
    "",
  );
  return lines.join("\n");
}
