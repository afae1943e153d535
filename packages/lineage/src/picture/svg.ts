import { Graph, layout } from "@dagrejs/dagre";
import type { Layer, Picture } from "./picture.ts";

/** Fill and border of the boxes of a layer; black on each has a contrast of more than 12 to 1. */
const COLORS: Readonly<Record<Layer, readonly [fill: string, border: string]>> = {
  loader: ["#f3e8d6", "#8a6116"],
  dbt: ["#fbe3da", "#b3461f"],
  "semantic model": ["#fdf3c4", "#8f7300"],
  report: ["#dcebf7", "#1f5f99"],
};

const MARGIN = 16;
const HEIGHT = 30;
const MOST_LETTERS = 48;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A picture as an SVG that needs nothing else: data flows from left to right, what is marked has a thick border. */
export function svg({ boxes, arrows, left }: Picture): string {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 10, ranksep: 60, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  // Ids of our own: a name may be one that an object has already.
  const ids = new Map(boxes.map(({ node }, at) => [node, `n${at}`]));
  for (const { node } of boxes) graph.setNode(ids.get(node) ?? "", { width: widthOf(node), height: HEIGHT });
  for (const { from, to } of arrows) graph.setEdge(ids.get(from) ?? "", ids.get(to) ?? "");
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const size = { width: Math.ceil(Math.max(width, 200)), height: Math.ceil(height + (left > 0 ? 24 : 0)) };
  const lines = graph.edges().map((edge: unknown) => pathOf((graph.edge(edge) as { points: readonly Point[] }).points));
  const drawn = boxes.map((box) => boxOf(box, graph.node(ids.get(box.node) ?? "") as Point));
  const more = left > 0 ? [`<text x="${MARGIN}" y="${size.height - 8}">and ${left} more</text>`] : [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="ui-sans-serif, system-ui, sans-serif" font-size="12">`,
    `<title>${escaped(titleOf(boxes))}</title>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>',
    `<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
    ...lines,
    ...drawn,
    ...more,
    "</svg>",
    "",
  ].join("\n");
}

function titleOf(boxes: Picture["boxes"]): string {
  const marked = boxes.filter(({ isMarked }) => isMarked).map(({ node }) => node);
  return `Lineage of ${marked.slice(0, 3).join(", ")}${marked.length > 3 ? " and others" : ""}`;
}

function boxOf({ node, layer, isMarked }: Picture["boxes"][number], { x, y }: Point): string {
  const [fill, border] = COLORS[layer];
  const width = widthOf(node);
  const [left, top] = [x - width / 2, y - HEIGHT / 2].map(round);
  const box = `<rect x="${left}" y="${top}" width="${width}" height="${HEIGHT}" rx="4" fill="${fill}" stroke="${border}" stroke-width="${isMarked ? 3 : 1}"/>`;
  const text = `<text x="${round(x)}" y="${round(y + 4)}" text-anchor="middle" fill="#000">${escaped(shortened(node))}</text>`;
  return `<g><title>${escaped(node)}</title>${box}${text}</g>`;
}

function pathOf(points: readonly Point[]): string {
  const way = points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
  return `<path d="${way}" fill="none" stroke="#555" marker-end="url(#arrow)"/>`;
}

/** An average letter of the font is 6.6 wide; wide ones need some more. */
function widthOf(node: string): number {
  return Math.ceil(shortened(node).length * 7.2) + 20;
}

/** The end of a name says most: its beginning is its kind and place. */
function shortened(node: string): string {
  const letters = [...node];
  if (letters.length <= MOST_LETTERS) return node;
  return `${letters.slice(0, 14).join("")}…${letters.slice(15 - MOST_LETTERS).join("")}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").replaceAll(/[&<>"']/gu, (sign) => `&#${sign.codePointAt(0)};`);
}
