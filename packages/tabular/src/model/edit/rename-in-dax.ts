import { parseDax } from "../../dax/parse.ts";
import { type DaxExpression, daxChildren, walkDax } from "../../dax/syntax.ts";
import { daxText } from "../../dax/write.ts";
import { writeJsonPart } from "../../pbir/json-text.ts";
import { nameKey, sameName } from "../../text/same-name.ts";
import type { Span } from "../../text/span.ts";
import type { TextEdit } from "../../text/text-edit.ts";
import { daxTexts, parseExpression } from "../dax-text.ts";
import { indexModel } from "../model-index.ts";
import type { TabularProject } from "../open-model.ts";

type Add = (path: string, edit: TextEdit) => void;

/** One piece of DAX of the model or of a report, and how to put a text into its file. */
interface Piece {
  readonly tree: DaxExpression;
  replace(span: Span, text: string): void;
}

function* pieces(project: TabularProject, add: Add): Generator<Piece> {
  for (const { expression } of daxTexts(project.model)) {
    const { path } = expression.file;
    yield { tree: parseExpression(expression).expression, replace: (span, text) => add(path, { span, text }) };
  }
  for (const { path, expression } of project.reports.flatMap(({ measures }) => measures)) {
    if (!expression) continue;
    yield {
      tree: parseDax(expression.text).expression,
      replace: ({ start, end }, text) =>
        add(path, { span: { start: expression.place(start), end: expression.place(end) }, text: writeJsonPart(text) }),
    };
  }
}

/** Follows a function of the model in the calls of it. */
export function renameCalls(
  project: TabularProject,
  rename: { readonly from: string; readonly to: string },
  add: Add,
): void {
  for (const { tree, replace } of pieces(project, add)) {
    for (const node of walkDax(tree)) {
      if (node.kind === "call" && sameName(node.name, rename.from)) replace(node.nameSpan, rename.to);
    }
  }
}

/**
 * Follows a calculation item in the texts that choose it: those compared with a column of its group, as in
 * `'Time'[Show] = "YTD"`, and the cases of a SWITCH over one. A text anywhere else may mean anything and stays.
 */
export function renameItemTexts(
  project: TabularProject,
  rename: { readonly table: string; readonly from: string; readonly to: string },
  add: Add,
): void {
  const columns = indexModel(project.model).table(rename.table)?.columns ?? [];
  const names = new Set(columns.map(({ name }) => nameKey(name)));
  const isOfGroup = (node: DaxExpression): boolean =>
    [...walkDax(node)].some(
      (part) =>
        part.kind === "field" && part.table && sameName(part.table.name, rename.table) && names.has(nameKey(part.name)),
    );
  for (const { tree, replace } of pieces(project, add)) {
    const replaceIn = (node: DaxExpression | undefined): void => {
      for (const text of node ? textsOf(node) : []) {
        if (sameName(text.value, rename.from)) replace(text.span, daxText(rename.to));
      }
    };
    for (const node of walkDax(tree)) {
      if (node.kind === "binary" && ["=", "==", "<>", "IN"].includes(node.operator)) {
        if (isOfGroup(node.left)) replaceIn(node.right);
        else if (isOfGroup(node.right)) replaceIn(node.left);
      }
      if (node.kind !== "call") continue;
      const [first, ...others] = node.arguments;
      const name = node.name.toUpperCase();
      if (name === "SWITCH" && first && isOfGroup(first))
        for (const [i, value] of others.entries()) if (i % 2 === 0) replaceIn(value);
      if (name === "TREATAS" && others.some(isOfGroup)) replaceIn(first);
    }
  }
}

/** A text, or the texts of a table written out. */
function textsOf(node: DaxExpression): readonly (DaxExpression & { readonly kind: "text" })[] {
  if (node.kind === "text") return [node];
  return node.kind === "table-constructor" || node.kind === "group" ? daxChildren(node).flatMap(textsOf) : [];
}
