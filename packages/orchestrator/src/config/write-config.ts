import type { Person } from "@throughline/contracts";
import { stringify } from "yaml";
import type { Detected } from "./detect.ts";

/** The text of throughline.yml for what was found; what was not is said in comments, with the reason. */
export function configText(name: string, detected: Detected, people: readonly Person[]): string {
  const { layout, notes } = detected;
  const head = [
    "# What Throughline knows of this project. Written by `throughline init`; edit it freely.",
    "# Every key is described in docs/how-to/configure.md.",
  ];
  const missing =
    notes.length > 0
      ? ["#", "# Looked for and not used:", ...notes.map((note) => `#   ${note.replaceAll("\n", " ")}`)]
      : [];
  const content = {
    version: 1,
    name,
    ...(layout.loader ? { loader: layout.loader } : {}),
    ...(layout.transform ? { transform: layout.transform } : {}),
    ...(layout.semanticModels.length > 0 ? { semanticModels: layout.semanticModels } : {}),
    people,
    // One person cannot wait for somebody else to approve; with a second person this must go.
    ...(people.length === 1 ? { solo: true } : {}),
  };
  return `${[...head, ...missing].join("\n")}\n${stringify(content, { lineWidth: 0 })}`;
}
