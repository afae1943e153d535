import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { FileChange, Finding, ModelChecks } from "@throughline/contracts";
import { reportSchemas } from "@throughline/delivery";
import {
  type FindingKind,
  type ModelDifference,
  type ModelObject,
  type Rewritten,
  tabularKind,
} from "@throughline/semantic-model";
import { fail } from "../../errors/failures.ts";
import { type Command, type Invocation, text } from "../command.ts";
import type { ExitCode } from "../exit-code.ts";
import { type OpenedModel, readModelFolder } from "../read-model-folder.ts";
import { sarifOf } from "../sarif.ts";

const ACTIONS: Record<string, (invocation: Invocation, parameters: readonly string[]) => Promise<ExitCode>> = {
  check,
  format,
  show,
  diff,
  rename,
};

export const model: readonly Command[] = [
  {
    name: "model",
    parameters: "<action> [folder] [object] [name]",
    summary: "Work on a Power BI model by itself: check, format, show, diff, rename; no project is needed around it",
    options: [
      { flags: "--sarif", description: "check: findings as SARIF, which code hosts show beside the lines" },
      {
        flags: "--rule <code=severity>",
        description: "check: off, error, warning or info for a kind of finding",
        many: true,
      },
      { flags: "--best-practices", description: "check: with Microsoft's best-practice rules" },
      { flags: "--baseline <file>", description: "check: leave out the findings this file knows" },
      { flags: "--write-baseline <file>", description: "check: write the findings of today to this file" },
      { flags: "--kinds", description: "check: list every kind of finding, with why it matters" },
      { flags: "--check", description: "format: change nothing; exit 1 where something would change" },
      { flags: "--dry-run", description: "rename, format: show what would change" },
    ],
    role: "viewer",
    examples: [
      'throughline model check "powerbi/NYC Taxi.SemanticModel"',
      "throughline model check powerbi --sarif > model.sarif",
      "throughline model check powerbi --rule dax-unused-variable=off --write-baseline model-baseline.json",
      "throughline model format powerbi --check",
      'throughline model show powerbi "[Total Fare]"',
      "throughline model diff ../main/powerbi powerbi",
      'throughline model rename powerbi "Trips[Fare Amount]" Fare',
    ],
    async run(invocation) {
      const [action = "", ...parameters] = invocation.parameters;
      const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
      if (!act) {
        throw fail("usage.wrong", { problem: `model ${action}: the actions are ${Object.keys(ACTIONS).join(", ")}` });
      }
      return await act(invocation, parameters);
    },
  },
];

async function check({ options, output }: Invocation, [folder = "."]: readonly string[]): Promise<ExitCode> {
  if (options["kinds"] === true) {
    const kinds = knownKinds();
    output.answer(kinds, () =>
      kinds.map(({ code, severity, why }) => `${severity.padEnd(7)} ${code}: ${why}`).join("\n"),
    );
    return 0;
  }
  const opened = readModelFolder(folder);
  const { workbench, unread } = opened;
  const checks = checksOf(options, opened);
  const target = text(options["writeBaseline"]);
  if (target !== undefined) {
    const baseline = await workbench.baseline(checks);
    writeTogether([{ target: resolve(target), content: baseline }]);
    const count = (JSON.parse(baseline) as unknown[]).length;
    output.answer({ baseline: target, findings: count }, () => `${count} findings are known in ${target} from now on`);
    return 0;
  }
  const { schemaFindings } = await reportSchemas();
  const findings = [
    ...unread,
    ...workbench.model.check(checks),
    ...(await workbench.model.checkQueries(checks)),
    ...[...opened.files].flatMap(([path, content]) => schemaFindings(path, content)),
  ].filter(({ code }) => checks.severities[code] !== "off");
  const measures = workbench.model.tables.flatMap((table) => table.measures);
  if (options["sarif"] === true) process.stdout.write(`${JSON.stringify(sarifOf(findings, workbench.kinds))}\n`);
  else {
    const coverage = { tables: workbench.model.tables.length, measures: measures.length };
    output.answer({ findings, coverage }, () => renderFindings(findings, coverage));
  }
  return findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

/** The same for every model, so that none is needed to ask for them. */
function knownKinds(): readonly FindingKind[] {
  return tabularKind.workbench?.(new Map(), "", []).kinds ?? [];
}

/** What the project says, with what the command line says over it. */
function checksOf(options: Invocation["options"], { checks, files }: OpenedModel): ModelChecks {
  const severities: Record<string, "off" | Finding["severity"]> = { ...checks?.severities };
  for (const rule of Array.isArray(options["rule"]) ? (options["rule"] as string[]) : []) {
    const [, code, severity] = /^(.+)=(off|error|warning|info)$/u.exec(rule) ?? [];
    if (code === undefined) throw fail("usage.wrong", { problem: `--rule ${rule}: code=off, error, warning or info` });
    severities[code] = severity as "off" | Finding["severity"];
  }
  const named = text(options["baseline"]);
  if (named !== undefined) (files as Map<string, string>).set(named, readText(named));
  const baseline = named ?? checks?.baseline;
  return {
    severities,
    bestPractices: options["bestPractices"] === true || (checks?.bestPractices ?? false),
    ...(baseline !== undefined && { baseline }),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(resolve(file), "utf8");
  } catch (error) {
    throw fail("usage.wrong", { problem: `--baseline ${file}: it cannot be read` }, error);
  }
}

function renderFindings(
  findings: readonly Finding[],
  { tables, measures }: { tables: number; measures: number },
): string {
  const lines = findings.map(({ severity, file, line, column, code, message, hint }) => {
    const place = `${file ?? ""}:${line ?? 1}:${column ?? 1}`;
    return `${severity}: ${place}: ${message} [${code}]${hint === undefined ? "" : `\n    ${hint}`}`;
  });
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const summary = `${measures} measures in ${tables} tables: ${count("error")} errors, ${count("warning")} warnings`;
  return [...lines, summary].join("\n");
}

async function format({ options, output }: Invocation, [folder = "."]: readonly string[]): Promise<ExitCode> {
  const opened = readModelFolder(folder);
  const changes = changesOf(opened.workbench.format());
  const isDry = options["check"] === true || options["dryRun"] === true;
  if (!isDry) write(opened.root, changes);
  const paths = changes.map(({ path }) => path);
  const verb = isDry ? "would be laid out" : "laid out";
  output.answer({ changed: paths, written: !isDry }, () =>
    paths.length === 0 ? "every formula is laid out already" : paths.map((path) => `${path}: ${verb}`).join("\n"),
  );
  return options["check"] === true && changes.length > 0 ? 1 : 0;
}

async function show({ output }: Invocation, [folder = ".", object]: readonly string[]): Promise<ExitCode> {
  const { workbench } = readModelFolder(folder);
  if (object !== undefined) {
    const found = workbench.find(object);
    if (!found) throw fail("usage.wrong", { problem: `model show: this model has no object ${object}` });
    output.answer(found, () => renderObject(found));
    return 0;
  }
  const { name, tables, relationships, visuals } = workbench.model;
  const outline = {
    name,
    tables: tables.map((table) => ({
      name: table.name,
      source: table.source ?? null,
      columns: table.columns.map((column) => column.name),
      measures: table.measures.map((measure) => measure.name),
    })),
    relationships: relationships.length,
    visuals: visuals.length,
  };
  output.answer(outline, () =>
    [
      `${name}: ${tables.length} tables, ${relationships.length} relationships, ${visuals.length} visuals`,
      ...outline.tables.map(({ name: table, source, columns, measures }) => {
        const from = source ? `  from ${source.schema === undefined ? "" : `${source.schema}.`}${source.name}` : "";
        const list = measures.length === 0 ? "" : `\n    ${measures.map((measure) => `[${measure}]`).join(", ")}`;
        return `  ${table}: ${columns.length} columns, ${measures.length} measures${from}${list}`;
      }),
    ].join("\n"),
  );
  return 0;
}

function renderObject({ object, place, definition, description, format: shown, needs, neededBy }: ModelObject): string {
  const list = (title: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : ["", `${title}:`, ...items.map((item) => `  ${item}`)];
  return [
    `${object}  (${place.file}:${place.line})`,
    ...(description === undefined ? [] : ["", description]),
    ...(definition === undefined ? [] : ["", ...definition.split("\n").map((line) => `    ${line}`)]),
    ...(shown === undefined ? [] : ["", `shown as ${shown}`]),
    ...list("needs", needs),
    ...list("needed by", neededBy),
  ].join("\n");
}

async function diff({ output }: Invocation, [before, after]: readonly string[]): Promise<ExitCode> {
  if (before === undefined || after === undefined)
    throw fail("usage.wrong", { problem: "model diff: name two folders" });
  const newer = readModelFolder(after);
  const differences = readModelFolder(before).workbench.differences(newer.files, newer.folder);
  output.answer(differences, () =>
    differences.length === 0 ? "the models mean the same" : differences.map(renderDifference).join("\n"),
  );
  return differences.length === 0 ? 0 : 1;
}

function renderDifference({ change, object, to, property, before, after }: ModelDifference): string {
  if (change === "renamed") return `renamed  ${object} → ${to}`;
  if (change !== "changed") return `${change.padEnd(8)} ${object}`;
  const shown = (value: string | undefined): string => (value === undefined ? "(none)" : value.replace(/\s+/gu, " "));
  return `changed  ${object}: ${property}\n    - ${shown(before)}\n    + ${shown(after)}`;
}

async function rename({ options, output }: Invocation, [folder, object, name]: readonly string[]): Promise<ExitCode> {
  if (folder === undefined || object === undefined || name === undefined) {
    throw fail("usage.wrong", { problem: "model rename: name a folder, an object and its new name" });
  }
  const opened = readModelFolder(folder);
  const changes = changesOf(opened.workbench.rename(object, name));
  if (options["dryRun"] !== true) write(opened.root, changes);
  const lines = changes.map(({ path, before, after }) => ({ path, lines: changedLines(before ?? "", after ?? "") }));
  output.answer({ changed: lines, written: options["dryRun"] !== true }, () =>
    lines.map(({ path, lines: count }) => `${path}: ${count} line${count === 1 ? "" : "s"}`).join("\n"),
  );
  return 0;
}

/** A rename changes no number of lines, so that they can be held against each other one by one. */
function changedLines(before: string, after: string): number {
  const old = before.split("\n");
  return after.split("\n").filter((line, i) => line !== old[i]).length;
}

function changesOf(rewritten: Rewritten): readonly FileChange[] {
  if (!("finding" in rewritten)) return rewritten.changes;
  const { message, hint, file } = rewritten.finding;
  throw fail("usage.wrong", {
    problem: `${file === undefined ? "" : `${file}: `}${message}${hint === undefined ? "" : ` (${hint})`}`,
  });
}

function write(root: string, changes: readonly FileChange[]): void {
  writeTogether(changes.map(({ path, after }) => ({ target: join(root, path), content: after ?? "" })));
}

/** All files are written before the first is put in its place, so that a full disk leaves the model as it was. */
function writeTogether(files: readonly { readonly target: string; readonly content: string }[]): void {
  const pending = files.map(({ target, content }) => {
    const temporary = `${target}.throughline-new`;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(temporary, content);
    return { temporary, target };
  });
  for (const { temporary, target } of pending) renameSync(temporary, target);
}
