import { brokenFiles } from "@throughline/agent";
import type { Finding, ProjectFiles } from "@throughline/contracts";
import { Production, readModelFolder } from "@throughline/delivery";
import type { Project } from "../config/project.ts";
import { fail } from "../errors/failures.ts";

/** Where so many are wrong, one cause is likelier than as many mistakes. */
const PROBLEMS_SHOWN = 10;

/**
 * Fails when the project's files are broken: read on, and names would seem unknown or a plan be made that no check lets
 * through. What production runs with already is not counted: it was there before anybody asked.
 */
export function requireSound(project: Pick<Project, "layout" | "warehouse">, files: ProjectFiles): void {
  const found = brokenFiles(files, project.layout);
  if (found.length === 0) return;
  const production = new Production(project.warehouse).current();
  const known = new Set(
    (production
      ? brokenFiles(readModelFolder(production.models), { ...project.layout, transform: undefined })
      : []
    ).map(keyOf),
  );
  const broken = found.filter((finding) => !known.has(keyOf(finding)));
  // Where a file cannot be read, what is missing elsewhere is its consequence.
  const unreadable = broken.filter(({ code }) => code.endsWith("-syntax"));
  const problems = (unreadable.length > 0 ? unreadable : broken).map(inWords);
  if (problems.length > 0)
    throw fail("project.broken", {
      problems: problems.slice(0, PROBLEMS_SHOWN),
      more: Math.max(0, problems.length - PROBLEMS_SHOWN),
    });
}

/** Without the line: the same problem a few lines further down is the same problem. */
function keyOf({ code, file, message }: Finding): string {
  return JSON.stringify([code, file, message]);
}

function inWords({ file, line, message }: Finding): string {
  return `${[file, line].filter((part) => part !== undefined).join(":")}: ${message}`;
}
