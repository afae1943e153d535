import { Production } from "@throughline/delivery";
import type { Project } from "../config/project.ts";
import type { Forge } from "../forges/forge.ts";
import { git } from "../git/git.ts";

/** Heads of the ledger that were written where the ledger's keeper does not reach: merge commits and release manifests. */
export async function readAnchors(context: {
  project: Project;
  forge: Forge;
}): Promise<{ where: string; head: string }[]> {
  const log = await git(context.forge.repository, [
    "log",
    "--first-parent",
    "--format=%h %(trailers:key=Throughline-Ledger,valueonly,separator=%x2C)",
    "refs/heads/main",
  ]);
  const commits = log.split("\n").flatMap((line) => {
    const [commit = "", head = ""] = line.split(" ");
    return /^[0-9a-f]{64}$/.test(head) ? [{ where: `commit ${commit}`, head }] : [];
  });
  const releases = new Production(context.project.warehouse)
    .list()
    .map(({ token, manifest }) => ({ where: `release ${token}`, head: manifest.ledgerHead }));
  return [...commits, ...releases];
}
