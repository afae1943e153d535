import { isDeprecated } from "@throughline/agent";
import type { Intent, Refusal } from "@throughline/contracts";
import { Production, readModelFolder } from "@throughline/delivery";
import type { Project } from "../config/project.ts";
import type { Policy } from "../policy/policy.ts";

/**
 * Why something may not be removed yet: production does not say that it is to go, so that nobody who uses it was warned. What
 * people remove by hand is theirs to judge, and their approvers'.
 */
export function whyNotRemovedYet(
  project: Pick<Project, "warehouse" | "layout">,
  intent: Intent,
  { destructive }: Policy,
): Refusal | undefined {
  const production = new Production(project.warehouse).current();
  if (intent.kind !== "remove-measure" || !destructive.deprecateFirst || !production) return undefined;
  if (isDeprecated(intent.measure, readModelFolder(production.models), project.layout)) return undefined;
  const { measure } = intent.measure;
  return {
    code: "policy.deprecate-first",
    reason: `production does not say that the measure "${measure}" is deprecated, so that nobody who uses it was warned`,
    hint: `Ask \`throughline request "deprecate ${measure}"\` first; once that is released, it can be removed. Or set \`destructive.deprecateFirst: false\` in policy.yml.`,
  };
}
