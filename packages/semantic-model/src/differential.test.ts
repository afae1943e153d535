import type { ColumnRef, Filter, Formula } from "@throughline/contracts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { fakeKind, salesDefinition, writeFakeModel } from "./fake/index.ts";
import { duckDbEngine } from "./sales-warehouse.ts";
import type { Evaluation, SemanticModel } from "./semantic-model.ts";
import { salesProject } from "./tabular/sales-project.ts";
import { tabularKind } from "./tabular/tabular-kind.ts";

/**
 * Two implementations of one meaning: the fake goes over rows, group by group; tabular writes DAX, reads it back and
 * compiles it to SQL. On any data and for any formula they must say the same.
 */
const amount: ColumnRef = { table: "Sales", column: "Amount" };
const quantity: ColumnRef = { table: "Sales", column: "Quantity" };
const key: ColumnRef = { table: "Sales", column: "Customer Key" };
const city: ColumnRef = { table: "Customer", column: "City" };
const segment: ColumnRef = { table: "Customer", column: "Segment" };

const filters: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    column: fc.constantFrom(city, segment),
    operator: fc.constantFrom("=" as const, "<>" as const, "in" as const),
    values: fc.constantFrom("a", "b", "", "it's").map((value) => [value]),
  }),
  fc.record({
    column: fc.constantFrom(quantity, key, amount),
    operator: fc.constantFrom("=" as const, "<>" as const, "<" as const, "<=" as const, ">" as const, ">=" as const),
    values: fc.integer({ min: -1, max: 4 }).map((value) => [value]),
  }),
  fc.record({
    column: fc.constant(quantity),
    operator: fc.constant("in" as const),
    values: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
  }),
);

const formulas = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 3, depthIdentifier: "formula" },
    fc.constant<Formula>({ kind: "rows", table: "Sales" }),
    fc.constant<Formula>({ kind: "measure", measure: { table: "Sales", measure: "Total Amount" } }),
    fc.record({
      kind: fc.constant("aggregate" as const),
      function: fc.constantFrom("sum", "average", "min", "max", "count", "distinct-count"),
      column: fc.constantFrom(amount, quantity),
    }),
    fc.record({ kind: fc.constant("ratio" as const), numerator: tie("formula"), denominator: tie("formula") }),
    fc.record({
      kind: fc.constant("filtered" as const),
      of: tie("formula"),
      filters: fc.array(filters, { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constant("share" as const),
      of: tie("formula"),
      over: fc.array(
        fc.constantFrom<ColumnRef | { table: string }>(city, segment, { table: "Customer" }, { table: "Sales" }),
        {
          minLength: 1,
          maxLength: 2,
        },
      ),
    }),
    fc.record({ kind: fc.constant("difference" as const), left: tie("formula"), right: tie("formula") }),
    fc.record({ kind: fc.constant("total" as const), terms: fc.array(tie("formula"), { minLength: 2, maxLength: 3 }) }),
  ) as fc.Arbitrary<Formula>,
})).formula;

const texts = fc.constantFrom("a", "b", "", "it's", null);
const small = fc.option(fc.integer({ min: 0, max: 3 }));
const data = fc.record({
  customers: fc.uniqueArray(fc.record({ key: fc.integer({ min: 1, max: 4 }), city: texts, segment: texts }), {
    selector: (customer) => customer.key,
    maxLength: 4,
  }),
  sales: fc.array(fc.record({ key: fc.option(fc.integer({ min: 1, max: 5 })), quantity: small, amount: small }), {
    maxLength: 8,
  }),
});

function sqlOf({ customers, sales }: { customers: object[]; sales: object[] }): string[] {
  const tuple = (row: object): string =>
    `(${Object.values(row).map((value) => (typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value)))})`;
  const insert = (table: string, rows: object[]): string[] =>
    rows.length === 0 ? [] : [`insert into ${table} values ${rows.map(tuple)}`];
  return [
    "create table customer (customer_key integer, city varchar, segment varchar)",
    ...insert("customer", customers),
    "create table sales (customer_key integer, quantity integer, amount double)",
    ...insert("sales", sales),
  ];
}

/** Rows in one order, numbers to nine digits, so that floating point sums in another order are the same. */
function comparable(answer: Evaluation): unknown {
  if ("cannotEvaluate" in answer) return answer;
  const shown = answer.rows.map((row) =>
    row.map((value) => (typeof value === "number" ? Number(value.toFixed(9)) + 0 : value)),
  );
  return shown.map((row) => JSON.stringify(row)).sort();
}

it("the fake and tabular give the same values for any formula on any data", async () => {
  const fake = fakeKind.open(
    new Map([["m.fake-model.json", writeFakeModel(salesDefinition)]]),
    "m.fake-model.json",
    [],
  );
  const tabular = tabularKind.open(salesProject(), "bi/Sales.SemanticModel", []);
  const by = fc.subarray([city, segment, quantity]);
  await fc.assert(
    fc.asyncProperty(data, formulas, by, async (rows, formula, groups) => {
      const engine = await duckDbEngine(sqlOf(rows));
      const ask = async (model: SemanticModel): Promise<unknown> => {
        const edited = model.edit([{ kind: "add-measure", table: "Sales", name: "New", formula, display: {} }]);
        if ("findings" in edited) return edited.findings;
        const measures = [{ table: "Sales", measure: "New" }];
        return comparable(await edited.model.evaluate({ measures, by: groups }, engine));
      };
      expect(await ask(tabular)).toEqual(await ask(fake));
    }),
    { numRuns: 150 },
  );
}, 120_000);
