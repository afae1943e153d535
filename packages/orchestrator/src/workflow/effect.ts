import type { Context } from "./context.ts";

/** Effects on the world, all of them: the crash suite kills before and after each. */
export const EFFECTS = [
  "take-patch",
  "push-branch",
  "open-pull-request",
  "merge",
  "release",
  "roll-back",
  "revert-code",
  "update-project",
  "set-up",
  "load",
] as const;
export type EffectName = (typeof EFFECTS)[number];

/**
 * Runs something that changes the world outside the store, recorded before and after. A crash in between repeats it, so what
 * it calls must recognise the key's work as done.
 */
export async function effect<T>(
  context: Pick<Context, "store" | "crashPoint">,
  name: EffectName,
  key: string,
  request: string | null,
  run: () => Promise<T>,
): Promise<T> {
  const record = (kind: "effect-started" | "effect-finished") =>
    context.store.append({ actor: "throughline", request, events: [{ kind, effect: name, key }] });
  await record("effect-started");
  context.crashPoint(`${name} begun`);
  const result = await run();
  context.crashPoint(`${name} done`);
  await record("effect-finished");
  return result;
}
