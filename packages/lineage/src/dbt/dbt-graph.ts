import type { GraphBuilder } from "../graph.ts";
import { shortHash } from "../short-hash.ts";
import { columnLineage } from "../sql/column-lineage.ts";
import { columnOf, definitionOf, fold, type Input, isOpen, type QueryFacts, through } from "../sql/query-facts.ts";
import { dbtFacts, type FactsCache, type RelationFacts } from "./dbt-facts.ts";
import type { DbtProject, DbtRelation } from "./read-manifest.ts";
import type { DbtMetric } from "./read-metrics.ts";

/** Adds what dbt knows to a graph. The columns that others ask of it are added with `askFor`, until `finish`. */
export class DbtGraph {
  readonly #builder: GraphBuilder;
  readonly #project: DbtProject;
  readonly #nodeOf: ReadonlyMap<string, string>;
  readonly #byNode = new Map<string, RelationFacts>();
  readonly #asked = new Set<string>();
  /** What each spelling of a column is called in the graph. */
  readonly #columns = new Map<string, string>();
  /** Things that are made of a relation in a way nobody knows: of all of its columns, then. */
  readonly #opaque: { readonly of: string; readonly node: string }[] = [];

  constructor(builder: GraphBuilder, project: DbtProject, cache: FactsCache) {
    this.#builder = builder;
    this.#project = project;
    this.#nodeOf = new Map(project.relations.map(({ id, node }) => [id, node]));
    const all = dbtFacts(project, cache);
    for (const facts of all) this.#byNode.set(fold(facts.relation.node), facts);
    for (const { relation, facts } of all) {
      builder.node(relation.node);
      this.#define(relation, facts);
      for (const name of facts?.outputs.map((output) => output.name) ?? []) this.#column(relation.node, name);
      for (const { name } of relation.columns) this.#column(relation.node, name);
    }
    for (const facts of all) this.#addRelation(facts);
    for (const metric of project.metrics) this.#addMetric(metric);
    this.#addExposures();
    for (const reason of project.partial) builder.partial(reason);
  }

  /** Another thing is made of a column of a relation, whether or not it is known that there is one. */
  askFor(relation: string, column: string): string {
    const node = this.#column(relation, column);
    if (this.#asked.has(node)) return node;
    this.#asked.add(node);
    const facts = this.#byNode.get(fold(relation));
    if (!facts) return node;
    const listed = facts.relation.columns.some(({ name }) => fold(name) === fold(column));
    if (!facts.facts) {
      if (facts.relation.complete && !listed) this.#builder.unresolved(node, `${relation} has no column ${column}`);
      return node;
    }
    const made = columnOf(facts.facts, column);
    if (made?.sure) return node;
    if (!made) {
      const isOfSnapshot = facts.relation.kind === "snapshot" && /^dbt_/iu.test(column);
      if (!isOfSnapshot) this.#builder.unresolved(node, `the SQL of ${relation} makes no column ${column}`);
      return node;
    }
    this.#builder.unresolved(node, "it comes through a * over columns that are not known");
    this.#addInputs(node, made.inputs);
    return node;
  }

  /** Something is made of a relation, and nobody knows of which of its columns. */
  opaque(relation: string, node: string): void {
    this.#builder.edge(relation, node, "rowset");
    this.#opaque.push({ of: relation, node });
  }

  /** When everything has been asked for: columns pass through a *, and what is opaque is made of every column there is. */
  finish(): void {
    const open = [...this.#byNode.values()].filter(({ facts }) => facts && isOpen(facts));
    while (open.filter((facts) => this.#passOn(facts)).length > 0);
    for (const { of, node } of this.#opaque) {
      for (const part of this.#builder.partsOf(of)) {
        if (fold(part) !== fold(node)) this.#builder.edge(part, node, "reference");
      }
    }
  }

  #column(relation: string, name: string): string {
    const node = `${relation}.${name}`;
    const known = this.#columns.get(node);
    if (known !== undefined) return known;
    const facts = this.#builder.has(node) ? undefined : this.#byNode.get(fold(relation))?.facts;
    if (facts) this.#builder.define(node, definitionOf(facts.definitions, name));
    const shown = this.#builder.part(relation, node);
    this.#columns.set(node, shown);
    return shown;
  }

  /** Its SQL, in as far as that says which rows there are; all that there is of it, where that cannot be read. */
  #define(relation: DbtRelation, facts: QueryFacts | undefined): void {
    const { node, kind, sql, file, settings } = relation;
    if (kind === "source") return;
    this.#builder.define(node, shortHash([settings, facts ? facts.definitions.rows : [sql ?? null, file ?? null]]));
  }

  #addRelation({ relation, facts, opaque, cyclic }: RelationFacts): void {
    const { node } = relation;
    if (cyclic) this.#builder.unresolved(node, "it refers to itself by way of other models", true);
    for (const ref of relation.refs) {
      if (!isRelation(ref) || this.#nodeOf.has(ref)) continue;
      this.#builder.unresolved(node, `it refers to ${ref}, which the manifest does not have`, true);
    }
    if (opaque !== undefined) {
      this.#builder.unresolved(node, opaque, true);
      for (const ref of this.#refs(relation.refs)) this.opaque(ref, node);
    }
    if (!facts) return;
    for (const { name, inputs } of facts.outputs) this.#addInputs(`${node}.${name}`, inputs);
    this.#addInputs(node, facts.rows);
    for (const reason of facts.unresolved) this.#builder.unresolved(node, reason);
    // Columns that only a list of them names.
    for (const { name } of relation.columns) this.askFor(node, name);
    if (isOpen(facts)) this.#builder.unresolved(node, "it passes on columns that are not known");
  }

  /** A column that only the one below is known to have is one of this relation as well; says whether there was any. */
  #passOn({ relation: { node }, facts }: RelationFacts): boolean {
    const before = this.#builder.partsOf(node).length;
    for (const { relation, without } of facts?.passes ?? []) {
      for (const part of this.#builder.partsOf(relation)) {
        const name = part.slice(relation.length + 1);
        if (without.includes(fold(name))) continue;
        // Of two columns of one name the first keeps it: that may be the one which comes through the *.
        this.#builder.edge(part, this.askFor(node, name), "value");
      }
    }
    return this.#builder.partsOf(node).length > before;
  }

  #addInputs(node: string, inputs: readonly Input[]): void {
    for (const { relation, column, kind } of inputs) {
      if (column === undefined) this.#builder.edge(relation, node, kind);
      else this.#builder.edge(this.askFor(relation, column), node, kind);
    }
  }

  #addMetric({ name, metrics, parts, opaque, unknown, definition }: DbtMetric): void {
    const node = `metric:${name}`;
    for (const one of unknown) this.#builder.unresolved(node, `no semantic model of dbt has the dimension ${one}`);
    this.#builder.define(node, shortHash(definition));
    for (const other of metrics) this.#builder.edge(`metric:${other}`, node, "value");
    for (const part of parts) {
      const [relation] = this.#refs([part.relation]);
      const facts = relation === undefined ? undefined : this.#factsOf(relation, part.expression);
      if (relation !== undefined && !facts) this.opaque(relation, node);
      const inputs = [...(facts?.outputs.flatMap((output) => output.inputs) ?? []), ...(facts?.rows ?? [])];
      this.#addInputs(node, part.use === "value" ? inputs : through(part.use, inputs));
    }
    for (const ref of this.#refs(opaque)) this.opaque(ref, node);
  }

  /** What an expression over one relation is made of; undefined where it cannot be read. */
  #factsOf(relation: string, expression: string): QueryFacts | undefined {
    const known = this.#byNode.get(fold(relation))?.relation.columns ?? [];
    const columns = [
      ...known,
      ...this.#builder.partsOf(relation).map((part) => ({ name: part.slice(relation.length + 1) })),
    ];
    const read = columnLineage(`select (${expression}) as made from one_relation`, this.#project.dialect, {
      table: () => ({ node: relation, columns, complete: false }),
      ephemeral: () => undefined,
    });
    return "facts" in read && read.facts.unresolved.length === 0 ? read.facts : undefined;
  }

  #addExposures(): void {
    for (const { name, refs, metrics } of this.#project.exposures) {
      for (const ref of this.#refs(refs)) this.opaque(ref, `exposure:${name}`);
      for (const metric of metrics) this.#builder.edge(`metric:${metric}`, `exposure:${name}`, "reference");
    }
  }

  #refs(ids: readonly string[]): string[] {
    return ids.flatMap((id) => this.#nodeOf.get(id) ?? []);
  }
}

/** Whether the id is of something with rows: a model may refer to a function as well. */
function isRelation(id: string): boolean {
  return /^(?:model|source|seed|snapshot)\./u.test(id);
}
