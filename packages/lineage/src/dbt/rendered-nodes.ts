import { type Json, record } from "../json.ts";
import { jinjaReferences } from "./jinja-call.ts";
import { sqlOf } from "./read-manifest.ts";
import { type Leg, type RelationNames, renderSql } from "./render-sql.ts";

/**
 * The nodes of a manifest, with SQL for models that have none, where their text says it without dbt. `formerly` are nodes of other
 * manifests: what was made of a former text has to be what dbt made of it, or nothing is taken to be known.
 */
export function withRenderedSql(root: Json, nodes: Json, formerly: readonly Json[]): Json {
  return callsOnlyDbt(root) ? new RenderedNodes(root, nodes, formerly).all() : nodes;
}

/** Whether the functions that models call are dbt's own, and not what a project or a package has in their place. */
function callsOnlyDbt(root: Json): boolean {
  return !Object.values(record(root["macros"])).some((macro) => {
    const { package_name: of, name } = record(macro);
    return of !== "dbt" && ["ref", "source", "config", "is_incremental"].includes(String(name));
  });
}

class RenderedNodes {
  readonly #root: Json;
  readonly #nodes: ReadonlyMap<string, Json>;
  readonly #formerly: readonly Json[];
  readonly #idsByName: ReadonlyMap<string, readonly string[]>;
  readonly #sql = new Map<string, string | undefined>();

  constructor(root: Json, nodes: Json, formerly: readonly Json[]) {
    this.#root = root;
    this.#nodes = new Map(Object.entries(nodes).map(([id, node]) => [id, record(node)]));
    this.#formerly = formerly;
    const named = [...this.#nodes].filter(([id]) => /^(?:model|seed|snapshot)\./u.test(id));
    this.#idsByName = new Map(
      [...Map.groupBy(named, ([, node]) => String(node["name"]))].map(([name, of]) => [name, of.map(([id]) => id)]),
    );
  }

  all(): Json {
    return Object.fromEntries([...this.#nodes].map(([id, node]) => [id, this.#withSql(id, node)]));
  }

  #withSql(id: string, node: Json): Json {
    const sql = sqlOf(node) === undefined ? this.#sqlOf(id) : undefined;
    if (sql === undefined) return node;
    const { refs, sources } = jinjaReferences(String(node["raw_code"]));
    const read = [
      ...refs.flatMap((name) => this.#idsByName.get(name) ?? []),
      ...sources.flatMap(({ source, table }) => this.#source(source, table)?.[0] ?? []),
    ];
    const { macros } = record(node["depends_on"]);
    return { ...node, compiled_code: sql, depends_on: { nodes: read, macros } };
  }

  #sqlOf(id: string): string | undefined {
    if (this.#sql.has(id)) return this.#sql.get(id);
    // Ephemeral models that refer to each other in a circle have no SQL.
    this.#sql.set(id, undefined);
    const sql = this.#render(id, this.#nodes.get(id) ?? {});
    this.#sql.set(id, sql);
    return sql;
  }

  #render(id: string, node: Json): string | undefined {
    const { raw_code: text, resource_type: kind, language } = node;
    const compiled = sqlOf(node);
    if (compiled !== undefined) return compiled;
    if (typeof text !== "string" || kind !== "model" || language === "python") return undefined;
    const names = this.#names(node);
    const leg = this.#legOf(id, names);
    return leg && renderSql(text, names, leg);
  }

  /** How dbt built the model before; undefined where what it made of the text is not what is made of it here. */
  #legOf(id: string, names: RelationNames): Leg | undefined {
    for (const nodes of this.#formerly) {
      const former = record(nodes[id]);
      const [text, compiled] = [former["raw_code"], sqlOf(former)];
      if (typeof text !== "string" || compiled === undefined) continue;
      const legs: readonly Leg[] = ["full", "incremental"];
      return legs.find((leg) => closed(renderSql(text, names, leg) ?? "") === closed(compiled));
    }
    return "full";
  }

  #names(node: Json): RelationNames {
    return {
      own: String(node["relation_name"] ?? ""),
      source: (source, table) => {
        const name = this.#source(source, table)?.[1]["relation_name"];
        return typeof name === "string" ? { name } : undefined;
      },
      ref: (model) => {
        // Which of several is meant, of packages or of versions, only dbt knows.
        const [id, another] = this.#idsByName.get(model) ?? [];
        const found = this.#nodes.get(id ?? "");
        if (id === undefined || !found || another !== undefined) return undefined;
        if (record(found["config"])["materialized"] === "ephemeral") {
          const ephemeral = this.#sqlOf(id);
          return ephemeral === undefined ? undefined : { name: `__dbt__cte__${model}`, ephemeral };
        }
        const name = found["relation_name"];
        return typeof name === "string" && name !== "" ? { name } : undefined;
      },
    };
  }

  #source(source: string, table: string): readonly [id: string, source: Json] | undefined {
    return Object.entries(record(this.#root["sources"]))
      .map(([id, found]) => [id, record(found)] as const)
      .find(([, found]) => found["source_name"] === source && found["name"] === table);
  }
}

/** Without the space between words, which Jinja leaves where it stood. */
function closed(sql: string): string {
  return sql.replaceAll(/\s+/gu, " ").trim();
}
