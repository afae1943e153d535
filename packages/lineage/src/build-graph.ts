import type { SemanticModel } from "@throughline/semantic-model";
import { type FactsCache, RelationIndex } from "./dbt/dbt-facts.ts";
import { DbtGraph } from "./dbt/dbt-graph.ts";
import { type DbtProject, readManifest } from "./dbt/read-manifest.ts";
import { GraphBuilder, type LineageGraph } from "./graph.ts";
import { addLoader, type LoaderInput } from "./loader/loader-graph.ts";
import { addSemanticModel, type Relations } from "./model/model-graph.ts";

/** Everything a graph is made of. What is not there is said in the graph. */
export interface LineageInputs {
  /** dbt's manifest.json, parsed; with compiled SQL where `dbt compile`, `build` or `docs generate` wrote it. */
  readonly manifest?: unknown;
  /** Manifests of former builds, newest first, for the SQL of what the last one did not build; read on only while it is lacking. */
  readonly former?: Iterable<unknown>;
  /** dbt's catalog.json, parsed: the columns there are in the database. */
  readonly catalog?: unknown;
  readonly loaders?: readonly LoaderInput[];
  readonly models?: readonly SemanticModel[];
}

/** Makes the graph from the loader's field to the visual. Facts about SQL that a former call put in the cache are not made again. */
export function buildGraph(inputs: LineageInputs, cache: FactsCache = new Map()): LineageGraph {
  return stitch(inputs, projectOf(inputs), cache);
}

/** What dbt says of a project; nothing, where it says nothing. */
export function projectOf({ manifest, catalog, former }: LineageInputs): DbtProject {
  if (manifest !== undefined) return readManifest(manifest, catalog, former);
  return { dialect: "duckdb", relations: [], metrics: [], exposures: [], partial: [] };
}

/** Makes the graph of what was read of dbt, and of all the rest. */
export function stitch(inputs: LineageInputs, project: DbtProject, cache: FactsCache): LineageGraph {
  const builder = new GraphBuilder();
  if (inputs.manifest === undefined)
    builder.partial("there is no manifest of dbt: what is between sources and tables is not known");
  if (!inputs.models || inputs.models.length === 0) builder.partial("there is no semantic model");
  const dbt = new DbtGraph(builder, project, cache);
  const index = new RelationIndex(project.relations);
  const relations: Relations = {
    find(source) {
      const found = index.find(source);
      const { schema, name } = source;
      const node = found?.node ?? `source:${schema === undefined ? "" : `${schema}.`}${name}`;
      return { node: builder.node(node), known: found !== undefined || inputs.manifest === undefined };
    },
    askFor: (relation, column) => dbt.askFor(relation, column),
    opaque: (relation, node) => dbt.opaque(relation, node),
  };
  for (const model of inputs.models ?? []) {
    addSemanticModel(builder, model, relations);
    if (model.visuals.length === 0) builder.partial(`no report of the semantic model ${model.name} is known`);
  }
  const sources = project.relations.filter(({ kind }) => kind === "source").map(({ node }) => node);
  for (const loader of inputs.loaders ?? []) {
    addLoader(builder, loader, sources, (source, column) => dbt.askFor(source, column));
  }
  dbt.finish();
  return builder.build();
}
