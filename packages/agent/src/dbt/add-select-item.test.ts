import { describe, expect, it } from "vitest";
import { addSelectItem } from "./add-select-item.ts";

function check(sql: string, expected: string): void {
  const result = addSelectItem(sql, {
    name: "c",
    inputs: ["a", "b"],
    write: (sqlOf) => [`${sqlOf("a")} + ${sqlOf("b")}`],
  });

  expect("text" in result ? result.text : `problem: ${result.problem}`).toBe(expected);
}

describe("addSelectItem", () => {
  it("follows a comma at the end of the line, behind the inputs", () => {
    check(
      "select\n    a,\n    t.b, -- why\n    d\nfrom t\n",
      "select\n    a,\n    t.b, -- why\n    a + t.b as c,\n    d\nfrom t\n",
    );
  });

  it("adds the comma that the last column lacks", () => {
    check("select\n    a,\n    b\nfrom t", "select\n    a,\n    b,\n    a + b as c\nfrom t");
  });

  it("follows a comma at the beginning of the line, with tabs and capitals", () => {
    check("SELECT\n\t a\n\t,b\n\t,d\nFROM t", "SELECT\n\t a\n\t,b\n\t,a + b AS c\n\t,d\nFROM t");
  });

  it("stays on the line where the list is on one line", () => {
    check("select a, x::date as b, d from t", "select a, x::date as b, a + (x::date) as c, d from t");
  });

  it("goes where `select *` takes the columns from", () => {
    check(
      "with s as (select * from {{ ref('m') }}), r as (\n  select\n    a,\n    b\n  from s\n)\nselect * from r",
      "with s as (select * from {{ ref('m') }}), r as (\n  select\n    a,\n    b,\n    a + b as c\n  from s\n)\nselect * from r",
    );
  });

  it("goes to the end of every branch of a union", () => {
    check(
      "select a, b, d from t union all select b, a, e as d from u",
      "select a, b, d, a + b as c from t union all select b, a, e as d, a + b as c from u",
    );
  });

  it("keeps carriage returns", () => {
    check("select\r\n  a,\r\n  b\r\nfrom t\r\n", "select\r\n  a,\r\n  b,\r\n  a + b as c\r\nfrom t\r\n");
  });

  it.each([
    ["{% set x = 1 %} values (1)", "problem: its query is not a plain select"],
    ["select a from t", "problem: it has no column b"],
    ["select a, b, 1 as C from t", "problem: it has a column c already"],
    ["select a, {% for x in y %} {{ x }} as b, {% endfor %} d from t", "problem: its select list is made by Jinja"],
  ])("says why it cannot: %s", check);
});
