import type { Finding } from "@throughline/contracts";
import { type Refusal, type TabularProject, whyReadOnly } from "@throughline/tabular";

/** Why a model cannot be edited, as a finding. Undefined where it can. */
export function readOnlyFinding(project: TabularProject): Finding | undefined {
  const refused = whyReadOnly(project);
  return refused && refusalFinding(refused);
}

/** What a refused edit says, as a finding. */
export function refusalFinding({ code, message, hint, file }: Refusal): Finding {
  return { code, severity: "error", message, ...(file !== undefined && { file }), ...(hint !== undefined && { hint }) };
}
