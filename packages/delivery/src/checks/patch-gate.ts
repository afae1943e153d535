import { gateFindings } from "../gate/gate.ts";
import type { Check } from "./check.ts";

/** What nobody may bring by a change, whoever wrote it: credentials, hidden characters, statements, reads past the warehouse. */
export const patchGate: Check = {
  name: "patch gate",
  unneeded: ({ files }) => (files.length > 0 ? undefined : "nothing is changed"),
  run: ({ change }) => gateFindings(change.files, "people", { transform: change.layout.transform?.folder }),
};
