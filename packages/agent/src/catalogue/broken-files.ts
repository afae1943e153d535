import type { Finding, ProjectFiles, ProjectLayout } from "@throughline/contracts";
import { LineCounter, parseDocument } from "yaml";
import { prefixOf } from "../dbt/dbt-project.ts";
import { unclosedJinja } from "../dbt/unclosed-jinja.ts";
import { openModels } from "./build-catalogue.ts";

/**
 * What is so wrong in a project's files that nothing can be built of them, whatever is asked: YAML that does not parse, a dbt
 * project without its file, Jinja that is never closed, and all that the semantic models themselves call an error.
 */
export function brokenFiles(files: ProjectFiles, layout: ProjectLayout): Finding[] {
  const models = openModels(files, layout).flatMap(({ model }) => model.check());
  return [...transformFindings(files, layout), ...models.filter(({ severity }) => severity === "error")];
}

function transformFindings(files: ProjectFiles, layout: ProjectLayout): Finding[] {
  if (layout.transform === undefined) return [];
  const prefix = prefixOf(layout.transform.folder);
  const projectFile = `${prefix}dbt_project.yml`;
  const project = files.get(projectFile);
  if (project === undefined)
    return [problem("dbt-project-missing", projectFile, undefined, "the dbt project has no dbt_project.yml")];
  const broken = yamlFindings(projectFile, project);
  if (broken.length > 0) return broken;
  const folders = foldersRead(project).map((name) => `${prefix}${name}/`);
  return [...files].flatMap(([path, text]) => {
    if (!folders.some((read) => path.startsWith(read)) && !isSettings(path, prefix)) return [];
    if (/\.ya?ml$/u.test(path)) return yamlFindings(path, text);
    return path.endsWith(".sql") ? jinjaFindings(path, text) : [];
  });
}

/** Where dbt looks for what it reads, by the keys of dbt_project.yml; other files beside them are not its own. */
const FOLDERS: Readonly<Record<string, string>> = {
  "model-paths": "models",
  "seed-paths": "seeds",
  "snapshot-paths": "snapshots",
  "analysis-paths": "analyses",
  "test-paths": "tests",
  "macro-paths": "macros",
};

function foldersRead(project: string): readonly string[] {
  const settings: unknown = parseDocument(project, { uniqueKeys: false }).toJS();
  const named = typeof settings === "object" && settings !== null ? (settings as Record<string, unknown>) : {};
  return Object.entries(FOLDERS).flatMap(([key, usual]) => {
    const said = named[key];
    return Array.isArray(said) ? said.filter((name): name is string => typeof name === "string") : [usual];
  });
}

function isSettings(path: string, prefix: string): boolean {
  return (
    path.startsWith(prefix) && /^(?:profiles|packages|dependencies|selectors)\.ya?ml$/u.test(path.slice(prefix.length))
  );
}

function yamlFindings(path: string, text: string): Finding[] {
  const lineCounter = new LineCounter();
  // The tools that read these files take the last of two equal keys.
  const { errors } = parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: false });
  return errors
    .slice(0, 1)
    .map((error) => problem("yaml-syntax", path, lineCounter.linePos(error.pos[0]).line, error.message));
}

function jinjaFindings(path: string, text: string): Finding[] {
  const unclosed = unclosedJinja(text);
  if (!unclosed) return [];
  return [problem("jinja-syntax", path, unclosed.line, `${unclosed.opened} is never closed`)];
}

function problem(code: string, file: string, line: number | undefined, message: string): Finding {
  return { code, severity: "error", file, ...(line !== undefined && line > 0 ? { line } : {}), message };
}
