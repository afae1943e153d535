import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { schemaFindings } from "./report-schemas.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const SCHEMA = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition";

const page = {
  $schema: `${SCHEMA}/page/2.0.0/schema.json`,
  name: "p1",
  displayName: "First",
  displayOption: "FitToPage",
  height: 720,
  width: 1280,
};
const written = (value: object): string => JSON.stringify(value, null, 2);

describe("a file of a report", () => {
  it("that keeps to its schema has no finding", () => {
    expect(schemaFindings("page.json", written(page))).toEqual([]);
    expect(schemaFindings("page.json", `\uFEFF${written(page)}`)).toEqual([]);
  });

  it.each<[string, object, number, RegExp]>([
    ["a value of another type", { ...page, height: "tall" }, 6, /^\/height must be number/u],
    ["a word that is none of its list", { ...page, displayOption: "Stretch" }, 5, /^\/displayOption must be one of/u],
    ["a property it does not have", { ...page, colour: "red" }, 1, /must not have `colour`/u],
    ["a property that is missing", { ...page, name: undefined }, 1, /required property 'name'/u],
  ])("is refused for %s, at its line", (_, value, line, message) => {
    expect(schemaFindings("page.json", written(value))).toMatchObject([
      { code: "report-schema", severity: "error", file: "page.json", line, message: expect.stringMatching(message) },
    ]);
  });

  it("of a version that is not known is named as unchecked", () => {
    const newer = { ...page, $schema: `${SCHEMA}/page/99.0.0/schema.json` };
    expect(schemaFindings("page.json", written(newer))).toMatchObject([
      { code: "report-schema-unknown", severity: "info" },
    ]);
  });

  it("cannot name a schema outside of what is published", () => {
    const elsewhere = { ...page, $schema: `${SCHEMA}/../../../../../../package.json` };
    expect(schemaFindings("page.json", written(elsewhere))).toMatchObject([{ code: "report-schema-unknown" }]);
    expect(schemaFindings("page.json", written({ $schema: "https://example.org/x" }))).toEqual([]);
  });

  it("that is no JSON, or no object, is left to the check of the model", () => {
    for (const text of ["{", "[]", "null", "3", ""]) expect(schemaFindings("page.json", text)).toEqual([]);
  });
});

const corpus = join(ROOT, "../shared/corpus");
const folders = ["examples/nyc-taxi", "tests/projects"].map((path) => join(ROOT, path));
describe.each(existsSync(corpus) ? [corpus, ...folders] : folders)("the reports in %s", (folder) => {
  it("keep to their schemas, every one of which is known", () => {
    const files = globSync("**/*.{json,pbir,pbism,pbip,platform}", { cwd: folder });
    expect(files.length).toBeGreaterThan(5);
    for (const path of files) {
      expect([path, schemaFindings(path, readFileSync(join(folder, path), "utf8"))]).toEqual([path, []]);
    }
  });
});
