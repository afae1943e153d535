import type { Impact, Reached, Trace } from "@throughline/lineage";
import { fail } from "../../errors/failures.ts";
import { type Command, type Invocation, text } from "../command.ts";
import type { ExitCode } from "../exit-code.ts";
import { readDescriptions, readLineage, stampOf } from "../read-lineage.ts";
import { renderDescription } from "../render-context.ts";
import { compareSides, showDifference } from "./lineage-diff.ts";

export const lineage: Command = {
  name: "lineage",
  parameters: "<question> [node] [head]",
  summary:
    "What something is made of (trace), what is made of it (impact), both drawn (picture), what it is (show), what is different between two commits (diff [base] [head]); serve answers over HTTP",
  options: [
    { flags: "--depth <n>", description: "go so many steps; default: all the way" },
    { flags: "--manifest <file>", description: "dbt's manifest.json to read; default: production's, else dbt's last" },
    { flags: "--format <name>", description: "picture: mermaid or svg; default: mermaid" },
    { flags: "--port <n>", description: "serve: the port to listen on; default: one that is free" },
  ],
  role: "viewer",
  examples: [
    "throughline lineage impact source:raw.trips.fare_amount",
    'throughline lineage trace "visual:Overview/Trips by day"',
    'throughline lineage trace "measure:Trips[Total Fare Amount]" --depth 2 --json',
    'throughline lineage picture "measure:Trips[Tip Rate]" --depth 3 --format svg > tip-rate.svg',
    'throughline lineage show "model:fct_trips.is_valid_trip"',
    "throughline lineage diff production worktree",
    "throughline lineage diff release:2 my-branch --json",
    "throughline lineage serve --port 4173",
  ],
  async run(invocation) {
    const { folder, options, output, parameters } = invocation;
    const [direction = "", node, another] = parameters;
    if (direction === "diff") return await showDifference(invocation);
    if (direction === "serve") return await serve(invocation);
    if (direction !== "trace" && direction !== "impact" && direction !== "picture" && direction !== "show") {
      throw fail("usage.wrong", {
        problem: `lineage ${direction}: the questions are trace, impact, picture and show, diff and serve`,
      });
    }
    if (node === undefined || another !== undefined) {
      throw fail("usage.wrong", { problem: `lineage ${direction}: it takes one node` });
    }
    const depth = depthOf(text(options["depth"]));
    const format = formatOf(text(options["format"]));
    const { answer } = await import("@throughline/lineage");
    const manifest = text(options["manifest"]);
    const { lineage: found, of } = await readLineage(folder, manifest);
    if (direction === "show") {
      // A node that is not there is said to be as it is for the other questions.
      const { node: asked } = answer(found, "trace", node, 1);
      const shown = (await readDescriptions(folder, manifest))(asked) ?? { node: asked, synonyms: [] };
      output.answer({ ...shown, of }, () => renderDescription(shown, of));
      return 0;
    }
    if (direction === "picture") {
      const { node: asked } = answer(found, "trace", node, 1);
      const { mermaid, neighbourhood, svg } = await import("@throughline/lineage/picture");
      const picture = neighbourhood(found, asked, depth);
      const drawn = format === "svg" ? svg(picture) : mermaid(picture);
      output.answer({ ...picture, of, format, drawn }, () => drawn.trimEnd());
      return 0;
    }
    const reached = answer(found, direction, node, depth);
    output.answer({ ...reached, of }, () => render(reached, of));
    return 0;
  },
};

/** Listens until it is stopped. What is asked about is read anew when it changed since the last question. */
async function serve({ folder, options, output, signal }: Invocation): Promise<ExitCode> {
  const { serveLineage } = await import("@throughline/lineage");
  const port = Number(text(options["port"]) ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw fail("usage.wrong", { problem: `--port ${text(options["port"])}: a number from 0 to 65535` });
  }
  const manifest = text(options["manifest"]);
  let read = { stamp: stampOf(folder, manifest), lineage: await readLineage(folder, manifest) };
  await using server = await serveLineage(
    {
      async current() {
        const stamp = stampOf(folder, manifest);
        if (stamp !== read.stamp) read = { stamp, lineage: await readLineage(folder, manifest) };
        return read.lineage;
      },
      compare: (base, head) => compareSides(folder, base, head),
    },
    port,
  ).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
    throw fail("usage.wrong", { problem: `--port ${port}: it is taken, or not allowed` });
  });
  const url = `http://127.0.0.1:${server.port}`;
  output.answer({ url, of: read.lineage.of }, () => `answering about ${read.lineage.of} at ${url}; Ctrl-C stops`);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  return 0;
}

function formatOf(named: string | undefined): "mermaid" | "svg" {
  if (named === undefined || named === "mermaid" || named === "svg") return named ?? "mermaid";
  throw fail("usage.wrong", { problem: `--format ${named}: the formats are mermaid and svg` });
}

function depthOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  if (!/^[1-9]\d*$/u.test(written)) throw fail("usage.wrong", { problem: `--depth ${written}: a number of steps` });
  return Number(written);
}

function render(answer: Trace | Impact, of: string): string {
  const reached = "upstream" in answer ? answer.upstream : answer.downstream;
  const title = "upstream" in answer ? `${answer.node} is made of` : `made of ${answer.node}`;
  const shown = reached.filter((one) => !isOnlyOfItsRows(one));
  const kinds = [...new Set(shown.map(({ node }) => kindOf(node)))];
  const sections = kinds.flatMap((kind) => {
    const own = shown.filter(({ node }) => kindOf(node) === kind);
    return ["", `${kind} (${own.length})`, ...own.map((one) => renderReached(one, reached))];
  });
  const unresolved = answer.unresolved.map(({ node, reason }) => `  ${node}: ${reason}`);
  return [
    `${title} (${of}):`,
    ...(reached.length === 0 ? ["  nothing that is known"] : sections),
    ...(unresolved.length > 0 ? ["", "not resolved, so that there may be more:", ...unresolved] : []),
    ...(answer.partial === undefined ? [] : ["", `partial: ${answer.partial}`]),
  ].join("\n");
}

function kindOf(node: string): string {
  return node.slice(0, node.indexOf(":"));
}

/** A column that is reached only since the rows are that it is in: the line of its relation or table counts it. */
function isOnlyOfItsRows({ kind, node, via }: Reached): boolean {
  return kind === "rowset" && (node.startsWith(`${via}.`) || node.startsWith(`column:${via.replace("table:", "")}[`));
}

function renderReached({ node, kind, path }: Reached, all: readonly Reached[]): string {
  const columns = all.filter((one) => one.via === node && isOnlyOfItsRows(one)).length;
  const counted = columns === 0 ? "" : ` and ${columns} of its columns`;
  return `  ${node}${counted}  ${kind}, by ${path.slice(0, -1).join(" → ")}`;
}
