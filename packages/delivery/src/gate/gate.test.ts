import { describe, expect, it } from "vitest";
import { GATE_RULES, gateFindings } from "./gate.ts";

const codes = async (path: string, before: string | null, after: string, writer: "author" | "people" = "author") =>
  (await gateFindings([{ path, before, after }], writer)).map(({ code }) => code);

describe("the gate", () => {
  it("has a name, a code and a reason for each rule, and no two of them alike", () => {
    expect(new Set(GATE_RULES.map(({ name }) => name)).size).toBe(GATE_RULES.length);
    expect(new Set(GATE_RULES.map(({ code }) => code)).size).toBe(GATE_RULES.length);
    for (const { why } of GATE_RULES) expect(why).toMatch(/\.$/u);
  });

  it("lets through what was there before, wherever it has moved to", async () => {
    const hook = "{{ config(pre_hook='select 1') }}";
    const jinja = "select {{ cents('amount') }} as amount\n";

    expect(await codes("models/a.sql", `${hook}\n${jinja}`, `\n${jinja}, 1 as b\n${hook}\n`)).toEqual([]);
    expect(await codes("models/a.sql", jinja, jinja.replace("as amount", "as total"))).toEqual([]);
    expect(await codes("models/a.sql", jinja, jinja.replace("'amount'", "'tax'"))).toEqual(["gate.jinja"]);
    expect(await codes("models/a.sql", jinja, jinja + jinja)).toEqual(["gate.jinja"]);
  });

  it("says where it is", async () => {
    const after = "select 1 as a\nunion all\nselect * from read_csv('x.csv')\n";

    expect(await gateFindings([{ path: "models/a.sql", before: null, after }], "people")).toEqual([
      {
        code: "gate.outside-read",
        severity: "error",
        file: "models/a.sql",
        line: 3,
        message: "read_csv() is not for a patch to bring",
        hint: expect.any(String),
      },
    ]);
  });

  it("looks at nothing of a file that is removed but its name", async () => {
    expect(await gateFindings([{ path: "models/a.sql", before: "copy a to 'b'", after: null }], "author")).toEqual([]);
    expect((await gateFindings([{ path: "policy.yml", before: "a: 1", after: null }], "author")).length).toBe(1);
  });

  it.each([
    ["a path that leads out", "../a.sql"],
    ["an absolute path", "/etc/a.sql"],
    ["a path of another system", "models\\a.sql"],
    ["a name that another system cuts", "models/a.sql."],
    ["git's own folder by a short name", "git~1/config"],
  ])("refuses %s", async (_, path) => {
    expect(await codes(path, null, "select 1\n", "people")).toContain("gate.odd-path");
  });

  it("refuses what is no text, and what nobody can read through, unless it was so before", async () => {
    const big = `${"select 1 -- a line\n".repeat(60_000)}`;

    expect(await codes("models/a.sql", null, "\u0000\u0001", "people")).toContain("gate.size");
    expect(await codes("seeds/a.csv", null, big, "people")).toEqual(["gate.size"]);
    expect(await codes("seeds/a.csv", big, big.slice(0, -20), "people")).toEqual([]);
  });

  it.each([
    ["hooks", "models/a.sql", "{{ config(pre_hook='select 1') }} select 1"],
    ["Jinja that computes", "models/a.sql", "select {{ cents('amount') }}"],
    ["a macro", "macros/a.sql", "{% macro a() %} {{ run_query('select 1') }} {% endmacro %}"],
    ["settings of dbt", "dbt_project.yml", "on-run-start: select 1"],
    ["a loader that calls out", "loader/a.py", "import requests\n"],
    ["a source of the semantic model", "bi/a.tmdl", "source = Web.Contents(a)"],
    ["an address", "models/a.yml", "description: see https://wiki.example/orders"],
  ])("leaves %s to the policy where people write it, and to nobody where an author does", async (_, path, text) => {
    expect(await codes(path, null, text, "people")).toEqual([]);
    expect(await codes(path, null, text, "author")).not.toEqual([]);
  });

  it.each([
    ["names that are words of SQL", 'select "copy", "set", call, "load" from t where "into" = 1'],
    ["a part of a date", "select extract(day from '2026-01-01') as d, trim(both ' ' from 'x') as t"],
    ["texts that look like code", "select 'drop table a; copy b to c' as note -- attach 'x'"],
    ["names with slashes", 'select "a/b", "c.csv" from {{ ref("d") }} as "e"'],
    ["a list of texts after a condition", "select * from a join b on a.x in ('p', 'q') where a.y = 'r'"],
    ["brackets around it", "(select 1) union all (select 2);"],
    ["an update by its name", "select (update_date) as d, (copy) as c, (set + 1) as s from t"],
    ["dollars", "select $$;copy a to b$$ as note"],
  ])("takes %s for what they are", async (_, sql) => {
    expect(await codes("models/a.sql", null, sql)).toEqual([]);
  });

  it("takes words of people for what they are, in YAML, seeds and measures", async () => {
    expect(
      await codes("models/a.yml", null, "models:\n  - name: a\n    description: location of {the} hook\n"),
    ).toEqual([]);
    expect(
      await codes("models/a.yml", null, "models:\n  - name: location\n    config: {materialized: table}\n"),
    ).toEqual([]);
    const prose =
      "models:\n  - name: a\n    description: Rows from 'orders', as read_csv() gives them; don't copy it.\n";
    expect(await codes("models/a.yml", null, prose)).toEqual([]);
    expect(await codes("seeds/a.csv", null, 'id,text\n1,"password: none; copy a"\n')).toEqual([]);
    expect(await codes("bi/a.tmdl", null, 'table A\n\tmeasure B = FORMAT([x], "0.0") // Web site\n')).toEqual([]);
  });

  it("leaves SQL that people keep beside dbt's to them, and no author any", async () => {
    const script = [
      { path: "ops/set-up.sql", before: null, after: "create table a (b int); copy a from '/data/a.csv'" },
    ];
    const findings = (writer: "author" | "people", transform: string) => gateFindings(script, writer, { transform });

    expect(await findings("people", "transform")).toEqual([]);
    expect(await findings("people", "ops")).not.toEqual([]);
    expect(await findings("author", "transform")).not.toEqual([]);
  });

  it("never throws, whatever a file holds", async () => {
    for (const text of [
      "{{",
      "{%",
      "'",
      '"',
      "/*",
      "a: [",
      "- &a *a",
      "%YAML 9\n---\n{",
      "\ud800",
      "$$",
      "(",
      ")",
      "*/",
    ]) {
      for (const path of ["a.sql", "a.yml", "a.py", "a.tmdl", "a.csv"]) {
        await expect(gateFindings([{ path, before: null, after: text }], "author")).resolves.toBeDefined();
      }
    }
  });
});
