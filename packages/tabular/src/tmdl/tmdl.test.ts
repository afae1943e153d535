import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../text/text-edit.ts";
import { addObject, removeObject, renameObject, setDescription, setExpression, setProperty } from "./edit.ts";
import { parseNamePath, quoteTmdlName, readName } from "./name.ts";
import { parseTmdl } from "./parse.ts";
import type { TmdlDocument, TmdlNode } from "./syntax.ts";

const sales = `/// All sales.
table Sales
	lineageTag: a

	/// Money.
	/// In francs.
	measure 'Total Amount' = SUM(Sales[Amount])
		formatString: #,0.0

	measure Margin = \`\`\`
			SUMX(
			    Sales, 1
			)
			\`\`\`
		displayFolder: "  a ""b"" "

	measure Long =

			VAR x = 1

			RETURN x
		lineageTag: b

	column Amount
		dataType: double
		isHidden
		sourceColumn: amount

		annotation A = {"x":1}

	partition Sales = m
		mode: import
		source =
				let
				    a = 1
				in
				    a
`;

function find(document: TmdlDocument, name: string): TmdlNode {
  const visit = (nodes: readonly TmdlNode[]): TmdlNode | undefined => {
    for (const node of nodes) {
      const found = node.name?.value === name && node.keyword !== "partition" ? node : visit(node.children);
      if (found) return found;
    }
    return undefined;
  };
  const node = visit(document.nodes);
  if (!node) throw new Error(`no ${name}`);
  return node;
}

function value(document: TmdlDocument, node: TmdlNode): string | undefined {
  return node.value && document.text.slice(node.value.span.start, node.value.span.end);
}

const variants: [string, (text: string) => string][] = [
  ["tabs", (text) => text],
  ["four spaces", (text) => text.replace(/^\t+/gmu, (tabs) => "    ".repeat(tabs.length))],
  ["two spaces", (text) => text.replace(/^\t+/gmu, (tabs) => "  ".repeat(tabs.length))],
  ["CRLF", (text) => text.replaceAll("\n", "\r\n")],
  ["a BOM", (text) => `\ufeff${text}`],
  ["no final newline", (text) => text.trimEnd()],
];

describe.each(variants)("TMDL with %s", (_, vary) => {
  const text = vary(sales);
  const document = parseTmdl(text);

  it("is read with its objects, properties, expressions and descriptions", () => {
    expect(document.diagnostics).toEqual([]);
    expect(document.nodes.map(({ keyword }) => keyword)).toEqual(["table"]);
    const [table] = document.nodes;
    expect(table?.description?.text).toBe("All sales.");
    expect(table?.children.map(({ keyword, name }) => `${keyword} ${name?.value ?? ""}`)).toEqual([
      "lineageTag ",
      "measure Total Amount",
      "measure Margin",
      "measure Long",
      "column Amount",
      "partition Sales",
    ]);
    expect(find(document, "Total Amount").description?.text).toBe("Money.\nIn francs.");
    expect(value(document, find(document, "Total Amount"))).toBe("SUM(Sales[Amount])");
    expect(value(document, find(document, "Margin"))?.trim()).toMatch(/^SUMX\([\s\S]*\)$/u);
    expect(value(document, find(document, "Long"))).toMatch(/^VAR x = 1[\s\S]*RETURN x$/u);
    expect(find(document, "Long").children.map(({ keyword }) => keyword)).toEqual(["lineageTag"]);
    expect(find(document, "Amount").children.map(({ keyword }) => keyword)).toEqual([
      "dataType",
      "isHidden",
      "sourceColumn",
      "annotation",
    ]);
  });

  const added = (description: string, expression: string): string => {
    const [table] = document.nodes;
    if (!table) throw new Error("no table");
    const object = {
      keyword: "measure",
      name: "It's new",
      description,
      expression,
      properties: [["lineageTag", "t"]] as const,
    };
    return applyEdits(text, [addObject(document, table, object, [])]);
  };

  it("takes a new measure after the last one, in its own style, and no other line changes", () => {
    const after = added("One.", "1 + 1");
    const [eol, indent] = [document.style.eol, document.style.indent];
    const block = ["/// One.", "measure 'It''s new' = 1 + 1"].map((line) => `${indent}${line}${eol}`).join("");
    expect(after).toContain(`${eol}${eol}${block}${indent}${indent}lineageTag: t${eol}`);
    expect(after.replace(`${eol}${block}${indent}${indent}lineageTag: t${eol}`, "")).toBe(text);
    const names = parseTmdl(after).nodes[0]?.children.filter(({ keyword }) => keyword === "measure");
    expect(names?.map(({ name }) => name?.value)).toEqual(["Total Amount", "Margin", "Long", "It's new"]);
  });

  it.each(["1", "VAR a = 1\n\nRETURN\n    a", "``` odd", '"```"\n& ""'])(
    "gives the file back after adding and removing %j",
    (dax) => {
      const after = parseTmdl(added("A\nB", dax));
      expect(after.diagnostics).toEqual([]);
      const written = value(after, find(after, "It's new"))?.replace(/\s+/gu, " ");
      expect(written).toBe(dax.replace(/\s+/gu, " "));
      expect(applyEdits(after.text, [removeObject(after, find(after, "It's new"))])).toBe(text);
    },
  );

  it.each(["Total Amount", "Margin", "Long"])("changes the expression of %s and nothing else of it", (name) => {
    const before = find(document, name);
    const after = parseTmdl(applyEdits(text, [setExpression(document, before, "2")]));
    expect(value(after, find(after, name))).toBe("2");
    expect(find(after, name).children.map(({ keyword }) => keyword)).toEqual(
      before.children.map(({ keyword }) => keyword),
    );
    const back = setExpression(after, find(after, name), "VAR a = 1\nRETURN a");
    const again = parseTmdl(applyEdits(after.text, [back]));
    expect(again.diagnostics).toEqual([]);
    expect(value(again, find(again, name))?.replace(/\s+/gu, " ")).toBe("VAR a = 1 RETURN a");
  });

  it("renames an object by its name only", () => {
    const edit = renameObject(find(document, "Margin"), "Rate. of = it's");
    expect(applyEdits(text, edit ? [edit] : [])).toBe(text.replace("measure Margin", "measure 'Rate. of = it''s'"));
  });

  it("sets properties where such properties stand", () => {
    const set = setProperty(document, find(document, "Total Amount"), "displayFolder", "A\\B");
    const after = parseTmdl(applyEdits(text, set ? [set] : []));
    expect(after.diagnostics).toEqual([]);
    expect(find(after, "Total Amount").children.map(({ keyword }) => keyword)).toEqual([
      "formatString",
      "displayFolder",
    ]);
    const same = setProperty(document, find(document, "Total Amount"), "formatString", "#,0.0");
    expect(same).toBeUndefined();
  });

  it("writes a description above its object and takes it away", () => {
    const set = setDescription(document, find(document, "Amount"), "One\nTwo");
    const after = parseTmdl(applyEdits(text, set ? [set] : []));
    expect(find(after, "Amount").description?.text).toBe("One\nTwo");
    const removed = setDescription(after, find(after, "Amount"), null);
    expect(applyEdits(after.text, removed ? [removed] : [])).toBe(text);
  });
});

describe("TMDL that is not right", () => {
  it.each([
    ["a line that is no declaration", "table A\n\t?? what\n", "tmdl-syntax", 9],
    ["a name without its closing quote", "table 'A\n", "tmdl-syntax", 0],
    ["text after a name", "table A B\n", "tmdl-syntax", 0],
    ["a block of backticks without end", "table A\n\tmeasure B = ```\n\t\t\t1\n", "tmdl-syntax", 21],
    ["a property too deep", "table A\n\tcolumn B\n\t\t\tdataType: string\n", "tmdl-indentation", 21],
    ["a property below a property", "table A\n\tlineageTag: a\n\t\tisHidden\n", "tmdl-indentation", 25],
    ["a description before nothing", "table A\n\n/// lost\n", "tmdl-description", 9],
  ])("%s is an error at its place", (_, text, code, start) => {
    const [first] = parseTmdl(text).diagnostics.filter(({ severity }) => severity === "error");
    expect(first).toMatchObject({ code, span: { start } });
    expect(parseTmdl(text).text).toBe(text);
  });

  it("reads an expression that stands at the level of the properties, with a warning", () => {
    const document = parseTmdl("table A\n\tmeasure B =\n\t\tSUM(A[x])\n\t\t+ 1\n\t\tformatString: 0\n");
    expect(document.diagnostics).toMatchObject([{ code: "tmdl-expression-indentation", severity: "warning" }]);
    const measure = find(document, "B");
    expect(value(document, measure)).toBe("SUM(A[x])\n\t\t+ 1");
    expect(measure.children.map(({ keyword }) => keyword)).toEqual(["formatString"]);
  });
});

describe("any text", () => {
  it("is read without throwing and kept", () => {
    const lines = fc.array(
      fc.oneof(
        fc.constantFrom(
          "table A",
          "\tmeasure B = 1",
          "\tmeasure 'C' =",
          "\t\t\t1",
          "",
          "\t\tx: y",
          "```",
          "///",
          "\t",
          "  b",
          "ref table A",
        ),
        fc.string({ unit: "binary", maxLength: 20 }),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(lines, fc.constantFrom("\n", "\r\n", "\r"), (parts, eol) => {
        const text = parts.join(eol);
        expect(parseTmdl(text).text).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("of a hundred thousand levels is read in bounded time", () => {
    const text = Array.from({ length: 3000 }, (_, i) => `${"\t".repeat(Math.min(i, 1000))}a b`).join("\n");
    expect(parseTmdl(text).text).toBe(text);
  });
});

describe("names in TMDL", () => {
  it("are quoted when needed and read back as they were, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", minLength: 1 }).filter((name) => !/[\r\n]/u.test(name)),
        (name) => {
          const quoted = quoteTmdlName(name);
          expect(readName(quoted, 0, ".")).toMatchObject({ value: name, span: { start: 0, end: quoted.length } });
          expect(parseNamePath(`${quoted}.${quoted}`)?.map((part) => part.value)).toEqual([name, name]);
        },
      ),
    );
  });

  it.each([
    ["Sales", "Sales"],
    ["Order Date", "'Order Date'"],
    ["It's", "'It''s'"],
    ["a.b", "'a.b'"],
    ["50%", "50%"],
    ["", "''"],
  ])("%s is written %s", (name, written) => {
    expect(quoteTmdlName(name)).toBe(written);
  });
});
