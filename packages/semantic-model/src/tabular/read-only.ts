import type { Finding } from "@throughline/contracts";
import type { TabularProject } from "@throughline/tabular";

/** Why a model cannot be edited: it is in JSON, or its text was damaged before it came here. Undefined where it can. */
export function whyReadOnly({ model }: TabularProject): Finding | undefined {
  const json = model.files.find(({ source }) => source !== undefined);
  if (json) {
    return {
      code: "model-read-only",
      severity: "error",
      file: json.path,
      message: "a model in model.bim is read and checked, not edited",
      hint: "Save it as TMDL: in Power BI Desktop, File, Options, Preview features, Store semantic model using TMDL.",
    };
  }
  const damaged = model.files.find(({ document }) => document.text.includes("\uFFFD"));
  if (!damaged) return undefined;
  return {
    code: "model-read-only",
    severity: "error",
    file: damaged.path,
    message: "this file is not UTF-8; writing it would lose the characters that could not be read",
    hint: "Save it as UTF-8 first.",
  };
}
