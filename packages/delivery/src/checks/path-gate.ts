import type { Finding } from "@throughline/contracts";
import type { Check } from "./check.ts";

/** The diff is the boundary: a patch may only touch the files its approved plan names. */
export const pathGate: Check = {
  name: "path gate",
  unneeded: (change) => (change.mayTouch ? undefined : "there is no plan to hold the change against"),
  async run({ change }) {
    const allowed = new Set(change.mayTouch);
    return change.files
      .filter((file) => !allowed.has(file.path))
      .map(
        (file): Finding => ({
          code: "gate.path",
          severity: "error",
          file: file.path,
          message: "the patch touches a file that the plan does not name",
          hint: "Ask for it, so that it is planned and approved.",
        }),
      );
  },
};
