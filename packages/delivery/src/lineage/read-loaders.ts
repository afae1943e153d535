import { dirname, join } from "node:path";
import type { ProjectLayout } from "@throughline/contracts";
import type { LoaderInput } from "@throughline/lineage";
import { parse } from "yaml";

/** The text of a file of a project, by its path in it; undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** What is known of the loaders of a project without running them: their programs, and the schemas that dlt exported. */
export function readLoaders(layout: ProjectLayout, read: ReadFile): readonly LoaderInput[] {
  return (layout.loader?.pipelines ?? []).map(({ name, dataset, file }) => {
    const program = read(file);
    // Where dlt writes its schema to when a pipeline says `export_schema_path="schemas/export"`.
    const [schema] = [dirname(file), "."].flatMap((folder) => {
      const path = join(folder, "schemas", "export", `${name}.schema.yaml`);
      const text = read(path);
      return text === undefined ? [] : [parsed(text)];
    });
    return { name, dataset, programs: program === undefined ? [] : [program], ...(schema !== undefined && { schema }) };
  });
}

/** An export that cannot be read says nothing: that the fields are not known is then in the graph. */
function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
