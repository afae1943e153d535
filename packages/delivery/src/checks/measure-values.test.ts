import type { Expectation } from "@throughline/contracts";
import { expect, it } from "vitest";
import { eachOnce, judgeGone } from "./measure-values.ts";

const sales = { table: "Orders", measure: "Sales" };
const cost = { table: "Orders", measure: "Cost" };

it.each<[string, readonly Expectation[], string[]]>([
  ["is promised", [{ kind: "measure-absent", measure: sales }], []],
  ["is excepted", [{ kind: "measures-unchanged", except: [sales] }], []],
  ["is in no plan", [{ kind: "measures-unchanged", except: [cost] }], ["error measure.gone"]],
  ["has no plan to be in", [], ["warning measure.gone"]],
])("judges a measure that vanished and %s", (_, expectations, found) => {
  expect(judgeGone(sales, { expectations }).map((f) => `${f.severity} ${f.code}`)).toEqual(found);
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
