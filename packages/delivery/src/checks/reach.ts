import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Reach } from "@throughline/contracts";
import { buildLineage } from "../lineage/build-lineage.ts";
import { openModels, readModelFiles } from "../releases/model-files.ts";
import type { Check } from "./check.ts";
import { transformBuild } from "./transform-build.ts";

/**
 * Everything that hangs on what is changed, by the graph of production and the graph of what was built. It finds nothing wrong:
 * what it sees is for the policy and for people.
 */
export const reach: Check = {
  name: "reach",
  beside: { after: [transformBuild] },
  unneeded: ({ files }) => (files.length > 0 ? undefined : "nothing is changed"),
  async run({ change, environment, production, release, head, built, warehouse, evidence }) {
    if (!production || !release) return { notChecked: "there is no production to compare with" };
    if (built && !head.manifest) return { notChecked: "dbt wrote no manifest" };
    const { layout, files } = change;
    const now = (path: string) => {
      const file = join(environment.project, path);
      return existsSync(file) ? readFileSync(file, "utf8") : undefined;
    };
    const before = new Map(files.map((file) => [file.path, file.before ?? undefined]));
    const models = (root: string) => openModels(readModelFiles(root, layout), layout);
    const [base, changed] = await buildLineage(warehouse, layout, [
      {
        built: production,
        models: models(release.models),
        read: (path) => (before.has(path) ? before.get(path) : now(path)),
      },
      // Where dbt is not affected, it is what production runs.
      { built: head.manifest ? head : production, models: models(environment.project), read: now },
    ]);
    if (!base || !changed) throw new TypeError("two graphs were asked for");
    const { blastRadius } = await import("@throughline/lineage");
    evidence.reach = Reach.parse(blastRadius(base, changed));
    return [];
  },
};
