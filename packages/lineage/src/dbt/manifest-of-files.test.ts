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
    relation_name: "t",
  },
};

/** What dbt writes of these models, compiled into a schema. */
function manifestOf(models: Texts, schema = "main") {
  const nodes = Object.entries(models).map(([name, text]) => {
    const refs = [...text.matchAll(/ref\('(\w+)'\)/gu)].map(([, ref]) => `model.p.${ref}`);
    const node = {
      ...{ resource_type: "model", unique_id: `model.p.${name}`, package_name: "p", name, schema },
      ...{ original_file_path: `models/${name}.sql`, relation_name: `${schema}.${name}`, raw_code: text },
      checksum: { name: "sha256", checksum: createHash("sha256").update(text.trim()).digest("hex") },
      compiled_code: text
        .replace(/\{\{ ref\('(\w+)'\) \}\}/gu, `${schema}.$1`)
        .replace("{{ source('raw', 't') }}", "t")
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
    const files = filesOf({ ...now, c: "select 1 as y", b: "select y from {{ ref('c') }} where {{ m() }}" });
    const all = manifestOf({ ...now, c: "select 1 as y" });
    const lineage = new Lineage(buildGraph({ manifest: manifestOfFiles(files, [all]) }));

    expect(opaque(files, [all])).toEqual(["model:b"]);
    for (const above of ["model:a.x", "model:c.y"]) {
      expect(lineage.impact(above).downstream.map(({ node }) => node)).toContain("model:b");
    }
  });

  it("takes a model of another text from a manifest that has it", () => {
    const other = { ...now, b: "select x as z from {{ ref('a') }} where {{ m() }}" };

    expect(opaque(filesOf(other), [known, manifestOf(other)])).toEqual([]);
  });

  it("takes nothing that was compiled into another schema", () => {
    const other = { ...now, b: "select x as z from {{ ref('a') }} where {{ m() }}" };

    expect(opaque(filesOf(other), [known, manifestOf(other, "dev_ana")])).toEqual(["model:b"]);
  });

  describe("says what another text does without dbt", () => {
    const changed = { ...now, a: "select x, x + 1 as y from {{ source('raw', 't') }}" };
    const sqlOf = (files: ReadonlyMap<string, string>, manifest: unknown, model = "a") =>
      (manifestOfFiles(files, [manifest]) as typeof known).nodes[`model.p.${model}`]?.compiled_code;

    it("where it only names relations", () => {
      expect(sqlOf(filesOf(changed), known)).toBe("select x, x + 1 as y from t");
      expect(opaque(filesOf(changed), [known])).toEqual([]);
    });

    it("where it is new, and what refers to it is", () => {
      const files = filesOf({ ...now, c: "select x from {{ ref('a') }}", d: "select x from {{ ref('c') }}" });

      expect(sqlOf(files, known, "d")).toBe("select x from main.c");
      expect(opaque(files, [known])).toEqual([]);
    });

    it("on the leg that dbt built last", () => {
      const model = (more: string) => `select x${more} from t{% if is_incremental() %} where x > 1{% endif %}`;
      const built = (sql: string) => {
        const manifest = manifestOf({ a: model("") });
        return { ...manifest, nodes: { "model.p.a": { ...manifest.nodes["model.p.a"], compiled_code: sql } } };
      };
      const files = filesOf({ a: model(", 2 as y") });

      expect(sqlOf(files, built("select x from t"))).toBe("select x, 2 as y from t");
      expect(sqlOf(files, built("select x from t where x > 1"))).toBe("select x, 2 as y from t where x > 1");
    });

    it("but not where dbt made something else of the text before", () => {
      const nodes = { ...known.nodes, "model.p.a": { ...known.nodes["model.p.a"], compiled_code: "select x from u" } };

      expect(opaque(filesOf(changed), [{ ...known, nodes }])).toEqual(["model:a"]);
    });

    it("but not where the project has a `ref` or `source` of its own", () => {
      const macros = { ...known.macros, "macro.p.source": { package_name: "p", name: "source", macro_sql: "" } };

      expect(opaque(filesOf(changed), [{ ...known, macros }])).toContain("model:a");
    });

    it("but not where models refer to each other in a circle, or to nothing", () => {
      const files = filesOf({ a: "select 1 as x from {{ ref('b') }}", b: "select x from {{ ref('a') }}" });

      expect(() => buildGraph({ manifest: manifestOfFiles(files, [known]) })).not.toThrow();
      expect(opaque(filesOf({ ...now, a: "select x from {{ ref('gone') }}" }), [known])).toEqual(["model:a"]);
    });
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
