import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "./world.ts";

/** A copy of the repository's sources to plant violations in; node_modules is shared. */
let copy: string;
beforeAll(() => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), "throughline-gate-")));
  const listed = spawnSync("git", ["-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  for (const path of listed.stdout
    .split("\0")
    .filter((name) => /^(packages|scripts|bench|[^/]+$)/.test(name) && name !== "")) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(ROOT, path), join(copy, path), { force: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  spawnSync("git", ["-C", copy, "init", "--quiet"]);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Plants files, runs one tool of the gate, and takes them out again. */
function run(
  planted: Readonly<Record<string, string>>,
  command: string,
  ...parameters: string[]
): { code: number | null; output: string } {
  for (const [path, text] of Object.entries(planted)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  const done = spawnSync(command, parameters, { cwd: copy, encoding: "utf8", maxBuffer: 1 << 26 });
  for (const path of Object.keys(planted)) rmSync(join(copy, path));
  return { code: done.status, output: `${done.stdout}${done.stderr}` };
}

const bin = (name: string) => join(ROOT, "node_modules", ".bin", name);
const biome = (planted: Record<string, string>) =>
  run(planted, bin("biome"), "ci", "--error-on-warnings", ...Object.keys(planted));
const rules = (planted: Record<string, string>) => run(planted, process.execPath, "scripts/house-rules.mjs", ".");

describe("the gate's import rules", () => {
  // Planted together and found in one run: each has a folder of its own.
  const planted: readonly (readonly [string, Record<string, string>])[] = [
    [
      "no-cycles",
      {
        "packages/contracts/src/cycle-a.ts": 'import type { B } from "./cycle-b.ts";\nexport type A = B;\n',
        "packages/contracts/src/cycle-b.ts": 'import type { A } from "./cycle-a.ts";\nexport type B = A;\n',
      },
    ],
    ["contracts-stand-alone", { "packages/contracts/src/stand.ts": 'import "yaml";\n' }],
    ["tabular-is-pure", { "packages/tabular/src/pure.ts": 'import "node:fs";\n' }],
    ["one-folder-imports-tabular", { "packages/delivery/src/tabular.ts": 'import "../../tabular/src/index.ts";\n' }],
    ["semantic-model-below", { "packages/semantic-model/src/below.ts": 'import "../../agent/src/index.ts";\n' }],
    ["lineage-is-pure", { "packages/lineage/src/pure.ts": 'import "node:fs";\n' }],
    ["lineage-below", { "packages/lineage/src/host/below.ts": 'import "../../../delivery/src/index.ts";\n' }],
    ["sandboxes-below", { "packages/sandboxes/src/below.ts": 'import "../../delivery/src/index.ts";\n' }],
    ["agent-knows-no-delivery", { "packages/agent/src/knows.ts": 'import "../../delivery/src/index.ts";\n' }],
    ["delivery-knows-no-agent", { "packages/delivery/src/knows.ts": 'import "../../agent/src/index.ts";\n' }],
    ["only-entry-points", { "packages/orchestrator/src/entry.ts": 'import "../../delivery/src/failures.ts";\n' }],
    ["only-delivery-opens-duckdb", { "packages/orchestrator/src/duck.ts": 'import "@duckdb/node-api";\n' }],
    [
      "only-main-names-adapters",
      { "packages/orchestrator/src/stages/names.ts": 'import "../forges/local/local-forge.ts";\n' },
    ],
    ["state-is-the-core", { "packages/orchestrator/src/state/core.ts": 'import "../workflow/log.ts";\n' }],
    ["stages-know-no-edge", { "packages/orchestrator/src/stages/edge.ts": 'import "../cli/render.ts";\n' }],
    ["few-start-processes", { "packages/orchestrator/src/stages/starts.ts": 'import "node:child_process";\n' }],
  ];
  let found: { code: number | null; output: string };
  beforeAll(() => {
    const all = Object.assign({}, ...planted.map(([, files]) => files)) as Record<string, string>;
    found = run(all, bin("depcruise"), "--config", ".dependency-cruiser.cjs", "packages");
  });

  it.each(planted)("%s is found when it is broken", (rule, files) => {
    expect(found.code).not.toBe(0);
    const [file] = Object.keys(files);
    expect(found.output).toContain(`error ${rule}: ${file}`);
  });
});

describe("the gate's types", () => {
  const planted: readonly (readonly [string, string, string])[] = [
    ["strict null checks", "export const a: string = undefined;", "TS2322"],
    ["unchecked index access", "export const a: string = ([] as string[])[0];", "TS2322"],
    ["exact optional properties", "export const a: { b?: string } = { b: undefined };", "TS2375"],
    ["missing override", "class A { a() {} }\nexport class B extends A { a() {} }", "TS4114"],
    ["implicit returns", "export function a(b: boolean): number | undefined { if (b) return 1; }", "TS7030"],
    [
      "fallthrough",
      "export function a(b: number) { switch (b) { case 1: b++; case 2: return b; default: return 0; } }",
      "TS7029",
    ],
    ["property access from an index signature", "export const a = ({} as Record<string, string>).b;", "TS4111"],
    ["syntax that cannot be stripped", "export enum A { B }", "TS1294"],
    [
      "a type imported as a value",
      'import { ProjectFiles } from "@throughline/contracts";\nexport type A = ProjectFiles;',
      "TS1484",
    ],
    ["an unused local", "const a = 1;\nexport {};", "TS6133"],
  ];
  const tsc = (files: Record<string, string>, project: string) =>
    run(files, process.execPath, join(ROOT, "node_modules", "tsc7", "bin", "tsc"), "-p", project);
  let found: { code: number | null; output: string };
  beforeAll(() => {
    found = tsc(
      Object.fromEntries(planted.map(([, text], at) => [`packages/delivery/src/planted-${at}.ts`, text])),
      ".",
    );
  });

  it.each(planted.map(([name, , code], at) => [name, code, at] as const))("%s", (_, code, at) => {
    expect(found.code).not.toBe(0);
    expect(found.output).toMatch(new RegExp(`planted-${at}\\.ts\\(\\d+,\\d+\\): error ${code}:`));
  });

  it("Node in tabular", () => {
    const done = tsc({ "packages/tabular/src/planted.ts": "export const a = process.argv;" }, "packages/tabular");

    expect(done.output).toContain("planted.ts");
  });
});

describe("the gate's lint", () => {
  it.each([
    ["noExplicitAny", "export const a: any = 1;\n"],
    ["noDefaultExport", "const a = 1;\nexport default a;\n"],
    ["noNonNullAssertion", "export const a = (b: string | undefined) => b!;\n"],
    ["noFloatingPromises", "async function a(): Promise<void> {}\nexport function b(): void {\n  a();\n}\n"],
    ["useNodejsImportProtocol", 'import { readFileSync } from "fs";\n\nexport const a = readFileSync;\n'],
    ["format", "export const a = {b:1}\n"],
  ])("%s", (rule, text) => {
    const done = biome({ "packages/delivery/src/planted.ts": text });

    expect(done.code).not.toBe(0);
    expect(done.output).toContain(rule);
  });
});

describe("the gate's house rules", () => {
  it.each<[string, Record<string, string>]>([
    ["environment-in-config", { "packages/delivery/src/a.ts": "export const a = process.env;\n" }],
    ["clock-is-handed-in", { "packages/delivery/src/a.ts": "export const a = Date.now();\n" }],
    ["no-chance", { "packages/delivery/src/a.ts": "export const a = Math.random();\n" }],
    ["no-drawer-names", { "packages/delivery/src/utils.ts": "export {};\n" }],
    ["kebab-case", { "packages/delivery/src/camelCase.ts": "export {};\n" }],
    ["no-sleeping-tests", { "packages/delivery/src/a.test.ts": "await sleep(1);\n" }],
    ["no-module-mocks", { "packages/delivery/src/a.test.ts": 'vi.mock("./b.ts");\n' }],
    ["no-open-ends", { "packages/delivery/src/a.ts": `// ${"TO"}DO later\n` }],
    ["no-machine-paths", { "packages/delivery/src/a.ts": `export const a = "/${"work"}/main";\n` }],
    ["no-registry-hosts", { "packages/delivery/src/a.ts": `export const a = "registry.${"npmjs"}.org";\n` }],
    ["no-bulk", { "packages/delivery/src/a.ts": `// ${"x".repeat(1_000_001)}\n` }],
  ])("%s", (rule, planted) => {
    const { code, output } = rules(planted);

    expect(code).toBe(1);
    expect(output).toContain(rule);
  });
});

describe("the gate's search for dead code", () => {
  it.each([
    ["a file nobody imports", { "packages/delivery/src/planted.ts": "export const a = 1;\n" }, "planted.ts"],
    [
      "a dependency nobody uses",
      {
        "packages/contracts/package.json":
          '{ "name": "@throughline/contracts", "type": "module", "exports": { ".": "./src/index.ts" }, "dependencies": { "zod": "4.6.7", "yaml": "2.9.1" } }',
      },
      "yaml",
    ],
  ])("finds %s", (_, planted, found) => {
    const saved = planted as Record<string, string>;
    const done = run(saved, bin("knip"), "--no-progress");
    for (const path of Object.keys(saved))
      if (path.endsWith("package.json")) cpSync(join(ROOT, path), join(copy, path));

    expect(done.code).not.toBe(0);
    expect(done.output).toContain(found);
  });
});
