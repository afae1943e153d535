import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../graph.ts";
import { addLoader, type LoaderInput } from "./loader-graph.ts";

function graphOf(loader: Partial<LoaderInput>, columns: readonly string[] = ["vendor_id", "pu_location_id"]) {
  const builder = new GraphBuilder();
  const ask = (source: string, column: string) => builder.part(source, `${source}.${column}`);
  for (const column of columns) ask("source:raw.trips", column);
  addLoader(builder, { name: "taxi", dataset: "raw", ...loader }, ["source:raw.trips", "source:other.t"], ask);
  const graph = builder.build();
  return {
    ...graph,
    values: graph.edges.filter(({ kind }) => kind === "value").map(({ from, to }) => `${from} → ${to}`),
  };
}

describe("a loader", () => {
  it("fills the columns that its program names in the way of the files", () => {
    const { values, unresolved } = graphOf({
      programs: [`FIELDS = [("VendorID", INTEGER), ('PULocationID', INTEGER)]`],
    });

    expect(values).toEqual([
      "loader:taxi.trips.VendorID → source:raw.trips.vendor_id",
      "loader:taxi.trips.PULocationID → source:raw.trips.pu_location_id",
    ]);
    expect(unresolved).toEqual([]);
  });

  it("fills what its stored schema says, under the name of the resource", () => {
    const trips = { resource: "rides", columns: { vendor_id: {}, fare: {}, _dlt_load_id: {} } };
    const { values } = graphOf({ schema: { tables: { trips, _dlt_loads: { columns: { id: {} } } } } }, []);

    expect(values).toEqual([
      "loader:taxi.rides.vendor_id → source:raw.trips.vendor_id",
      "loader:taxi.rides.fare → source:raw.trips.fare",
      "loader:taxi.rides._dlt_load_id → source:raw.trips._dlt_load_id",
    ]);
  });

  it("of which nothing is known fills the table, and each column is said to be unresolved", () => {
    const { edges, unresolved } = graphOf({});

    expect(edges).toContainEqual({ from: "loader:taxi.trips", to: "source:raw.trips", kind: "rowset" });
    expect(unresolved.map(({ node }) => node)).toEqual([
      "source:raw.trips.vendor_id",
      "source:raw.trips.pu_location_id",
    ]);
  });

  it("fills nothing in other schemas", () => {
    expect(graphOf({}).nodes).not.toContain("loader:taxi.t");
  });
});
