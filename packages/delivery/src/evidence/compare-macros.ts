import { z } from "zod";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";
import { plainCode } from "../dbt/plain-code.ts";
import type { Difference } from "./difference.ts";

const Macros = z.record(
  z.string(),
  z.looseObject({
    name: z.string(),
    package_name: z.string(),
    macro_sql: z.string().default(""),
    original_file_path: z.string().default(""),
  }),
);
const Metadata = z.looseObject({ project_name: z.string().nullish() });

/** Macros of the project itself that are written otherwise, or stand in the way of one that dbt brings. */
export function compareMacros(old: DbtManifest, now: DbtManifest): Difference[] {
  const [before, after] = [Macros.parse(old["macros"] ?? {}), Macros.parse(now["macros"] ?? {})];
  const project = Metadata.safeParse(now["metadata"]).data?.project_name ?? projectOf(now);
  const builtIn = new Set(
    Object.values(after)
      .filter((macro) => macro.package_name !== project)
      .map(({ name }) => name),
  );
  const own = (macros: z.infer<typeof Macros>) =>
    Object.entries(macros).filter(([, macro]) => macro.package_name === project);
  const differences: Difference[] = [];
  for (const [id, macro] of own(after)) {
    const was = before[id];
    if (was && plainCode(was.macro_sql) === plainCode(macro.macro_sql)) continue;
    if (builtIn.has(macro.name)) {
      const message = `the macro ${macro.name} takes the place of one that dbt or a package brings`;
      differences.push({ nodes: [`macro:${macro.name}`], code: "macro.overrides", severity: "error", message });
    } else if (was) {
      const message = `the macro ${macro.name} is written otherwise`;
      differences.push({ nodes: [`macro:${macro.name}`], code: "macro.changed", severity: "error", message });
    }
  }
  for (const [id, { name }] of own(before)) {
    if (after[id]) continue;
    const message = `the macro ${name} is gone`;
    differences.push({ nodes: [`macro:${name}`], code: "macro.changed", severity: "error", message });
  }
  return differences;
}

/** Manifests of before dbt wrote the project's name have it in every node of its own. */
function projectOf(manifest: DbtManifest): string | undefined {
  const name = Object.keys(manifest.nodes)[0];
  return name?.split(".")[1];
}
