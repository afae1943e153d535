import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkProject, findingKinds, openTabular } from "../../../index.ts";
import { practices } from "./all-practices.ts";

const reference = join(import.meta.dirname, "../../../../../../../shared/reference/bpa-rules-microsoft.json");
const kinds = practices.flatMap((rule) => rule.kinds);

describe("Microsoft's best-practice rules", () => {
  const absent = existsSync(reference) ? "" : " (../shared/reference, which is not part of the repository, is absent)";
  it.skipIf(!existsSync(reference))(`are all here, by their IDs, as severe as there${absent}`, () => {
    const rules: { ID: string; Severity: number }[] = JSON.parse(readFileSync(reference, "utf8"));
    const wanted = rules.map(({ ID, Severity }) => `${ID} ${Severity === 3 ? "warning" : "info"}`);
    expect(kinds.map(({ code, severity }) => `${code} ${severity}`).sort()).toEqual(wanted.sort());
  });

  it("are 71, each with a reason, and known as kinds of findings", () => {
    expect(new Set(kinds.map(({ code }) => code)).size).toBe(71);
    for (const { code, why } of kinds) {
      expect(why).toMatch(/^\p{Lu}.*\.$/u);
      expect(findingKinds.has(code)).toBe(true);
    }
  });

  const texts = (annotation: string): Map<string, string> =>
    new Map([["m/definition/model.tmdl", `model Model\n\ntable T\n\n\tmeasure m = 1\n${annotation}`]]);
  const codes = (annotation: string, bestPractices?: boolean): string[] =>
    checkProject(openTabular(texts(annotation), "m", []), bestPractices === undefined ? {} : { bestPractices }).map(
      ({ code }) => code,
    );

  it("run where the settings ask for them", () => {
    expect(codes("")).toEqual([]);
    expect(codes("", false)).toEqual([]);
    expect(codes("", true)).toContain("FIRST_LETTER_OF_OBJECTS_MUST_BE_CAPITALIZED");
  });

  it("do not hide an error, however many they find before it", () => {
    const columns = Array.from({ length: 1100 }, (_, i) => `\tcolumn C${i}\n\t\tdataType: double\n`).join("\n");
    const model = `table T\n\n${columns}\n\tmeasure M = SUM(T[Gone])\n`;
    const project = openTabular(new Map([["m/definition/model.tmdl", model]]), "m", []);
    const found = checkProject(project, { bestPractices: true });
    expect(found.filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual([
      "dax-unknown-column",
    ]);
    expect(found.filter(({ code }) => code === "too-many-findings")).toHaveLength(2);
    expect(found.length).toBeLessThan(2100);
  });

  it("bear a chain of measures that is longer than the stack", () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => `\tmeasure M${i} = [M${i + 1}]\n`).join("\n");
    const model = `table T\n\n${chain}\n\tmeasure M20000 = "end"\n`;
    const project = openTabular(new Map([["m/definition/model.tmdl", model]]), "m", []);
    expect(() => checkProject(project, { bestPractices: true })).not.toThrow();
  });

  const ignore = `annotation BestPracticeAnalyzer_IgnoreRules = {"RuleIDs":["FIRST_LETTER_OF_OBJECTS_MUST_BE_CAPITALIZED"]}\n`;
  it.each([
    ["on the object", `\n\t\t${ignore}`],
    ["on its table", `\n\t${ignore}`],
    ["of the model, at the left margin", `\n${ignore}`],
  ])("are ignored where Tabular Editor's annotation says so: %s", (_, annotation) => {
    expect(codes(annotation, true)).not.toContain("FIRST_LETTER_OF_OBJECTS_MUST_BE_CAPITALIZED");
    expect(codes(annotation, true)).toContain("PROVIDE_FORMAT_STRING_FOR_MEASURES");
  });
});
