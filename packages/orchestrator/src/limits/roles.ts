import type { Person, Role, Tier } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import type { RequestState } from "../state/request-state.ts";

/** Fails unless the person has the role; an administrator has every role. */
export function requireRole(person: Person, role: Role, action: string): void {
  if (role === "viewer" || person.roles.includes(role) || person.roles.includes("administrator")) return;
  throw fail("person.role", { id: person.id, needs: role, action });
}

/** Whether somebody has the role to approve what others asked. */
export function isApprover({ roles }: Person): boolean {
  return roles.includes("approver") || roles.includes("administrator");
}

/**
 * Who may approve: for `auto` whoever asked, or said it in other words, may say yes to their own plan; what needs review or is manual needs somebody
 * else with the role approver, unless the project is of one person.
 */
export function requireApprover(person: Person, state: RequestState, tier: Tier): void {
  const own = state.wordsBy.includes(person.id);
  if (own && !state.solo && tier !== "auto") throw fail("person.own", { id: person.id, tier });
  if (own) requireRole(person, "requester", "approving");
  else requireRole(person, "approver", "approving");
}
