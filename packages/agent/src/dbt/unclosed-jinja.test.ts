import { expect, it } from "vitest";
import { unclosedJinja } from "./unclosed-jinja.ts";

it.each([
  ["an expression", "select 1\nfrom {{ ref('a') }\n", { opened: "{{", line: 2 }],
  ["a statement", "{% if x }\n", { opened: "{%", line: 1 }],
  ["a comment", "\n\n{# never\n", { opened: "{#", line: 3 }],
  ["what is raw", "{% raw %} {{ }", { opened: "{% raw %}", line: 1 }],
])("finds %s that is never closed, and its line", (_, text, found) => {
  expect(unclosedJinja(text)).toEqual(found);
});

it.each([
  "select '{' || a || '}' from t",
  "{{ config(materialized='table') }}\n{# {{ #}\n{%- set x = {'a': 1} -%}",
  "{% raw %} {{ never }  {% endraw %} {{ a }}",
])("finds nothing in %s", (text) => {
  expect(unclosedJinja(text)).toBeUndefined();
});
