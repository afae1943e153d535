import { nameInM, writeMName } from "../../m/names.ts";
import { parseJson } from "../../pbir/json.ts";
import type { TextEdit } from "../../text/text-edit.ts";
import { quoteTmdlName } from "../../tmdl/name.ts";
import { mTexts } from "../m-texts.ts";
import type { Model, Origin } from "../model.ts";
import { writtenValue } from "../property.ts";
import { expressionSources, sourceName } from "./users.ts";

interface QueryRename {
  readonly kind: "expression" | "table";
  readonly from: string;
  readonly to: string;
}

/** Follows a parameter, a shared query or a table in M, and where properties and the order of queries name it. */
export function renameInM(model: Model, rename: QueryRename, add: (path: string, edit: TextEdit) => void): void {
  // A name that is both means the shared query.
  if (rename.kind === "table" && model.expressions.some(({ name }) => name === rename.from)) return;
  for (const { expression } of mTexts(model)) {
    for (const span of nameInM(expression.text, rename.from, expression.start).uses) {
      add(expression.file.path, { span, text: writeMName(rename.to) });
    }
  }
  for (const { file, node } of queryOrders(model)) {
    const { root } = parseJson(writtenValue({ file, node }), node.value?.span.start);
    for (const item of root?.kind === "array" ? root.items : []) {
      if (item.kind === "string" && item.value === rename.from) {
        add(file.path, { span: item.span, text: JSON.stringify(rename.to) });
      }
    }
  }
  if (rename.kind === "table") return;
  for (const { file, node } of expressionSources(model)) {
    if (node.value && sourceName({ file, node }) === rename.from) {
      add(file.path, { span: node.value.span, text: quoteTmdlName(rename.to) });
    }
  }
}

/** Why a query cannot get a name: a step or a parameter inside of one that uses it has that name, and would hide it. */
export function hiddenInM(model: Model, rename: QueryRename): string | undefined {
  for (const { expression, owner } of mTexts(model)) {
    if (nameInM(expression.text, rename.from).uses.length === 0) continue;
    if (nameInM(expression.text, rename.to).isOwn)
      return `the query of ${owner.kind} ${owner.name} has a step \`${rename.to}\``;
  }
  return undefined;
}

/** Power BI keeps the order in which it lists queries in an annotation. */
function* queryOrders(model: Model): Generator<Origin> {
  for (const file of model.files) {
    for (const top of file.document.nodes) {
      for (const node of top.keyword === "model" ? [top, ...top.children] : [top]) {
        if (node.keyword === "annotation" && node.name?.value === "PBI_QueryOrder") yield { file, node };
      }
    }
  }
}
