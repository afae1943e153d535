import type { FileChange, ProjectFiles, WarehouseFacts } from "@throughline/contracts";
import type { Lineage } from "@throughline/lineage";
import type { AuthorContext } from "@throughline/lineage/context";
import type { Project } from "../config/project.ts";
import { filesInputs, filesSource, graphOver } from "./project-lineage.ts";

/** What an author needs to read to make a planned change: by the graphs of the files as they are, and as they are to be. */
export async function planContext(
  project: Project,
  files: ProjectFiles,
  {
    base,
    changes,
    facts,
  }: {
    readonly base: Lineage;
    readonly changes: readonly FileChange[];
    readonly facts: WarehouseFacts | undefined;
  },
): Promise<AuthorContext> {
  const { Lineage } = await import("@throughline/lineage/kept");
  const { selectContext } = await import("@throughline/lineage/context");
  const { describeNodes } = await import("@throughline/lineage/describe");
  const after = new Map(files);
  for (const { path, after: text } of changes) {
    if (text === null) after.delete(path);
    else after.set(path, text);
  }
  const head = new Lineage(await graphOver(project.warehouse, filesSource(project, after)));
  const transform = project.layout.transform?.folder;
  const describe = describeNodes({
    ...(await filesInputs(project, files)),
    ...(transform !== undefined && { transform }),
    ...(facts !== undefined && { facts }),
  });
  return selectContext({ base, head, describe, files, edits: changes });
}
