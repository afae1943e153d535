/** How a column is used. `rowset` without a column: the rows of the relation. */
export type InputKind = "value" | "filter" | "join" | "group" | "window" | "order" | "rowset";

/** A column of a relation that something is made of. */
export interface Input {
  readonly relation: string;
  readonly column?: string;
  readonly kind: InputKind;
}

export interface Output {
  readonly name: string;
  readonly inputs: readonly Input[];
}

/** A relation whose columns are not all known, passed on by a `*`. */
export interface Passed {
  readonly relation: string;
  /** Columns that are not passed on under their own name, in lower case. */
  readonly without: readonly string[];
}

/** What the rows of a query, and each of their columns, are made of. */
export interface Rows {
  readonly outputs: readonly Output[];
  readonly passes: readonly Passed[];
  /** What any other column is made of; absent where there is none. */
  readonly others?: readonly Input[];
  /** What decides which rows there are. */
  readonly rows: readonly Input[];
}

/** Everything that is known of one query by itself: what it reads is named, not looked into. */
export interface QueryFacts extends Rows {
  readonly unresolved: readonly string[];
  readonly definitions: Definitions;
}

/**
 * What a query is made by, layout, comments and case of names aside: hashes that differ wherever the meaning may. Of two texts with
 * the same `rows`, every column with the same hash is the same column. A hash that differs says nothing: the meaning may be the same.
 */
export interface Definitions {
  readonly rows: string;
  /** Hashes by name, in lower case. */
  readonly columns: readonly (readonly [name: string, hash: string])[];
  /** Of any other column: one that comes through a `*`, or has no name of its own. */
  readonly others: string;
}

/** What one column is made by. */
export function definitionOf({ columns, others }: Definitions, name: string): string {
  const key = fold(name);
  return columns.find(([own]) => own === key)?.[1] ?? others;
}

/** Names are the same whatever their case. */
export function fold(name: string): string {
  return name.toLowerCase();
}

/** The same inputs, used for something else than a value: a condition, a key. */
export function through(kind: InputKind, inputs: readonly Input[]): Input[] {
  return inputs.map((input) => (kind === "value" || input.column === undefined ? input : { ...input, kind }));
}

export function distinct(inputs: readonly Input[]): Input[] {
  if (inputs.length < 2) return [...inputs];
  const found = new Map<string, Input>();
  for (const input of inputs) {
    const key = `${input.kind}\n${input.relation}\n${input.column === undefined ? "" : `.${fold(input.column)}`}`;
    if (!found.has(key)) found.set(key, input);
  }
  return [...found.values()];
}

/** What a column of this name is made of, and whether it is certain that there is one. */
export function columnOf(rows: Rows, name: string): { inputs: readonly Input[]; sure: boolean } | undefined {
  const key = fold(name);
  const output = rows.outputs.find((candidate) => fold(candidate.name) === key);
  if (output) return { inputs: output.inputs, sure: true };
  const passed = rows.passes
    .filter(({ without }) => !without.includes(key))
    .map(({ relation }): Input => ({ relation, column: name, kind: "value" }));
  if (passed.length === 0 && rows.others === undefined) return undefined;
  return { inputs: [...passed, ...(rows.others ?? [])], sure: false };
}

/** Every input of every column. */
export function allInputs(rows: Rows): Input[] {
  return [...rows.outputs.flatMap(({ inputs }) => inputs), ...(rows.others ?? [])];
}

export function isOpen(rows: Rows): boolean {
  return rows.passes.length > 0 || rows.others !== undefined;
}
