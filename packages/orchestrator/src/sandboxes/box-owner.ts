import type { Owner } from "@throughline/sandboxes";
import type { Holder } from "../stores/store.ts";
import { isAlive, processPlace, thisProcess } from "../workflow/process-identity.ts";

/** This process as one that opens boxes: what it leaves when it dies, another on this machine finds and removes. */
export function boxOwner(): Owner {
  return {
    place: processPlace(),
    id: JSON.stringify(thisProcess()),
    lives(id) {
      try {
        return isAlive(JSON.parse(id) as Holder);
      } catch {
        return false; // Not written by any of us.
      }
    },
  };
}
