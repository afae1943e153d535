import type { Example } from "./examples.ts";
import type { Fact } from "./outcome.ts";

const WIDTH = 132;

/** An example that has been run. */
export interface Shown {
  readonly example: Example;
  readonly transcript: string;
  readonly facts: readonly Fact[];
}

const INTRO = `# Examples

Real requests, and what came of them. Ana is an analyst who asks; Ben is an engineer who also approves. They work on
\`examples/nyc-taxi\`: a dlt pipeline, a dbt project and a Power BI model with a report, on 3,000 generated taxi trips. Every command
on this page was run, one after the other, on one production; \`ana$\` stands for \`--as ana\`. A request ends as a release of warehouse
and semantic model together, or it says why not.

The page is written by \`npm run examples\`, and CI compares it with what the product does now. Times, dates, hashes and ids are masked
with \`…\`; of a diff only what changed is shown; what a command repeats is \`… as above\`; long lines are folded. \`[exit 3]\` is a command
that waits for a person, \`[exit 1]\` one that failed or was refused. On two cores a change of the semantic model takes seconds of
machine time, and one that builds dbt models some more: \`npm run demo\` prints the times of your machine.`;

/** The whole page. */
export function pageOf(shown: readonly Shown[]): string {
  return `${[INTRO, contents(shown), ...shown.map(section)].join("\n\n")}\n`;
}

function contents(shown: readonly Shown[]): string {
  return shown
    .map(({ example, facts }, at) => {
      const tier = facts.find(([name]) => name === "Tier")?.[1];
      const tierWord = tier === undefined ? "" : `${/^\*\*(\w+)\*\*/.exec(tier)?.[1]}, `;
      const link = `[${example.heading}](#${anchorOf(titleOf(example, at))})`;
      return wrap(`${at + 1}. ${link}: ${said(example)} → ${tierWord}**${example.comesTo}**`, "   ");
    })
    .join("\n");
}

function said(example: Example): string {
  return example.said.startsWith("throughline ") ? `\`${example.said}\`` : `“${example.said}”`;
}

function section({ example, transcript, facts }: Shown, at: number): string {
  return [
    `## ${titleOf(example, at)}`,
    wrap(example.about),
    `\`\`\`console\n${transcript}\n\`\`\``,
    facts.map(([name, value]) => wrap(`- **${name}:** ${value}`, "  ")).join("\n"),
  ].join("\n\n");
}

function titleOf(example: Example, at: number): string {
  return `${at + 1}. ${example.heading}`;
}

/** How the usual Markdown renderers name a heading's anchor. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-");
}

/** Lines of the documentation's width; the later ones begin with `indent`, so that they stay in their list. */
function wrap(text: string, indent = ""): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (last.length + 1 + word.length > WIDTH) lines.push(indent + word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}
