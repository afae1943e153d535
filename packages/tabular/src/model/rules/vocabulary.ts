import { closestName } from "../../text/closest-name.ts";
import { plainValue } from "../../tmdl/name.ts";
import type { TmdlNode } from "../../tmdl/syntax.ts";
import { isTmdlWord, membersOf, valuesOf } from "../../tmdl/vocabulary.ts";
import type { ModelFile } from "../model.ts";
import { finding, type Report, type Rule } from "./rule.ts";

/**
 * Properties and objects must be those of the Tabular Object Model, in the objects that have them. A word near to one that
 * belongs there is a slip; any other may be newer than this list, so it is a warning.
 */
export const vocabulary: Rule = {
  kinds: [
    { code: "tmdl-misspelt-property", severity: "error", why: "Power BI refuses a property it does not know." },
    { code: "tmdl-misplaced", severity: "error", why: "Power BI refuses a property or an object in the wrong place." },
    { code: "tmdl-unknown-property", severity: "warning", why: "Power BI refuses a property it does not know." },
    { code: "tmdl-value", severity: "error", why: "Power BI refuses a value that a property cannot have." },
  ],
  check({ model }, report) {
    for (const file of model.files) {
      // An explicit stack, not recursion: a hostile file may be nested as deep as it is long.
      const stack = file.document.nodes.map((node) => ({ node, owner: "" }));
      for (let next = stack.pop(); next; next = stack.pop()) {
        const { node, owner } = next;
        if (node.keyword !== "") checkNode(file, node, owner, report);
        lateProperties(file, node, report);
        for (const child of node.children) stack.push({ node: child, owner: ownerKey(node, owner) });
      }
    }
  },
};

/** Scripts hold what a file holds; all within translations is a translation. */
function ownerKey(node: TmdlNode, owner: string): string {
  if (owner === "translations") return owner;
  return node.keyword === "createOrReplace" ? "" : node.keyword;
}

/** Properties stand before the objects inside their object; after the first of those Power BI expects no property. */
function lateProperties(file: ModelFile, node: TmdlNode, report: Report): void {
  let seen: TmdlNode | undefined;
  for (const child of node.children) {
    if (child.name && !child.isRef) seen ??= child;
    else if (seen && child.value?.separator === ":" && membersOf(node.keyword)?.has(child.keyword)) {
      const message = `\`${child.keyword}\` belongs to this ${node.keyword} and stands after \`${seen.keyword}\``;
      const hint = "Properties stand before the objects inside; move it up, or check its indentation.";
      report(file.path, finding("tmdl-misplaced", child.header, message, hint));
    }
  }
}

function checkNode(file: ModelFile, node: TmdlNode, owner: string, report: Report): void {
  const allowed = membersOf(owner);
  if (node.isRef && owner !== "" && owner !== "model") {
    const message = "`ref` keeps the order of the model's own objects; it has no place in here";
    report(file.path, finding("tmdl-misplaced", node.header, message));
    return;
  }
  if (allowed && !allowed.has(node.keyword)) {
    const where = owner === "" ? "at the left margin" : `in a ${owner}`;
    const suggestion = closestName(node.keyword, allowed);
    const span = { start: node.header.start, end: node.header.start + node.keyword.length };
    // A word that TMDL knows somewhere else is in the wrong place; any other may be newer than this program.
    const code = isTmdlWord(node.keyword)
      ? "tmdl-misplaced"
      : suggestion === undefined
        ? "tmdl-unknown-property"
        : "tmdl-misspelt-property";
    const message = `\`${node.keyword}\` does not belong ${where}`;
    const hint = suggestion === undefined ? "Check the indentation of this line and of those before it." : undefined;
    report(file.path, finding(code, span, message, hint ?? `Did you mean \`${suggestion}\`?`));
    return;
  }
  const values = allowed && node.value?.separator === ":" && !node.name ? valuesOf(node.keyword, owner) : undefined;
  if (!values || !node.value) return;
  const written = plainValue(file.document.text.slice(node.value.span.start, node.value.span.end));
  if (values.some((value) => value.toLowerCase() === written.toLowerCase())) return;
  const message = `\`${written}\` is no value of \`${node.keyword}\``;
  report(file.path, finding("tmdl-value", node.value.span, message, `It may be ${values.join(", ")}.`));
}
