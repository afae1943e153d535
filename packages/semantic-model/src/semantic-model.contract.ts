import { Failure, type Formula, type ModelEdit, type ProjectFiles } from "@throughline/contracts";
import { describe, expect, it } from "vitest";
import type { Engine, SemanticModel, SemanticModelKind } from "./semantic-model.ts";

/**
 * What every kind of BI layer must do. The factory gives a project with one model of this shape over `duckDbEngine`'s
 * sales data (see `sales-warehouse.ts`):
 * - `Sales` reads `main.sales`: `Amount` (double, `amount`), `Quantity` (integer, `quantity`), `Customer Key` (integer,
 *   `customer_key`); measures `Total Amount` = sum of `Amount` and `Order Count` = rows of `Sales`.
 * - `Customer` reads `main.customer`: `Customer Key`, `City` (string, `city`), `Segment` (string, `segment`).
 * - `Sales[Customer Key]` many-to-one `Customer[Customer Key]`, active.
 * - one visual `Amount by City` on page `Overview` shows `City` and `Total Amount`.
 */
export interface ContractSetup {
  readonly kind: SemanticModelKind;
  readonly files: ProjectFiles;
}

const totalAmount: Formula = { kind: "measure", measure: { table: "Sales", measure: "Total Amount" } };
const orderCount: Formula = { kind: "measure", measure: { table: "Sales", measure: "Order Count" } };
const city = { table: "Customer", column: "City" };

export function semanticModelContract(
  name: string,
  setup: () => ContractSetup,
  openEngine: () => Promise<Engine>,
): void {
  describe(`${name} semantic model`, () => {
    const open = (): SemanticModel => {
      const { kind, files } = setup();
      const [found] = kind.find(files);
      if (!found) throw new Error("the contract's model was not found");
      return kind.open(files, found.folder, found.reports);
    };
    const addMeasure = (measure: string, formula: Formula): ModelEdit => ({
      kind: "add-measure",
      table: "Sales",
      name: measure,
      formula,
      display: {},
    });
    const edited = (model: SemanticModel, edits: readonly ModelEdit[]) => {
      const result = model.edit(edits);
      if ("findings" in result) throw new Error(JSON.stringify(result.findings));
      return result;
    };
    const table = (model: SemanticModel, wanted: string) => model.tables.find(({ name: own }) => own === wanted);
    const valuesByCity = async (model: SemanticModel, measure: string) => {
      const answer = await model.evaluate({ measures: [{ table: "Sales", measure }], by: [city] }, await openEngine());
      if ("cannotEvaluate" in answer) throw new Error(answer.cannotEvaluate.reason);
      return answer.rows;
    };

    it("is found once, with its reports", () => {
      const { kind, files } = setup();
      expect(kind.find(files)).toHaveLength(1);
      expect(kind.find(new Map([["readme.md", "nothing here"]]))).toEqual([]);
    });

    it("opens files that are cut off anywhere without throwing", () => {
      const { kind, files } = setup();
      const [found] = kind.find(files);
      for (const [path, text] of files) {
        for (const share of [0, 0.3, 0.7, 0.95]) {
          const cut = new Map(files).set(path, text.slice(0, Math.floor(text.length * share)));
          expect(() => kind.open(cut, found?.folder ?? "", found?.reports ?? []).check()).not.toThrow();
        }
      }
    });

    it("describes tables, columns, measures, relationships and visuals", () => {
      const model = open();
      expect(model.tables.map(({ name: own }) => own).sort()).toEqual(["Customer", "Sales"]);
      const sales = table(model, "Sales");
      expect(sales?.source).toEqual({ schema: "main", name: "sales" });
      expect(sales?.columns.find((column) => column.name === "Amount")).toMatchObject({
        type: "double",
        sourceColumn: "amount",
        calculated: false,
      });
      expect(sales?.measures.map((measure) => measure.name).sort()).toEqual(["Order Count", "Total Amount"]);
      expect(model.relationships).toEqual([
        {
          from: { table: "Sales", column: "Customer Key" },
          to: { table: "Customer", column: "Customer Key" },
          active: true,
          cardinality: "many-to-one",
        },
      ]);
      expect(model.visuals).toMatchObject([
        {
          page: "Overview",
          name: "Amount by City",
          columns: [city],
          measures: [{ table: "Sales", measure: "Total Amount" }],
        },
      ]);
    });

    it("says what each object needs of another, directly", () => {
      expect(open().uses).toEqual(
        expect.arrayContaining([
          { user: "measure:Sales[Total Amount]", used: "column:Sales[Amount]", how: "value" },
          { user: "measure:Sales[Order Count]", used: "table:Sales", how: "rows" },
          { user: "visual:Overview/Amount by City", used: "column:Customer[City]", how: "value" },
          { user: "visual:Overview/Amount by City", used: "measure:Sales[Total Amount]", how: "value" },
        ]),
      );
    });

    it("says what each object is made by: the same for what an edit does not change", () => {
      const before = open().definitions;
      const after = edited(open(), [addMeasure("Orders", { kind: "rows", table: "Sales" })]).model.definitions;

      expect(before.has("visual:Overview/Amount by City")).toBe(true);
      expect(after.has("measure:Sales[Orders]")).toBe(true);
      for (const [node, definition] of before) expect(after.get(node), node).toBe(definition);
    });

    it("says where each object is written", () => {
      const { files } = setup();
      for (const { measures, columns, place } of open().tables) {
        for (const at of [place, ...measures.map((own) => own.place), ...columns.map((own) => own.place)]) {
          expect(files.has(at.file)).toBe(true);
          expect(at.line).toBeGreaterThan(0);
        }
      }
    });

    it("has nothing to complain about", () => {
      expect(open().check()).toEqual([]);
    });

    it("adds a measure and leaves the model it was asked on as it was", () => {
      const model = open();
      const { model: after, changes } = edited(model, [
        addMeasure("Amount per Order", { kind: "ratio", numerator: totalAmount, denominator: orderCount }),
      ]);
      expect(table(model, "Sales")?.measures).toHaveLength(2);
      expect(table(after, "Sales")?.measures.map((own) => own.name)).toContain("Amount per Order");
      expect(after.check()).toEqual([]);
      expect(changes).toHaveLength(1);
      expect(changes[0]?.before).toBe(setup().files.get(changes[0]?.path ?? ""));
      expect(changes[0]?.after).not.toBe(changes[0]?.before);
    });

    it("makes the same change twice to the byte", () => {
      const edits = [addMeasure("Orders", { kind: "rows", table: "Sales" })];
      expect(edited(open(), edits).changes).toEqual(edited(open(), edits).changes);
    });

    it("undoes what it did to the byte", () => {
      const edits: ModelEdit[] = [
        addMeasure("Orders", { kind: "rows", table: "Sales" }),
        { kind: "remove-measure", measure: { table: "Sales", measure: "Orders" } },
        { kind: "rename-measure", measure: { table: "Sales", measure: "Total Amount" }, name: 'It\'s [all] "Ä"' },
        { kind: "rename-measure", measure: { table: "Sales", measure: 'It\'s [all] "Ä"' }, name: "Total Amount" },
      ];
      expect(edited(open(), edits).changes).toEqual([]);
    });

    it.each<[string, ModelEdit]>([
      ["an unknown table", { ...addMeasure("X", orderCount), table: "Nowhere" } as ModelEdit],
      ["an unknown measure", { kind: "remove-measure", measure: { table: "Sales", measure: "Nothing" } }],
      [
        "an unknown column",
        { kind: "describe-column", column: { table: "Sales", column: "No" }, display: { hidden: true } },
      ],
      ["a name that is taken", addMeasure("Total Amount", orderCount)],
      ["an empty name", addMeasure("  ", orderCount)],
      [
        "a formula over what does not exist",
        addMeasure("X", { kind: "aggregate", function: "sum", column: { table: "Sales", column: "No" } }),
      ],
    ])("refuses %s with a finding", (_, edit) => {
      const result = open().edit([edit]);
      expect("findings" in result && result.findings.length > 0).toBe(true);
      expect("findings" in result && result.findings.every(({ severity }) => severity === "error")).toBe(true);
    });

    it("sets, changes and removes what describes an object", () => {
      const measure = { table: "Sales", measure: "Total Amount" };
      const { model } = edited(open(), [
        {
          kind: "describe-measure",
          measure,
          display: { description: "All money.", format: "#,0.00", folder: "Money", deprecated: true },
        },
        { kind: "describe-column", column: city, display: { hidden: true, sortBy: "Segment", deprecated: true } },
      ]);
      const described = table(model, "Sales")?.measures.find(({ name: own }) => own === "Total Amount");
      expect(described).toMatchObject({
        description: "All money.",
        format: "#,0.00",
        folder: "Money",
        deprecated: true,
      });
      expect(table(model, "Customer")?.columns.find(({ name: own }) => own === "City")).toMatchObject({
        hidden: true,
        sortBy: "Segment",
        deprecated: true,
      });
      const { changes } = edited(model, [
        {
          kind: "describe-measure",
          measure,
          display: { description: null, format: null, folder: null, deprecated: null },
        },
        { kind: "describe-column", column: city, display: { hidden: false, sortBy: null, deprecated: null } },
      ]);
      const original = setup().files;
      for (const { path, after } of changes) expect(after).toBe(original.get(path));
    });

    it("gives a column another type, and none that is not known", () => {
      const { model } = edited(open(), [{ kind: "retype-column", column: city, type: "integer" }]);
      expect(table(model, "Customer")?.columns.find(({ name: own }) => own === "City")?.type).toBe("integer");
      expect("findings" in open().edit([{ kind: "retype-column", column: city, type: "unknown" }])).toBe(true);
    });

    it("renames a column everywhere it is used", () => {
      const { model } = edited(open(), [{ kind: "rename-column", column: city, name: "Town" }]);
      expect(model.check()).toEqual([]);
      expect(model.visuals[0]?.columns).toEqual([{ table: "Customer", column: "Town" }]);
      expect(table(model, "Customer")?.columns.find(({ name: own }) => own === "Town")?.sourceColumn).toBe("city");
    });

    it("adds a column that reads a column of the warehouse", () => {
      const { model } = edited(open(), [
        { kind: "add-column", table: "Customer", name: "Since", sourceColumn: "since", type: "date", display: {} },
      ]);
      expect(model.check()).toEqual([]);
      expect(table(model, "Customer")?.columns.find(({ name: own }) => own === "Since")).toMatchObject({
        type: "date",
        sourceColumn: "since",
      });
    });

    it("knows what depends on an object through any number of steps", () => {
      const ratio: Formula = { kind: "ratio", numerator: totalAmount, denominator: orderCount };
      const { model } = edited(open(), [
        addMeasure("Amount per Order", ratio),
        addMeasure("Twice", {
          kind: "total",
          terms: [
            { kind: "measure", measure: { table: "Sales", measure: "Amount per Order" } },
            { kind: "measure", measure: { table: "Sales", measure: "Amount per Order" } },
          ],
        }),
      ]);
      const dependents = model.dependents({ table: "Sales", column: "Amount" });
      expect(dependents.measures.map(({ measure }) => measure).sort()).toEqual([
        "Amount per Order",
        "Total Amount",
        "Twice",
      ]);
      expect(dependents.visuals.map(({ name: own }) => own)).toEqual(["Amount by City"]);
      expect(model.dependents({ table: "Sales", measure: "Twice" })).toEqual({
        measures: [],
        columns: [],
        visuals: [],
      });
    });

    it("finds a reference that leads nowhere after a removal", () => {
      const { model } = edited(open(), [
        { kind: "remove-measure", measure: { table: "Sales", measure: "Total Amount" } },
      ]);
      expect(model.check().some(({ severity }) => severity === "error")).toBe(true);
    });

    it("evaluates a sum by a column of a related table, with sales of unknown customers as blank", async () => {
      expect(await valuesByCity(open(), "Total Amount")).toEqual([
        [null, 42],
        ["Basel", 70],
        ["Zürich", 130.5],
      ]);
    });

    it.each<[string, Formula, unknown[]]>([
      ["a ratio", { kind: "ratio", numerator: totalAmount, denominator: orderCount }, [21, 35, 65.25]],
      [
        "a filter",
        {
          kind: "filtered",
          of: totalAmount,
          filters: [{ column: { table: "Customer", column: "Segment" }, operator: "=", values: ["Private"] }],
        },
        [undefined, 50, 130.5],
      ],
      [
        "a filter on the column of the rows, which takes its place",
        { kind: "filtered", of: totalAmount, filters: [{ column: city, operator: "=", values: ["Basel"] }] },
        [70, 70, 70],
      ],
      [
        "a share of the whole",
        { kind: "share", of: totalAmount, over: [city] },
        [42 / 242.5, 70 / 242.5, 130.5 / 242.5],
      ],
      [
        "a difference",
        {
          kind: "difference",
          left: totalAmount,
          right: { kind: "aggregate", function: "sum", column: { table: "Sales", column: "Quantity" } },
        },
        [39, 67, 127.5],
      ],
      [
        "a distinct count, in which blank counts as one value",
        { kind: "aggregate", function: "distinct-count", column: { table: "Sales", column: "Customer Key" } },
        [2, 2, 1],
      ],
      [
        "an average",
        { kind: "aggregate", function: "average", column: { table: "Sales", column: "Quantity" } },
        [1.5, 1.5, 1.5],
      ],
    ])("evaluates %s", async (_, formula, [unmatched, basel, zurich]) => {
      const { model } = edited(open(), [addMeasure("New", formula)]);
      const rows = await valuesByCity(model, "New");
      const expected = [
        [null, unmatched],
        ["Basel", basel],
        ["Zürich", zurich],
      ].filter(([, value]) => value !== undefined);
      expect(rows.map(([group]) => group)).toEqual(expected.map(([group]) => group));
      for (const [i, [, value]] of rows.entries()) expect(value).toBeCloseTo(Number(expected[i]?.[1]), 9);
    });

    it("passes on that the engine is in trouble, which says nothing of the model", async () => {
      const failure = new Failure({ code: "tools.busy", message: "busy", hint: "Wait.", retry: "later" });
      const busy: Engine = { query: () => Promise.reject(failure) };
      const question = { measures: [{ table: "Sales", measure: "Total Amount" }], by: [] };

      await expect(open().evaluate(question, busy)).rejects.toBe(failure);
    });

    it("says why it cannot evaluate, and never guesses", async () => {
      const answer = await open().evaluate(
        { measures: [{ table: "Sales", measure: "Nothing" }], by: [] },
        await openEngine(),
      );
      expect("cannotEvaluate" in answer && answer.cannotEvaluate.reason).toMatch(/Nothing/u);
    });
  });
}
