import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { Failure } from "@throughline/contracts";
import { findPython, Production } from "@throughline/delivery";
import { bubblewrapMissing, dockerMissing } from "@throughline/sandboxes";
import { SandboxChoice } from "../../config/config.ts";
import { environment } from "../../config/environment.ts";
import { findRepository, type Project } from "../../config/project.ts";
import { projectSecrets, referencesOf } from "../../secrets/project-secrets.ts";
import { Redactor } from "../../secrets/redactor.ts";
import type { Command } from "../command.ts";

interface Diagnosis {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  readonly hint?: string;
}

function program(what: string, command: string, parameters: readonly string[], hint: string): Diagnosis {
  const run = spawnSync(command, parameters, { encoding: "utf8", env: { ...environment.forDelivery } });
  const found = `${run.stdout ?? ""}${run.stderr ?? ""}`.trim().split("\n")[0] ?? "";
  return run.status === 0 ? { what, ok: true, found } : { what, ok: false, found: "missing", hint };
}

/** As the check finds it: beside the Python, else the system's. */
function ruffOf(python: string): string {
  const beside = join(dirname(python), "ruff");
  return isAbsolute(beside) && existsSync(beside) ? beside : "ruff";
}

/** Whether each secret can be read now. No value is ever shown. */
async function secretsOf({ config }: Project): Promise<readonly Diagnosis[]> {
  const references = referencesOf(config.secrets);
  if (references.size === 0) return [];
  await using secrets = projectSecrets(config.secrets, new Redactor(), environment.variables);
  const missing = await secrets.missing([...references.keys()]);
  return [...references].map(([reference, what]) => {
    const failure = missing.find((one) => one.reference === reference)?.failure;
    if (!failure) return { what: "secret", ok: true, found: `${reference} (${what})` };
    return { what: "secret", ok: false, found: `${reference} (${what}): ${failure.message}`, hint: failure.hint };
  });
}

/** The one that is configured must be there; of the others it is said whether they could be. */
async function diagnoseSandbox({ kind, image }: SandboxChoice): Promise<Diagnosis> {
  const missing = {
    process: undefined,
    bubblewrap: bubblewrapMissing(environment.searchPath),
    docker: await dockerMissing(environment.dockerHost, image),
  };
  const others = (["bubblewrap", "docker"] as const)
    .filter((other) => other !== kind)
    .map((other) => `${other} ${missing[other] === undefined ? "could be" : `not: ${missing[other]}`}`);
  const found = [missing[kind] ?? kind, ...others].join("; ");
  if (missing[kind] === undefined) return { what: "sandbox", ok: true, found };
  return { what: "sandbox", ok: false, found, hint: "docs/how-to/sandbox.md says how to get each." };
}

export const doctor: Command = {
  name: "doctor",
  summary: "What is installed, what is missing, and how to get it",
  role: "viewer",
  examples: ["throughline doctor", "throughline doctor --json"],
  async run({ project: find, output }) {
    const python = findPython(environment.forDelivery);
    const tools =
      "In a clone: `npm run setup`. Elsewhere install toolchain/requirements.lock and set THROUGHLINE_PYTHON.";
    const list: Diagnosis[] = [
      { what: "Node", ok: true, found: process.version },
      program("git", "git", ["--version"], "https://git-scm.com/downloads"),
      program("Python", python, ["--version"], tools),
      program("dbt", python, ["-c", "import dbt.version as v; print(v.__version__)"], tools),
      program("dlt", python, ["-c", "import importlib.metadata as m; print(m.version('dlt'))"], tools),
      program("sqlfluff", python, ["-c", "import importlib.metadata as m; print(m.version('sqlfluff'))"], tools),
      program("ruff", ruffOf(python), ["--version"], tools),
    ];
    let choice: SandboxChoice = SandboxChoice.parse({});
    try {
      const project = find();
      choice = project.config.sandbox;
      list.push({ what: "project", ok: true, found: project.root });
      const repository = await findRepository(project.root);
      list.push(
        repository
          ? { what: "repository", ok: true, found: `${repository.branch} at ${repository.head.slice(0, 12)}` }
          : { what: "repository", ok: false, found: "none", hint: "git init && git add -A && git commit" },
      );
      const current = new Production(project.warehouse).current();
      list.push(
        current
          ? { what: "production", ok: true, found: `release ${current.token}` }
          : { what: "production", ok: false, found: "none", hint: "throughline init --setup" },
      );
      list.push(...(await secretsOf(project)));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      list.push({ what: "project", ok: false, found: error.message, hint: error.hint });
    }
    list.push(await diagnoseSandbox(choice));
    const ok = list.every((item) => item.ok);
    output.answer({ ok, list }, () =>
      list
        .map(
          (item) =>
            `${item.ok ? "✓" : "✗"} ${item.what.padEnd(11)} ${item.found}${item.hint ? `\n              ${item.hint}` : ""}`,
        )
        .join("\n"),
    );
    return ok ? 0 : 1;
  },
};
