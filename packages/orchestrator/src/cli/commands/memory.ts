import { type Remembered, remember } from "../../memory/remembered.ts";
import type { Command } from "../command.ts";
import { table } from "../render.ts";

/** What came of earlier requests, from the ledger. */
export const memory: Command = {
  name: "memory",
  parameters: "[words]",
  summary: "What was asked before and what came of it: planned, edited by people, merged, reverted, how long it took",
  role: "viewer",
  examples: ["throughline memory", 'throughline memory "fare per mile"', "throughline memory --json"],
  async run({ open, parameters, output }) {
    const words = (parameters[0] ?? "").toLowerCase();
    const all = remember(await (await open()).store.ledger());
    const found = all.filter(({ asked, planned }) =>
      [asked.text, planned?.summary ?? ""].some((text) => text.toLowerCase().includes(words)),
    );
    output.answer(found, () =>
      found.length === 0 ? "Nothing is remembered yet." : table(HEAD, found.map(inWords)).join("\n"),
    );
    return 0;
  },
};

const HEAD = ["request", "ended", "asked by", "", "edits", "machine s", "people s", "merged", "score"];

function inWords({ request, ended, reverted, asked, edits, seconds, merged, satisfaction }: Remembered): string[] {
  const text = asked.text.replaceAll(/\s+/g, " ");
  return [
    request,
    reverted && ended === "released" ? "released, reverted" : ended,
    asked.by,
    text.length > 50 ? `${text.slice(0, 49)}…` : text,
    String(edits.length),
    seconds.machine.toFixed(1),
    seconds.person.toFixed(1),
    merged?.commit.slice(0, 12) ?? "",
    satisfaction === undefined ? "" : String(satisfaction),
  ];
}
