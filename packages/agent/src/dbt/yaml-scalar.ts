import { fail } from "../failures.ts";

/** Plain in YAML 1.1 and 1.2, in block and in flow: letters first, and nothing that could be read as syntax. */
const PLAIN = /^\p{L}[\p{L}\p{N}_]*(?:[ .;/()+-]*[\p{L}\p{N}_()]+)*\.?$/u;
/** The same with commas and inner quotes, which only flow collections read as syntax. */
const PLAIN_IN_BLOCK = /^\p{L}[\p{L}\p{N}_]*(?:[ .,;/()+'"-]*[\p{L}\p{N}_()]+)*\.?$/u;
/** Words that YAML 1.1, which dbt reads, takes for something other than text. */
const NOT_TEXT = /^(?:y|yes|n|no|true|false|on|off|null|nan|inf|e\d+)$/iu;
/** Jinja's openers: dbt renders what stands in its YAML. */
const JINJA = /\{[{%#]/u;
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\uFEFF\uD800-\uDFFF]/u;
/** dbt calls what looks like a call in a test's arguments, also without Jinja's braces. */
const CALL = /^\s*[\p{L}_][\p{L}\p{N}_.]*\s*\(/u;

/** What makes a text unfit for a file that dbt renders; undefined when it is harmless. */
export function renderedTextProblem(text: string): string | undefined {
  if (JINJA.test(text)) return "it contains Jinja";
  return CONTROL.test(text.replaceAll(/[\u{10000}-\u{10FFFF}]/gu, "")) ? "it contains control characters" : undefined;
}

/** What makes a value unfit for the arguments of a test. */
export function argumentProblem(value: string): string | undefined {
  if (CALL.test(value)) return "it looks like a call, which dbt would run";
  // dbt puts the value between single quotes of SQL as it is.
  if (/['\\]/u.test(value)) return "it contains a quote or backslash, which dbt does not escape";
  return renderedTextProblem(value);
}

/** Writes a text so that any YAML reader, of version 1.1 or 1.2, reads exactly it back, in block or in flow. */
export function yamlText(text: string, place: "block" | "flow" = "flow"): string {
  const problem = renderedTextProblem(text);
  if (problem !== undefined) throw fail("author.unsafe-text", { what: "a text for a dbt file", problem });
  if ((place === "flow" ? PLAIN : PLAIN_IN_BLOCK).test(text) && !NOT_TEXT.test(text)) return text;
  if (!/[\n\t\u0085\u00A0]/u.test(text) && !text.includes("\\")) return doubleOrSingle(text);
  return JSON.stringify(text);
}

function doubleOrSingle(text: string): string {
  return text.includes('"') ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

/** Writes a value of a test's arguments. */
export function yamlValue(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const problem = argumentProblem(value);
  if (problem !== undefined) throw fail("author.unsafe-text", { what: `the value ${JSON.stringify(value)}`, problem });
  const written = yamlText(value);
  return written === value ? `"${value}"` : written;
}
