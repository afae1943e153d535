import type { AuthorContext } from "@throughline/lineage/context";
import type { NodeDescription } from "@throughline/lineage/describe";

/** What an author has to read, by what it costs. The texts themselves are in the JSON. */
export function renderContext({
  files,
  columns,
  definitions,
  readers,
  tokens,
  projectTokens,
  partial,
}: AuthorContext): string {
  const share = projectTokens === 0 ? 0 : (100 * tokens) / projectTokens;
  const nodes = [...columns, ...definitions];
  return [
    `An author reads ${tokens} tokens, ${share.toFixed(1)} % of the project's ${projectTokens}:`,
    ...files.map(({ file, lines, tokens: own, why }) => {
      const part = lines === undefined ? "whole" : `lines ${lines.from} to ${lines.to}`;
      return `  ${file}, ${part} (${own}): ${why}`;
    }),
    ...nodes.map(({ text, why, tokens: own }) => `  ${text.replaceAll("\n", "\n    ")} (${own}): ${why}`),
    ...(readers.length === 0 ? [] : [`  and has to keep working: ${readers.join(", ")}`]),
    ...(partial === undefined ? [] : [`partial: ${partial}`]),
  ].join("\n");
}

/** What is known of one node, a line each. */
export function renderDescription(shown: NodeDescription, of: string): string {
  const { node, file, line, type, format, description, synonyms, definition } = shown;
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    ["type", type],
    ["format", format],
    ["what", description],
    ["also", synonyms.length === 0 ? undefined : synonyms.join(", ")],
    ["file", file === undefined ? undefined : `${file}${line === undefined ? "" : `:${line}`}`],
    ["made by", definition?.trim().replaceAll("\n", "\n           ")],
  ];
  const known = rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(8)} ${value}`]));
  return [`${node} (${of})`, ...(known.length === 0 ? ["  nothing is known of it but its lineage"] : known)].join("\n");
}
