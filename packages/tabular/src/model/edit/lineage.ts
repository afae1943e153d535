import { stableId } from "../../text/stable-id.ts";
import type { Model } from "../model.ts";
import { writtenValue } from "../property.ts";
import { walkNodes } from "../walk-nodes.ts";
import type { TagMaker } from "./new-object.ts";

/** The same object gets the same tag whenever it is made; a tag that another object has already is not given again. */
export function lineageTags(model: Model): TagMaker {
  const used = new Set<string>();
  for (const file of model.files) {
    for (const node of walkNodes(file.document.nodes)) {
      if (node.keyword === "lineageTag") used.add(writtenValue({ file, node }));
    }
  }
  return (kind, ...names) => {
    let tag = stableId(kind, ...names);
    for (let i = 2; used.has(tag); i++) tag = stableId(kind, ...names, String(i));
    used.add(tag);
    return tag;
  };
}
