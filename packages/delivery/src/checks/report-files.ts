import type { Change, Check } from "./check.ts";

/** The report files of a change against the schemas Microsoft publishes. What was there before is not this change's. */
export const reportFiles: Check = {
  name: "report files",
  beside: { after: [] },
  unneeded: (change) => (changed(change).length > 0 ? undefined : "no file of a report or model changes its JSON"),
  async run({ change }) {
    // Loaded where a report changes: the validator takes time to load, and most changes touch none.
    const { schemaFindings } = await import("../reports/report-schemas.ts");
    return changed(change).flatMap(({ path, after }) => schemaFindings(path, after));
  },
};

function changed({ files, layout }: Change): { path: string; after: string }[] {
  const folders = layout.semanticModels.flatMap((model) => [model.folder, ...model.reports]);
  return files.flatMap(({ path, after }) =>
    after !== null &&
    /\.(?:json|pbir|pbism|pbip|platform)$/u.test(path) &&
    folders.some((folder) => path.startsWith(`${folder}/`))
      ? [{ path, after }]
      : [],
  );
}
