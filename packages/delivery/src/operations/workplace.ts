import { chmodSync } from "node:fs";
import { join } from "node:path";
import type { FileChange, ProjectLayout } from "@throughline/contracts";
import type { Change } from "../checks/check.ts";
import { readDbtProject } from "../dbt/dbt-project.ts";
import { type Environment, openEnvironment } from "../environments/environment.ts";
import { cutLinksOut } from "../environments/links.ts";
import { type EnvironmentName, makePlace, moveTree, type Place } from "../environments/place.ts";
import type { InstalledRelease } from "../releases/production.ts";
import type { Workplace } from "../service.ts";

/** What an environment begins with: a release or what is to become one. */
type Beginning = Pick<InstalledRelease, "databaseFile" | "state"> & {
  readonly manifest: { readonly database: string };
};

/**
 * Moves the files of a workplace into an environment, in the place of the worker that will run them; on a copy of `release`, of the
 * file that is taken over, or empty: nothing is built where no data is asked for, and `release` only says what it is called.
 * `isApart` says that the files are not main's, and nothing of this machine may be found behind their links.
 */
export function environmentFor(
  workplace: Workplace,
  release: Beginning | undefined,
  worker: { readonly place: Place } | undefined,
  {
    takeOver,
    withData = true,
    isApart = false,
    name = "change",
  }: {
    readonly takeOver?: string | undefined;
    readonly withData?: boolean;
    readonly isApart?: boolean;
    readonly name?: EnvironmentName;
  } = {},
): Environment {
  if (isApart) cutLinksOut(join(workplace.folder, "tree"));
  const database = release?.manifest.database ?? databaseName(workplace, takeOver);
  // What is made in a place is open to everybody who can get there.
  chmodSync(workplace.folder, 0o700);
  const place = worker?.place ?? makePlace(join(workplace.folder, "place"));
  moveTree(join(workplace.folder, "tree"), place, name);
  const data = release ?? (takeOver === undefined ? undefined : { databaseFile: takeOver });
  const { folder, prefix, layout } = workplace;
  return openEnvironment({ folder, place, name, prefix, layout, database, from: withData ? data : undefined });
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
