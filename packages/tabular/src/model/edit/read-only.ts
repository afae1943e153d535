import type { TabularProject } from "../open-model.ts";
import type { EditResult, Refusal } from "./file-edits.ts";

/** Why a model cannot be edited: it is in JSON, or its text was damaged before it came here. Undefined where it can. */
export function whyReadOnly({ model }: TabularProject): Refusal | undefined {
  const json = model.files.find(({ source }) => source !== undefined);
  if (json) {
    return {
      code: "model-read-only",
      file: json.path,
      message: "a model in model.bim is read and checked, not edited",
      hint: "Save it as TMDL: in Power BI Desktop, File, Options, Preview features, Store semantic model using TMDL.",
    };
  }
  const damaged = model.files.find(({ document }) => document.text.includes("\uFFFD"));
  return damaged && notUtf8(damaged.path);
}

/** Makes an edit where the model can be written, and refuses it where a file it would write has lost characters. */
export function unlessReadOnly(project: TabularProject, make: () => EditResult): EditResult {
  const refused = whyReadOnly(project);
  if (refused) return { refused };
  const made = make();
  if ("refused" in made) return made;
  const files = project.reports.flatMap((report) => report.files);
  const damaged = files.find(({ path, text }) => made.edits.has(path) && text.includes("\uFFFD"));
  return damaged ? { refused: notUtf8(damaged.path) } : made;
}

function notUtf8(file: string): Refusal {
  return {
    code: "model-read-only",
    file,
    message: "this file is not UTF-8; writing it would lose the characters that could not be read",
    hint: "Save it as UTF-8 first.",
  };
}
