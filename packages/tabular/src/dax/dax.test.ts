import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bindDax, bindDaxQuery, type DaxScope } from "./bind.ts";
import { daxFunction, daxFunctions } from "./functions.ts";
import { lexDax } from "./lexer.ts";
import { parseDax, parseDaxFunction, parseDaxQuery } from "./parse.ts";
import { signatureOf } from "./signatures.ts";
import { type DaxExpression, walkDax } from "./syntax.ts";
import { daxColumn, daxDate, daxMeasure, daxNumber, daxTable, daxText } from "./write.ts";

/** The tree in brackets, so that a test can say it in one line. */
function show(node: DaxExpression): string {
  switch (node.kind) {
    case "number":
      return String(node.value);
    case "text":
      return JSON.stringify(node.value);
    case "date":
      return `dt:${node.value}`;
    case "name":
      return node.name;
    case "table":
      return `'${node.name}'`;
    case "field":
      return `${node.table ? `${node.table.name}` : ""}[${node.name}]${node.variation ? `.[${node.variation.name}]` : ""}`;
    case "call":
      return `${node.name}(${node.arguments.map(show).join(" ")})`;
    case "unary":
      return `(${node.operator} ${show(node.operand)})`;
    case "binary":
      return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
    case "group":
      return node.items.length === 1 && node.items[0] ? show(node.items[0]) : `<${node.items.map(show).join(" ")}>`;
    case "table-constructor":
      return `{${node.rows.map((row) => row.map(show).join(" ")).join("; ")}}`;
    case "variables":
      return `let ${node.variables.map(({ name, value }) => `${name}=${show(value)}`).join(" ")} in ${show(node.result)}`;
    case "function":
      return `(${node.parameters.map(({ name, hints }) => [name, ...hints].join(":")).join(" ")}) => ${show(node.body)}`;
    case "missing":
      return "?";
  }
}

describe("DAX is read as Power BI reads it:", () => {
  it.each([
    ["1 + 2 * 3", "(1 + (2 * 3))"],
    ["1 - 2 - 3", "((1 - 2) - 3)"],
    ["-2^2", "(- (2 ^ 2))"],
    ["2^-1", "(2 ^ (- 1))"],
    ["2^3^2", "((2 ^ 3) ^ 2)"],
    ["NOT x = 1", "(NOT (x = 1))"],
    ["NOT a && b", "((NOT a) && b)"],
    ["a || b && c", "(a || (b && c))"],
    ['1 & "a" = 2', '((1 & "a") = 2)'],
    ["a + 1 & b", "((a + 1) & b)"],
    ["x IN {1, 2} && y", "((x IN {1; 2}) && y)"],
    ['(T[a], T[b]) IN {("x", 1), ("y", 2)}', '(<T[a] T[b]> IN {"x" 1; "y" 2})'],
    ["T[a] == BLANK()", "(T[a] == BLANK())"],
    ["'It''s'[a ]] b]", "It's[a ] b]"],
    ['"say ""hi"""', '"say \\"hi\\""'],
    ["RANKX(T, [m], , DESC)", "RANKX('T' [m] ? DESC)".replace("'T'", "T")],
    ["F()", "F()"],
    ["PERCENTILE.INC(T[a], .5)", "PERCENTILE.INC(T[a] 0.5)"],
    ["1e3 + 1.5E-2", "(1000 + 0.015)"],
    ['dt"2026-11-23"', "dt:2026-11-23"],
    ["'Date'[Date].[Year]", "Date[Date].[Year]"],
    ["VAR a = 1 VAR b = a RETURN a + b", "let a=1 b=a in (a + b)"],
    ["1 + VAR a = 2 RETURN a", "(1 + let a=2 in a)"],
    ["SUM(T[a]) -- sum\n // of\n /* a */ + 1", "(SUM(T[a]) + 1)"],
    ["Ümsatz[Größe]", "Ümsatz[Größe]"],
    ["TRUE", "TRUE"],
    ["{ }", "{}"],
  ])("%s", (dax, tree) => {
    const { expression, diagnostics } = parseDax(dax);
    expect([show(expression), diagnostics]).toEqual([tree, []]);
  });
});

describe("DAX that is not right is an error at its place:", () => {
  it.each([
    ["SUM(T[a]", "dax-unclosed", 3],
    ["SUM(T[a", "dax-unclosed", 5],
    ['"abc', "dax-unclosed", 0],
    ["'abc", "dax-unclosed", 0],
    ["1 +", "dax-syntax", 3],
    ["1 2", "dax-syntax", 2],
    ["VAR a = 1", "dax-syntax", 9],
    ["VAR = 1 RETURN 1", "dax-syntax", 4],
    ["SUM(T[a])) ", "dax-syntax", 9],
    ["IF([a] > 1; 2; 3)", "dax-separator", 10],
    ["/* never ends", "dax-unclosed", 0],
    ["", "dax-empty", 0],
    ["SUM(T[a]) # 1", "dax-character", 10],
    ["( )", "dax-syntax", 0],
    ["{(1, 2), (3)}", "dax-syntax", 9],
  ])("%s", (dax, code, start) => {
    expect(parseDax(dax).diagnostics[0]).toMatchObject({ code, span: { start } });
  });

  it("in the coordinates of its file", () => {
    expect(parseDax("1 +", 100).diagnostics[0]?.span.start).toBe(103);
    const [, left] = [...walkDax(parseDax("T[a] + 1", 50).expression)];
    expect(left?.span).toEqual({ start: 50, end: 54 });
  });
});

describe("any text", () => {
  const fragments = fc.array(
    fc.oneof(
      fc.constantFrom(
        "SUM",
        "(",
        ")",
        "[",
        "]",
        "'",
        '"',
        "{",
        "}",
        ",",
        ";",
        "VAR",
        "RETURN",
        "x",
        "=",
        "+",
        "-",
        "^",
        "NOT",
        "IN",
        "&&",
        "1",
        ".",
        "/*",
        "*/",
        "--",
        "\n",
        " ",
        "]]",
        "''",
      ),
      fc.string({ unit: "binary", maxLength: 5 }),
    ),
    { maxLength: 60 },
  );

  it("is in tokens that join to it", () => {
    fc.assert(
      fc.property(fragments, (parts) => {
        const text = parts.join("");
        const { tokens } = lexDax(text);
        expect(tokens.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
        for (const token of tokens) expect(token.end).toBeGreaterThan(token.start);
      }),
      { numRuns: 1000 },
    );
  });

  it("is parsed without throwing, in spans inside the text", () => {
    fc.assert(
      fc.property(fragments, (parts) => {
        const text = parts.join(" ");
        const { expression, diagnostics } = parseDax(text);
        for (const { span } of [...walkDax(expression), ...diagnostics]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(span.start).toBeLessThanOrEqual(span.end);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each(["(", "-", "NOT ", "1+", "F(", "{", "VAR x = ", "1^-", "IF(1,"])(
    "of a hundred thousand times %j ends in a diagnostic",
    (part) => {
      expect(parseDax(part.repeat(100_000)).diagnostics.length).toBeGreaterThan(0);
    },
  );
});

describe("names and values written into DAX", () => {
  it("are read back as they were, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (table, name) => {
        const { expression, diagnostics } = parseDax(
          `F(${daxColumn(table, name)}, ${daxMeasure(name)}, ${daxText(name)})`,
        );
        expect(diagnostics).toEqual([]);
        expect(expression).toMatchObject({
          arguments: [{ table: { name: table }, name }, { name }, { kind: "text", value: name }],
        });
      }),
      { numRuns: 500 },
    );
    expect(daxTable("It's")).toBe("'It''s'");
  });

  it.each([
    [1.5, "1.5"],
    [1e21, "1E21"],
    [-0, "0"],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
  ])("the number %s is %s", (value, written) => {
    expect(daxNumber(value)).toBe(written);
  });

  it.each([
    ["2026-11-23", "DATE(2026, 11, 23)"],
    ["2026-02-30", undefined],
    ["2026-1-1) + 1", undefined],
  ])("the day %s is %s", (day, written) => {
    expect(daxDate(day)).toBe(written);
  });
});

const columns: Record<string, string[]> = { Sales: ["Amount", "Key"], Customer: ["City", "Key"] };
const measures: Record<string, string> = { "Total Amount": "Sales" };
const findIn = (list: Iterable<string>, name: string): string | undefined =>
  [...list].find((candidate) => candidate.toLowerCase() === name.toLowerCase());

function scope(homeTable?: string): DaxScope {
  return {
    findTable: (name) => findIn(Object.keys(columns), name),
    columnType: () => undefined,
    findColumn: (table, name) => findIn(columns[table] ?? [], name),
    findMeasure(name) {
      const found = findIn(Object.keys(measures), name);
      return found === undefined ? undefined : { table: measures[found] ?? "", name: found };
    },
    isModelFunction: (name) => name.toLowerCase() === "my.function",
    isCalendar: (name) => name.toLowerCase() === "fiscal year",
    tableNames: () => Object.keys(columns),
    columnNames: (table) => columns[table] ?? [],
    measureNames: () => Object.keys(measures),
    ...(homeTable !== undefined && { homeTable }),
  };
}

describe("names in DAX mean", () => {
  const bind = (dax: string, home?: string) => bindDax(parseDax(dax).expression, scope(home));

  it.each([
    ["[total amount]", undefined, ["measure Sales Total Amount"]],
    ["Sales[Total Amount]", undefined, ["measure Sales Total Amount"]],
    ["'SALES'[AMOUNT]", undefined, ["column Sales Amount"]],
    ["SUM([Amount])", "Sales", ["column Sales Amount"]],
    ["SUMX(Customer, [City])", undefined, ["table Customer", "column Customer City"]],
    ["VAR Sales2 = 1 RETURN Sales2", undefined, []],
    ["COUNTROWS(Sales)", undefined, ["table Sales"]],
    ["DATEADD(Sales[Key], 1, MONTH)", undefined, ["column Sales Key"]],
    ['MAXX(ADDCOLUMNS(Sales, "Rank", 1), [Rank])', undefined, ["table Sales"]],
    ["SUMX({1, 2}, [Value])", undefined, []],
    ["My.Function(1, 2, 3)", undefined, []],
    ["TOTALYTD([Total Amount], 'Fiscal Year')", undefined, ["measure Sales Total Amount"]],
  ])("%s", (dax, home, expected) => {
    const { references, diagnostics } = bind(dax, home);
    expect(diagnostics).toEqual([]);
    expect(
      references.map((use) => `${use.kind} ${use.table}${use.kind === "table" ? "" : ` ${use.name}`}`).sort(),
    ).toEqual([...expected].sort());
  });

  it.each([
    ["Sale[Amount]", "dax-unknown-table", "Did you mean Sales?"],
    ["Sales[Amont]", "dax-unknown-column", "Did you mean Amount?"],
    ["Customer[Total Amount]", "dax-unknown-column", "The measure [Total Amount] is in table 'Sales'."],
    ["[Total Amuont]", "dax-unknown-measure", "Did you mean Total Amount?"],
    ["SUMM(Sales[Amount])", "dax-unknown-function", "Did you mean SUM?"],
    ["DIVIDE(1)", "dax-arity", undefined],
    ["SUM(Sales[Amount], 1)", "dax-arity", undefined],
    ["COUNTROWS(Sals)", "dax-unknown-name", "Did you mean `Sales`?"],
    ["VAR a = b VAR b = 1 RETURN a", "dax-unknown-name", undefined],
  ])("nothing in %s, which is reported", (dax, code, hint) => {
    const [found] = bind(dax).diagnostics;
    expect(found).toMatchObject({ code, severity: "error" });
    if (hint !== undefined) expect(found?.hint).toBe(hint);
  });
});

describe("an argument of the wrong kind", () => {
  const measure = (dax: string) =>
    bindDax(parseDax(dax).expression, scope("Sales"), { wants: "value", hasRow: false }).diagnostics;

  it.each([
    ["SUMX([Total Amount], 1)", "dax-needs-table"],
    ["FILTER(Sales[Amount], TRUE())", "dax-needs-table"],
    ["COUNTROWS(1)", "dax-needs-table"],
    ["SUM(Sales)", "dax-needs-column"],
    ["SUM([Total Amount])", "dax-needs-column"],
    ["SUM(Sales[Amount] * 2)", "dax-needs-column"],
    ["ROUND(Sales, 1)", "dax-needs-value"],
    ["Sales + 1", "dax-needs-value"],
    ['ADDCOLUMNS(Sales, "a", 1)', "dax-needs-value"],
    ["VAR t = Sales RETURN t", "dax-needs-value"],
    ["VAR t = 1 RETURN COUNTROWS(t)", "dax-needs-table"],
    ["ROUND(Sales[Amount], 1)", "dax-needs-row"],
    ["VAR a = Sales[Amount] RETURN SUMX(Sales, a)", "dax-needs-row"],
    ["1 IN 2", "dax-needs-table"],
    ["VALUES([Total Amount])", "dax-needs-table"],
  ])("%s is reported", (dax, code) => {
    expect(measure(dax).map((found) => found.code)).toEqual([code]);
  });

  it.each([
    "SUMX(Sales, Sales[Amount] * 2)",
    "CALCULATE([Total Amount], Sales[Amount] > 1)",
    "CALCULATE([Total Amount], FILTER(ALL(Sales[Amount]), Sales[Amount] > 1))",
    "IF(HASONEVALUE(Customer[City]), VALUES(Customer[City]))",
    "MAX(1, [Total Amount])",
    "MAX(Sales[Amount])",
    "1 IN {1, 2}",
    "VAR t = FILTER(Sales, TRUE()) RETURN COUNTROWS(t)",
    "MAXX(TOPN(1, Sales, Sales[Amount]), Sales[Amount])",
    "SELECTEDVALUE(Customer[City], 1)",
    "COUNTROWS(CROSSJOIN(Sales, Customer))",
    "SWITCH(TRUE(), [Total Amount] > 1, 1)",
  ])("%s is none", (dax) => {
    expect(measure(dax)).toEqual([]);
  });

  it("is a value where a table is made", () => {
    const table = bindDax(parseDax("1 + 1").expression, scope(), { wants: "table", hasRow: false });
    expect(table.diagnostics.map(({ code }) => code)).toEqual(["dax-needs-table"]);
  });
});

describe("a function of the model", () => {
  it.each([
    ["() => 1", "() => 1"],
    ["(a, b) => a * b", "(a b) => (a * b)"],
    ["(t : TABLE VAL, c : ANYREF EXPR) => SUMX(t, c)", "(t:TABLE:VAL c:ANYREF:EXPR) => SUMX(t c)"],
  ])("%s is read", (text, tree) => {
    const { expression, diagnostics } = parseDaxFunction(text);
    expect(diagnostics).toEqual([]);
    expect(show(expression)).toBe(tree);
    expect(bindDax(expression, scope()).diagnostics).toEqual([]);
  });

  it.each(["(a, b", "a => 1", "(a) 1", "(a) => b", "(a b) => a"])("%s is reported", (text) => {
    const { expression, diagnostics } = parseDaxFunction(text);
    expect([...diagnostics, ...bindDax(expression, scope()).diagnostics]).not.toEqual([]);
  });
});

describe("a query", () => {
  const check = (text: string): string[] => {
    const { query, diagnostics } = parseDaxQuery(text);
    return [...diagnostics, ...bindDaxQuery(query, scope()).diagnostics].map(({ code }) => code);
  };

  it.each([
    "EVALUATE Sales",
    "EVALUATE Sales ORDER BY Sales[Amount] DESC, Sales[Key]",
    "EVALUATE Sales ORDER BY Sales[Key] START AT 3 EVALUATE Customer",
    'DEFINE MEASURE Sales[Twice] = [Total Amount] * 2 EVALUATE ROW("a", [Twice])',
    "DEFINE VAR limit = 3 EVALUATE FILTER(Sales, Sales[Amount] > limit)",
    "DEFINE TABLE T = FILTER(Sales, TRUE()) EVALUATE T",
    "DEFINE FUNCTION Twice = (a) => a * 2 EVALUATE { Twice(2) }",
    'EVALUATE ADDCOLUMNS(Customer, "Rank", 1) ORDER BY [Rank]',
  ])("%s is read", (text) => {
    expect(check(text)).toEqual([]);
  });

  it.each([
    ["SUM(Sales[Amount])", "dax-syntax"],
    ["EVALUATE 1", "dax-needs-table"],
    ["EVALUATE Sals", "dax-unknown-name"],
    ["DEFINE EVALUATE Sales", "dax-syntax"],
    ["EVALUATE Sales START AT 1", "dax-syntax"],
    ["EVALUATE Sales ORDER Sales[Key]", "dax-syntax"],
    ["DEFINE MEASURE Twice = 1 EVALUATE Sales", "dax-syntax"],
    ["EVALUATE FILTER(Sales; TRUE())", "dax-separator"],
  ])("%s is reported", (text, code) => {
    expect(check(text)).toContain(code);
  });

  it("of any text is read without throwing", () => {
    const words = fc.constantFrom(
      "DEFINE",
      "MEASURE",
      "VAR",
      "EVALUATE",
      "ORDER BY",
      "START AT",
      "a",
      "T[c]",
      "=",
      "(",
      ")",
      ",",
      "1",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 20 }), (list) => {
        const { query } = parseDaxQuery(list.join(" "));
        bindDaxQuery(query, scope());
      }),
      { numRuns: 500 },
    );
  });
});

describe("the table of functions", () => {
  it("has signatures of functions alone, whose kinds are those there are", () => {
    for (const name of Object.keys(daxFunctions)) {
      const signature = signatureOf(name);
      for (let i = 0; i < 6; i++)
        expect([name, signature?.argument(i, 6)]).toEqual([name, expect.stringMatching(/^[STCDA]$/u)]);
    }
    expect(signatureOf("sumx")?.argument(0, 2)).toBe("T");
    expect(signatureOf("max")?.argument(0, 1)).toBe("C");
    expect(signatureOf("nosuch")).toBeUndefined();
  });

  it("knows the functions of the documentation with sensible counts", () => {
    expect(Object.keys(daxFunctions).length).toBeGreaterThan(470);
    for (const [name, [least, most]] of Object.entries(daxFunctions)) {
      expect([name, most === null || most >= least]).toEqual([name, true]);
    }
  });

  it("is asked without regard to case", () => {
    expect(daxFunction("dIvIdE")).toEqual({ least: 2, most: 3 });
    expect(daxFunction("NOSUCH")).toBeUndefined();
    expect(daxFunction("constructor")).toBeUndefined();
  });
});
