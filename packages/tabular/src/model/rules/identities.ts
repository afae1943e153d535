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
      severity: "error",
      why: "Power BI refuses two objects beside each other with one tag.",
    },
    { code: "annotation-duplicate", severity: "error", why: "Power BI refuses an object with one annotation twice." },
  ],
  check({ model }, report) {
    const tagged = new Map<string, TmdlNode>();
    for (const file of model.files) {
      annotationsOnce(file, file.document.nodes, report);
      for (const node of walkNodes(file.document.nodes))
        if (node.children.length > 0) annotationsOnce(file, node.children, report);
      tagsOnce(file, file.document.nodes, "", tagged, report);
    }
  },
};

/** Among objects of one kind beside each other; a measure and a column, or columns of two tables, may have the same. */
function tagsOnce(
  file: ModelFile,
  nodes: readonly TmdlNode[],
  owner: string,
  tagged: Map<string, TmdlNode>,
  report: Report,
): void {
  for (const node of nodes) {
    if (node.children.length === 0) continue;
    const tag = property({ file, node }, "lineageTag")?.trim().toLowerCase();
    const key = [owner, node.keyword, tag].join("\n");
    const first = tag === undefined ? undefined : tagged.get(key);
    if (first && !isSameObject(first, node)) {
      const message = `${label(node)} has the lineage tag of ${label(first)}`;
      report(file.path, finding("duplicate-lineage-tag", tagSpan(node), message, "Give it a tag of its own."));
    } else if (tag) tagged.set(key, node);
    // Only tables and hierarchies have tagged objects inside.
    if (/^(?:table|hierarchy|model|createOrReplace)$/u.test(node.keyword)) {
      tagsOnce(file, node.children, `${owner}/${nameKey(label(node))}`, tagged, report);
    }
  }
}

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
