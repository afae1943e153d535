import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSql } from "./sql-query.ts";
import { tokenizeSql } from "./sql-tokens.ts";

describe("tokenizeSql", () => {
  it("gives back every character, whatever the text", () => {
    const pieces = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "select ",
        "{{ ref('a') }}",
        "{% if x %}",
        "'it''s'",
        '"q"',
        "-- c\n",
        "/* */",
        "::",
        "(",
        ")",
        ",",
      ),
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const sql = parts.join("");
        expect(
          tokenizeSql(sql)
            .map((token) => token.text)
            .join(""),
        ).toBe(sql);
        parseSql(sql);
      }),
    );
  });

  it("keeps Jinja whole, also with braces in its strings", () => {
    const kinds = tokenizeSql(`select {{ f("}}") }} {% if 'a %} b' %} {# x #}`).map(({ kind }) => kind);

    expect(kinds.filter((kind) => kind !== "space")).toEqual(["word", "expression", "statement", "statement"]);
  });
});
