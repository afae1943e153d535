import { describe, expect, it } from "vitest";
import { readDbtProject } from "./dbt-project.ts";
import { renameOutput } from "./rename-output.ts";

const PROJECT = "name: p\nmodel-paths: [models]\n";

/** Renames a.x to w in a project of these models; gives the new texts, or the problem. */
function check(models: Record<string, string>, expected: Record<string, string> | string): void {
  const files = new Map([["dbt_project.yml", PROJECT]]);
  for (const [name, text] of Object.entries(models))
    files.set(name.includes(".") ? `models/${name}` : `models/${name}.sql`, text);
  const project = readDbtProject(files, ".");
  if (project === undefined) throw new Error("no project");

  const result = renameOutput(project, { model: "a", column: "x" }, "w");

  if (typeof expected === "string") expect(result).toEqual({ problem: expected });
  else
    expect(
      "texts" in result
        ? Object.fromEntries([...result.texts].map(([path, text]) => [path.replace(/^models\/|\.sql$/gu, ""), text]))
        : result.problem,
    ).toEqual(expected);
}

describe("renameOutput", () => {
  it("gives the item an alias, or changes the one it has", () => {
    check({ a: "select x, z from t" }, { a: "select x as w, z from t" });
    check({ a: "SELECT t.x, z FROM t" }, { a: "SELECT t.x AS w, z FROM t" });
    check({ a: "select q + 1 as x from t" }, { a: "select q + 1 as w from t" });
  });

  it("lets readers keep their own name for the column", () => {
    check(
      { a: "select x from t", b: "select k.x, sum(k.x) as s from {{ ref('a') }} as k where k.x > 0 group by k.x" },
      {
        a: "select x as w from t",
        b: "select k.w as x, sum(k.w) as s from {{ ref('a') }} as k where k.w > 0 group by k.w",
      },
    );
  });

  it("follows a star downstream", () => {
    check(
      { a: "select x from t", b: "select * from {{ ref('a') }}", c: "select x from {{ ref('b') }}" },
      "b takes x with * from what it reads; name the column there first",
    );
  });

  it("follows a star inside one file", () => {
    check(
      { a: "with s as (select * from {{ source('r', 't') }}), f as (select x, z from s) select * from f" },
      { a: "with s as (select * from {{ source('r', 't') }}), f as (select x as w, z from s) select * from f" },
    );
    check(
      { a: "select x from t", b: "with k as (select * from {{ ref('a') }}) select k.x from k" },
      { a: "select x as w from t", b: "with k as (select * from {{ ref('a') }}) select k.w as x from k" },
    );
  });

  it("leaves a column of the same name in another relation", () => {
    check(
      {
        a: "select x from t",
        b: "select l.x, r.x as z from {{ ref('a') }} as l join {{ ref('o') }} as r on l.x = r.x",
        o: "select x from u",
      },
      {
        a: "select x as w from t",
        b: "select l.w as x, r.x as z from {{ ref('a') }} as l join {{ ref('o') }} as r on l.w = r.x",
      },
    );
  });

  it("refuses where it cannot be told whose column it is", () => {
    check(
      { a: "select x from t", b: "select x from {{ ref('a') }} join {{ source('r', 'u') }} as u on true" },
      "in models/b.sql it cannot be told which relation x is read from: qualify it first",
    );
  });

  it("changes properties, keys in config, and tests that point to it", () => {
    check(
      {
        a: "{{ config(materialized='incremental', unique_key='x') }}\nselect x from t where x > (select max(k.x) from {{ this }} as k)",
        "p.yml":
          "models:\n- name: a\n  columns:\n  - name: x\n- name: b\n  columns:\n  - name: f\n    data_tests:\n    - relationships: {to: ref('a'), field: x}\n",
      },
      {
        a: "{{ config(materialized='incremental', unique_key='w') }}\nselect x as w from t where x > (select max(k.w) from {{ this }} as k)",
        "p.yml":
          "models:\n- name: a\n  columns:\n  - name: w\n- name: b\n  columns:\n  - name: f\n    data_tests:\n    - relationships: {to: ref('a'), field: w}\n",
      },
    );
  });
});
