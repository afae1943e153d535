import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type FileChange, failureOf } from "@throughline/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openModels } from "../../packages/agent/src/catalogue/build-catalogue.ts";
import { planChange, understand } from "../../packages/agent/src/index.ts";
import {
  depotProject,
  type ExampleProject,
  taxiProject,
} from "../../packages/agent/src/test-support/example-projects.ts";
import { sanitise } from "../../packages/orchestrator/src/limits/sanitise.ts";
import { lexDax } from "../../packages/tabular/src/index.ts";
import { PYTHON, ROOT, succeed, taxiWorld, toolsMissing } from "../world.ts";

/** In every hostile text, and in no project: where it turns up in a file, the text got there. */
const MARK = "Zq7x";

/** Pieces that mean something to one of the languages a text passes through. */
const PIECES = [
  ...["{{ env_var('HOME') }}", "{% do run_query('drop table trips') %}", "{#", "{{", "%}", "{", "}"],
  ...["'; drop table trips; --", "' or '1'='1", "/*", "*/", "--", ";", "$$", "''", "\\'"],
  ...['" & EVALUATE ROW("a", 1) & "', "[Total]", "]]", "'Table'[Column]", "//", '""', "RETURN", "= SUM(1)"],
  ...["$(touch canary)", "`touch canary`", "| tee canary", "&& touch canary", "> canary", "$HOME", "!!", "~"],
  ...[": ", "- ", "# ", "!!python/object/apply:os.system", "&anchor", "*alias", "%TAG", "? ", "|", ">-", "[a", "{a: b"],
  ...["\n", "\n\n", "\t", "\\n", "\\", "\u00e9", "\u{1F695}", "true", "null", "0x10", "1e5", "measure X = 1", "///"],
];

/** Sentences in which a text of the asker's own is carried into a file, for the two projects. */
const SENTENCES: readonly [ExampleProject, readonly string[]][] = [
  [
    taxiProject(),
    [
      "describe Tip Rate as TEXT",
      'set the description of fct_trips.tip_amount to "TEXT"',
      "describe Borough as TEXT",
      "rename Tip Rate to TEXT",
      'rename Vendor to "TEXT"',
      'put Tip Rate into the folder "TEXT"',
      'format Tip Rate as "TEXT"',
      'add a measure called "TEXT" for the maximum tip amount',
      "total fare where payment type is TEXT",
      'number of trips where borough is "TEXT"',
      'ensure dim_zone.borough is one of "TEXT", "Queens"',
      'add a column that says whether taxi_color is "TEXT"',
      'bucket trip_distance at 5 into "TEXT" and "long"',
      "TEXT",
    ],
  ],
  [
    depotProject(),
    [
      "describe Retourenquote % as TEXT",
      "describe d_Kunde as TEXT",
      "rename Anzahl Sendungen to TEXT",
      'put # Retouren into the folder "TEXT"',
      'add a measure called "TEXT" for the maximum Gewicht',
      'Versandkosten where Region is "TEXT"',
      'ensure F_Sendung_v2.RetourenGrund is one of "TEXT", "Beschädigt"',
      'add a column to F_Sendung_v2 that says whether RetourenGrund is "TEXT"',
      "TEXT",
    ],
  ],
];

interface Read {
  readonly jinja: readonly string[];
  readonly texts: readonly string[];
  readonly tokens: readonly (readonly [string, string])[];
}

function readAll(files: readonly { path: string; text: string }[]): Read[] {
  const run = spawnSync(PYTHON, [join(ROOT, "tests", "read-written.py")], {
    input: JSON.stringify(files),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Read[];
}

interface Written {
  readonly said: string;
  readonly project: ExampleProject;
  readonly changes: readonly FileChange[];
  /** Every text of the intent: what may appear in a file, and only whole. */
  readonly carried: ReadonlySet<string>;
}

/** What a sentence would write; undefined when it is a question, a refusal or nothing new. */
function written(project: ExampleProject, sentence: string): Written | undefined {
  let said = "";
  try {
    said = sanitise(sentence).text;
    const understanding = understand(said, project.catalogue, {});
    if (understanding.status !== "understood") return undefined;
    const { changes } = planChange(understanding.intent, project.files, project.layout, project.facts);
    return { said, project, changes, carried: new Set(textsOf(understanding.intent)) };
  } catch (error) {
    // Said no, in words; anything else is a bug.
    expect(failureOf(error, "bug").code, said).not.toBe("bug");
    return undefined;
  }
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}

/** The model as it would be: every text of it that has the mark is one that was carried, in a place for texts. */
function expectOnlyTextInModel({ said, project, changes, carried }: Written): void {
  const files = new Map(project.files);
  for (const { path, after } of changes) if (after !== null) files.set(path, after);
  const before = openModels(project.files, project.layout);
  for (const [at, { model }] of openModels(files, project.layout).entries()) {
    const known = new Set(before[at]?.model.check().map(({ message }) => message));
    expect(
      model.check().filter(({ message, severity }) => severity === "error" && !known.has(message)),
      said,
    ).toEqual([]);
    const objects = model.tables.flatMap((table) => [table, ...table.columns, ...table.measures]);
    const was = before[at]?.model.tables.flatMap((table) => [table, ...table.columns, ...table.measures]) ?? [];
    expect(objects.length - was.length, said).toBeLessThanOrEqual(2);
    for (const object of objects) {
      const { description, name } = object;
      const shown = "format" in object ? [object.format, object.folder] : [];
      for (const text of [name, description, ...shown]) if (text?.includes(MARK)) expect(carried, said).toContain(text);
      if (!("expression" in object)) continue;
      for (const token of lexDax(object.expression).tokens) {
        const text = object.expression.slice(token.start, token.end);
        if (text.includes(MARK)) expect(["string", "bracket-name", "table-name"], said).toContain(token.kind);
      }
    }
  }
}

/** dbt's files: the same Jinja as before, whole texts only, and in SQL only inside a string or a quoted name. */
function expectOnlyTextInDbt(all: readonly Written[]): void {
  const files = all.flatMap((one) =>
    one.changes.filter(({ path }) => /\.(?:sql|ya?ml)$/.test(path)).map((change) => ({ one, change })),
  );
  const texts = (which: "before" | "after") =>
    readAll(files.map(({ change }) => ({ path: change.path, text: change[which] ?? "" })));
  const [before, after] = [texts("before"), texts("after")];
  for (const [at, { one }] of files.entries()) {
    const [was, now] = [before[at], after[at]];
    if (!was || !now) throw new Error("not read");
    expect([...now.jinja].sort(), one.said).toEqual([...was.jinja].sort());
    for (const text of now.texts) if (text.includes(MARK)) expect(one.carried, one.said).toContain(text);
    for (const [kind, text] of now.tokens)
      if (text.includes(MARK)) expect(["string_const", "identifier"], `${one.said}: ${text}`).toContain(kind);
    for (const [kind, text] of now.tokens)
      if (kind === "identifier" && text.includes(MARK)) expect(text, one.said).toMatch(/^"(?:[^"]|"")*"$/);
  }
}

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.constant(MARK), fc.constant(" ")), { minLength: 1, maxLength: 6 })
  .map((pieces) => `${MARK} ${pieces.join(" ")} ${MARK}`);

describe.skipIf(toolsMissing)(`the text of a request${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  it("is never more than text in anything that is written, whatever it says", () => {
    let understood = 0;
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 4, maxLength: 4 }), (texts) => {
        const all = SENTENCES.flatMap(([project, sentences]) =>
          sentences.flatMap((sentence) =>
            texts.flatMap(
              (text) =>
                written(
                  project,
                  sentence.replace("TEXT", () => text),
                ) ?? [],
            ),
          ),
        );
        understood += all.length;
        for (const one of all) {
          expectOnlyTextInModel(one);
          // Nothing of a loader, a script or a workflow is written from words.
          for (const { path, after } of one.changes)
            if (!/\.(?:sql|ya?ml|tmdl|json)$/.test(path)) expect(after ?? "", one.said).not.toContain(MARK);
          for (const { path, after } of one.changes) if (path.endsWith(".json")) JSON.parse(after ?? "");
        }
        expectOnlyTextInDbt(all);
      }),
      { numRuns: 6, endOnFailure: true },
    );
    // A property of nothing would hold.
    expect(understood).toBeGreaterThan(100);
  });

  it("reaches the warehouse, the model, git and the pull request to the letter, and runs nowhere on its way", () => {
    using world = taxiWorld({ rows: 50 });
    const text = `Tips: $(touch canary) \`touch canary\` ; rm -rf "x" 'y' # z -- [a] & {b: c} | !!python/object:os.system 100% \\ ${MARK}`;

    const asked = world.runAs("ana", "request", `describe fct_trips.tip_amount as ${text}`, "--approve");

    expect(succeed(asked).status).toBe("released");
    const manifest = JSON.parse(world.read(".throughline/warehouse/production/dbt/manifest.json"));
    expect(manifest.nodes["model.nyc_taxi.fct_trips"].columns.tip_amount.description).toBe(text);
    expect(world.forge("log", "-1", "--format=%B", "main")).toContain(asked.json.plan.summary);
    const places = [world.folder, join(world.folder, "transform"), join(world.folder, ".throughline"), ROOT];
    for (const folder of places) expect(readdirSync(folder)).not.toContain("canary");
    expect(existsSync("canary")).toBe(false);
  });

  it("is refused when dbt would run it, and nothing is written", () => {
    using world = taxiWorld({ rows: 10, setUp: false });
    for (const text of ["{{ env_var('HOME') }}", "{% do run_query('select 1') %}", "all {{"]) {
      expect(world.runAs("ana", "plan", `describe fct_trips.tip_amount as ${text}`)).toMatchObject({
        exit: 1,
        json: { status: "refused", code: "unsafe-text" },
      });
    }
  });
});
