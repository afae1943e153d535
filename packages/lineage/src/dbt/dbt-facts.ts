import { createHash } from "node:crypto";
import { columnLineage } from "../sql/column-lineage.ts";
import type { KnownRelation } from "../sql/known-relation.ts";
import { fold, isOpen, type QueryFacts } from "../sql/query-facts.ts";
import type { DbtProject, DbtRelation } from "./read-manifest.ts";

/** What is known of one text of SQL over one set of columns, or why nothing is. */
export type ReadFacts = QueryFacts | { readonly problem: string };

/** Facts by the hash of text and columns. */
export interface FactsCache {
  get(key: string): ReadFacts | undefined;
  set(key: string, facts: ReadFacts): void;
}

/** A relation with what its SQL says, or why nothing does. */
export interface RelationFacts {
  readonly relation: DbtRelation;
  readonly facts?: QueryFacts;
  readonly opaque?: string;
  /** Whether it is made of itself by way of others: then nobody knows in which order they are. */
  readonly cyclic?: boolean;
}

/** One model to be read, with the columns of all that it says it reads. */
export interface ReadingJob {
  readonly key: string;
  readonly id: string;
  readonly sql: string;
  readonly known: readonly KnownRelation[];
}

/** Reads the SQL of every model, each over the columns of those before it. */
export function dbtFacts(project: DbtProject, cache: FactsCache): readonly RelationFacts[] {
  return new FactsReader(project, cache).all();
}

/** Finds relations by the names SQL has for them. */
export class RelationIndex {
  readonly #byName = new Map<string, DbtRelation[]>();

  constructor(relations: readonly DbtRelation[]) {
    for (const relation of relations) {
      const key = fold(relation.name);
      this.#byName.set(key, [...(this.#byName.get(key) ?? []), relation]);
    }
  }

  /** Without a schema, or with one that no relation of the name is in, a name that only one has means that one. */
  find({ schema, name }: { readonly schema?: string; readonly name: string }): DbtRelation | undefined {
    const named = (this.#byName.get(fold(name)) ?? []).filter(({ ephemeral }) => !ephemeral);
    // BigQuery quotes the whole of `project.schema.table`.
    const parts = name.split(".");
    const [last = "", before] = [parts.at(-1), parts.at(-2)];
    if (named.length === 0 && before !== undefined) return this.find({ schema: before, name: last });
    const exact = named.find((relation) => schema !== undefined && fold(relation.schema) === fold(schema));
    return exact ?? (schema === undefined && named.length === 1 ? named[0] : undefined);
  }
}

/** Reads one model at a time. What it may read is known by name; of which columns it is, `known` says. */
export class ModelReader {
  readonly #dialect: string;
  readonly #index: RelationIndex;
  readonly #ephemeral: ReadonlyMap<string, DbtRelation>;

  constructor({ dialect, relations }: Pick<DbtProject, "dialect" | "relations">) {
    this.#dialect = dialect;
    this.#index = new RelationIndex(relations);
    const ephemeral = relations.filter((relation) => relation.ephemeral);
    this.#ephemeral = new Map(ephemeral.map((relation) => [`__dbt__cte__${fold(relation.name)}`, relation]));
  }

  read(id: string, sql: string, known: (relation: DbtRelation) => KnownRelation): ReadFacts {
    const unknown = new Set<string>();
    const read = columnLineage(sql, this.#dialect, {
      table: (name) => {
        const found = this.#index.find(name);
        if (found) return known(found);
        const node = `source:${name.schema === undefined ? "" : `${name.schema}.`}${name.name}`;
        unknown.add(`the manifest knows no ${node.slice("source:".length)}`);
        return { node, columns: [], complete: false };
      },
      ephemeral: (cte) => {
        const found = this.#ephemeral.get(fold(cte));
        return found && found.id !== id ? known(found) : undefined;
      },
    });
    if ("problem" in read) return read;
    return { ...read.facts, unresolved: [...read.facts.unresolved, ...unknown] };
  }
}

/** Reads models after those that they read. */
export class FactsReader {
  readonly #project: DbtProject;
  readonly #cache: FactsCache;
  readonly #byId: ReadonlyMap<string, DbtRelation>;
  readonly #reader: ModelReader;
  readonly #done = new Map<string, RelationFacts>();
  readonly #open = new Set<string>();
  readonly #settledAs = new Map<string, KnownRelation>();
  readonly #texts = new WeakMap<KnownRelation, string>();

  constructor(project: DbtProject, cache: FactsCache) {
    this.#project = project;
    this.#cache = cache;
    this.#byId = new Map(project.relations.map((relation) => [relation.id, relation]));
    this.#reader = new ModelReader(project);
  }

  all(): readonly RelationFacts[] {
    return this.#project.relations.map((relation) => this.#read(relation));
  }

  #read(start: DbtRelation): RelationFacts {
    // Long chains of models are walked without recursion.
    const stack = [start];
    for (let at = stack.at(-1); at; at = stack.at(-1)) {
      if (this.#done.has(at.id)) {
        stack.pop();
        continue;
      }
      this.#open.add(at.id);
      const next = at.refs
        .flatMap((id) => this.#byId.get(id) ?? [])
        .filter(({ id }) => !this.#done.has(id) && !this.#open.has(id));
      if (next.length > 0) stack.push(...next.slice(0, 1));
      else {
        this.#done.set(at.id, this.#analyse(at));
        this.#open.delete(at.id);
        stack.pop();
      }
    }
    return this.#done.get(start.id) ?? { relation: start };
  }

  /** What has to be read of a relation whose references are settled; undefined where there is nothing to read. */
  job({ id, sql, opaque, refs, ...relation }: DbtRelation): ReadingJob | undefined {
    if (opaque !== undefined || sql === undefined) return undefined;
    const self = this.#known({ id, refs, ...relation });
    const known = [...refs.flatMap((ref) => this.#byId.get(ref) ?? []).map((ref) => this.#known(ref)), self];
    const key = createHash("sha256")
      .update(JSON.stringify([this.#project.dialect, sql]))
      .update(known.map((one) => this.#textOf(one)).join("\n"))
      .digest("hex");
    return { key, id, sql, known };
  }

  /** Says what was read of a relation. */
  settle(relation: DbtRelation, read: ReadFacts | undefined): void {
    this.#done.set(relation.id, this.#settled(relation, read));
  }

  #analyse(relation: DbtRelation): RelationFacts {
    const job = this.job(relation);
    if (!job) return this.#settled(relation, undefined);
    let read = this.#cache.get(job.key);
    if (!read) {
      read = this.#reader.read(job.id, job.sql, (found) => this.#known(found));
      this.#cache.set(job.key, read);
    }
    return this.#settled(relation, read);
  }

  #settled(relation: DbtRelation, read: ReadFacts | undefined): RelationFacts {
    if (!read) return { relation, ...(relation.opaque !== undefined && { opaque: relation.opaque }) };
    if ("problem" in read) return { relation, opaque: read.problem };
    const cyclic = relation.refs.some((id) => this.#open.has(id) && id !== relation.id);
    return { relation, facts: read, ...(cyclic && { cyclic }) };
  }

  /** What is known of a relation. Of one that is settled nothing changes any more, and many ask. */
  #known(relation: DbtRelation): KnownRelation {
    if (!this.#done.has(relation.id)) return this.#look(relation);
    const known = this.#settledAs.get(relation.id) ?? this.#look(relation);
    this.#settledAs.set(relation.id, known);
    return known;
  }

  /** As text to tell apart by, made once. */
  #textOf(known: KnownRelation): string {
    const text =
      this.#texts.get(known) ??
      JSON.stringify([known.node, known.complete, known.columns.map(({ name, type }) => [name, type ?? null])]);
    this.#texts.set(known, text);
    return text;
  }

  /** The columns of a relation: as its SQL makes them, else as the database or its contract lists them. */
  #look(relation: DbtRelation): KnownRelation {
    const { node, columns, complete } = relation;
    const facts = this.#done.get(relation.id)?.facts;
    if (!facts || complete) return { node, columns, complete };
    const made = facts.outputs.map(({ name }) => ({ name }));
    if (relation.kind !== "snapshot" && !isOpen(facts)) return { node, columns: made, complete: true };
    return {
      node,
      columns: [...new Map([...columns, ...made].map((column) => [fold(column.name), column])).values()],
      complete: false,
    };
  }
}
