import { type MeasureRef, measureNode, type ProjectFiles, type ProjectLayout } from "@throughline/contracts";
import { openModels } from "../catalogue/build-catalogue.ts";

/** Whether the semantic models among some files say of a measure that it is to go. */
export function isDeprecated(measure: MeasureRef, files: ProjectFiles, layout: ProjectLayout): boolean {
  const wanted = measureNode(measure);
  return openModels(files, layout).some(({ model }) =>
    model.tables.some((table) =>
      table.measures.some(
        ({ name, deprecated }) => deprecated === true && measureNode({ table: table.name, measure: name }) === wanted,
      ),
    ),
  );
}
