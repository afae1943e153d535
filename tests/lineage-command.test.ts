import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROGRAM, PYTHON, ROOT, release, succeed, taxiWorld, toolsMissing, World } from "./world.ts";

const skipped = toolsMissing === undefined ? "" : ` [${toolsMissing}]`;

describe.skipIf(toolsMissing)(`the lineage of what production runs${skipped}`, () => {
  let world: World;
  beforeAll(() => {
    world = taxiWorld({ rows: 200 });
  });
  afterAll(() => world[Symbol.dispose]());

  it("goes from a column of a source to models, columns, measures and visuals, each with its path", () => {
    const json = succeed(world.run("lineage", "impact", "source:raw.trips.fare_amount"));

    expect(json.of).toBe("release 1");
    expect(json.partial).toBeUndefined();
    for (const kind of ["model", "column", "measure", "visual"]) {
      const found = json.downstream.filter(({ node }: { node: string }) => node.startsWith(`${kind}:`));
      expect(found.length, kind).toBeGreaterThan(0);
      for (const one of found) expect([one.path[0], one.path.at(-1)]).toEqual([json.node, one.node]);
    }
  });

  it("goes from a visual to fields of the loader", () => {
    const json = succeed(world.run("lineage", "trace", "visual:Overview/Trips by day"));

    expect(json.upstream.map(({ node }: { node: string }) => node)).toEqual(
      expect.arrayContaining(["loader:nyc_taxi.trips.tpep_pickup_datetime", "loader:nyc_taxi.trips.PULocationID"]),
    );
  });

  it("shows what a node is", () => {
    expect(succeed(world.run("lineage", "show", "model:fct_trips.is_valid_trip"))).toMatchObject({
      of: "release 1",
      file: "transform/models/marts/fct_trips.sql",
      type: "boolean",
      definition: expect.stringMatching(/^COALESCE\(trips\.fare_amount > 0 AND/u),
    });
    const { stdout } = world.showTo("ana", "lineage", "show", "measure:Trips[Tip Rate]");
    expect(stdout).toContain("DIVIDE([Total Tip Amount], [Total Fare Amount])");
    expect(stdout).toContain("Trips.tmdl:");
    expect(world.run("lineage", "show", "measure:Trips[Tip Rat]").exit).not.toBe(0);
  });

  it("tells an author what a change needs, through all layers, and what that costs", () => {
    const { plan, context } = succeed(world.run("plan", "add airport fee from the source to trips", "--context"));

    expect(context.files.map(({ file }: { file: string }) => file).sort()).toEqual(
      plan.edits.map(({ file }: { file: string }) => file).sort(),
    );
    expect(context.tokens).toBeGreaterThan(0);
    expect(context.tokens).toBeLessThan(context.projectTokens / 5);
    expect(succeed(world.run("plan", "add airport fee from the source to trips")).context).toBeUndefined();
  });

  it("is whole after a release that built only what changed", () => {
    expect(release(world, "add a metric for average trip duration by payment type").status).toBe("released");

    const json = succeed(world.run("lineage", "impact", "source:raw.trips.tpep_dropoff_datetime"));

    expect(json).toMatchObject({ of: "release 2", unresolved: [] });
    expect(json.partial).toBeUndefined();
    expect(json.downstream.map(({ node }: { node: string }) => node)).toContain("model:dim_date.date_day");
  });

  it("knows the fields of the schema that dlt exports", () => {
    mkdirSync(join(world.folder, "schemas", "export"), { recursive: true });
    const schema = "tables:\n  trips:\n    resource: trips\n    columns:\n      airport_fee: { data_type: double }\n";
    writeFileSync(join(world.folder, "schemas", "export", "nyc_taxi.schema.yaml"), schema);

    const json = succeed(world.run("lineage", "impact", "loader:nyc_taxi.trips.airport_fee"));

    expect(json.downstream[0]).toMatchObject({ node: "source:raw.trips.airport_fee", kind: "value" });
  });

  it("knows what the incremental model reads of itself", () => {
    const json = succeed(world.run("lineage", "impact", "model:stg_trips.source_file", "--depth", "1"));

    expect(json.downstream.map(({ node }: { node: string }) => node)).toEqual([
      "model:fct_trips.source_file",
      "model:fct_trips",
    ]);
  });
});

describe.skipIf(toolsMissing)(`the lineage of a dbt project with nothing around it${skipped}`, () => {
  let root: string;
  let world: World;
  const manifest = () => join(root, "target", "manifest.json");
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "throughline-lineage-"));
    cpSync(join(ROOT, "tests/projects/parcel-depot/DWH_Models"), root, { recursive: true });
    cpSync(join(ROOT, "tests/projects/parcel-depot/BI"), join(root, "BI"), { recursive: true });
    world = new World(root);
    const program = "import sys; from dbt.cli.main import cli; cli()";
    const ran = spawnSync(PYTHON, ["-c", program, "compile", "--profiles-dir", "."], { cwd: root, encoding: "utf8" });
    if (ran.status !== 0) throw new Error(`${ran.stdout}${ran.stderr}`);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("is that of dbt's last manifest, with the semantic model of the folder", () => {
    const json = succeed(world.run("lineage", "impact", "source:LANDING.SENDUNG_ROH.RetGrund"));

    expect(json.of).toBe(manifest());
    const reached = json.downstream.map(({ node }: { node: string }) => node);
    expect(reached).toEqual(
      expect.arrayContaining(["model:v_Sendung.RetGrund", "model:F_Sendung_v2.RetourenGrund", "model:F_Sendung_v2"]),
    );
    expect(reached.some((node: string) => node.startsWith("measure:"))).toBe(true);
  });

  it("goes through models that dbt writes into others", () => {
    const json = succeed(world.run("lineage", "trace", "model:d_Kunde.KundenName"));

    expect(json.upstream.map(({ node }: { node: string }) => node).slice(0, 2)).toEqual([
      "model:v_Kunde.KundenName",
      "model:v_Kunde",
    ]);
  });

  it("says to people what is made of it, and how", () => {
    const { stdout } = world.showTo("ana", "lineage", "impact", "model:v_Sendung.RetGrund", "--depth", "1");

    expect(stdout).toContain("model:F_Sendung_v2.RetourenGrund  value, by model:v_Sendung.RetGrund");
    expect(stdout).toContain("model:F_Sendung_v2  join, by");
  });

  it("is drawn around a node, as an image or as text for a pull request", () => {
    const asked = ["lineage", "picture", "model:F_Sendung_v2.RetourenGrund", "--depth", "1"];
    const { drawn, boxes } = succeed(world.run(...asked));

    expect(boxes.map(({ node }: { node: string }) => node)).toEqual(
      expect.arrayContaining(["model:v_Sendung.RetGrund", "model:F_Sendung_v2.RetourenGrund"]),
    );
    expect(drawn).toContain('["model:F_Sendung_v2.RetourenGrund"]:::marked');
    expect(world.showTo("ana", ...asked, "--format", "svg").stdout).toMatch(/^<svg [\s\S]*<\/svg>\s*$/u);
    expect(world.run(...asked, "--format", "png").stderr).toContain("mermaid and svg");
  });

  it("has names like one that it does not have", () => {
    const ran = world.run("lineage", "impact", "model:F_Sendung_v2.RetoureGrund");

    expect(ran).toMatchObject({ exit: 2, json: { failure: { code: "lineage.unknown-node" } } });
    expect(ran.stderr).toContain("model:F_Sendung_v2.RetourenGrund");
  });

  it.each([
    [["lineage", "sideways", "model:d_Kunde"], "trace, impact, picture and show"],
    [["lineage", "impact", "model:d_Kunde", "--depth", "0"], "--depth 0"],
    [["lineage", "impact"], "it takes one node"],
    [["lineage", "serve", "--port", "x"], "--port x"],
    [["lineage", "impact", "model:d_Kunde", "--manifest", "nowhere.json"], "nowhere.json"],
  ])("%j is wrong usage", (parameters, said) => {
    const ran = world.run(...parameters);

    expect(ran.exit).toBe(2);
    expect(ran.stderr).toContain(said);
  });

  it("is answered over HTTP, and read anew when dbt writes it anew", async () => {
    const parameters = [PROGRAM, "lineage", "serve", "--json", "--project", root];
    const child = spawn(process.execPath, parameters, { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "exit");
    const text = readFileSync(manifest(), "utf8");
    try {
      const [line] = await once(child.stdout, "data");
      const { url, of } = JSON.parse(String(line));
      expect(of).toBe(manifest());
      interface Answered {
        readonly nodes: readonly string[];
        readonly downstream: readonly { readonly node: string }[];
      }
      const ask = async (path: string) => (await (await fetch(`${url}${path}`)).json()) as Answered;
      const impact = await ask("/impact?node=model:v_Sendung.RetGrund");
      expect(impact.downstream.map(({ node }) => node)).toContain("model:F_Sendung_v2.RetourenGrund");

      writeFileSync(manifest(), text.replaceAll("RetourenGrund", "RetourenGruende"));
      expect((await ask("/find?text=RetourenGruende")).nodes).toContain("model:F_Sendung_v2.RetourenGruende");
    } finally {
      writeFileSync(manifest(), text);
      child.kill("SIGTERM");
    }
    expect((await ended)[0]).toBe(0);
  });

  it("without compiled SQL is partial, and no smaller", () => {
    const asked = ["lineage", "impact", "source:LANDING.SENDUNG_ROH.RetGrund"];
    const whole = succeed(world.run(...asked));
    const stripped = JSON.parse(readFileSync(manifest(), "utf8"));
    for (const node of Object.values<Record<string, unknown>>(stripped.nodes)) {
      if (node["name"] !== "v_Sendung") delete node["compiled_code"];
    }
    const file = join(root, "stripped.json");
    writeFileSync(file, JSON.stringify(stripped));

    const json = succeed(world.run(...asked, "--manifest", file));

    expect(json.partial).toContain("model:F_Sendung_v2: the manifest has no compiled SQL of it");
    const reached = new Set(json.downstream.map(({ node }: { node: string }) => node));
    for (const { node } of whole.downstream) expect(reached.has(node), node).toBe(true);
  });

  it("that dbt never compiled says where a manifest was looked for", () => {
    const empty = mkdtempSync(join(tmpdir(), "throughline-lineage-"));
    const ran = new World(empty).run("lineage", "impact", "model:a");
    rmSync(empty, { recursive: true, force: true });

    expect(ran).toMatchObject({ exit: 2, json: { failure: { code: "lineage.no-manifest" } } });
    expect(ran.stderr).toContain(join(empty, "target", "manifest.json"));
  });

  it("whose manifest is cut off says which file cannot be read", () => {
    const file = join(root, "cut.json");
    writeFileSync(file, readFileSync(manifest(), "utf8").slice(0, 1000));

    expect(world.run("lineage", "impact", "model:a", "--manifest", file)).toMatchObject({
      exit: 2,
      json: { failure: { code: "lineage.unreadable" } },
    });
  });
});
