import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT, World } from "./world.ts";

const PROJECTS: readonly (readonly [folder: string, table: string, column: string, measure: string])[] = [
  [
    "examples/nyc-taxi/powerbi",
    "NYC Taxi.SemanticModel/definition/tables/Trips.tmdl",
    "Trips[Fare Amount]",
    "Total Fare Amount",
  ],
  [
    "tests/projects/parcel-depot/BI",
    "Depot Übersicht.SemanticModel/definition/tables/Sendungs Daten.tmdl",
    "'Sendungs Daten'[BruttoGewicht_KG]",
    "Ø Gewicht [kg]",
  ],
];

describe.each(PROJECTS)("on the model of %s, with no project around it,", (folder, table, column) => {
  let root: string;
  let world: World;
  const model = (...parameters: string[]) => world.run("model", ...parameters);
  const file = () => join(root, table);
  const text = () => readFileSync(file(), "utf8");

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "throughline-model-"));
    cpSync(join(ROOT, folder), root, { recursive: true });
    world = new World(root);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("check finds nothing wrong, and what is broken at its place", () => {
    expect(model("check", root)).toMatchObject({ exit: 0, json: { findings: [] } });
    appendFileSync(file(), "\n\tmeasure Broken = SUM(Nothing[x])\n");
    const line = text().split("\n").length - 1;

    const broken = model("check", root);

    expect(broken.exit).toBe(1);
    expect(broken.json.findings).toMatchObject([{ code: "dax-unknown-table", severity: "error", file: table, line }]);
  });

  it("check is told what to leave out: by code, by baseline", () => {
    appendFileSync(file(), "\n\tmeasure Broken = SUM(Nothing[x])\n");
    expect(model("check", root, "--rule", "dax-unknown-table=off")).toMatchObject({ exit: 0 });
    const baseline = join(root, "baseline.json");
    expect(model("check", root, "--write-baseline", baseline)).toMatchObject({ exit: 0, json: { findings: 1 } });

    expect(model("check", root, "--baseline", baseline)).toMatchObject({ exit: 0, json: { findings: [] } });

    appendFileSync(file(), "\n\tmeasure 'Broken Too' = SUM(Nothing[x])\n");
    expect(model("check", root, "--baseline", baseline).json.findings).toHaveLength(1);
  });

  it("check says in the words of code hosts what it found", () => {
    appendFileSync(file(), "\n\tmeasure Broken = SUM(Nothing[x])\n");
    const sarif = model("check", root, "--sarif");
    expect(sarif.json).toMatchObject({ version: "2.1.0", runs: [{ results: [{ ruleId: "dax-unknown-table" }] }] });
    const [rule] = sarif.json.runs[0].tool.driver.rules;
    expect(rule).toMatchObject({ id: "dax-unknown-table", shortDescription: { text: expect.stringMatching(/\w/u) } });
  });

  it("check lists what it can find, without a model", () => {
    const kinds = new World(tmpdir()).run("model", "check", "--kinds").json;
    expect(kinds).toContainEqual(expect.objectContaining({ code: "circular-dependency", severity: "error" }));
  });

  it("check names a file that is too large instead of reading it", () => {
    truncateSync(file(), 100 * 1024 * 1024);
    expect(model("check", root).json.findings).toContainEqual(expect.objectContaining({ code: "file-too-large" }));
  });

  it("format lays formulas out once, and says so before", () => {
    appendFileSync(file(), "\n\tmeasure Messy = VAR a=1 RETURN a+a\n");
    expect(model("format", root, "--check")).toMatchObject({ exit: 1, json: { written: false } });
    expect(text()).toContain("VAR a=1 RETURN a+a");

    expect(model("format", root)).toMatchObject({ exit: 0, json: { written: true } });

    expect(text()).toContain("VAR a = 1");
    expect(model("format", root, "--check")).toMatchObject({ exit: 0, json: { changed: [] } });
    expect(model("check", root)).toMatchObject({ exit: 0, json: { findings: [] } });
  });

  it("rename follows a column everywhere, and back to the byte", () => {
    const name = /\[(.*)\]/u.exec(column)?.[1] ?? "";
    const before = text();
    expect(model("rename", root, column, "It's [new]", "--dry-run")).toMatchObject({
      exit: 0,
      json: { written: false },
    });
    expect(text()).toBe(before);

    expect(model("rename", root, column, "It's [new]")).toMatchObject({ exit: 0 });

    expect(text()).not.toBe(before);
    expect(model("check", root)).toMatchObject({ exit: 0, json: { findings: [] } });
    const renamed = column.replace(`[${name}]`, "[It's [new]]]");
    expect(model("rename", root, renamed, name)).toMatchObject({ exit: 0 });
    expect(text()).toBe(before);
  });

  it("rename takes an object by its kind, and back to the byte", () => {
    writeFileSync(
      join(root, table),
      `${text().trimEnd()}\n\n\thierarchy 'By it'\n\n\t\tlevel One\n\t\t\tcolumn: '${/\[(.*)\]/u.exec(column)?.[1]}'\n`,
    );
    const before = text();
    const owner = column.replace(/\[.*/u, "");
    expect(model("rename", root, `hierarchy ${owner}[By it]`, "Way")).toMatchObject({ exit: 0 });
    expect(model("rename", root, `level ${owner}[Way][One]`, "First")).toMatchObject({ exit: 0 });

    expect(text()).toContain("hierarchy Way\n\n\t\tlevel First\n");
    expect(model("check", root)).toMatchObject({ exit: 0, json: { findings: [] } });
    expect(model("rename", root, `level ${owner}[Way][First]`, "One")).toMatchObject({ exit: 0 });
    expect(model("rename", root, `hierarchy ${owner}[Way]`, "By it")).toMatchObject({ exit: 0 });
    expect(text()).toBe(before);
    expect(model("rename", root, "role Nobody", "Somebody")).toMatchObject({ exit: 2 });
  });

  it("diff says what is different in meaning, and nothing of layout", () => {
    const other = mkdtempSync(join(tmpdir(), "throughline-model-"));
    cpSync(root, other, { recursive: true });
    appendFileSync(file(), "\n\n\n");
    expect(model("diff", other, root)).toMatchObject({ exit: 0, json: [] });
    appendFileSync(file(), "\tmeasure New = 1\n");

    expect(model("diff", other, root)).toMatchObject({ exit: 1, json: [{ change: "added" }] });
    rmSync(other, { recursive: true });
  });

  it("refuses what it cannot do, with a hint, and leaves the files as they are", () => {
    const before = text();
    for (const parameters of [
      ["rename", root, "[Nothing]", "Something"],
      ["rename", root, column, " "],
      ["rename", root, column],
      ["show", root, "Nothing[x]"],
      ["check", join(root, "gone")],
      ["frobnicate", root],
      ["check", root, "--rule", "nonsense"],
    ]) {
      expect([parameters, model(...parameters)]).toMatchObject([
        parameters,
        { exit: 2, json: { failure: { code: "usage.wrong" } } },
      ]);
    }
    expect(text()).toBe(before);
  });

  it("does not write a file whose characters were lost", () => {
    const bytes = readFileSync(file());
    writeFileSync(file(), Buffer.concat([bytes, Buffer.from("\n\t/// caf\xe9\n\tmeasure M = 1+1\n", "latin1")]));
    expect(model("check", root).json.findings).toMatchObject([{ code: "text-encoding" }]);
    const damaged = readFileSync(file());
    expect(model("format", root)).toMatchObject({ exit: 2 });
    expect(readFileSync(file()).equals(damaged)).toBe(true);
  });
});

describe.each(PROJECTS)("show, on the model of %s,", (folder, _table, column, measure) => {
  const world = new World(ROOT);

  it("leads from an object to what it needs and what needs it", () => {
    const shown = world.run("model", "show", join(ROOT, folder), column).json;
    expect(shown.needs).toContainEqual(expect.stringMatching(/^relation-column /u));
    expect(world.run("model", "show", join(ROOT, folder), `[${measure.replaceAll("]", "]]")}]`)).toMatchObject({
      exit: 0,
      json: { definition: expect.stringMatching(/\w/u) },
    });
  });

  it("gives an outline of the whole", () => {
    expect(world.run("model", "show", join(ROOT, folder)).json.tables.length).toBeGreaterThan(2);
  });
});
