import type { Person } from "@throughline/contracts";
import { expect, it } from "vitest";
import { sqliteStore } from "../stores/sqlite/sqlite-store.ts";
import type { Context } from "../workflow/context.ts";
import { intake } from "./intake.ts";

const ANA: Person = { id: "ana", name: "Ana", roles: ["requester"] };

/** Intake under a limit of two requests an hour, by a clock that is set by hand. */
async function within(
  use: (ask: (at: string, text?: string) => Promise<unknown>, requests: () => Promise<unknown[]>) => Promise<void>,
): Promise<void> {
  let now = "";
  await using store = await sqliteStore(":memory:", () => now);
  const project = { config: { limits: { requestsPerHour: 2 }, solo: false } };
  const context = { store, project, now: () => now } as unknown as Context;
  let message = 0;
  const ask = (at: string, text?: string) => {
    now = at;
    message += 1;
    const sentence = { channel: "cli", thread: "t", message: `${message}`, text: text ?? `sum ${message}` };
    return intake(context, { ...sentence, requester: ANA, forceNew: false });
  };
  await use(ask, async () => [...(await store.requests({})), ...(await store.ledger({}))]);
}

it("holds a person to the requests of an hour, and lets them ask again when it is over", () =>
  within(async (ask) => {
    await ask("2026-01-01T10:00:00.000Z");
    await ask("2026-01-01T10:30:00.000Z");

    await expect(ask("2026-01-01T10:59:59.000Z")).rejects.toMatchObject({ code: "limit.rate" });
    await ask("2026-01-01T11:00:00.000Z");
  }));

it("goes on when the clock had jumped years ahead and came back", () =>
  within(async (ask) => {
    await ask("2036-01-01T10:00:00.000Z");
    await ask("2036-01-01T10:00:01.000Z");

    await ask("2026-01-01T10:00:00.000Z");
    await ask("2026-01-01T10:00:01.000Z");
    await expect(ask("2026-01-01T10:00:02.000Z")).rejects.toMatchObject({ code: "limit.rate" });
  }));

it("keeps nothing of a text that has a credential in it, and does not repeat it", () =>
  within(async (ask, kept) => {
    const credential = ["xoxb", "210987654321", "3210987654321", "zyxwvutsrqponmlkjihgfedc"].join("-");
    const asked = ask("2026-01-01T10:00:00.000Z", `add the total by day, with\nmy token ${credential}`);

    await expect(asked).rejects.toMatchObject({
      code: "secret.written-out",
      message: expect.stringContaining("line 2"),
    });
    await expect(asked).rejects.not.toMatchObject({ message: expect.stringContaining("zyxw") });
    expect(await kept()).toEqual([]);
  }));
