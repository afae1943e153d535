import { expect, it } from "vitest";
import { shorten } from "./shorten.ts";

function check(text: string, expected: string, shown: readonly string[] = []): void {
  expect(shorten(text, new Set(shown))).toBe(expected);
}

it("keeps of a diff what changed, and a line around it", () => {
  const diff = [
    "  a.sql: pass on b",
    "    --- a/a.sql",
    "    +++ b/a.sql",
    "    @@ -1,4 +1,5 @@",
    "     one",
    "     two",
  ];

  check(
    [...diff, "    +  three,", "     four", "     five"].join("\n"),
    ["  a.sql: pass on b", "     two", "    +  three,", "     four"].join("\n"),
  );
});

it("marks what it leaves out between two changes", () => {
  const diff = [
    "    --- a/a.sql",
    "    +++ b/a.sql",
    "    @@ -1,4 +1,5 @@",
    "    -one",
    "     two",
    "     three",
    "     four",
  ];

  check([...diff, "    +five"].join("\n"), ["    -one", "     two", "    …", "     four", "    +five"].join("\n"));
});

it("counts the changed lines beyond what is shown", () => {
  const lines = Array.from({ length: 14 }, (_, at) => `    +line ${at}`);

  check(
    ["    --- a/a.sql", "    +++ b/a.sql", "    @@ -1 +1 @@", ...lines].join("\n"),
    [...lines.slice(0, 10), "    … 4 more changed lines"].join("\n"),
  );
});

it("says of what was shown before that it is above, once for all that follows each other", () => {
  check("new\n\nold\n\nolder\n\nalso new", "new\n\n  … as above\n\nalso new", ["old", "older"]);
});

it("leaves out the table of times", () => {
  check("done\n\nstep  machine s\n────\n   1  0.52", "done");
});

it("folds long lines", () => {
  const word = "abcdefghi";

  check(
    Array.from({ length: 12 }, () => word).join(" "),
    `${Array.from({ length: 11 }, () => word).join(" ")}\n    ${word}`,
  );
});
