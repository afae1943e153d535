import { describe, expect, it } from "vitest";
import { FOREIGN_CODE, GUARANTEE_IDS, guaranteesOf, OUR_CODE, requireGuarantees } from "./guarantee.ts";

describe("what work needs of a sandbox", () => {
  it("is had when all of it is guaranteed", () => {
    expect(() => requireGuarantees({ guarantees: guaranteesOf("strong", GUARANTEE_IDS) }, FOREIGN_CODE)).not.toThrow();
    expect(() => requireGuarantees({ guarantees: guaranteesOf("plain", OUR_CODE) }, OUR_CODE)).not.toThrow();
  });

  it("is refused where one is missing, with which and how to get it", () => {
    const weak = guaranteesOf(
      "weak",
      GUARANTEE_IDS.filter((id) => id !== "no-network"),
    );

    const refusal = () => requireGuarantees({ guarantees: weak }, FOREIGN_CODE);

    expect(refusal).toThrowError(
      expect.objectContaining({
        code: "sandbox.too-weak",
        message: expect.stringMatching(/weak: .*it reaches no address/),
        hint: expect.stringMatching(/sandbox\.kind: docker.*throughline image build/),
      }),
    );
  });

  it("is never had by leaving something unsaid", () => {
    const { guaranteed, notGuaranteed } = guaranteesOf("silent", []);

    expect(guaranteed).toEqual([]);
    expect(notGuaranteed).toEqual(GUARANTEE_IDS);
  });
});
