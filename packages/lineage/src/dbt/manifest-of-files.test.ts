import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../build-graph.ts";
import { Lineage } from "../lineage.ts";
import { manifestOfFiles } from "./manifest-of-files.ts";

type Texts = Readonly<Record<string, string>>;

const A = "select x from {{ source('raw', 't') }}";
const B = "select x from {{ ref('a') }} where {{ m() }}";
const MACRO = "{% macro m() %} true {% endmacro %}";
const SOURCES = {
  "source.p.raw.t": {
    resource_type: "source",
    unique_id: "source.p.raw.t",
    source_name: "raw",
    name: "t",
    schema: "raw",
  },
};

/** What dbt writes of these models, compiled into a schema. */
function manifestOf(models: Texts, schema = "main") {
  const nodes = Object.entries(models).map(([name, text]) => {
    const refs = [...text.matchAll(/ref\('(\w+)'\)/gu)].map(([, ref]) => `model.p.${ref}`);
    const node = {
      ...{ resource_type: "model", unique_id: `model.p.${name}`, package_name: "p", name, schema },
      ...{ original_file_path: `models/${name}.sql`, relation_name: `${schema}.${name}` },
      checksum: { name: "sha256", checksum: createHash("sha256").update(text.trim()).digest("hex") },
      compiled_code: text
        .replace(/\{\{ (?:ref|source)\((?:'raw', )?'(\w+)'\) \}\}/gu, "$1")
        .replace("{{ m() }}", "true"),
      depends_on: {
        nodes: [...refs, ...(text.includes("source") ? ["source.p.raw.t"] : [])],
        macros: text.includes("m()") ? ["macro.p.m"] : [],
      },
    };
    return [`model.p.${name}`, node];
  });
  const macros = { "macro.p.m": { package_name: "p", original_file_path: "macros/m.sql", macro_sql: MACRO } };
  return {
    metadata: { project_name: "p", adapter_type: "duckdb" },
    nodes: Object.fromEntries(nodes),
    sources: SOURCES,
    macros,
  };
}

const filesOf = (models: Texts, macro = MACRO) =>
  new Map([
    ["macros/m.sql", macro],
    ...Object.entries(models).map(([name, text]) => [`models/${name}.sql`, `${text}\n`] as const),
  ]);

/** Models of which nothing but references is known. */
function opaque(files: ReadonlyMap<string, string>, manifests: readonly unknown[]): readonly string[] {
  const { unresolved } = buildGraph({ manifest: manifestOfFiles(files, manifests) });
  return unresolved.filter(({ whole }) => whole).map(({ node }) => node);
}

describe("the manifest of files that dbt never saw together", () => {
  const now = { a: A, b: B };
  const known = manifestOf(now);

  it("is dbt's own where nothing differs", () => {
    expect(manifestOfFiles(filesOf(now), [known])).toEqual(known);
  });

  it("knows a model of another text by its references, old and new", () => {
    const files = filesOf({ ...now, c: "select 1 as y", b: "select y from {{ ref('c') }}" });
    const all = manifestOf({ ...now, c: "select 1 as y" });
    const lineage = new Lineage(buildGraph({ manifest: manifestOfFiles(files, [all]) }));

    expect(opaque(files, [all])).toEqual(["model:b"]);
    for (const above of ["model:a.x", "model:c.y"]) {
      expect(lineage.impact(above).downstream.map(({ node }) => node)).toContain("model:b");
    }
  });

  it("takes a model of another text from a manifest that has it", () => {
    const other = { ...now, b: "select x as z from {{ ref('a') }}" };

    expect(opaque(filesOf(other), [known, manifestOf(other)])).toEqual([]);
  });

  it("takes nothing that was compiled into another schema", () => {
    const other = { ...now, b: "select x as z from {{ ref('a') }}" };

    expect(opaque(filesOf(other), [known, manifestOf(other, "dev_ana")])).toEqual(["model:b"]);
  });

  it("does not know what a changed macro made", () => {
    expect(opaque(filesOf(now, "{% macro m() %} false {% endmacro %}"), [known])).toEqual(["model:b"]);
  });

  it("has a model that is new, with what it refers to, and none that is gone", () => {
    const files = filesOf({ a: A, c: "select * from {{ ref('a') }} join {{ source('raw', 't') }} using (x)" });
    const lineage = new Lineage(buildGraph({ manifest: manifestOfFiles(files, [known]) }));

    expect(lineage.find("model:b")).toBeUndefined();
    for (const above of ["model:a.x", "source:raw.t"]) {
      expect(lineage.impact(above).downstream.map(({ node }) => node)).toContain("model:c");
    }
  });

  it.each([undefined, null, 3, {}, { nodes: [] }, { nodes: { a: null } }])("over %j throws nothing", (manifest) => {
    expect(() => buildGraph({ manifest: manifestOfFiles(filesOf(now), [manifest]) })).not.toThrow();
  });
});
