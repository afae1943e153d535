import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { environment } from "../config/environment.ts";
import { fail } from "../errors/failures.ts";

/**
 * Git without the user's configuration: an explicit identity, no hooks, no file system monitor, no prompts. What a hook or
 * an alias of this machine would do must not depend on who runs Throughline.
 */
const SETTINGS = [
  ...["-c", "core.hooksPath=/dev/null"],
  ...["-c", "core.fsmonitor=false"],
  ...["-c", "core.autocrlf=false"],
  ...["-c", "core.quotePath=false"],
  ...["-c", "protocol.file.allow=always"],
  ...["-c", "gc.auto=0"],
  ...["-c", "maintenance.auto=false"],
  ...["-c", "transfer.fsckObjects=true"],
  ...["-c", "init.defaultBranch=main"],
  ...["-c", "advice.detachedHead=false"],
  ...["-c", "safe.directory=*"],
];

export interface GitIdentity {
  readonly name: string;
  readonly email: string;
}

export const THROUGHLINE: GitIdentity = { name: "Throughline", email: "throughline@localhost" };

/** More than any diff that is shown or gated; a bigger answer fails instead of filling the memory. */
const OUTPUT_LIMIT = 256 * 1024 * 1024;

export interface GitOptions {
  readonly input?: string;
  readonly identity?: GitIdentity;
  /** Seconds since the epoch, so that the same work gives the same commit. */
  readonly time?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs one git command in a folder; its standard output, unchanged. */
export async function git(folder: string, parameters: readonly string[], options: GitOptions = {}): Promise<string> {
  return (await gitBytes(folder, parameters, options)).toString("utf8");
}

/** The same, for content that need not be text. */
export function gitBytes(folder: string, parameters: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const identity = options.identity ?? THROUGHLINE;
  const date =
    options.time === undefined
      ? {}
      : { GIT_AUTHOR_DATE: `@${options.time} +0000`, GIT_COMMITTER_DATE: `@${options.time} +0000` };
  return new Promise((resolve, reject) => {
    const child = execFile(
      "git",
      ["-C", folder, ...SETTINGS, ...parameters],
      {
        encoding: "buffer",
        maxBuffer: OUTPUT_LIMIT,
        env: {
          PATH: environment.searchPath,
          HOME: "/nonexistent",
          LC_ALL: "C",
          GIT_CONFIG_NOSYSTEM: "1",
          GIT_CONFIG_GLOBAL: "/dev/null",
          GIT_TERMINAL_PROMPT: "0",
          GIT_AUTHOR_NAME: identity.name,
          GIT_AUTHOR_EMAIL: identity.email,
          GIT_COMMITTER_NAME: identity.name,
          GIT_COMMITTER_EMAIL: identity.email,
          ...date,
          ...options.environment,
        },
      },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        if ((error as NodeJS.ErrnoException).code === "ENOENT" && !stderr.length)
          return reject(fail(existsSync(folder) ? "git.missing" : "project.gone", { folder }, error));
        const output = stderr.toString("utf8").trim().split("\n").slice(-3).join(" / ") || error.message;
        return reject(fail("git.failed", { command: parameters[0] ?? "", output }, error));
      },
    );
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(options.input ?? "");
  });
}

/** The same, trimmed: for ids and names. */
export async function gitLine(
  folder: string,
  parameters: readonly string[],
  options: GitOptions = {},
): Promise<string> {
  return (await git(folder, parameters, options)).trim();
}
