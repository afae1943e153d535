import type { Change } from "./change.ts";

const FACT = "transform/models/marts/fct_trips.sql";

/** Changes of the example. */
export const taxiChanges: readonly Change[] = [
  {
    name: "a fare with the wrong sign",
    edits: [{ file: FACT, replace: "    trips.fare_amount,", by: "    -trips.fare_amount as fare_amount," }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "a comment in the SQL",
    edits: [{ file: FACT, replace: "with trips as (", by: "-- One row for each trip.\nwith trips as (" }],
  },
];
