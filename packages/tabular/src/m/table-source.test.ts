import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mentionsOf, readTableSource, traceColumn } from "./table-source.ts";
import { lexM } from "./tokens.ts";

const navigation = `Source = DuckDB.Contents("x.duckdb"), S = Source{[Name="main",Kind="Schema"]}[Data], T = S{[Name="fct_trips",Kind="Table"]}[Data]`;

describe("the relation of a table's query", () => {
  it.each([
    ["schema, then table", `let ${navigation} in T`, { schema: "main", name: "fct_trips" }],
    [
      "one step",
      `let a = Sql.Database("s", "d"){[Schema="dbo",Item="Orders"]}[Data] in a`,
      { schema: "dbo", name: "Orders" },
    ],
    ["a chain", `Sql.Databases("s"){[Name="d"]}[Data]{[Schema="x",Item="y z"]}[Data]`, { schema: "x", name: "y z" }],
    [
      "database, schema, table",
      `let a = Snowflake.Databases("h","w",[Role="r"]), b = a{[Name="DB",Kind="Database"]}[Data], c = b{[Name="MARTS",Kind="Schema"]}[Data], #"d e" = c{[Name="DIM",Kind="View"]}[Data] in #"d e"`,
      { schema: "MARTS", name: "DIM" },
    ],
    [
      "comments and steps that keep rows",
      `let // first\n ${navigation}, /* then */ U = Table.SelectColumns(T, {"a", "b"}) in U`,
      { schema: "main", name: "fct_trips" },
    ],
  ])("is found through %s", (_, query, relation) => {
    expect(readTableSource(query)).toMatchObject({ relation });
    expect(readTableSource(query).inexact).toBeUndefined();
  });

  it.each([
    ["its own SQL", `let a = Value.NativeQuery(Sql.Database("s","d"), "select 1") in a`, /Value\.NativeQuery/u],
    ["rows left out", `let ${navigation}, U = Table.SelectRows(T, each [a] > 1) in U`, /Table\.SelectRows/u],
    ["a file", `let a = Csv.Document(File.Contents("a.csv")) in a`, /not navigate/u],
    ["a circle", "let a = b, b = a in a", /circle/u],
    ["an unknown query", "Other", /Other/u],
    ["nothing", "", /not understood/u],
  ])("is not exact with %s, and why is said", (_, query, why) => {
    expect(readTableSource(query).inexact).toMatch(why);
  });

  it("is found in a query that another one starts from", () => {
    const source = readTableSource(`let a = Base in a`, 0, (name) =>
      name === "Base" ? `let ${navigation} in T` : undefined,
    );
    expect(source.relation?.name).toBe("fct_trips");
  });
});

describe("a column's way through a query", () => {
  const source = readTableSource(
    `let ${navigation}, R = Table.RenameColumns(T, {{"a", "A"}, {"b", "B"}}), S1 = Table.SelectColumns(R, {"A", "c", "n"}),
     U = Table.TransformColumnTypes(S1, {{"A", Int64.Type}}), V = Table.AddColumn(U, "n2", each 1) in V`,
  );

  it.each([
    ["A", { name: "a", casts: ["Int64.Type"] }],
    ["c", { name: "c", casts: [] }],
    ["a", undefined],
    ["B", undefined],
    ["n2", undefined],
  ])("%s", (name, expected) => {
    expect(traceColumn(source, name)).toEqual(expected);
  });

  it("is mentioned up to the step that renames it", () => {
    expect(mentionsOf(source, "a")).toMatchObject({ renamed: true, tokens: [{ value: "a" }] });
    expect(mentionsOf(source, "c")).toMatchObject({ renamed: false, tokens: [{ value: "c" }] });
  });
});

it("any text is read as M without throwing", () => {
  const parts = fc.array(
    fc.oneof(
      fc.constantFrom(
        "let",
        "in",
        "a",
        "=",
        ",",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        '"',
        '#"',
        "Table.SelectColumns",
        "Data",
        "//",
        "/*",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(parts, (all) => {
      const source = readTableSource(all.join(" "));
      traceColumn(source, "a");
      lexM(all.join(""));
    }),
    { numRuns: 1000 },
  );
});
