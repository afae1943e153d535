import { sameName } from "../../text/same-name.ts";
import { insertLines, placeUnder, removeObject } from "../../tmdl/edit.ts";
import { quoteTmdlName } from "../../tmdl/name.ts";
import type { TmdlDocument, TmdlNode } from "../../tmdl/syntax.ts";
import type { Measure, Model } from "../model.ts";
import type { EditList } from "./file-edits.ts";

/** Moves a measure under another table in perspectives and translations. A table that lists nothing else goes. */
export function moveListed(model: Model, measure: Measure, to: string, list: EditList): void {
  for (const { origin } of model.perspectives) {
    moveWithin(origin.file, origin.node, "perspectiveTable", "perspectiveMeasure", measure, to, list);
  }
  for (const { origin } of model.cultures) {
    for (const translations of origin.node.children) {
      for (const translated of translations.children) {
        if (translated.keyword === "model") moveWithin(origin.file, translated, "table", "measure", measure, to, list);
      }
    }
  }
}

function moveWithin(
  file: { readonly path: string; readonly document: TmdlDocument },
  parent: TmdlNode,
  tableWord: string,
  measureWord: string,
  measure: Measure,
  to: string,
  list: EditList,
): void {
  const { path, document } = file;
  const tables = parent.children.filter(({ keyword }) => keyword === tableWord);
  const table = tables.find(({ name }) => name && sameName(name.value, measure.table));
  const member = table?.children.find(
    ({ keyword, name }) => keyword === measureWord && name && sameName(name.value, measure.name),
  );
  if (!table || !member) return;
  list.add(path, removeObject(document, table.children.length === 1 ? table : member));
  const { start, end } = member.block;
  const lines = document.text
    .slice(start, end)
    .replace(/\r?\n$/u, "")
    .split(/\r?\n/u);
  const target = tables.find(({ name }) => name && sameName(name.value, to));
  if (target) {
    const at = placeUnder(document, target, measureWord, ["perspectiveColumn", "column"]);
    list.add(path, insertLines(document, at, lines));
    return;
  }
  const head = `${document.style.indent.repeat(table.level)}${tableWord} ${quoteTmdlName(to)}`;
  list.add(path, insertLines(document, placeUnder(document, parent, tableWord, []), [head, "", ...lines]));
}
