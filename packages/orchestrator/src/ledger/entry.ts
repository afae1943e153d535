import { createHash } from "node:crypto";
import { canonical } from "@throughline/contracts";
import type { LedgerEvent } from "../state/event.ts";

/** One link of the chain. `hash` covers everything else, the hash before included. */
export interface LedgerEntry {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly request: string | null;
  readonly event: LedgerEvent;
  readonly previous: string;
  readonly hash: string;
}

/** What the first entry follows. */
export const GENESIS = "0".repeat(64);

export function hashOf(entry: Omit<LedgerEntry, "hash">): string {
  const { seq, at, actor, request, event, previous } = entry;
  return createHash("sha256").update(canonical({ seq, at, actor, request, event, previous })).digest("hex");
}

export type ChainReport =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly ok: false; readonly entries: number; readonly brokenAt: number; readonly reason: string };

/** Walks the chain. `anchors` are heads found outside (in merge commits and release manifests): each must be in it. */
export function verifyChain(
  entries: readonly LedgerEntry[],
  anchors: readonly { where: string; head: string }[] = [],
): ChainReport {
  let previous = GENESIS;
  const heads = new Set([GENESIS]);
  for (const [at, entry] of entries.entries()) {
    const broken = (reason: string): ChainReport => ({ ok: false, entries: entries.length, brokenAt: at + 1, reason });
    if (entry.seq !== at + 1) return broken(`entry ${at + 1} has number ${entry.seq}: one was taken out or put in`);
    if (entry.previous !== previous) return broken(`entry ${entry.seq} does not follow the one before it`);
    if (hashOf(entry) !== entry.hash) return broken(`entry ${entry.seq} was changed after it was written`);
    previous = entry.hash;
    heads.add(entry.hash);
  }
  const lost = anchors.find((anchor) => !heads.has(anchor.head));
  if (lost) {
    return {
      ok: false,
      entries: entries.length,
      brokenAt: entries.length,
      reason: `${lost.where} names a head that is not in the ledger: it was cut or written anew`,
    };
  }
  return { ok: true, entries: entries.length, head: previous };
}
