import { readFileSync } from "node:fs";
import { failureOf, type Person } from "@throughline/contracts";
import { CommanderError, Command as Program } from "commander";
import { environment } from "../config/environment.ts";
import { findProject, type Project } from "../config/project.ts";
import { fail } from "../errors/failures.ts";
import { requireRole } from "../limits/roles.ts";
import { findPerson } from "../workflow/actions.ts";
import type { Context } from "../workflow/context.ts";
import { type Command, text } from "./command.ts";
import { COMMANDS } from "./command-table.ts";
import { exitCodeOfFailure } from "./exit-code.ts";
import { terminalOutput } from "./output.ts";

/** Opens a project with the adapters that main.ts chose. */
export type OpenContext = (
  project: Project,
  signal: AbortSignal,
  progress: (text: string) => void,
) => Promise<Context & AsyncDisposable>;

/** As its package says; sources and compiled JavaScript lie equally deep in it. */
function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  return manifest.version;
}

/** Runs one command line to its exit code. Nothing here names a concrete adapter. */
export async function run(parameters: readonly string[], open: OpenContext): Promise<number> {
  let code = 0;
  const program = new Program("throughline")
    .version(ownVersion(), "--version", "the version of this program")
    .description("From a sentence to a verified change in production, for dlt → dbt → Power BI projects.")
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({ outputError: () => undefined })
    .addHelpText(
      "after",
      `\nExamples:\n${COMMANDS.flatMap((command) => command.examples.slice(0, 1).map((line) => `  $ ${line}`)).join("\n")}`,
    );
  for (const command of COMMANDS) {
    const sub = program
      .command(`${command.name}${command.parameters ? ` ${command.parameters}` : ""}`)
      .description(command.summary)
      .exitOverride()
      .configureOutput({ outputError: () => undefined })
      .option("--json", "one JSON document on standard output")
      .option("--project <folder>", "the project's folder; default: this one, or the nearest above")
      .option("--as <person>", "who you are, of the people in throughline.yml")
      .addHelpText("after", `\nExamples:\n${command.examples.map((line) => `  $ ${line}`).join("\n")}`);
    for (const option of command.options ?? []) {
      if (option.many)
        sub.option(option.flags, option.description, (value: string, all: string[]) => [...all, value], [] as string[]);
      else sub.option(option.flags, option.description);
    }
    sub.action(async (...given: unknown[]) => {
      const options = sub.opts<Record<string, unknown>>();
      const values = given.slice(0, -2).flatMap((value) => (typeof value === "string" ? [value] : []));
      code = await invoke(command, values, options, open);
    });
  }
  try {
    await program.parseAsync([...parameters], { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const problem = error.message.replace(/^error: /, "");
    terminalOutput({ json: parameters.includes("--json") }).failure(fail("usage.wrong", { problem }).toData());
    return 2;
  }
}

async function invoke(
  command: Command,
  parameters: readonly string[],
  options: Readonly<Record<string, unknown>>,
  open: OpenContext,
): Promise<number> {
  const output = terminalOutput({ json: options["json"] === true });
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const folder = text(options["project"]) ?? process.cwd();
  let context: (Context & AsyncDisposable) | undefined;
  const project = () => findProject(folder);
  const person = (of: Project): Person => {
    const found = findPerson(of.config.people, actingAs(of, text(options["as"])));
    requireRole(found, command.role, command.name);
    return found;
  };
  try {
    // The authorisation table is the command table's column `role`; who only looks need not be known.
    if (command.role !== "viewer") person(project());
    return await command.run({
      folder,
      output,
      signal: abort.signal,
      options,
      parameters,
      project,
      person,
      async open(progress = () => undefined) {
        context ??= await open(project(), abort.signal, progress);
        return context;
      },
    });
  } catch (error) {
    if (abort.signal.aborted) {
      output.failure({
        code: "interrupted",
        message: "stopped",
        hint: "What was finished is kept; the same command goes on from there.",
        retry: "later",
      });
      return 130;
    }
    const failure = failureOf(error, "internal.bug");
    output.failure(failure);
    return exitCodeOfFailure(failure);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    await context?.[Symbol.asyncDispose]();
  }
}

/** On this machine a name is a claim, not a proof: who may read the project's folder may act as anybody in it. */
function actingAs(project: Project, named: string | undefined): string {
  const { people } = project.config;
  const id = named ?? environment.user ?? (people.length === 1 ? people[0]?.id : environment.accountName);
  return id ?? "";
}
