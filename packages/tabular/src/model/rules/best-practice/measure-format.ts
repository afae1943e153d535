import type { DaxExpression } from "../../../dax/syntax.ts";
import { nameKey } from "../../../text/same-name.ts";
import { ungrouped } from "../../dax-facts.ts";
import { parseExpression } from "../../dax-text.ts";
import type { Measure } from "../../model.ts";
import type { Rule } from "../rule.ts";
import { practice } from "./practice.ts";

/** As Microsoft's, but a measure that is a text has no use for a format. */
const formats = practice({
  code: "PROVIDE_FORMAT_STRING_FOR_MEASURES",
  severity: "warning",
  why: "Without a format, readers see as many digits as there happen to be.",
  check({ facts }, report) {
    for (const measure of facts.measures) {
      if (facts.isHidden(measure) || measure.formatString?.trim() || hasDynamicFormat(measure)) continue;
      if (isText(parseExpression(measure.expression).expression, new Map())) continue;
      report(measure.origin, `measure [${measure.name}] has no format`, "Write `formatString: …`.");
    }
  },
});

function hasDynamicFormat({ origin }: Measure): boolean {
  return origin.node.children.some(({ keyword, value }) => keyword === "formatStringDefinition" && value !== undefined);
}

const texts = new Set(
  "format concatenate concatenatex upper lower substitute unichar rept left right mid trim".split(" "),
);

/** Whether an expression is a text whatever the data: every way through it ends in one. */
function isText(expression: DaxExpression, variables: ReadonlyMap<string, boolean>): boolean {
  const node = ungrouped(expression);
  if (node.kind === "text") return true;
  if (node.kind === "binary") return node.operator === "&";
  if (node.kind === "name") return variables.get(nameKey(node.name)) === true;
  if (node.kind === "variables") {
    const inner = new Map(variables);
    for (const { name, value } of node.variables) inner.set(nameKey(name), isText(value, inner));
    return isText(node.result, inner);
  }
  if (node.kind !== "call") return false;
  const name = nameKey(node.name);
  if (texts.has(name)) return true;
  const isBlank = (result: DaxExpression): boolean => result.kind === "call" && nameKey(result.name) === "blank";
  const results =
    name === "if"
      ? node.arguments.slice(1)
      : name === "switch"
        ? node.arguments.slice(1).filter((_, i, all) => i % 2 === 1 || i === all.length - 1)
        : name === "calculate"
          ? node.arguments.slice(0, 1)
          : [];
  return (
    results.some((result) => !isBlank(result)) &&
    results.every((result) => isBlank(result) || isText(result, variables))
  );
}

/** As Microsoft's, but any format of one digit after the point will do. */
const percentages = practice({
  code: "PERCENTAGE_FORMATTING",
  severity: "info",
  why: "Percentages of one model should have the same number of digits, so that they can be compared.",
  check({ facts }, report) {
    for (const { origin, name, formatString } of facts.measures) {
      if (!formatString?.includes("%") || /^-?(?:#,#*)?#*0\.0\s?%(?:;|$)/u.test(formatString)) continue;
      const message = `percentage [${name}] is formatted as \`${formatString}\``;
      report(origin, message, "Write `formatString: #,0.0%;-#,0.0%;#,0.0%`.");
    }
  },
});

/**
 * As Microsoft's, for measures that have a format of numbers: the others are those of `PROVIDE_FORMAT_STRING_FOR_MEASURES`.
 * Digits after the point are wrong only where the measure counts.
 */
const numbers = practice({
  code: "INTEGER_FORMATTING",
  severity: "info",
  why: "Long numbers without separators are read wrongly, and digits after the point of a count say nothing.",
  check({ facts }, report) {
    for (const { origin, name, formatString, expression } of facts.measures) {
      const [positive = ""] = (formatString ?? "").split(";");
      if (!/^[#0,]*0(?:\.[0#]+)?$/u.test(positive)) continue;
      const isWhole = !positive.includes(".");
      const isRight = isWhole ? positive.includes(",") : !isCount(parseExpression(expression).expression);
      if (isRight) continue;
      report(origin, `number [${name}] is formatted as \`${formatString}\``, "Write `formatString: #,0`.");
    }
  },
});

function isCount(expression: DaxExpression): boolean {
  const node = ungrouped(expression);
  if (node.kind !== "call") return false;
  const [first] = node.arguments;
  return /^(?:COUNT|DISTINCTCOUNT)/iu.test(node.name) || (/^CALCULATE$/iu.test(node.name) && !!first && isCount(first));
}

export const measureFormat: readonly Rule[] = [formats, percentages, numbers];
