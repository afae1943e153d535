import { type DescriptionsOf, layerSync, reportSync, type Synced } from "@throughline/agent";
import { deliveryProcess } from "@throughline/delivery";
import { environment } from "../../config/environment.ts";
import { fail } from "../../errors/failures.ts";
import { sandboxSettings } from "../../sandboxes/sandbox-settings.ts";
import { type Command, text } from "../command.ts";
import { planText, readKnown } from "./plan.ts";

export const sync: Command = {
  name: "sync",
  summary: "Where dbt and Power BI do not say the same, and the plan that brings them together; writes nothing",
  role: "viewer",
  options: [
    { flags: "--list", description: "only list the differences" },
    {
      flags: "--descriptions <side>",
      description: "dbt or power-bi: whose counts where both have one; default: both stay",
    },
  ],
  examples: [
    "throughline sync",
    "throughline sync --list --json",
    'throughline request "sync dbt and Power BI, descriptions from dbt"',
  ],
  async run({ project: find, options, output }) {
    const descriptions = sideOf(text(options["descriptions"]));
    const project = find();
    await using delivery = deliveryProcess(environment.forDelivery, sandboxSettings(project));
    const known = await readKnown(project, delivery);
    const differences = layerSync(known.catalogue, descriptions);
    const reports = reportSync(known.catalogue);
    if (options["list"] === true) {
      output.answer({ differences, reports }, () => renderList(differences, reports));
      return 0;
    }
    const open = differences.filter(isOpen);
    if (open.length > 0) output.note(["Somebody has to decide:", ...open.map(renderDifference)].join("\n"));
    const from = { dbt: ", descriptions from dbt", "power-bi": ", descriptions from Power BI" };
    const words = `sync dbt and Power BI${descriptions === undefined ? "" : from[descriptions]}`;
    output.note(`As a request: throughline request "${words}"`);
    return await planText(words, {}, known, output);
  },
};

function sideOf(side: string | undefined): DescriptionsOf | undefined {
  if (side === undefined || side === "dbt" || side === "power-bi") return side;
  throw fail("usage.wrong", { problem: `--descriptions ${side}: the sides are dbt and power-bi` });
}

function renderList(differences: readonly Synced[], reports: ReturnType<typeof reportSync>): string {
  const decided = differences.filter((difference) => !isOpen(difference));
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : [title, ...lines, ""]);
  const lines = [
    ...section("One side can follow the other:", decided.map(renderDifference)),
    ...section("Somebody has to decide:", differences.filter(isOpen).map(renderDifference)),
    ...section(
      "dbt does not know all that reports read:",
      reports.map(({ label, models }) => `  ${label}: ${models.join(", ")}`),
    ),
  ];
  return lines.length === 0 ? "dbt and Power BI say the same." : lines.join("\n").trimEnd();
}

function isOpen({ edit }: Synced): boolean {
  return edit === undefined;
}

function renderDifference({ drift }: Synced): string {
  switch (drift.kind) {
    case "not-shown":
      return `  ${drift.model}.${drift.column.name} is not shown in ${drift.table}`;
    case "not-built":
      return `  ${place(drift.column)} reads ${drift.source}, which ${drift.model} does not have`;
    case "type":
      return `  ${place(drift.column)} is ${drift.shown}, ${drift.model}.${drift.source} is ${drift.dataType ?? drift.built}`;
    case "format":
      return `  ${place(drift.column)} is shown as ${drift.shown ?? "it comes"}, dbt says ${drift.built}`;
    case "description": {
      const { table, column, shown, built } = drift;
      const of = column === undefined ? table : place({ table, column });
      return `  ${of}: Power BI says ${quoted(shown)}, dbt says ${quoted(built)}`;
    }
  }
}

function place({ table, column }: { readonly table: string; readonly column: string }): string {
  return `${table}[${column}]`;
}

function quoted(words: string | undefined): string {
  return words === undefined ? "nothing" : `"${words}"`;
}
