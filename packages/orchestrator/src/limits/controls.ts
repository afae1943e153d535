import type { LedgerEntry } from "../ledger/entry.ts";
import type { LedgerEvent } from "../state/event.ts";
import type { Store } from "../stores/store.ts";

/** After this many failed changes in a row nothing new is authored until a named person closes the breaker. */
export const BREAKER_LIMIT = 3;

/** What holds for the project as a whole. Read from the ledger, so that it survives restarts and is never out of step. */
export interface Controls {
  readonly failuresInARow: number;
  readonly breakerOpen: boolean;
  readonly freeze: { readonly by: string; readonly reason: string; readonly at: string } | null;
  /** Models that auto may not touch until a person clears them, with why. */
  readonly frozenModels: readonly {
    readonly models: readonly string[];
    readonly reason: string;
    readonly at: string;
  }[];
}

export const NO_CONTROLS: Controls = { failuresInARow: 0, breakerOpen: false, freeze: null, frozenModels: [] };

/** What one entry makes of them. A failure counts once there is a patch: questions and typing errors are no failed change. */
export function applyControl(controls: Controls, { event, at }: LedgerEntry): Controls {
  switch (event.kind) {
    case "failed":
    case "rolled-back": {
      if (event.kind === "failed" && !countsAsFailedChange(event)) return controls;
      const failuresInARow = controls.failuresInARow + 1;
      return { ...controls, failuresInARow, breakerOpen: controls.breakerOpen || failuresInARow >= BREAKER_LIMIT };
    }
    case "verified":
      // Once open it is a person's to close; until then the count says why it opened.
      return controls.breakerOpen ? controls : { ...controls, failuresInARow: 0 };
    case "breaker-closed":
      return { ...controls, failuresInARow: 0, breakerOpen: false };
    case "freeze-set":
      return { ...controls, freeze: { by: event.by, reason: event.reason, at } };
    case "freeze-cleared":
      return { ...controls, freeze: null };
    case "lineage-frozen":
      return {
        ...controls,
        frozenModels: [...controls.frozenModels, { models: event.models, reason: event.reason, at }],
      };
    case "lineage-cleared":
      return { ...controls, frozenModels: [] };
    default:
      return controls;
  }
}

/** Questions, typing errors, and what a freeze, a missing tool or the breaker itself stopped, are no failed change. */
function countsAsFailedChange({ stage, failure }: Extract<LedgerEvent, { kind: "failed" }>): boolean {
  if (["intake", "understand", "plan", "approve"].includes(stage)) return false;
  return !/^(freeze|breaker|tools)\./.test(failure.code);
}

const KINDS: readonly LedgerEvent["kind"][] = [
  "failed",
  "rolled-back",
  "verified",
  "breaker-closed",
  "freeze-set",
  "freeze-cleared",
  "lineage-frozen",
  "lineage-cleared",
];

/** The controls as the ledger has them now. */
export async function readControls(store: Store): Promise<Controls> {
  return (await store.ledger({ kinds: KINDS })).reduce(applyControl, NO_CONTROLS);
}
