import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findPython } from "@throughline/delivery";
import { parseDocument } from "yaml";
import { environment } from "../../config/environment.ts";
import { renderAccount } from "../../demo/account.ts";
import { fail } from "../../errors/failures.ts";
import { git } from "../../git/git.ts";
import { type Command, type Invocation, text } from "../command.ts";
import type { ExitCode } from "../exit-code.ts";

const EXAMPLE = fileURLToPath(new URL("../../../../../examples/nyc-taxi", import.meta.url));
const PROGRAM = fileURLToPath(new URL("../../main.ts", import.meta.url));

const SENTENCE = "add average fare per mile";

/** Two people, so that the demo shows who asks and who approves. */
const PEOPLE = [
  { id: "ana", name: "Ana Analyst", roles: ["requester"] },
  { id: "ben", name: "Ben Engineer", roles: ["requester", "approver", "administrator"] },
];

/** A time-out for one command of the demo: far above what any takes. */
const COMMAND_SECONDS = 900;

interface Step {
  readonly who: string;
  readonly command: readonly string[];
  readonly seconds: number;
  readonly exit: number;
}

interface Answer {
  readonly id?: string;
  readonly status?: string;
  readonly [key: string]: unknown;
}

export const demo: Command = {
  name: "demo",
  parameters: "[sentence]",
  summary: "Make the example project with its production and take one request through every step, as two people",
  role: "viewer",
  options: [
    { flags: "--data <folder>", description: "real TLC files instead of generated ones" },
    { flags: "--rows <count>", description: "trips to generate; default 200000" },
    { flags: "--keep", description: "keep the project's folder, and say where it is" },
  ],
  examples: ["throughline demo", 'throughline demo "add a metric for average trip duration by payment type" --keep'],
  async run(invocation) {
    if (!existsSync(EXAMPLE)) throw fail("demo.no-example", { folder: EXAMPLE });
    const { options, output, parameters } = invocation;
    const folder = join(realpathSync(mkdtempSync(join(tmpdir(), "throughline-demo-"))), "nyc-taxi");
    try {
      await makeProject(invocation, folder);
      return await perform(invocation, folder, parameters[0] ?? SENTENCE);
    } finally {
      if (options["keep"] === true) output.note(`The project is kept in ${folder}`);
      else rmSync(join(folder, ".."), { recursive: true, force: true });
    }
  },
};

/** A copy of the example under git, with data and two people. */
async function makeProject({ options, output }: Invocation, folder: string): Promise<void> {
  output.note("making the example project …");
  cpSync(EXAMPLE, folder, {
    recursive: true,
    filter: (path) => !/[/\\](data|warehouse|target|logs|\.throughline|__pycache__)$/.test(path),
  });
  const data = join(folder, "data");
  const given = text(options["data"]);
  if (given === undefined) {
    mkdirSync(data, { recursive: true });
    const rows = text(options["rows"]) ?? "200000";
    const run = spawnSync(
      findPython(environment.forDelivery),
      ["loader/generate.py", "--rows", rows, "--seed", "42", "--out", "data"],
      {
        cwd: folder,
        encoding: "utf8",
        env: { ...environment.forDelivery },
      },
    );
    if (run.status !== 0)
      throw fail("usage.wrong", {
        problem: `generating the data: ${(run.stderr || String(run.error)).trim().split("\n").at(-1)}`,
      });
    output.note(run.stdout.trim());
  } else {
    if (!existsSync(given)) throw fail("project.gone", { folder: resolve(given) });
    cpSync(resolve(given), data, { recursive: true });
  }
  const file = join(folder, "throughline.yml");
  const config = parseDocument(readFileSync(file, "utf8"));
  config.set("people", config.createNode(PEOPLE));
  config.delete("solo");
  writeFileSync(file, config.toString({ lineWidth: 0 }));
  await git(folder, ["init", "--quiet"]);
  await git(folder, ["add", "--all"]);
  await git(folder, ["commit", "--quiet", "--message", "Start the project"]);
}

/** Every step by the same commands a user would type, each in a process of its own. */
async function perform({ output }: Invocation, folder: string, sentence: string): Promise<ExitCode> {
  const steps: Step[] = [];
  const step = (who: string, ...command: string[]): Answer => {
    output.note(`\n${who}$ throughline ${command.map((part) => (part.includes(" ") ? `"${part}"` : part)).join(" ")}`);
    const started = performance.now();
    const run = spawnSync(process.execPath, [PROGRAM, ...command, "--json", "--as", who, "--project", folder], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      timeout: COMMAND_SECONDS * 1000,
      maxBuffer: 1 << 28,
    });
    steps.push({ who, command, seconds: Math.round(performance.now() - started) / 1000, exit: run.status ?? 1 });
    return JSON.parse(run.stdout.trim().split("\n").at(-1) || "{}") as Answer;
  };
  step("ben", "init", "--setup");
  let state = step("ana", "request", sentence, "--approve");
  const id = state.id ?? "";
  // Ana says what she can; what the policy wants somebody else for is Ben's to look at and to let through.
  while (state.status === "awaiting-approval" || state.status === "awaiting-review") state = step("ben", "approve", id);
  const ledger = step("ben", "ledger", "verify");
  const health = step("ben", "health");
  output.answer({ ...state, ledger, health, steps, folder }, () => renderAccount(state, ledger, steps));
  const good = state.status === "released" && ledger["ok"] === true && health["ok"] === true;
  if (good) return 0;
  return state.status === "question" ? 3 : state.status === "no-change" ? 0 : 1;
}
