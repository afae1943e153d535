import type { Expectation } from "@throughline/contracts";
import { expect, it } from "vitest";
import { eachOnce, judgeGone } from "./measure-values.ts";

const sales = { table: "Orders", measure: "Sales" };
const cost = { table: "Orders", measure: "Cost" };

it.each<[string, readonly string[] | undefined, readonly Expectation[], string[]]>([
  ["is promised", ["a"], [{ kind: "measure-absent", measure: sales }], []],
  ["is excepted", ["a"], [{ kind: "measures-unchanged", except: [sales] }], []],
  ["is in no plan", ["a"], [{ kind: "measures-unchanged", except: [cost] }], ["error expectation.unmet"]],
  ["has no plan to be in", undefined, [], ["warning measure.gone"]],
])("judges a measure that vanished and %s", (_, mayTouch, expectations, found) => {
  expect(judgeGone(sales, { mayTouch, expectations }).map((f) => `${f.severity} ${f.code}`)).toEqual(found);
});

it("asks for each measure once, whoever asks", () => {
  const by = [{ table: "Date", column: "Year" }];

  expect(
    eachOnce(
      [
        { measures: [sales, cost], by: [] },
        { measures: [sales], by },
      ],
      [sales, cost],
    ),
  ).toEqual([
    { measures: [sales], by: [] },
    { measures: [cost], by: [] },
    { measures: [sales], by },
  ]);
});
