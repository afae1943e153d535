import type { Amendment, Person } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import { isAncestor } from "../git/ancestry.ts";
import { git, gitLine, THROUGHLINE } from "../git/git.ts";
import { rebase } from "../git/rebase.ts";
import type { RequestState } from "../state/request-state.ts";
import { isOpen } from "../state/status.ts";
import type { Context } from "./context.ts";
import { declaredChanges } from "./declared-changes.ts";

/**
 * What people pushed onto a request's branch since Throughline last pushed or read it; undefined when there is nothing. A
 * push is never overwritten or passed over: whoever is about to push, or to merge, looks first. `commit` is what they saw the
 * branch at: looked at twice, it could be another.
 */
export async function amendmentOf(
  context: Pick<Context, "forge" | "project">,
  state: RequestState,
  commit: string | undefined,
): Promise<Amendment | undefined> {
  const { pullRequest, patch, movedPatch, amendment } = state;
  if (!pullRequest || state.merge) return undefined;
  const { forge, project } = context;
  const known = [pullRequest.commit, patch?.commit, movedPatch?.commit, amendment?.commit];
  if (commit === undefined || known.includes(commit)) return undefined;
  const before = [await forge.main(), ...known.filter((one) => one !== undefined)];
  // Of what people pushed alone: what the author's own commits say of themselves decides nothing.
  const pushed = [commit, "--not", ...before];
  return {
    commit,
    by: await writersOf(forge.repository, pushed, project.config.people),
    declares: await declaredChanges(forge.repository, pushed),
  };
}

/** Notes what people pushed onto the branch of a request that rests, so that it is planned anew; whether there was any. */
export async function takeAmendment(context: Context, state: RequestState): Promise<boolean> {
  const { status, pullRequest } = state;
  if (!pullRequest || status === "running" || !(isOpen(status) || status === "failed")) return false;
  const amendment = await amendmentOf(context, state, await context.forge.branch(pullRequest.branch));
  if (!amendment) return false;
  await context.store.append({
    actor: amendment.by[0] ?? "unknown",
    request: state.id,
    events: [{ kind: "amended", amendment }],
    expectedVersion: state.version,
  });
  return true;
}

/** Who wrote or committed what is new, but Throughline itself. What git says of them is a claim, as `--as` is. */
async function writersOf(repository: string, pushed: readonly string[], people: readonly Person[]): Promise<string[]> {
  const log = await git(repository, ["log", "--format=%an%x00%ae%n%cn%x00%ce", ...pushed]);
  const writers = log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\0") as [string, string])
    .filter(([, email]) => email !== THROUGHLINE.email)
    .map(([name, email]) => idOf(name, email, people));
  // A branch that was only moved back, or whose history was rewritten in Throughline's name, tells of nobody.
  return writers.length > 0 ? [...new Set(writers)] : ["unknown"];
}

function idOf(name: string, email: string, people: readonly Person[]): string {
  const same = (one: string | undefined, other: string) => one?.toLowerCase() === other.toLowerCase();
  const person =
    people.find((one) => same(one.email, email)) ??
    people.find((one) => same(one.id, email) || same(one.id, name) || same(one.name, name));
  return person?.id ?? `${name} <${email}>`;
}

/** The amendment on top of `base`: as it is where it builds on it, else repeated there unchanged. */
export async function amendmentOn(repository: string, amendment: Amendment, base: string): Promise<Amendment> {
  const { commit } = amendment;
  if (await isAncestor(repository, base, commit)) return amendment;
  const from = await gitLine(repository, ["merge-base", base, commit]).catch(() => "");
  const rebased = from === "" ? undefined : await rebase(repository, { base: from, commit }, base);
  if (rebased === undefined) throw fail("amendment.conflict", { commit });
  return { ...amendment, commit: rebased };
}
