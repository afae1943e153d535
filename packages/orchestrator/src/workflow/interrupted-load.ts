import { Production } from "@throughline/delivery";
import type { Context } from "./context.ts";

/**
 * Writes down a load whose process died between its switch and its record: production has the data, the ledger only that
 * it was begun. How many rows came is known to nobody any more. Called by whoever holds the warehouse next, before
 * anything is built on it.
 */
export async function recordInterruptedLoad({ store, project }: Pick<Context, "store" | "project">): Promise<void> {
  const current = new Production(project.warehouse).current();
  // Only a load makes a release of data: without one there is nothing to look up, however long the ledger is.
  if (!current?.token.includes("-data-")) return;
  const recorded = await store.ledger({ kinds: ["loaded", "rolled-back", "production-rolled-back"] });
  const isKnown = recorded.some(
    ({ event }) => ("token" in event ? event.token : "to" in event && event.to) === current.token,
  );
  if (isKnown) return;
  const effects = await store.ledger({ kinds: ["effect-started", "effect-finished"] });
  const last = effects.findLast(({ event }) => "effect" in event && event.effect === "load");
  if (last?.event.kind !== "effect-started") return;
  const { dataVersion, warehouseHash } = current.manifest;
  await store.append({
    actor: "throughline",
    request: null,
    events: [{ kind: "loaded", token: current.token, dataVersion, rows: {}, warehouseHash }],
  });
}
