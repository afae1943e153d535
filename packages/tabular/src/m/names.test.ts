import { describe, expect, it } from "vitest";
import { applyEdits } from "../text/text-edit.ts";
import { nameInM, writeMName } from "./names.ts";
import { lexM } from "./tokens.ts";

/** The query with every use of `Server` in guillemets. */
function marked(text: string): string {
  const { uses } = nameInM(text, "Server");
  return applyEdits(
    text,
    uses.map((span) => ({ span, text: `«${text.slice(span.start, span.end)}»` })),
  );
}

describe("a name in M", () => {
  it.each([
    ["as an argument", 'let a = Sql.Database(«Server», «#"Server"») in a'],
    ["as a whole query", "«Server»"],
    ["in the value of a field", "Web.Contents(x, [Server = «Server», Other = 1])"],
    ["before a lookup", "«Server»{[Name = 1]}[Data]"],
  ])("is used %s", (_, text) => {
    expect(marked(text.replace(/[«»]/gu, ""))).toBe(text);
  });

  it.each([
    ["a column", "Table.SelectRows(t, each [Server] = 1)"],
    ["a text or a comment", '"Server" /* Server */ // Server'],
    ["another case", "server"],
    ["part of a longer name", "Server.Name"],
    ["a field of a type", "type table [a = text, Server = text]"],
  ])("is not used where it is %s", (_, text) => {
    expect(nameInM(text, "Server")).toEqual({ uses: [], isOwn: false });
  });

  it.each([
    ["a step", "let a = 1, Server = 2 in Server"],
    ["the first step", "let Server = 2 in Server"],
    ["a parameter of a function", "(a as text, optional Server as text) as text => Server & a"],
  ])("is the query's own where it is %s", (_, text) => {
    expect(nameInM(text, "Server")).toEqual({ uses: [], isOwn: true });
  });

  it("that is the name of a type as well is a query's only in quotes", () => {
    const text = 'Table.TransformColumnTypes(#"date", {{"a", type date}})';
    expect(nameInM(text, "date").uses).toEqual([{ start: 27, end: 34 }]);
    expect(writeMName("date")).toBe('#"date"');
  });

  it.each(["Server", "RAW-Sales", "a b", 'say "x"', "let", "#(lf)", "a.b", "1a", "Ünïcode"])(
    "is written so that it is read again: %s",
    (name) => {
      expect(lexM(writeMName(name))).toMatchObject([{ kind: "identifier", value: name }]);
    },
  );
});
