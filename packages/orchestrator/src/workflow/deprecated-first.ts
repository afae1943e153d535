import { isDeprecated } from "@throughline/agent";
import type { Intent, MeasureRef, ProjectLayout, Refusal } from "@throughline/contracts";
import { type InstalledRelease, Production, readModelFolder } from "@throughline/delivery";
import type { Project } from "../config/project.ts";
import type { Policy } from "../policy/policy.ts";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * Why something may not be removed yet: production does not say that it is to go, or not for as long as the policy wants, so that
 * whoever uses it was not warned. What people remove by hand is theirs to judge, and their approvers'. Without a time only the mark
 * counts.
 */
export function whyNotRemovedYet(
  { warehouse, layout }: Pick<Project, "warehouse" | "layout">,
  intent: Intent,
  { destructive: { deprecateFirst, deprecatedFor } }: Policy,
  now?: string,
): Refusal | undefined {
  const production = new Production(warehouse);
  if (intent.kind !== "remove-measure" || !deprecateFirst || !production.current()) return undefined;
  const { measure } = intent.measure;
  const since = deprecatedSince(production, intent.measure, layout);
  const code = "policy.deprecate-first";
  if (since === undefined) {
    return {
      code,
      reason: `production does not say that the measure "${measure}" is deprecated, so that nobody who uses it was warned`,
      hint: `Ask \`throughline request "deprecate ${measure}"\` first; once that is released, it can be removed. Or set \`destructive.deprecateFirst: false\` in policy.yml.`,
    };
  }
  const until = new Date(Date.parse(since) + deprecatedFor * DAY_MILLISECONDS).toISOString();
  if (now === undefined || until <= new Date(now).toISOString()) return undefined;
  return {
    code,
    reason: `the measure "${measure}" is deprecated in production since ${dayOf(since)}, and policy.yml asks for ${deprecatedFor} days`,
    hint: `Ask again from ${dayOf(until)} on.`,
  };
}

/** When the oldest of the releases without a gap before production was built that say so; undefined when production does not. */
function deprecatedSince(production: Production, measure: MeasureRef, layout: ProjectLayout): string | undefined {
  const releases = production.list();
  let since: string | undefined;
  let at: InstalledRelease | undefined = production.current();
  while (at && isDeprecated(measure, readModelFolder(at.models), layout)) {
    since = at.manifest.builtAt;
    const { predecessor } = at.manifest;
    at = releases.find(({ manifest }) => manifest.release === predecessor);
  }
  return since;
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}
