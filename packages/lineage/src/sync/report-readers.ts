import { columnNode, measureNode, type NodeName, visualNode } from "@throughline/contracts";
import type { SemanticModel } from "@throughline/semantic-model";

/** A report with everything of the warehouse that its visuals are made of. */
export interface ReportReader {
  readonly report: string;
  readonly pages: readonly string[];
  /** Relations that the tables behind it read, as the warehouse calls them. */
  readonly relations: readonly { readonly schema?: string; readonly name: string }[];
}

/** What the reports of a model read: the tables of all that their visuals show or filter by, through any number of steps. */
export function reportReaders(model: SemanticModel): readonly ReportReader[] {
  const used = Map.groupBy(model.uses, ({ user }) => user.toLowerCase());
  const reports = Map.groupBy(model.visuals, ({ report }) => report);
  return [...reports].map(([report, visuals]) => {
    const reached = new Set<NodeName>();
    const front: NodeName[] = visuals.flatMap((visual) => [
      visualNode(visual),
      ...visual.columns.map(columnNode),
      ...visual.measures.map(measureNode),
    ]);
    for (let node = front.pop(); node !== undefined; node = front.pop()) {
      const key = node.toLowerCase();
      if (reached.has(key)) continue;
      reached.add(key);
      front.push(...(used.get(key) ?? []).map((use) => use.used));
    }
    const tables = model.tables.filter(({ name }) => {
      const own = name.toLowerCase();
      const isPart = (node: string) => node === `table:${own}` || node.startsWith(`column:${own}[`);
      return [...reached].some(isPart);
    });
    return {
      report,
      pages: [...new Set(visuals.map(({ page }) => page))],
      relations: tables.flatMap(({ source }) => (source === undefined ? [] : [source])),
    };
  });
}
