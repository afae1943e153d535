import { describe, expect, it } from "vitest";
import { checkProject, checkProjectQueries, openTabular } from "./index.ts";

const model = "m/definition/tables/a.tmdl";
const measure = (dax: string): string => `table A\n\n\tmeasure x = ${dax}\n`;
const mega = 1_000_000;

/** Time and memory are bounded by the test run's own limits: what grew with a square would pass neither. */
describe("a hostile file ends in a finding:", () => {
  it.each<[string, string, () => string, string]>([
    ["a hundred megabytes", model, () => `table A\n${"\tmeasure x = 1\n".repeat(6.5 * mega)}`, "file-too-large"],
    ["a hundred megabytes of JSON", "r/definition/report.json", () => `[${"1,".repeat(50 * mega)}1]`, "file-too-large"],
    ["a hundred megabytes of model.bim", "m/model.bim", () => "{".repeat(100 * mega), "file-too-large"],
    [
      "a hundred thousand parentheses",
      model,
      () => measure(`${"(".repeat(100_000)}1${")".repeat(100_000)}`),
      "dax-too-deep",
    ],
    ["a hundred thousand calls", model, () => measure("SUM(".repeat(100_000)), "dax-too-deep"],
    ["a hundred thousand signs", model, () => measure(`${"- ".repeat(100_000)}1`), "dax-too-deep"],
    ["a hundred thousand terms", model, () => measure(`${"1 + ".repeat(100_000)}1`), "dax-too-deep"],
    ["a text of ten megabytes", model, () => measure(`"${"a".repeat(10 * mega)}"`), "dax-too-long"],
    ["a line of ten megabytes", model, () => `table '${"a".repeat(10 * mega)}'\n`, "tmdl-too-long"],
    ["a block without an end", model, () => `table A\n\tmeasure x = \`\`\`\n${"a\n".repeat(5 * mega)}`, "tmdl-syntax"],
    [
      "indentation without an end",
      model,
      () => Array.from({ length: 3000 }, (_, i) => `${"\t".repeat(i)}table a`).join("\n"),
      "tmdl-too-deep",
    ],
    ["arrays in arrays", "r/definition/report.json", () => "[".repeat(5 * mega), "pbir-json"],
    [
      "thousands of unknown names",
      model,
      () => `table A\n${Array.from({ length: 5000 }, (_, i) => `\tmeasure m${i} = [q${i}]`).join("\n")}`,
      "too-many-findings",
    ],
    ["a deep query", model, () => `table A\n\n\tpartition p = m\n\t\tsource = ${"(".repeat(100_000)}\n`, "m-not-read"],
    [
      "a long query",
      model,
      () => `table A\n\n\tpartition p = m\n\t\tsource = {${"1,".repeat(200_000)}1}\n`,
      "m-not-read",
    ],
    ["what was no UTF-8", model, () => `table A\n\n\tmeasure x\uFFFD = 1\n`, "text-encoding"],
  ])("%s", async (_, path, make, code) => {
    const project = openTabular(new Map([[path, make()]]), "m", ["r"]);
    const findings = [...checkProject(project), ...(await checkProjectQueries(project))];
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(findings.length).toBeLessThanOrEqual(1001);
  });
});
