import { Production } from "@throughline/delivery";
import type { Context } from "./context.ts";

/**
 * Writes down a load whose process died between its switch and its record: production has the data, the ledger only that
 * it was begun. How many rows came is known to nobody any more. Called by whoever holds the warehouse next, before
 * anything is built on it.
 */
export async function recordInterruptedLoad({ store, project }: Pick<Context, "store" | "project">): Promise<void> {
  const current = new Production(project.warehouse).current();
  if (!current) return;
  const effects = await store.ledger({ kinds: ["effect-started", "effect-finished"] });
  const last = effects.findLast(({ event }) => "effect" in event && event.effect === "load");
  if (last?.event.kind !== "effect-started") return;
  const recorded = await store.ledger({
    kinds: ["set-up", "loaded", "released", "rolled-back", "production-rolled-back"],
  });
  const isKnown = recorded.some(
    ({ event }) => ("token" in event ? event.token : "to" in event && event.to) === current.token,
  );
  if (isKnown) return;
  const { dataVersion, warehouseHash } = current.manifest;
  await store.append({
    actor: "throughline",
    request: null,
    events: [{ kind: "loaded", token: current.token, dataVersion, rows: {}, warehouseHash }],
  });
}
