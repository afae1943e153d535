import { depotWorld } from "../world.ts";
import { depotChanges } from "../wrong-changes/depot.ts";
import { wrongChanges } from "../wrong-changes/suite.ts";

wrongChanges(
  "the depot",
  () => depotWorld({ people: true }),
  "rename Anzahl Sendungen to Sendungen gesamt",
  depotChanges,
);
