import { createHash } from "node:crypto";
import type { Person } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import { readControls } from "../limits/controls.ts";
import { requireNoCredential } from "../limits/credentials.ts";
import { requireRole } from "../limits/roles.ts";
import { sanitise } from "../limits/sanitise.ts";
import { isOpen } from "../state/status.ts";
import type { Context } from "../workflow/context.ts";

/** A message as a channel hands it over. */
export interface Message {
  readonly channel: string;
  readonly thread: string;
  readonly message: string;
  readonly text: string;
  readonly requester: Person;
  /** Makes a request even when the same person has one open with the same words. */
  readonly forceNew: boolean;
}

const HOUR_MILLISECONDS = 3_600_000;

/** The same message is the same request, however often it is delivered. */
export function requestId({ channel, thread, message }: Pick<Message, "channel" | "thread" | "message">): string {
  return `r-${createHash("sha256").update([channel, thread, message].join("\0")).digest("hex").slice(0, 10)}`;
}

/**
 * Takes a message in, as one transaction: identity, role, limits and breaker are asked, the text is sanitised; the raw text
 * is kept. `attached` says that an open request of the same words was found instead.
 */
export async function intake(
  context: Pick<Context, "store" | "project" | "now">,
  message: Message,
): Promise<{ id: string; attached: boolean }> {
  const { store, project } = context;
  const { requester } = message;
  requireRole(requester, "requester", "asking");
  const id = requestId(message);
  if (await store.request(id)) return { id, attached: true };
  const { text, changes } = sanitise(message.text);
  await requireNoCredential(message.text, "the request");
  const own = await store.requests({ requester: requester.id });
  const same = own.find((state) => isOpen(state.status) && state.text === text);
  if (same && !message.forceNew) return { id: same.id, attached: true };
  const now = Date.parse(context.now());
  // What a clock that had jumped ahead dated in the future is not of the last hour.
  const recent = own.filter(({ receivedAt }) => {
    const age = now - Date.parse(receivedAt);
    return age >= 0 && age < HOUR_MILLISECONDS;
  });
  const limit = project.config.limits.requestsPerHour;
  if (recent.length >= limit) {
    const oldest = Math.min(...recent.map((state) => Date.parse(state.receivedAt)));
    throw fail("limit.rate", {
      id: requester.id,
      limit,
      minutes: Math.ceil((oldest + HOUR_MILLISECONDS - now) / 60_000),
    });
  }
  const controls = await readControls(store);
  if (controls.breakerOpen) throw fail("breaker.open", { failures: controls.failuresInARow });
  await store.append({
    actor: requester.id,
    request: id,
    events: [
      {
        kind: "request-received",
        text,
        raw: message.text,
        sanitised: [...changes],
        requester,
        channel: message.channel,
        solo: project.config.solo,
      },
    ],
  });
  return { id, attached: false };
}
