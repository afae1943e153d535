import { canonical } from "@throughline/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GENESIS, hashOf, type LedgerEntry, verifyChain } from "./entry.ts";

function chain(length: number): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (let seq = 1; seq <= length; seq++) {
    const linked = {
      seq,
      at: `2026-01-01T00:00:${String(seq).padStart(2, "0")}.000Z`,
      actor: "ana",
      request: "r-1",
      event: { kind: "freeze-set" as const, by: "ana", reason: `reason ${seq}` },
      previous: entries.at(-1)?.hash ?? GENESIS,
    };
    entries.push({ ...linked, hash: hashOf(linked) });
  }
  return entries;
}

describe("the ledger's chain", () => {
  it("is whole when nothing was touched", () => {
    const entries = chain(5);
    expect(verifyChain(entries)).toEqual({ ok: true, entries: 5, head: entries[4]?.hash });
  });

  it("finds one changed character anywhere", () => {
    const entries = chain(6);
    fc.assert(
      fc.property(fc.nat(5), fc.constantFrom("at", "actor", "request", "previous", "hash"), (at, field) => {
        const broken = entries.map((entry, index) => {
          if (index !== at) return entry;
          const value = String(entry[field as keyof LedgerEntry]);
          return { ...entry, [field]: `${value.slice(0, -1)}${value.endsWith("x") ? "y" : "x"}` };
        });
        expect(verifyChain(broken)).toMatchObject({ ok: false, brokenAt: at + 1 });
      }),
    );
  });

  it("finds a removed entry", () => {
    expect(verifyChain(chain(5).filter((entry) => entry.seq !== 3))).toMatchObject({ ok: false, brokenAt: 3 });
  });

  it("finds a cut end by an anchor outside", () => {
    const entries = chain(5);
    const anchors = [{ where: "commit abc", head: entries[4]?.hash ?? "" }];
    expect(verifyChain(entries.slice(0, 3), anchors)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("commit abc"),
    });
  });

  it("finds a chain that was linked anew by an anchor outside", () => {
    const anchors = [{ where: "release 2", head: chain(5)[2]?.hash ?? "" }];
    const forged = chain(2).map((entry) => ({ ...entry, actor: "mallory" }));
    let previous = GENESIS;
    const relinked = forged.map((entry) => {
      const linked = { ...entry, previous, hash: hashOf({ ...entry, previous }) };
      previous = linked.hash;
      return linked;
    });
    expect(verifyChain(relinked)).toMatchObject({ ok: true });
    expect(verifyChain(relinked, anchors)).toMatchObject({ ok: false });
  });

  it("hashes content, not the order of keys", () => {
    expect(canonical({ b: 1, a: [{ d: 1, c: undefined }] })).toBe('{"a":[{"d":1}],"b":1}');
  });
});
