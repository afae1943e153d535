import { nameKey } from "../../text/same-name.ts";
import type { Span } from "../../text/span.ts";
import type { TmdlNode } from "../../tmdl/syntax.ts";
import type { ModelFile } from "../model.ts";
import { property } from "../property.ts";
import { walkNodes } from "../walk-nodes.ts";
import { finding, type Report, type Rule } from "./rule.ts";

/** What tells objects apart must do so: the tags by which tools follow them, and the names of their annotations. */
export const identities: Rule = {
  kinds: [
    {
      code: "duplicate-lineage-tag",
      severity: "warning",
      why: "Reports and deployments follow objects by their tag, and take the one for the other.",
    },
    { code: "annotation-duplicate", severity: "error", why: "Power BI refuses an object with one annotation twice." },
  ],
  check({ model }, report) {
    const tagged = new Map<string, TmdlNode>();
    for (const file of model.files) {
      annotationsOnce(file, file.document.nodes, report);
      for (const node of walkNodes(file.document.nodes)) {
        if (node.children.length === 0) continue;
        annotationsOnce(file, node.children, report);
        const tag = property({ file, node }, "lineageTag")?.trim().toLowerCase();
        if (!tag) continue;
        const first = tagged.get(tag);
        if (!first) tagged.set(tag, node);
        else if (!isSameObject(first, node)) {
          const message = `${label(node)} has the lineage tag of ${label(first)}`;
          report(file.path, finding("duplicate-lineage-tag", tagSpan(node), message, "Give it a tag of its own."));
        }
      }
    }
  },
};

/** A table may be written in several files, each with its tag. */
function isSameObject(one: TmdlNode, other: TmdlNode): boolean {
  return one.keyword === "table" && other.keyword === "table" && nameKey(label(one)) === nameKey(label(other));
}

function label({ keyword, name }: TmdlNode): string {
  return name ? `${keyword} \`${name.value}\`` : keyword;
}

function tagSpan({ header, children }: TmdlNode): Span {
  return children.find(({ keyword }) => keyword === "lineageTag")?.header ?? header;
}

function annotationsOnce(file: ModelFile, members: readonly TmdlNode[], report: Report): void {
  let seen: Set<string> | undefined;
  for (const { keyword, name } of members) {
    if (keyword !== "annotation" || !name) continue;
    seen ??= new Set();
    if (seen.has(nameKey(name.value))) {
      const message = `the annotation \`${name.value}\` is given twice`;
      report(file.path, finding("annotation-duplicate", name.span, message, "Keep one of them."));
    }
    seen.add(nameKey(name.value));
  }
}
