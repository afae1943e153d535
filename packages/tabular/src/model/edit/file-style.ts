import { nameKey } from "../../text/same-name.ts";
import { type NewObject, writeObject } from "../../tmdl/edit.ts";
import type { TmdlStyle } from "../../tmdl/syntax.ts";
import type { ModelFile } from "../model.ts";
import { folderPrefix, type TabularProject } from "../open-model.ts";

/** A new file of a model with one object, written as the files beside it are. */
export function newFile({ model }: TabularProject, path: string, object: NewObject): string {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const indented = model.files.filter(({ document }) => document.nodes.some(({ children }) => children.length > 0));
  const like = indented.find((file) => file.path.startsWith(folder) && file.path !== path) ?? indented[0];
  const { style, bom, end } = like ? looks(like) : { style: usual, bom: "", end: usual.eol };
  return bom + writeObject(style, object, 0).join(style.eol) + end;
}

const usual: TmdlStyle = { eol: "\n", indent: "\t" };

/** How a file begins and ends: Power BI leaves an empty line at the end. */
function looks({ document }: ModelFile): { style: TmdlStyle; bom: string; end: string } {
  const { style, text } = document;
  const ends = /\n[ \t]*\r?\n$/u.test(text) ? 2 : text.endsWith("\n") ? 1 : 0;
  return { style, bom: text.startsWith("\uFEFF") ? "\uFEFF" : "", end: style.eol.repeat(ends) };
}

/** A path for an object's own file that no file of the model has, on any file system. */
export function freePath({ folder, model }: TabularProject, inside: string, name: string): string {
  const taken = new Set(model.files.map(({ path }) => nameKey(path)));
  const start = `${folderPrefix(folder)}definition/${inside}/${fileName(name)}`;
  let path = `${start}.tmdl`;
  for (let i = 2; taken.has(nameKey(path)); i++) path = `${start} ${i}.tmdl`;
  return path;
}

/** Characters that a file's name must not have, on Windows either, as `%` and their code. */
function fileName(name: string): string {
  const safe = name.replace(/[\u0000-\u001f<>:"/\\|?*%]|\.$/gu, escaped);
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu.test(safe) ? escaped(safe.charAt(0)) + safe.slice(1) : safe;
}

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
