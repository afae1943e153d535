import type { NormalQuery, Source, Term } from "./normal-form.ts";

/**
 * What the sources of a query are called, whatever aliases it has for them: a relation by its name, everything else by its place
 * among these. So one more join leaves the columns of the relations before as they are.
 */
export class Places {
  readonly #names: ReadonlyMap<Source, string>;
  readonly #within = new WeakMap<NormalQuery, { readonly prefix: string; readonly places: Places }>();
  /** Texts of columns of queries: each is made once, however many are made of it. */
  readonly columns = new Map<Term, string>();

  constructor(names: ReadonlyMap<Source, string>) {
    this.#names = names;
  }

  of(source: Source): string {
    return this.#names.get(source) ?? "?";
  }

  /** The places of a query that stands at one of these, with those around it. */
  within(query: NormalQuery, prefix = ""): Places {
    const known = this.#within.get(query);
    if (known?.prefix === prefix) return known.places;
    const places = new Places(new Map([...this.#names, ...named(query, prefix)]));
    this.#within.set(query, { prefix, places });
    return places;
  }
}

export function placesOf(query: NormalQuery): Places {
  return new Places(new Map()).within(query);
}

/** With those of all parts that a set operation joins. */
function named({ sources, parts = [] }: NormalQuery, prefix: string): readonly (readonly [Source, string])[] {
  const count = new Map<string, number>();
  const own = sources.map(({ source }) => {
    const name = source.text ?? "";
    const before = count.get(name) ?? 0;
    count.set(name, before + 1);
    return [source, `${prefix}/${name}${before === 0 ? "" : `#${before}`}`] as const;
  });
  return [...own, ...parts.flatMap((part, at) => named(part, partPrefix(prefix, at)))];
}

/** Where a part of a set operation stands. */
export function partPrefix(prefix: string, at: number): string {
  return `${prefix}/${at}u`;
}
