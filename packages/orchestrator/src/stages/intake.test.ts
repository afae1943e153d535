import type { Person } from "@throughline/contracts";
import { expect, it } from "vitest";
import { sqliteStore } from "../stores/sqlite/sqlite-store.ts";
import type { Context } from "../workflow/context.ts";
import { intake } from "./intake.ts";

const ANA: Person = { id: "ana", name: "Ana", roles: ["requester"] };

/** Intake under a limit of two requests an hour, by a clock that is set by hand. */
async function within(use: (ask: (at: string) => Promise<unknown>) => Promise<void>): Promise<void> {
  let now = "";
  await using store = await sqliteStore(":memory:", () => now);
  const project = { config: { limits: { requestsPerHour: 2 }, solo: false } };
  const context = { store, project, now: () => now } as unknown as Context;
  let message = 0;
  await use((at) => {
    now = at;
    message += 1;
    const sentence = { channel: "cli", thread: "t", message: `${message}`, text: `sum ${message}` };
    return intake(context, { ...sentence, requester: ANA, forceNew: false });
  });
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
