/** Something that rows come from, at one place of one query. */
export interface Source {
  /** A relation, under the one name it has everywhere. */
  readonly text?: string;
  /** A call that makes rows, or rows that are written out. */
  readonly call?: Term;
  /** A query whose rows are taken as they are. */
  readonly query?: NormalQuery;
}

/** An expression in its normal form: equal texts are equal values. */
export interface Term {
  readonly op: string;
  readonly args: readonly Term[];
  /** How many terms it is when it is written out: of few that are used many times, these may be very many. */
  readonly size: number;
  /** Of a column: where it is from; `of` is what it is in the query it is from. */
  readonly source?: Source;
  readonly of?: Term;
  /** A query within the expression. */
  readonly query?: NormalQuery;
  /** Its type, as far as it is known. */
  readonly type?: string;
}

/** What cannot be brought into a normal form: then only what is written the same is the same. */
export class NotUnderstood extends Error {}

/** More is written by no one, but by CTEs each of which takes a column of the one before several times. */
const LONGEST = 10_000;

export function term(op: string, ...args: readonly Term[]): Term {
  const size = args.reduce((all, own) => all + own.size, 1);
  if (size > LONGEST) throw new NotUnderstood("an expression is too long when it is written out");
  return { op, args, size };
}

export const TRUE: Term = term("always");
export const FALSE: Term = term("never");

/** Whether something is so anywhere in an expression, queries in it aside. */
export function within(found: Term, is: (inner: Term) => boolean): boolean {
  return is(found) || found.args.some((inner) => within(inner, is));
}

/** A column of a result, under the name it has there. */
export interface NormalColumn {
  readonly name: string;
  readonly term: Term;
}

/** One of the relations of a query, and how it meets those before it. */
export interface Joined {
  readonly source: Source;
  readonly how: string;
  readonly on: readonly Term[];
}

/** A query without what can be written in another way: names are resolved, and queries that add nothing are gone. */
export interface NormalQuery {
  readonly sources: readonly Joined[];
  /** Of a set operation: which, and of what. */
  readonly operation?: string;
  readonly parts?: readonly NormalQuery[];
  readonly where: readonly Term[];
  readonly group?: readonly Term[];
  readonly having: readonly Term[];
  readonly qualify: readonly Term[];
  /** What no two rows have in common. */
  readonly distinct?: readonly Term[];
  /** Expressions that make several rows of one. */
  readonly makers: readonly Term[];
  readonly limit: readonly Term[];
  readonly order: readonly Term[];
  readonly columns: readonly NormalColumn[];
  /** Relations all of whose columns are passed on, whichever these are. */
  readonly open: readonly Source[];
}

export const NOTHING: NormalQuery = {
  sources: [],
  where: [],
  having: [],
  qualify: [],
  makers: [],
  limit: [],
  order: [],
  columns: [],
  open: [],
};
