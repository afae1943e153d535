import { Production } from "@throughline/delivery";
import { fail } from "../../errors/failures.ts";
import { verifyLedger } from "../../ledger/verify-ledger.ts";
import { readControls } from "../../limits/controls.ts";
import { requireRequest } from "../../workflow/actions.ts";
import { workUntilAtRest } from "../../workflow/worker.ts";
import type { Command } from "../command.ts";
import { exitCodeOf } from "../exit-code.ts";
import { presentState } from "../present-state.ts";
import { renderLine, renderState } from "../render.ts";

export const looking: readonly Command[] = [
  {
    name: "status",
    parameters: "[id]",
    summary: "Where requests are",
    role: "viewer",
    options: [{ flags: "--watch", description: "go on until the request rests, and do its work if nobody does" }],
    examples: ["throughline status", "throughline status r-1a2b3c4d5e --watch"],
    async run({ open, parameters, options, output }) {
      const context = await open();
      const [id] = parameters;
      if (id === undefined) {
        const states = await context.store.requests();
        output.answer(states.map(presentState), () => states.map(renderLine).join("\n") || "No requests yet.");
        return 0;
      }
      let state = await requireRequest(context, id);
      const show = (shown: typeof state) => output.answer(presentState(shown), () => renderLine(shown));
      // Watching also works: what a killed process left goes on here.
      if (options["watch"] === true) state = await workUntilAtRest(context, id, { watch: show });
      else show(state);
      return exitCodeOf(state.status);
    },
  },
  {
    name: "show",
    parameters: "<id>",
    summary: "The whole account of a request",
    role: "viewer",
    examples: ["throughline show r-1a2b3c4d5e"],
    async run({ open, parameters, output }) {
      const state = await requireRequest(await open(), parameters[0] ?? "");
      output.answer(presentState(state), () => renderState(state));
      return exitCodeOf(state.status);
    },
  },
  {
    name: "logs",
    parameters: "<id>",
    summary: "What was done for a request, line by line",
    role: "viewer",
    examples: ["throughline logs r-1a2b3c4d5e"],
    async run({ open, parameters, output }) {
      const context = await open();
      const { id } = await requireRequest(context, parameters[0] ?? "");
      const lines = context.log.read(id);
      output.answer(lines, () =>
        lines.map((line) => `${line.at} ${line.level} ${line.stage ?? "-"} ${line.message}`).join("\n"),
      );
      return 0;
    },
  },
  {
    name: "health",
    summary: "Production, queue, breaker and freeze in one look",
    role: "viewer",
    examples: ["throughline health --json"],
    async run({ open, output }) {
      const context = await open();
      const controls = await readControls(context.store);
      const current = new Production(context.project.warehouse).current();
      const chain = await verifyLedger(context);
      const jobs = await context.store.jobs();
      const states = await context.store.requests();
      const count = (status: string) => states.filter((state) => state.status === status).length;
      const health = {
        ok: chain.ok && !controls.breakerOpen && controls.freeze === null && current !== undefined,
        production: current ? { token: current.token, ...current.manifest } : null,
        queue: {
          running: jobs.length,
          waitingForPeople: count("question") + count("awaiting-approval") + count("awaiting-review"),
        },
        requests: {
          released: count("released"),
          failed: count("failed"),
          rolledBack: count("rolled-back"),
          all: states.length,
        },
        breaker: { open: controls.breakerOpen, failuresInARow: controls.failuresInARow },
        freeze: controls.freeze,
        frozenLineage: controls.frozenModels,
        ledger: chain,
        sandbox: context.sandbox.guarantees,
      };
      output.answer(health, () =>
        [
          `production  ${current ? `release ${current.manifest.release}, data version ${current.manifest.dataVersion}` : "none: run throughline init --setup"}`,
          `queue       ${health.queue.running} running, ${health.queue.waitingForPeople} waiting for people`,
          `requests    ${health.requests.released} released, ${health.requests.failed} failed, ${health.requests.rolledBack} rolled back, ${states.length} in all`,
          `breaker     ${controls.breakerOpen ? "OPEN" : "closed"} (${controls.failuresInARow} failed in a row)`,
          `freeze      ${controls.freeze ? `by ${controls.freeze.by}: ${controls.freeze.reason}` : "none"}`,
          `ledger      ${chain.ok ? `${chain.entries} entries, whole` : `BROKEN at ${chain.brokenAt}: ${chain.reason}`}`,
          `sandbox     ${context.sandbox.guarantees.name}; not guaranteed: ${context.sandbox.guarantees.notGuaranteed.join(", ") || "nothing"}`,
        ].join("\n"),
      );
      return health.ok ? 0 : 1;
    },
  },
  {
    name: "ledger",
    parameters: "<verify|show|export>",
    summary: "The record of everything that happened, and whether it is whole",
    role: "viewer",
    examples: ["throughline ledger verify", "throughline ledger export > ledger.jsonl"],
    async run({ open, parameters, output }) {
      const context = await open();
      const entries = await context.store.ledger();
      if (!["verify", "show", "export"].includes(parameters[0] ?? "")) {
        throw fail("usage.wrong", { problem: `ledger ${parameters[0]}: verify, show or export` });
      }
      if (parameters[0] === "verify") {
        const report = await verifyLedger(context);
        output.answer(report, () =>
          report.ok
            ? `${report.entries} entries, whole; head ${report.head}`
            : `broken at entry ${report.brokenAt}: ${report.reason}`,
        );
        return report.ok ? 0 : 1;
      }
      if (parameters[0] === "export" && !output.json) {
        for (const entry of entries) process.stdout.write(`${JSON.stringify(entry)}\n`);
        return 0;
      }
      output.answer(entries, () =>
        entries
          .map((entry) => `${entry.seq}  ${entry.at}  ${entry.actor}  ${entry.request ?? "-"}  ${entry.event.kind}`)
          .join("\n"),
      );
      return 0;
    },
  },
];
