import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rowsOf } from "./rows-of.ts";
import { release, succeed, taxiWorld, toolsMissing, type World } from "./world.ts";

/** Rows of a query on what production is at. */
const ask = (world: World, sql: string) => rowsOf(world.production.require().databaseFile, sql);

describe.skipIf(toolsMissing)(`from a sentence to production${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  let world: World;
  beforeAll(() => {
    world = taxiWorld();
  });
  afterAll(() => world?.[Symbol.dispose]());

  it("plans without writing anything", () => {
    const before = {
      hash: world.warehouseHash(),
      status: world.git("status", "--porcelain"),
      head: world.git("rev-parse", "HEAD"),
    };

    const { plan } = succeed(world.run("plan", "add average fare per mile", "--as", "ana"));

    expect(plan).toMatchObject({
      layers: ["semantic-model"],
      tier: "auto",
      effects: { schemaChange: false, breaking: "additive" },
    });
    expect(plan.edits[0].diff).toContain("DIVIDE([Total Fare Amount], [Total Trip Distance])");
    expect({
      hash: world.warehouseHash(),
      status: world.git("status", "--porcelain"),
      head: world.git("rev-parse", "HEAD"),
    }).toEqual(before);
  });

  it("shows the number that SQL gives", async () => {
    const { plan } = succeed(world.run("plan", "add average fare per mile", "--as", "ana"));

    const [[expected]] = (await ask(
      world,
      "select sum(fare_amount)::double / sum(trip_distance)::double from fct_trips",
    )) as [[number]];
    expect(plan.preview[0].rows[0].at(-1)).toBeCloseTo(expected, 9);
  });

  it("waits for the plan's approval, and leaves production's file alone through plan, author and check", () => {
    const before = world.warehouseHash();
    const asked = world.runAs("ana", "request", "add average fare per mile", "--key", "first");

    expect(asked).toMatchObject({ exit: 3, json: { status: "awaiting-approval", step: 4, steps: 10 } });
    expect(world.warehouseHash()).toBe(before);
  });

  it("knows the same message again", () => {
    const again = world.runAs("ana", "request", "add average fare per mile", "--key", "first");
    const sameWords = world.runAs("ana", "request", "add average fare per mile");

    expect(again.json.id).toBe(sameWords.json.id);
  });

  it("releases it: warehouse, model and main say so, and the old file is as it was", () => {
    const one = world.production.require();
    const before = world.warehouseHash();
    const { id } = world.run("status", "--as", "ana").json[0];

    const state = succeed(world.runAs("ana", "approve", id));

    expect(state).toMatchObject({ status: "released", release: { number: 2 }, verdict: { verdict: "passed" } });
    expect(world.production.require().token).toBe("2");
    expect(world.production.find(1).manifest.warehouseHash).toBe(before);
    expect(one.databaseFile).not.toBe(world.production.require().databaseFile);
    const published = join(
      ".throughline/warehouse/production/models/powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl",
    );
    expect(world.read(published)).toContain("DIVIDE([Total Fare Amount], [Total Trip Distance])");
    expect(world.git("log", "-1", "--format=%B")).toMatch(/Throughline-Ledger: [0-9a-f]{64}/);
  });

  it("touched only that measure's lines", () => {
    const diff = world.git("diff", "HEAD~1", "--unified=0");

    expect(world.git("diff", "HEAD~1", "--name-only").trim()).toBe(
      "powerbi/NYC Taxi.SemanticModel/definition/tables/Trips.tmdl",
    );
    expect(diff.split("\n").filter((line) => line.startsWith("-") && !line.startsWith("---"))).toEqual([]);
    expect(diff.match(/^@@/gm)).toHaveLength(1);
  });

  it("says what exists already instead of making it twice", () => {
    expect(world.runAs("ana", "request", "add average fare per mile")).toMatchObject({
      exit: 0,
      json: { status: "no-change" },
    });
  });

  it("takes a metric by a dimension through dbt, contract, model and measure in one change, with a second person", async () => {
    const asked = world.runAs("ana", "request", "add a metric for average trip duration by payment type", "--approve");
    expect(asked).toMatchObject({
      exit: 3,
      json: { status: "awaiting-approval", plan: { tier: "review", layers: ["transform", "semantic-model"] } },
    });
    expect(world.runAs("ana", "approve", asked.json.id)).toMatchObject({
      exit: 1,
      json: { failure: { code: "person.own" } },
    });

    const reviewed = world.runAs("ben", "approve", asked.json.id);
    expect(reviewed).toMatchObject({ exit: 3, json: { status: "awaiting-review" } });
    const state = succeed(world.runAs("ben", "approve", asked.json.id));

    const expected = await ask(
      world,
      `select p.payment_type_name, avg(epoch(dropoff_at) - epoch(pickup_at)) / 60
       from fct_trips t left join dim_payment_type p using (payment_type_key) group by 1 order by 1`,
    );
    const shown = state.evidence.measuresAfter.find((preview: { by?: string[] }) => preview.by);
    expect(shown.rows.map((row: unknown[]) => row[0])).toEqual(expected.map((row) => row[0]));
    for (const [at, row] of shown.rows.entries()) expect(row[1]).toBeCloseTo(Number(expected[at]?.[1]), 9);
    const previewed = state.plan.preview.find((preview: { by?: string[] }) => preview.by);
    expect(previewed.rows).toEqual(shown.rows);
  });

  it("renames a measure, and only its references", () => {
    release(world, "rename Tip Rate to Tip Share");

    const changed = world.git("diff", "HEAD~1", "--unified=0").split("\n");
    const removed = changed.filter((line) => line.startsWith("-") && !line.startsWith("---"));
    const added = changed.filter((line) => line.startsWith("+") && !line.startsWith("+++"));
    expect(removed.length).toBeGreaterThan(0);
    expect(removed.every((line) => line.includes("Tip Rate"))).toBe(true);
    expect(added).toEqual(removed.map((line) => line.replace(/^-/, "+").replaceAll("Tip Rate", "Tip Share")));
  });

  it("keeps a ledger that is whole, and finds it out when a byte is flipped", async () => {
    expect(succeed(world.run("ledger", "verify", "--as", "ana"))).toMatchObject({ ok: true });

    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(join(world.folder, ".throughline", "store.db"));
    database.exec(
      "update ledger set event = replace(event, 'Ana Analyst', 'Ana Analysu') where seq = (select min(seq) from ledger where event like '%Ana Analyst%')",
    );
    database.close();

    expect(world.run("ledger", "verify", "--as", "ana")).toMatchObject({ exit: 1, json: { ok: false } });
  });
});
