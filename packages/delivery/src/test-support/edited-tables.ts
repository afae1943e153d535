import fc from "fast-check";

/** A row of the generated tables. `id` tells rows apart until an edit repeats one or takes it away. */
export interface Row {
  readonly id: number | null;
  readonly n: number | null;
  readonly s: string | null;
  readonly f: number | null;
}

/** One table before and after some edits. */
export interface EditedTable {
  readonly before: readonly Row[];
  readonly after: readonly Row[];
}

export const COLUMNS = ["id", "n", "s", "f"] as const;

type Edit =
  | { readonly kind: "insert"; readonly row: Row }
  | { readonly kind: "delete" | "duplicate" | "nudge"; readonly at: number }
  | { readonly kind: "update"; readonly at: number; readonly part: Partial<Row> };

const value = {
  id: fc.integer({ min: 0, max: 60 }),
  n: fc.option(fc.integer({ min: -3, max: 12 })),
  s: fc.option(fc.constantFrom("", "a", "A", "b ", "ä", "o'neill", '"', "NULL")),
  f: fc.option(fc.integer({ min: -20, max: 20 }).map((quarters) => quarters / 4)),
};

const row: fc.Arbitrary<Row> = fc.record(value);

const at = fc.nat({ max: 1000 });

/** Edits that keep `id` a key. */
const keeping: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant("insert" as const), row: row.map((made) => ({ ...made, id: (made.id ?? 0) + 1000 })) }),
  fc.record({ kind: fc.constantFrom("delete" as const, "nudge" as const), at }),
  fc.record({
    kind: fc.constant("update" as const),
    at,
    part: fc.oneof(fc.record({ n: value.n }), fc.record({ s: value.s }), fc.record({ f: value.f, n: value.n })),
  }),
);

/** Any edit: it may repeat a row, or leave one without its `id`. */
const breaking: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: keeping },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom("delete" as const, "delete" as const, "duplicate" as const), at }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("update" as const), at, part: fc.constant({ id: null }) }) },
);

/** Tables with a key and edits that keep it, or that need not. Without `nudges`, no number changes by next to nothing. */
export function editedTables(keepsKey: boolean, nudges = true): fc.Arbitrary<EditedTable> {
  const edit = keepsKey ? keeping : breaking;
  return fc
    .record({
      before: fc.uniqueArray(row, { selector: (made) => made.id, maxLength: 25 }),
      edits: fc.array(nudges ? edit : edit.filter(({ kind }) => kind !== "nudge"), { maxLength: 8 }),
    })
    .map(({ before, edits }) => ({ before, after: edits.reduce(edited, before) }));
}

function edited(rows: readonly Row[], edit: Edit): readonly Row[] {
  if (edit.kind === "insert") {
    return rows.some((other) => other.id === edit.row.id) ? rows : [edit.row, ...rows];
  }
  const place = rows.length === 0 ? -1 : edit.at % rows.length;
  const chosen = rows[place];
  if (!chosen) return rows;
  switch (edit.kind) {
    case "delete":
      return rows.toSpliced(place, 1);
    case "duplicate":
      return [...rows, chosen];
    case "nudge":
      return rows.with(place, { ...chosen, f: chosen.f === null ? null : chosen.f * (1 + 1e-12) });
    case "update":
      return rows.with(place, { ...chosen, ...edit.part });
  }
}

/** The statements that make a table `name` of the rows. */
export function tableOf(name: string, rows: readonly Row[]): string[] {
  const made = `create table ${name} (id integer, n bigint, s varchar, f double)`;
  const tuples = rows.map(
    ({ id, n, s, f }) => `(${id}, ${n}, ${s === null ? "null" : `'${s.replaceAll("'", "''")}'`}, ${f})`,
  );
  return tuples.length === 0 ? [made] : [made, `insert into ${name} values ${tuples.join(", ")}`];
}
