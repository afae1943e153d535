import { existsSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Production } from "@throughline/delivery";
import { CONFIG_FILE, parseConfig } from "../../config/config.ts";
import { detectProject } from "../../config/detect.ts";
import { environment } from "../../config/environment.ts";
import { configText } from "../../config/write-config.ts";
import { fail } from "../../errors/failures.ts";
import { loadData, previewRollBack, rollBackByHand, setUpProduction } from "../../workflow/operate.ts";
import { type Command, text } from "../command.ts";
import { LiveLine } from "./follow.ts";

export const operating: readonly Command[] = [
  {
    name: "init",
    summary: "Find loader, dbt project, models and reports; write throughline.yml; with --setup make production",
    role: "viewer",
    options: [
      {
        flags: "--setup",
        description: "build production (load, dbt build, release 1), or take over an existing warehouse",
      },
      {
        flags: "--take-over <file>",
        description: "the DuckDB warehouse to copy; default: the one dbt's profile points at",
      },
      { flags: "--build", description: "with --setup: build from nothing even if dbt's profile points at a warehouse" },
      { flags: "--force", description: "write throughline.yml anew" },
    ],
    examples: [
      "throughline init",
      "throughline init --setup",
      "throughline init --setup --take-over warehouse/sales.duckdb",
    ],
    async run(invocation) {
      const { folder, options, output } = invocation;
      const root = resolve(folder);
      if (!existsSync(root)) throw fail("project.gone", { folder: root });
      const file = join(root, CONFIG_FILE);
      const detected = await detectProject(root);
      const written = !existsSync(file) || options["force"] === true;
      if (!written && options["setup"] !== true) throw fail("config.exists", { file });
      if (written) {
        const id = (environment.user ?? environment.accountName ?? "me").replace(/[^\p{L}\p{N}._@-]/gu, "-");
        const person = { id, name: id, roles: ["requester" as const, "approver" as const, "administrator" as const] };
        const content = configText(basename(root), detected, [person]);
        parseConfig(content);
        writeFileSync(file, content);
      }
      const summary = { config: CONFIG_FILE, written, layout: detected.layout, notes: detected.notes };
      if (options["setup"] !== true) {
        output.answer(summary, () =>
          [`${CONFIG_FILE} written.`, ...detected.notes.map((note) => `  ${note}`)].join("\n"),
        );
        return 0;
      }
      const live = new LiveLine(output);
      try {
        const context = await invocation.open((doing) => output.live(`setting up: ${doing}`));
        const named = text(options["takeOver"]);
        const takeOver =
          named === undefined ? (options["build"] === true ? undefined : detected.warehouse) : resolve(named);
        const installed = await setUpProduction(context, invocation.person(context.project).id, takeOver);
        const { release, dataVersion } = installed.manifest;
        output.answer({ ...summary, production: installed, takenOver: takeOver ?? null }, () =>
          [
            ...(written ? [`${CONFIG_FILE} written.`] : []),
            ...detected.notes.map((note) => `  ${note}`),
            `Production is release ${release}, data version ${dataVersion}${takeOver ? `, taken over from a copy of ${takeOver}` : ""}.`,
          ].join("\n"),
        );
        return 0;
      } finally {
        live.stop();
      }
    },
  },
  {
    name: "load",
    summary: "Run the loaders on a copy of production and switch to it: a new data version",
    role: "approver",
    examples: ["throughline load"],
    async run({ open, person, output }) {
      const context = await open((doing) => output.live(`loading: ${doing}`));
      const loaded = await loadData(context, person(context.project).id);
      output.answer(loaded, () => {
        const rows = Object.entries(loaded.rows).map(([table, count]) => `${table} ${count}`);
        return `Data version ${loaded.manifest.dataVersion} is production (${rows.join(", ") || "no new rows"}).`;
      });
      return 0;
    },
  },
  {
    name: "rollback",
    parameters: "[release]",
    summary: "Make an earlier release production again: warehouse, semantic model and code",
    role: "approver",
    options: [{ flags: "--yes", description: "do not ask before commits of others are undone" }],
    examples: ["throughline rollback", "throughline rollback 3 --yes"],
    async run({ open, person, parameters, options, output }) {
      const context = await open((doing) => output.live(`rolling back: ${doing}`));
      const asked = parameters[0] === undefined ? undefined : Number(parameters[0]);
      if (asked !== undefined && !Number.isInteger(asked))
        throw fail("usage.wrong", { problem: `${parameters[0]} is no release number` });
      const { release, undone } = await previewRollBack(context, asked);
      const actor = person(context.project);
      if (undone.length > 0 && options["yes"] !== true) {
        output.note(`Going back to release ${release} undoes:\n${undone.map((line) => `  ${line}`).join("\n")}`);
        if (!output.interactive) {
          output.answer(
            { status: "waiting", waitingFor: "confirmation with --yes", release, undone },
            () => "Repeat with --yes to do it.",
          );
          return 3;
        }
        const terminal = createInterface({ input: process.stdin, output: process.stderr });
        const said = await terminal.question("go back? [y/N] ").finally(() => terminal.close());
        if (!/^y(es)?$/i.test(said.trim())) return 1;
      }
      const done = await rollBackByHand(context, actor.id, release);
      output.answer({ release, ...done }, () =>
        done.how === "pointer"
          ? `Production is release ${release} again, by the pointer: no data came since.`
          : `Production is the code of release ${release} on the newest data (${done.token}).`,
      );
      return 0;
    },
  },
  {
    name: "releases",
    summary: "All kept releases",
    role: "viewer",
    examples: ["throughline releases"],
    async run({ project, output }) {
      const production = new Production(project().warehouse);
      const current = production.token();
      const releases = production
        .list()
        .map(({ token, manifest }) => ({ token, current: token === current, ...manifest }));
      output.answer(releases, () =>
        releases
          .map(
            (release) =>
              `${release.current ? "*" : " "} ${release.token.padEnd(12)} ${release.builtAt}  ${release.request ?? "set-up"}`,
          )
          .join("\n"),
      );
      return 0;
    },
  },
];
