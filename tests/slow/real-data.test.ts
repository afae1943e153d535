import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { release, SHARED, sharedMissing, succeed, taxiWorld, toolsMissing, type World } from "../world.ts";

const missing = toolsMissing ?? sharedMissing;

/** An independent query over the files as they were given: nothing of loader, dbt or model is in it. */
async function overTrips(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(
    `create view trips as select * from read_csv('${join(SHARED, "data", "nyc-taxi", "trips.csv").replaceAll("'", "''")}')`,
  );
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return rows as unknown[][];
}

describe.skipIf(missing)(`on real trips${missing ? ` (${missing})` : ""}`, () => {
  let world: World;
  beforeAll(() => {
    world = taxiWorld({ realData: true });
  });
  afterAll(() => world?.[Symbol.dispose]());

  it("shows average trip duration by payment type as SQL over the file gives it", async () => {
    const state = release(world, "add a metric for average trip duration by payment type");

    const expected = await overTrips(`
      select case payment_type when 1 then 'Credit card' when 2 then 'Cash' when 3 then 'No charge' when 4 then 'Dispute' else '?' end as name,
             avg(epoch(tpep_dropoff_datetime) - epoch(tpep_pickup_datetime)) / 60
      from trips group by 1 order by 1`);
    const shown = [...state.evidence.measuresAfter, ...state.plan.preview].filter(
      (preview: { by?: string[] }) => preview.by,
    );
    expect(shown).toHaveLength(2);
    for (const preview of shown) {
      expect(preview.rows.map((row: unknown[]) => row[0])).toEqual(expected.map((row) => row[0]));
      for (const [at, row] of preview.rows.entries()) expect(row[1]).toBeCloseTo(Number(expected[at]?.[1]), 9);
    }
  });

  it.each([
    ["Trips[Trip Count]", "select count(*) from trips"],
    ["Trips[Total Fare Amount]", "select sum(fare_amount::decimal(18, 2)) from trips"],
    ["Trips[Total Trip Distance]", "select sum(trip_distance::decimal(18, 2)) from trips"],
    ["Trips[Average Fare Amount]", "select avg(fare_amount) from trips"],
    ["Trips[Total Tip Amount]", "select sum(tip_amount::decimal(18, 2)) from trips"],
    ["Trips[Longest Trip Distance]", "select max(trip_distance) from trips"],
    ["Trips[Card Trip Count]", "select count(*) from trips where payment_type = 1"],
    ["Trips[Tip Rate]", "select sum(tip_amount::decimal(18, 2)) / sum(fare_amount::decimal(18, 2)) from trips"],
  ])("gives %s as SQL over the file does", async (measure, sql) => {
    const [state] = succeed(world.runAs("ana", "status"));
    const found = state.evidence.measuresAfter.find(
      (preview: { measure: string; by?: string[] }) => preview.measure === measure && !preview.by,
    );

    expect(found?.unavailable).toBeUndefined();
    expect(found.rows[0].at(-1)).toBeCloseTo(Number((await overTrips(sql))[0]?.[0]), 6);
  });
});
