import { jsonMember, parseJson } from "../pbir/json.ts";
import type { TmdlNode } from "../tmdl/syntax.ts";
import type { ModelFile } from "./model.ts";
import type { TabularProject } from "./open-model.ts";
import { finding, type Rule } from "./rules/rule.ts";
import type { EnclosingObject } from "./source-files.ts";
import { walkNodes } from "./walk-nodes.ts";

/** `annotation throughline_accept = code: reason; code: reason` on an object accepts findings on it and within it. */
const ownAnnotation = "throughline_accept";
/** The annotation of Tabular Editor for its best-practice rules: `{"RuleIDs":["…"]}`. It has no place for a reason. */
const bestPracticeAnnotation = "BestPracticeAnalyzer_IgnoreRules";

/** Tells of a finding, by its code and the objects around it, whether somebody accepted it. */
export type IsAccepted = (code: string, objects: readonly EnclosingObject[]) => boolean;

/**
 * Reads what annotations accept. An annotation of the model, which TMDL also writes at the left margin of its file, counts
 * everywhere.
 */
export function acceptedFindings({ model }: TabularProject): IsAccepted {
  const everywhere = new Set<string>();
  for (const file of model.files) {
    const models = [...walkNodes(file.document.nodes)].filter(({ keyword }) => keyword === "model");
    for (const node of [...file.document.nodes, ...models.flatMap(({ children }) => children)]) {
      if (node.keyword !== "annotation") continue;
      for (const code of codesIn(node.name?.value ?? "", writtenIn(file, node))) everywhere.add(code);
    }
  }
  const byObject = new WeakMap<EnclosingObject, ReadonlySet<string>>();
  const acceptedBy = (object: EnclosingObject): ReadonlySet<string> => {
    const known = byObject.get(object);
    if (known) return known;
    const made = new Set([...object.annotations].flatMap(([name, value]) => codesIn(name, value)));
    byObject.set(object, made);
    return made;
  };
  return (code, objects) => everywhere.has(code) || objects.some((object) => acceptedBy(object).has(code));
}

/** Whoever looks away says why. */
export const reasons: Rule = {
  kinds: [
    {
      code: "accepted-without-reason",
      severity: "warning",
      why: "Nobody can tell later whether it is still right to look away; the finding stays.",
    },
  ],
  check({ model }, report) {
    for (const file of model.files) {
      for (const node of walkNodes(file.document.nodes)) {
        if (node.keyword !== "annotation" || node.name?.value !== ownAnnotation) continue;
        for (const { code, reason } of readAcceptances(writtenIn(file, node))) {
          if (reason !== "") continue;
          const message = `\`${code}\` is accepted without a reason`;
          report(file.path, finding("accepted-without-reason", node.header, message, `Write \`${code}: why\`.`));
        }
      }
    }
  },
};

function writtenIn(file: ModelFile, { value }: TmdlNode): string {
  return value ? file.document.text.slice(value.span.start, value.span.end) : "";
}

function codesIn(annotation: string, text: string): readonly string[] {
  if (annotation === ownAnnotation) {
    return readAcceptances(text).flatMap(({ code, reason }) => (reason === "" ? [] : [code]));
  }
  if (annotation !== bestPracticeAnnotation) return [];
  const ids = jsonMember(parseJson(text).root, "RuleIDs");
  return ids?.kind === "array" ? ids.items.flatMap((id) => (id.kind === "string" ? [id.value] : [])) : [];
}

function readAcceptances(text: string): { code: string; reason: string }[] {
  return text
    .split(/[;\r\n]+/u)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [code = "", ...reason] = part.split(":");
      return { code: code.trim(), reason: reason.join(":").trim() };
    });
}
