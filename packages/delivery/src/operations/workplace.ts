import { join } from "node:path";
import type { FileChange, ProjectLayout } from "@throughline/contracts";
import type { Change } from "../checks/check.ts";
import { readDbtProject } from "../dbt/dbt-project.ts";
import { type Environment, openEnvironment } from "../environments/environment.ts";
import type { InstalledRelease } from "../releases/production.ts";
import type { Workplace } from "../service.ts";

/** An environment for a workplace, on a copy of `release` or of what is to become one, or empty. */
export function environmentFor(
  workplace: Workplace,
  release: (Pick<InstalledRelease, "databaseFile" | "state"> & { manifest: { database: string } }) | undefined,
  takeOver?: string,
): Environment {
  return openEnvironment({
    folder: workplace.folder,
    prefix: workplace.prefix,
    layout: workplace.layout,
    database: release?.manifest.database ?? databaseName(workplace, takeOver),
    from: release
      ? { databaseFile: release.databaseFile, state: release.state }
      : takeOver === undefined
        ? undefined
        : { databaseFile: takeOver },
  });
}

/** dbt's own name for it, or the file's that is taken over: relation names contain it. */
function databaseName(workplace: Workplace, takeOver: string | undefined): string {
  const folder = workplace.layout.transform?.folder;
  if (folder !== undefined) return readDbtProject(join(workplace.folder, "tree", workplace.prefix, folder)).database;
  return (
    takeOver
      ?.split("/")
      .at(-1)
      ?.replace(/\.[^.]+$/, "") ?? "warehouse"
  );
}

/** Variables, dispatch, packages and hooks: `state:modified` compares models, and does not see what these do to them. */
const SETTINGS = /(^|\/)((dbt_project|packages|dependencies|profiles|selectors)\.ya?ml|package-lock\.yml)$/;

/** Which layers a set of changed files reaches. */
export function changeOf(
  layout: ProjectLayout,
  files: readonly FileChange[],
  plan: Pick<Change, "mayTouch" | "expectations" | "questions">,
): Change {
  const under = (folder: string) => (file: FileChange) => folder === "." || file.path.startsWith(`${folder}/`);
  const models = layout.semanticModels.flatMap((model) => [model.folder, ...model.reports]);
  const inModel = (file: FileChange) => models.some((folder) => under(folder)(file));
  const transform = layout.transform?.folder;
  const loaderFolders = (layout.loader?.pipelines ?? []).map((pipeline) =>
    pipeline.file.split("/").slice(0, -1).join("/"),
  );
  return {
    files,
    layout,
    touchesLoader:
      loaderFolders.length > 0 &&
      files.some(
        (file) =>
          /(^|\/)\.dlt\//.test(file.path) ||
          loaderFolders.some((folder) => (folder === "" ? /^[^/]+\.py$/.test(file.path) : under(folder)(file))),
      ),
    touchesTransform: transform !== undefined && files.some((file) => under(transform)(file) && !inModel(file)),
    touchesModel: files.some(inModel),
    touchesSettings:
      transform !== undefined && files.some((file) => under(transform)(file) && SETTINGS.test(file.path)),
    ...plan,
  };
}
