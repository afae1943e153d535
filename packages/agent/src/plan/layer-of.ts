import type { Layer, ProjectLayout } from "@throughline/contracts";

/** In the order data flows through them. */
export const LAYERS: readonly Layer[] = ["loader", "transform", "semantic-model", "report"];

/** The layer a file belongs to; the longest folder that holds it decides. */
export function layerOf(path: string, layout: ProjectLayout): Layer {
  const folders: [string, Layer][] = [];
  for (const model of layout.semanticModels) {
    folders.push([model.folder, "semantic-model"]);
    for (const report of model.reports) folders.push([report, "report"]);
  }
  if (layout.transform !== undefined) folders.push([layout.transform.folder, "transform"]);
  for (const pipeline of layout.loader?.pipelines ?? []) {
    if (pipeline.file === path) return "loader";
    const slash = pipeline.file.lastIndexOf("/");
    if (slash > 0) folders.push([pipeline.file.slice(0, slash), "loader"]);
  }
  const holding = folders.filter(([folder]) => folder === "." || folder === "" || path.startsWith(`${folder}/`));
  holding.sort((a, b) => (b[0] === "." ? 0 : b[0].length) - (a[0] === "." ? 0 : a[0].length));
  return holding[0]?.[1] ?? "transform";
}
