/**
 * `node bench/open-and-check.ts <folder>` or `… <number of measures>`: opens and checks one model five times in a process of its
 * own, and prints the median seconds of each part and the most memory it took. The first, cold run is among the five.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkProject, openTabular } from "@throughline/tabular";
import { median } from "./median.ts";

const [asked = ""] = process.argv.slice(2);
const { texts, folder, reports } = /^\d+$/u.test(asked) ? synthetic(Number(asked)) : onDisk(asked);
const opening: number[] = [];
const checking: number[] = [];
const advising: number[] = [];
let measures = 0;
let findings = 0;
for (let turn = 0; turn < 5; turn++) {
  const start = performance.now();
  const project = openTabular(texts, folder, reports);
  const opened = performance.now();
  findings = checkProject(project).length;
  const checked = performance.now();
  // On the same project: what the checks learned of it is known already, as it is when both are asked for at once.
  checkProject(project, { bestPractices: true });
  opening.push((opened - start) / 1000);
  checking.push((checked - opened) / 1000);
  advising.push((performance.now() - checked) / 1000);
  measures = project.model.tables.reduce((sum, table) => sum + table.measures.length, 0);
}
const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
const [open, check, advise] = [opening, checking, advising].map(median);
console.log(JSON.stringify({ measures, findings, open, check, advise, peakMegabytes }));

interface Texts {
  readonly texts: ReadonlyMap<string, string>;
  readonly folder: string;
  readonly reports: readonly string[];
}

function onDisk(root: string): Texts {
  const paths = globSync("**/*.{tmdl,json}", { cwd: root });
  return {
    texts: new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")])),
    folder: globSync("*.SemanticModel", { cwd: root })[0] ?? "",
    reports: globSync("*.Report", { cwd: root }),
  };
}

/** Tables of a hundred measures; each measure reads columns and measures before it, as models grow in life. */
function synthetic(count: number): Texts {
  const texts = new Map<string, string>();
  for (let table = 0; table < count / 100; table++) {
    const name = `Facts ${table}`;
    const lines = [`table '${name}'`, ""];
    for (let i = 0; i < 100; i++) {
      const number = table * 100 + i;
      const other = number < 10 ? `SUM('${name}'[Amount])` : `[Measure ${number - 10}]`;
      lines.push(
        `\tmeasure 'Measure ${number}' =`,
        `\t\t\tVAR base = ${other}`,
        `\t\t\tVAR filtered = CALCULATE(${other}, FILTER(ALL('${name}'[Key]), '${name}'[Key] > ${i}))`,
        "\t\t\tRETURN",
        `\t\t\t\tDIVIDE(base, filtered) + COUNTROWS('${name}') // ${number}`,
        "\t\tformatString: #,0.00",
        "",
      );
    }
    lines.push("\tcolumn Amount", "\t\tdataType: double", "\t\tsourceColumn: amount", "");
    lines.push("\tcolumn Key", "\t\tdataType: int64", "\t\tsourceColumn: key", "");
    texts.set(`m/definition/tables/${name}.tmdl`, lines.join("\n"));
  }
  return { texts, folder: "m", reports: [] };
}
