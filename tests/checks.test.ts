import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { release, taxiWorld, toolsMissing, World } from "./world.ts";

const TRIPS = "transform/models/marts/fct_trips.sql";
const MARTS = "transform/models/marts/_marts.yml";
const TABLE = "powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl";

/** Git's id of a tree with nothing in it. */
const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

describe.skipIf(toolsMissing)(`checks of a changed project${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let world: World;
  beforeAll(() => {
    world = taxiWorld({ rows: 1000 });
  });
  afterAll(() => world?.[Symbol.dispose]());
  beforeEach(() => {
    world.git("reset", "--quiet", "--hard", "main");
    world.git("tag", "--force", "start", "main");
  });

  /** Changes one text in one file, commits it, and runs the checks; the branch is put back afterwards. */
  function checked(changes: readonly (readonly [string, string, string])[]) {
    for (const [file, from, to] of changes) {
      const path = join(world.folder, file);
      const text = readFileSync(path, "utf8");
      expect(text).toContain(from);
      writeFileSync(path, text.replace(from, to));
    }
    return checkedAsIs();
  }

  function checkedAsIs() {
    world.commit("Change");
    const ran = world.runAs("ana", "check");
    world.git("reset", "--quiet", "--hard", "start");
    return ran;
  }

  it("say what a change reaches, column by column down to the visuals, and nothing of what only looks otherwise", () => {
    const reach = (from: string, to: string) => {
      const found = checked([[TRIPS, from, to]]).json.evidence.reach;
      const names = (kind: string) => found[kind].map(({ node }: { node: string }) => node);
      return { found, names };
    };
    const changed = reach("trips.tip_amount,", "trips.tip_amount * 2 as tip_amount,");

    expect(changed.names("columns")).toEqual(
      expect.arrayContaining(["model:fct_trips.tip_amount", "column:Trips[Tip Amount]"]),
    );
    expect(changed.names("measures")).toContain("measure:Trips[Tip Rate]");
    expect(changed.names("measures")).not.toContain("measure:Trips[Total Fare Amount]");
    expect(changed.found.visuals.length).toBeGreaterThan(0);
    for (const { node, path } of changed.found.visuals) {
      expect(path[0]).toBe("model:fct_trips.tip_amount");
      expect(path.at(-1)).toBe(node);
    }
    expect(changed.found.partial).toBeUndefined();

    const formatted = reach("    trips.tip_amount,", "    -- paid by card\n    trips . tip_amount,");
    expect(Object.values(formatted.found).flat()).toEqual([]);
  });

  it.each<[string, readonly (readonly [string, string, string])[], string, string]>([
    [
      "a reference to a model that is not there",
      [[TRIPS, "ref('stg_trips')", "ref('stg_tripz')"]],
      "dbt build",
      "dbt.parse",
    ],
    [
      "Jinja that does not parse",
      [[TRIPS, "{{ ref('stg_trips') }}", "{{ ref('stg_trips' }}"]],
      "dbt build",
      "dbt.parse",
    ],
    ["YAML that does not parse", [[MARTS, "models:", "models: ["]], "dbt build", "dbt.parse"],
    [
      "a column that is not there",
      [[TRIPS, "trips.fare_amount,", "trips.faer_amount as fare_amount,"]],
      "dbt build",
      "dbt.test-failed",
    ],
    ["a broken contract", [[TRIPS, "trips.vendor_id,\n", ""]], "dbt build", "dbt.model-error"],
    [
      "rows dropped against a test",
      [
        [TRIPS, "from trips\nleft join zones as pickup_zones", "from trips\ninner join zones as pickup_zones"],
        [
          TRIPS,
          "left join payment_types\n    on trips.payment_type_code = payment_types.payment_type_key",
          "left join payment_types\n    on trips.payment_type_code = payment_types.payment_type_key\nwhere trips.trip_distance > 1",
        ],
      ],
      "dbt build",
      "dbt.test-failed",
    ],
    [
      "an unknown measure in a formula",
      [[TABLE, "[Total Fare Amount]", "[Total Fair Amount]"]],
      "semantic model",
      "dax-unknown-measure",
    ],
    [
      "a column the warehouse does not have",
      [[TABLE, "sourceColumn: fare_amount", "sourceColumn: fair_amount"]],
      "semantic model",
      "model.source-column-missing",
    ],
  ])("find %s", (_, changes, check, code) => {
    const { exit, json } = checked(changes);

    expect(exit).toBe(1);
    expect(json.verdict).toBe("failed");
    expect(json.checks.find((result: { name: string }) => result.name === check)).toMatchObject({ status: "failed" });
    expect(
      json.findings
        .filter((f: { severity: string }) => f.severity === "error")
        .map((f: { code: string }) => f.code)
        .join(),
    ).toContain(code);
  });

  it("keep SQL from files of the machine, by the gate before it runs and by a fence where it does", () => {
    const read = "trips.tip_amount + (select length(content) from read_text('/etc/hostname')) as tip_amount,";
    const { json } = checked([[TRIPS, "trips.tip_amount,", read]]);

    expect(json.findings).toContainEqual(expect.objectContaining({ code: "gate.outside-read", file: TRIPS }));
    const built = json.findings.filter(({ code }: { code: string }) => code.startsWith("dbt."));
    expect(built.map(({ message }: { message: string }) => message).join("\n")).toMatch(/disabled|Permission Error/iu);
  });

  it("find style that the team does not want, only where the change brings it in", () => {
    const { json } = checked([[TRIPS, "trips.vendor_id,", "trips.vendor_id , "]]);

    expect(json.checks.find((result: { name: string }) => result.name === "sqlfluff")).toMatchObject({
      status: "failed",
    });
  });

  it("find Python that ruff does not want", () => {
    const { json } = checked([["loader/taxi_pipeline.py", "import dlt\n", "import dlt\nimport json\n"]]);

    expect(json.findings.map((finding: { code: string }) => finding.code)).toContain("ruff.F401");
  });

  it("find a table that is gone with its dbt model, while the semantic model still reads it", () => {
    const marts = parse(world.read(MARTS), { schema: "core" });
    marts.models = marts.models.filter((model: { name: string }) => model.name !== "dim_date");
    const relationship = /\n +- relationships:\n +arguments:\n +to: ref\('dim_date'\)\n +field: date_day/;
    rmSync(join(world.folder, "transform/models/marts/dim_date.sql"));
    writeFileSync(join(world.folder, MARTS), stringify(marts, { lineWidth: 0 }).replace(relationship, ""));
    const exposures = join(world.folder, "transform/models/exposures.yml");
    writeFileSync(exposures, readFileSync(exposures, "utf8").replace("      - ref('dim_date')\n", ""));

    const { json } = checkedAsIs();

    const status = (name: string) =>
      json.checks.find((result: { name: string }) => result.name === name)?.status as string;
    expect({ build: status("dbt build"), model: status("semantic model") }).toEqual({
      build: "passed",
      model: "failed",
    });
    expect(
      json.findings.filter((f: { severity: string }) => f.severity === "error").map((f: { code: string }) => f.code),
    ).toContain("model.source-table-missing");
    const counted = json.evidence.rowCounts.find((count: { model: string }) => count.model === "dim_date");
    expect(counted).toEqual({ model: "dim_date", before: expect.any(Number), after: null });
  });

  it.each([
    ["a change", []],
    ["everything", ["--base", EMPTY_TREE]],
  ])("say of %s what they could not look at where there is only git", (_, parameters) => {
    const path = join(world.folder, TRIPS);
    writeFileSync(path, `${readFileSync(path, "utf8")}-- A comment.\n`);
    world.commit("Change");
    const folder = mkdtempSync(join(tmpdir(), "throughline-ci-"));
    spawnSync("git", ["clone", "--quiet", world.folder, join(folder, "clone")]);
    world.git("reset", "--quiet", "--hard", "start");
    const ci = new World(join(folder, "clone"));
    try {
      const { exit, json } = ci.run("check", ...parameters);

      expect(json.findings.filter((f: { severity: string }) => f.severity === "error")).toEqual([]);
      expect({ exit, verdict: json.verdict, against: json.against }).toEqual({
        exit: 1,
        verdict: "incomplete",
        against: null,
      });
      for (const name of ["dbt build", "semantic model", "measures as planned"]) {
        expect(json.checks.find((result: { name: string }) => result.name === name)).toMatchObject({
          status: "not-checked",
          needed: true,
          reason: expect.any(String),
        });
      }
      expect(existsSync(join(ci.folder, ".git", "worktrees"))).toBe(false);
    } finally {
      ci[Symbol.dispose]();
    }
  });

  const errors = (json: { findings: { severity: string; code: string; message: string }[] }) =>
    json.findings.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code}: ${message}`);

  const DOUBLED: readonly (readonly [string, string, string])[] = [
    [
      "transform/models/marts/agg_daily_trips.sql",
      "select * from {{ ref('fct_trips') }}",
      "select fct_trips.* from {{ ref('fct_trips') }} as fct_trips\n    cross join {{ ref('dim_payment_type') }} as payment_types",
    ],
  ];

  it("find totals that a join multiplies, and name the join", () => {
    const { json } = checked(DOUBLED);

    expect(errors(json).join("\n")).toMatch(
      /values\.changed: agg_daily_trips\.trip_count has other values in \d+ rows .* \(a new cross join with dim_payment_type\)/,
    );
    const diff = json.evidence.tables.find(({ model }: { model: string }) => model === "agg_daily_trips");
    expect(diff).toMatchObject({ how: "keyed", key: ["pickup_date"], rows: { added: 0, removed: 0 } });
    expect(diff.samples[0].values[0]).toMatchObject({ column: "pickup_date", before: "2024-01-01" });
  });

  it("let a difference pass that the commit says, by name", () => {
    const trailer = "Throughline-Changes: agg_daily_trips";
    for (const [file, from, to] of DOUBLED) {
      const path = join(world.folder, file);
      writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
    }
    world.commit(`Count each trip for each way to pay\n\n${trailer}`);
    const { json } = world.runAs("ana", "check");
    world.git("reset", "--quiet", "--hard", "start");

    expect(errors(json).filter((error) => error.startsWith("values."))).toEqual([]);
  });

  it("find a test that goes with the change, and a chart that shows another number under the same total", () => {
    const { json } = checked([
      [
        MARTS,
        "        data_tests:\n          - unique\n          - not_null\n      - name: taxi_color",
        "      - name: taxi_color",
      ],
      [
        TABLE,
        "measure 'Card Trip Count' = CALCULATE([Trip Count], 'Payment Type'[Payment Type] = \"Credit card\")",
        "measure 'Card Trip Count' = CALCULATE([Trip Count], ALL(Zone), 'Payment Type'[Payment Type] = \"Credit card\")",
      ],
    ]);

    const found = errors(json).join("\n");
    expect(found).toContain("test.gone: the test unique of fct_trips.trip_key is gone, which the plan does not say");
    expect(found).toMatch(/measure\.shown-otherwise: Trips\[Card Trip Count\] by Zone\[/);
  });

  it("pass a change that does no harm, and say what was not needed", () => {
    const { exit, json } = checked([[MARTS, "description:", "# A comment.\n    description:"]]);

    expect(json.findings.filter((f: { severity: string }) => f.severity === "error")).toEqual([]);
    expect({ exit, verdict: json.verdict }).toEqual({ exit: 0, verdict: "passed" });
    expect(
      json.checks
        .filter((result: { status: string }) => result.status === "not-checked")
        .every((result: { reason?: string; needed: boolean }) => result.reason && !result.needed),
    ).toBe(true);
  });
});

describe.skipIf(toolsMissing)("a model that the last release did not build", () => {
  it("is held to the SQL of the release that did, whatever today's rows say", () => {
    using world = taxiWorld({ rows: 300 });
    release(world, "make sure vendor id in trips is one of 1 or 2");
    const file = join(world.folder, "transform/models/staging/stg_zones.sql");
    writeFileSync(file, `${readFileSync(file, "utf8").trimEnd()}\nwhere location_id < 100000\n`);
    world.commit("Leave out zones that there are not yet");

    const { json } = world.runAs("ana", "check");

    expect(json.evidence.breaking.class).toBe("breaking");
    expect(json.findings).toEqual([
      expect.objectContaining({ code: "model.logic-changed", severity: "error", node: "model:stg_zones" }),
    ]);
  });
});
