import { type Json, record, texts } from "../json.ts";

/** A metric of dbt, by what it is made of. */
export interface DbtMetric {
  readonly name: string;
  /** Names of other metrics that it computes with. */
  readonly metrics: readonly string[];
  /** What it aggregates, and what it filters by. */
  readonly parts: readonly MetricPart[];
  /** Ids of relations that it is made of in a way that is not seen. */
  readonly opaque: readonly string[];
  /** Dimensions that it filters by and no semantic model has. */
  readonly unknown: readonly string[];
  /** How it is computed, as text to compare. */
  readonly definition: string;
}

/** An expression over the columns of one relation. */
export interface MetricPart {
  /** The id of the relation. */
  readonly relation: string;
  readonly expression: string;
  readonly use: "value" | "filter" | "join";
}

/**
 * The metrics of a manifest. A metric names measures of semantic models, which have an expression over the columns of one model, or
 * other metrics; its filters name dimensions. Where a measure is not found, the metric is made of the whole models behind it.
 */
export function readMetrics(root: Json): readonly DbtMetric[] {
  const models = new Map(Object.entries(record(root["semantic_models"])).map(([id, model]) => [id, record(model)]));
  const metrics = record(root["metrics"]);
  return Object.entries(metrics).map(([id, metric]) => ({
    ...readMetric(record(metric), metrics, models),
    name: metricName(id, metrics),
  }));
}

type Models = ReadonlyMap<string, Json>;

function readMetric(metric: Json, metrics: Json, models: Models): Omit<DbtMetric, "name"> {
  const parts: MetricPart[] = [];
  const opaque: string[] = [];
  const others: string[] = [];
  const params = record(metric["type_params"]);
  const inputs = listOf(params["input_measures"]).map((measure) => String(measure["name"]));
  for (const id of idsOf(metric)) {
    const other = metrics[id];
    const model = models.get(id);
    if (other !== undefined) others.push(metricName(id, metrics));
    else if (model) {
      const relations = idsOf(model);
      const measures = listOf(model["measures"]).filter(({ name }) => inputs.includes(String(name)));
      const [relation, another] = relations;
      if (relation === undefined || another !== undefined || measures.length === 0) opaque.push(...relations);
      else parts.push(...measures.map((one) => ({ relation, expression: expressionOf(one), use: "value" as const })));
    } else opaque.push(id);
  }
  const about = behind(metric, metrics, models);
  const unknown: string[] = [];
  for (const name of dimensionsIn(metric)) {
    const found = dimension(name, models);
    if (found === undefined) unknown.push(name);
    else parts.push({ ...found, use: "filter" }, ...keysTo(name, found.relation, about, models));
  }
  const { type, filter, time_granularity: grain } = metric;
  const definition = JSON.stringify([type, params, filter ?? null, grain ?? null, parts, others]);
  return { metrics: others, parts, opaque, unknown, definition };
}

/** Names in the filters of a metric and of what it is made of: `order__state` in `{{ Dimension('order__state') }} = 'open'`. */
function dimensionsIn(metric: Json): ReadonlySet<string> {
  const params = record(metric["type_params"]);
  const text = JSON.stringify([metric["filter"] ?? null, params]);
  const named = text.matchAll(/\b(?:Dimension|TimeDimension|Entity|Metric)\(\s*(?:'([^']*)'|\\"([^"\\]*)\\")/gu);
  return new Set([...named].map(([, single, double]) => single ?? double ?? ""));
}

/** `customer__order__state` is the dimension `state` of the model whose entity is `order`, by way of `customer`. */
function dimension(name: string, models: Models): Pick<MetricPart, "relation" | "expression"> | undefined {
  const [own, entity] = name.split("__").reverse();
  for (const model of models.values()) {
    const [relation, another] = idsOf(model);
    const isOf = entity === undefined || model["primary_entity"] === entity || entityOf(model, entity) !== undefined;
    const found = [...listOf(model["dimensions"]), ...listOf(model["entities"])].find((one) => one["name"] === own);
    if (isOf && found && relation !== undefined && another === undefined)
      return { relation, expression: expressionOf(found) };
  }
  return undefined;
}

/** The columns by which the models of a metric meet the one of a dimension, where that is another one. */
function keysTo(name: string, relation: string, about: ReadonlySet<string>, models: Models): readonly MetricPart[] {
  if (about.has(relation)) return [];
  const entities = name.split("__").slice(0, -1);
  return [...models.values()].flatMap((model) =>
    idsOf(model).flatMap((of) =>
      entities.flatMap((entity) => {
        const found = entityOf(model, entity);
        return found ? [{ relation: of, expression: expressionOf(found), use: "join" as const }] : [];
      }),
    ),
  );
}

function entityOf(model: Json, name: string): Json | undefined {
  return listOf(model["entities"]).find((entity) => entity["name"] === name);
}

/** Relations that a metric is about, through other metrics too. */
function behind(metric: Json, metrics: Json, models: Models): ReadonlySet<string> {
  const seen = new Set(idsOf(metric));
  for (const id of seen) for (const next of idsOf(record(metrics[id] ?? models.get(id)))) seen.add(next);
  return new Set([...seen].filter((id) => metrics[id] === undefined && !models.has(id)));
}

/** What a metric is called, by its id. */
export function metricName(id: string, metrics: Json): string {
  return String(record(metrics[id])["name"] ?? id.slice(id.lastIndexOf(".") + 1));
}

/** Without an expression, a measure or dimension is the column of its name. */
function expressionOf({ expr, name }: Json): string {
  return typeof expr === "string" && expr !== "" ? expr : String(name);
}

function idsOf(node: Json): string[] {
  return texts(record(node["depends_on"])["nodes"]);
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(record) : [];
}
