import { LAYERS, type Picture } from "./picture.ts";

/** A picture as Mermaid draws it, which forges show in pull requests. What is marked has a thick border. */
export function mermaid({ boxes, arrows, left }: Picture): string {
  const ids = new Map(boxes.map(({ node }, at) => [node, `n${at}`]));
  const groups = LAYERS.flatMap((layer, at) => {
    const own = boxes.filter((box) => box.layer === layer);
    if (own.length === 0) return [];
    return [
      `  subgraph g${at}["${layer}"]`,
      ...own.map(({ node, isMarked }) => `    ${ids.get(node)}["${quoted(node)}"]${isMarked ? ":::marked" : ""}`),
      "  end",
    ];
  });
  const pairs = new Set(arrows.map(({ from, to }) => `  ${ids.get(from)} --> ${ids.get(to)}`));
  const more = left > 0 ? [`  more["and ${left} more"]`] : [];
  return ["flowchart LR", ...groups, ...pairs, ...more, "  classDef marked stroke-width:3px", ""].join("\n");
}

/** A name is data: nothing in it ends the text it stands in, or is read as markup. */
function quoted(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").replaceAll(/[#"<>&`\\]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
