import type { Verdict } from "@throughline/contracts";
import type { InstalledRelease } from "./production.ts";

/**
 * Whether a verdict holds on this production: what it was compared with, or exactly the release of the change it was coupled
 * to, built on what it was compared with. Anything else, newer data too, and what was seen says nothing of it.
 */
export function standsOn(verdict: Pick<Verdict, "against" | "coupledTo">, production: InstalledRelease): boolean {
  if (verdict.against === production.token) return true;
  const { tree, request, builtOn } = production.manifest;
  const { coupledTo, against } = verdict;
  return coupledTo !== undefined && coupledTo.request === request && coupledTo.tree === tree && builtOn === against;
}
