import type { Person, Role } from "@throughline/contracts";
import type { Project } from "../config/project.ts";
import type { Context } from "../workflow/context.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

/** What a command is given: the folder asked for, how to open the project, and where to answer. */
export interface Invocation {
  readonly folder: string;
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly options: Readonly<Record<string, unknown>>;
  readonly parameters: readonly string[];
  /** The project with store, forge and delivery; closed when the command ends. */
  open(progress?: (text: string) => void): Promise<Context>;
  project(): Project;
  /** Who is acting: --as, else the environment, else the only person there is. Fails when they lack the command's role. */
  person(project: Project): Person;
}

export interface Option {
  readonly flags: string;
  readonly description: string;
  readonly many?: boolean;
}

/** One row of the command table: what a person reads in --help, who may, and what it does. */
export interface Command {
  readonly name: string;
  readonly parameters?: string;
  readonly summary: string;
  readonly options?: readonly Option[];
  readonly examples: readonly string[];
  /** The role it needs; the authorisation table is this column. */
  readonly role: Role;
  run(invocation: Invocation): Promise<ExitCode>;
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
