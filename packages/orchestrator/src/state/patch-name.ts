import type { RequestState } from "./request-state.ts";

/** What a request's patch is called: each attempt has one of its own. */
export function patchName({ id, attempt }: Pick<RequestState, "id" | "attempt">): string {
  return `${id}/${attempt}`;
}
