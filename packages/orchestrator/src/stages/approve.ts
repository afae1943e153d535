import type { RunStage } from "../workflow/context.ts";

/**
 * Asks for the plan's approval, or carries an earlier one over: approval binds the plan's hash, so that a plan computed
 * again on a moved base with the same hash is the plan that was approved.
 */
export const approve: RunStage = async (_context, state) => {
  const { plan, planApproval } = state;
  if (!plan || plan.base === null) throw new Error(`request ${state.id} is to be approved without a plan`);
  if (planApproval && planApproval.planHash === plan.hash) {
    return [
      {
        kind: "plan-approved",
        planHash: plan.hash,
        base: plan.base,
        by: planApproval.by,
        ...(planApproval.base === plan.base ? {} : { carriedFrom: planApproval.base }),
      },
    ];
  }
  return [{ kind: "approval-asked", rule: plan.tierReason }];
};
