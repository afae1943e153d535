import { describe, expect, it } from "vitest";
import { duckDbEngine } from "../sales-warehouse.ts";
import type { Engine, Evaluation } from "../semantic-model.ts";
import { salesProject } from "./sales-project.ts";
import { tabularKind } from "./tabular-kind.ts";

/** The contract's data again, here to be read beside the expected numbers: see `sales-warehouse.ts`. */
let shared: Promise<Engine> | undefined;
const engine = (): Promise<Engine> => {
  shared ??= duckDbEngine();
  return shared;
};

type By = [table: string, column: string];
const byCity: By = ["Customer", "City"];
const bySegment: By = ["Customer", "Segment"];
const byChannel: By = ["Sales", "Channel"];

async function evaluate(dax: string | readonly string[], by: readonly By[] = [], on?: Engine): Promise<Evaluation> {
  const all = typeof dax === "string" ? [dax] : dax;
  const lines = all.map((text, i) => `\n\tmeasure M${i} =\n\t\t\t${text.replaceAll("\n", "\n\t\t\t")}\n`).join("");
  const model = tabularKind.open(salesProject(lines), "bi/Sales.SemanticModel", ["bi/Sales.Report"]);
  const measures = all.map((_, i) => ({ table: "Sales", measure: `M${i}` }));
  const columns = by.map(([table, column]) => ({ table, column }));
  return model.evaluate({ measures, by: columns }, on ?? (await engine()));
}

async function rows(dax: string | readonly string[], by: readonly By[] = []): Promise<readonly (readonly unknown[])[]> {
  const answer = await evaluate(dax, by);
  if ("cannotEvaluate" in answer) throw new Error(answer.cannotEvaluate.reason);
  return answer.rows;
}

describe("a measure of everything", () => {
  it.each<[string, unknown]>([
    ["SUM(Sales[Amount])", 242.5],
    ["SUM([Amount])", 242.5],
    ["AVERAGE(Sales[Quantity])", 1.5],
    ["MIN(Sales[Amount])", 2],
    ["MAX(Sales[Sold On])", "2026-02-01"],
    ["COUNT(Sales[Customer Key])", 5],
    ["COUNTA(Sales[Channel])", 5],
    ["COUNTROWS(Sales)", 6],
    ["COUNTROWS()", 6],
    ["COUNTROWS(Customer)", 3],
    ["COUNTBLANK(Sales[Customer Key])", 1],
    ["DISTINCTCOUNT(Sales[Customer Key])", 5],
    ["DISTINCTCOUNTNOBLANK(Sales[Customer Key])", 4],
    ["DISTINCTCOUNT(Sales[Channel])", 4],
    ["[Total Amount] / [Order Count]", 242.5 / 6],
    ["DIVIDE([Total Amount], 0, -1)", -1],
    ["([Total Amount] + 7.5) * 2 - 1", 499],
    ["VAR a = [Total Amount]\nVAR b = a * 2\nRETURN DIVIDE(b, a) // two", 2],
    ["SUMX(Sales, Sales[Amount] * Sales[Quantity])", 100 + 61 + 100 + 20 + 40 + 4],
    ["AVERAGEX(Sales, [Quantity] + 1)", 2.5],
    ['SUMX(FILTER(Sales, RELATED(Customer[City]) = "Basel"), Sales[Amount])', 70],
    ['COUNTROWS(FILTER(Sales, Sales[Channel] = "web"))', 2],
    ['CALCULATE([Total Amount], Customer[City] = "basel")', 70],
    ['CALCULATE([Total Amount], Customer[City] <> "Basel")', 172.5],
    ['CALCULATE([Total Amount], Customer[City] IN {"Basel", "Zürich"})', 200.5],
    ['CALCULATE([Total Amount], NOT Customer[City] IN {"Basel"})', 172.5],
    ['CALCULATE([Total Amount], Customer[City] = "Basel" || Customer[City] = "Zürich")', 200.5],
    ['CALCULATE([Total Amount], Customer[City] = "Basel", Customer[Segment] = "Private")', 50],
    ['CALCULATE([Total Amount], Customer[City] = "Basel" && Customer[Segment] = "Private")', 50],
    ["CALCULATE([Total Amount], Sales[Amount] > 35)", 190],
    ["CALCULATE([Total Amount], Sales[Sold On] >= DATE(2026, 1, 3))", 62],
    ['CALCULATE([Total Amount], Sales[Sold On] = dt"2026-02-01")', 2],
    ["CALCULATE([Total Amount], ISBLANK(Sales[Channel]))", 20],
    ['CALCULATE([Total Amount], Sales[Channel] = "")', 60],
    ['CALCULATE([Total Amount], Sales[Channel] == "")', 40],
    ['CALCULATE([Total Amount], Sales[Channel] IN {""})', 40],
    ["CALCULATE([Order Count], Sales[Customer Key] = 0)", 1],
    ["CALCULATE([Order Count], Sales[Customer Key] < 1)", 1],
    ['CALCULATE([Total Amount], FILTER(ALL(Customer[City]), Customer[City] = "Basel"))', 70],
    ['VAR c = "Basel" RETURN CALCULATE([Total Amount], Customer[City] = c)', 70],
    ['IF([Total Amount] > 100, "much", "little")', "much"],
    ["[Total Amount] > 100", true],
    ["COALESCE(BLANK(), 3)", 3],
    ["COUNTROWS(Sales) + BLANK()", 6],
  ])("%s", async (dax, expected) => {
    const [[value] = []] = await rows(dax);
    if (typeof expected === "number") expect(value).toBeCloseTo(expected, 9);
    else expect(value).toBe(expected);
  });

  it.each([
    "BLANK()",
    "BLANK() + BLANK()",
    "3 * BLANK()",
    "DIVIDE(1, 0)",
    "DIVIDE(BLANK(), 3)",
    'CALCULATE([Total Amount], Customer[City] = "Bern")',
    'CALCULATE([Order Count], Customer[City] = "Bern")',
    'CALCULATE(DISTINCTCOUNT(Sales[Customer Key]), Customer[City] = "Bern")',
    "IF(FALSE(), 1)",
  ])("%s is blank, so there is no row", async (dax) => {
    expect(await rows(dax)).toEqual([]);
  });
});

describe("a measure by columns", () => {
  it("has rows for combinations with a value only, blank first", async () => {
    expect(await rows("[Total Amount]", [byCity, bySegment])).toEqual([
      [null, null, 42],
      ["Basel", "Business", 20],
      ["Basel", "Private", 50],
      ["Zürich", "Private", 130.5],
    ]);
  });

  it("takes texts of different case as one value, and an empty text as another than blank", async () => {
    const channels = (await rows("[Order Count]", [byChannel])).map(([name, count]) => [
      String(name).toLowerCase(),
      count,
    ]);
    expect(channels).toEqual([
      ["null", 1],
      ["", 1],
      ["shop", 2],
      ["web", 2],
    ]);
  });

  it("lets a filter take the place of the row's own", async () => {
    const dax = [
      'CALCULATE([Total Amount], Customer[City] = "Basel")',
      'CALCULATE([Total Amount], KEEPFILTERS(Customer[City] = "Basel"))',
    ];
    expect(await rows(dax, [byCity])).toEqual([
      [null, 70, null],
      ["Basel", 70, 70],
      ["Zürich", 70, null],
    ]);
  });

  it("keeps the filters of other columns", async () => {
    expect(await rows('CALCULATE([Total Amount], Customer[City] = "Basel")', [bySegment])).toEqual([
      ["Business", 20],
      ["Private", 50],
    ]);
  });

  it("has the whole where filters are removed, by column, by table and of all", async () => {
    const whole = ["REMOVEFILTERS(Customer[City])", "ALL(Customer)", "REMOVEFILTERS()", "ALL(Sales)"].map(
      (remove) => `CALCULATE([Total Amount], ${remove})`,
    );
    expect(await rows(["[Total Amount]", ...whole], [byCity])).toEqual([
      [null, 42, 242.5, 242.5, 242.5, 242.5],
      ["Basel", 70, 242.5, 242.5, 242.5, 242.5],
      ["Zürich", 130.5, 242.5, 242.5, 242.5, 242.5],
    ]);
  });

  it("keeps what REMOVEFILTERS of another column leaves", async () => {
    expect(await rows("CALCULATE([Total Amount], REMOVEFILTERS(Customer[City]))", [byCity, bySegment])).toEqual(
      // Combinations of cities and segments that exist, with the amount of the segment.
      [
        [null, null, 42],
        ["Basel", "Business", 20],
        ["Basel", "Private", 180.5],
        ["Zürich", "Private", 180.5],
      ],
    );
  });

  it("does not filter a dimension by its facts", async () => {
    expect(await rows("COUNTROWS(Customer)", [byChannel])).toEqual([
      [null, 3],
      ["", 3],
      ["Shop", 3],
      [expect.stringMatching(/^web$/iu), 3],
    ]);
  });

  it("evaluates a variable where it is defined", async () => {
    const dax =
      "VAR here = [Total Amount]\nRETURN CALCULATE(DIVIDE(here, [Total Amount]), REMOVEFILTERS(Customer[City]))";
    const shares = (await rows(dax, [byCity])).map(([city, share]) => [city, Number(share).toFixed(6)]);
    expect(shares).toEqual([
      [null, (42 / 242.5).toFixed(6)],
      ["Basel", (70 / 242.5).toFixed(6)],
      ["Zürich", (130.5 / 242.5).toFixed(6)],
    ]);
  });

  it("shows days as days and numbers as numbers", async () => {
    expect(await rows("[Order Count]", [["Sales", "Sold On"]])).toEqual([
      ["2026-01-01", 1],
      ["2026-01-02", 2],
      ["2026-01-03", 2],
      ["2026-02-01", 1],
    ]);
    expect(await rows("[Order Count]", [["Sales", "Customer Key"]])).toEqual([
      [null, 1],
      [1, 2],
      [2, 1],
      [3, 1],
      [9, 1],
    ]);
  });
});

describe("what cannot be evaluated exactly is refused with the reason:", () => {
  it.each([
    ["SAMEPERIODLASTYEAR(Sales[Sold On])", /SAMEPERIODLASTYEAR/u],
    ["CALCULATE([Total Amount], DATESYTD(Sales[Sold On]))", /no condition|DATESYTD/u],
    ["MAX(Sales[Channel])", /MAX of a column of type string/u],
    ['CALCULATE([Total Amount], Customer[City] > "B")', /order of texts/u],
    ["SUMX(Customer, [Total Amount])", /context transition/u],
    ["SUMX(Sales, RELATED(Customer[Nothing]))", /no column/u],
    ["SUMX(Customer, RELATED(Sales[Amount]))", /no relationship leads/u],
    ["Sales[Amount]", /is a column/u],
    ["1 / 0", /division by zero/u],
    ["SELECTEDVALUE(Customer[City])", /SELECTEDVALUE/u],
    ["[Total Amount", /not closed/u],
    ["[M0]", /depends on itself/u],
    ["CALCULATE([Total Amount], Customer[City] = 1)", /text is compared with number/u],
    ['FORMAT([Total Amount], "0")', /FORMAT/u],
    ["DISTINCTCOUNT(Customer[City])", /blank row/u],
  ])("%s", async (dax, reason) => {
    const answer = await evaluate(dax);
    expect("cannotEvaluate" in answer && answer.cannotEvaluate.reason).toMatch(reason);
  });

  it("at its line and column", async () => {
    const answer = await evaluate("VAR a = 1\nRETURN\n    a + RANK(DENSE)");
    expect(answer).toMatchObject({
      cannotEvaluate: { file: "bi/Sales.SemanticModel/definition/tables/Sales.tmdl", line: 13, column: 12 },
    });
  });

  it("keys of the one side that are not unique", async () => {
    const statements = [
      "create table customer as select 1 as customer_key, 'A' as city, 'B' as segment from range(2)",
      "create table sales as select 1 as customer_key, 1 as quantity, 1.0 as amount, date '2026-01-01' as sold_on, 'x' as channel",
    ];
    const answer = await evaluate("[Total Amount]", [byCity], await duckDbEngine(statements));
    expect("cannotEvaluate" in answer && answer.cannotEvaluate.reason).toMatch(/not unique/u);
  });

  it("a warehouse without the relation", async () => {
    const answer = await evaluate("[Total Amount]", [], await duckDbEngine([]));
    expect("cannotEvaluate" in answer && answer.cannotEvaluate.reason).toMatch(/warehouse did not answer/u);
  });
});

it("a name or value that is SQL or DAX stays a name or value", async () => {
  const evil = `x"; drop table sales; --' ]`;
  const model = tabularKind.open(salesProject(), "bi/Sales.SemanticModel", []);
  const edited = model.edit([
    { kind: "rename-column", column: { table: "Customer", column: "City" }, name: evil },
    {
      kind: "add-measure",
      table: "Sales",
      name: "Evil",
      formula: {
        kind: "filtered",
        of: { kind: "rows", table: "Sales" },
        filters: [{ column: { table: "Customer", column: evil }, operator: "<>", values: [`${evil}") + 1 //`] }],
      },
      display: { description: `${evil}\n\tmeasure Hidden = 1` },
    },
  ]);
  if ("findings" in edited) throw new Error("not edited");
  expect(edited.model.check()).toEqual([]);
  expect(edited.model.tables.find(({ name }) => name === "Sales")?.measures).toHaveLength(3);
  const answer = await edited.model.evaluate(
    { measures: [{ table: "Sales", measure: "Evil" }], by: [] },
    await engine(),
  );
  expect(answer).toEqual({ columns: ["Evil"], rows: [[6]] });
});
