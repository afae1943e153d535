import { isNode, type YAMLMap } from "yaml";
import { seqOf } from "./properties.ts";
import type { TextEdit } from "./text-edit.ts";
import { yamlText } from "./yaml-scalar.ts";

/** An entry of an `exposures:` list. Its owner is the team, until somebody says who. */
export function exposureText(exposure: {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly models: readonly string[];
}): string {
  const { name, label, description, models } = exposure;
  return [
    `  - name: ${name}`,
    `    label: ${yamlText(label, "block")}`,
    "    type: dashboard",
    `    description: ${yamlText(description, "block")}`,
    "    owner:",
    "      name: Analytics",
    "    depends_on:",
    ...models.map((model) => `      - ref('${model}')`),
    "",
  ].join("\n");
}

/** Adds models to what an exposure reads, as its list is written; undefined where there is no such list. */
export function addDependencies(text: string, exposure: YAMLMap, models: readonly string[]): TextEdit | undefined {
  const list = seqOf(exposure, "depends_on");
  const last = list?.items.at(-1);
  if (!list || !isNode(last) || !last.range) return undefined;
  const end = last.range[1];
  const refs = models.map((model) => `ref('${model}')`);
  if (list.flow === true) return { start: end, end, text: refs.map((ref) => `, ${ref}`).join("") };
  const lineStart = text.lastIndexOf("\n", last.range[0]) + 1;
  const lead = text.slice(lineStart, last.range[0]);
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  return { start: end, end, text: refs.map((ref) => `${newline}${lead}${ref}`).join("") };
}
