import type { Finding, ProjectFiles, ProjectLayout } from "@throughline/contracts";
import { LineCounter, parseDocument } from "yaml";
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
  const { folder } = layout.transform;
  const prefix = folder === "." || folder === "" ? "" : `${folder}/`;
  const own = [...files].filter(
    ([path]) => path.startsWith(prefix) && !/(?:^|\/)(?:target|dbt_packages)\//u.test(path),
  );
  const projectFile = `${prefix}dbt_project.yml`;
  const missing: Finding[] = files.has(projectFile)
    ? []
    : [problem("dbt-project-missing", projectFile, undefined, "the dbt project has no dbt_project.yml")];
  return [
    ...missing,
    ...own.flatMap(([path, text]) => {
      if (/\.ya?ml$/u.test(path)) return yamlFindings(path, text);
      return path.endsWith(".sql") ? jinjaFindings(path, text) : [];
    }),
  ];
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
