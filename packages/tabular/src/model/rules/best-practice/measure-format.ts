import type { DaxCall, DaxExpression } from "../../../dax/syntax.ts";
import { nameKey } from "../../../text/same-name.ts";
import { ungrouped } from "../../dax-facts.ts";
import { parseExpression } from "../../dax-text.ts";
import type { Measure } from "../../model.ts";
import { indexModel, type ModelIndex } from "../../model-index.ts";
import type { Rule } from "../rule.ts";
import { practice } from "./practice.ts";

/** As Microsoft's, but a measure that is a text has no use for a format. */
const formats = practice({
  code: "PROVIDE_FORMAT_STRING_FOR_MEASURES",
  severity: "warning",
  why: "Without a format, readers see as many digits as there happen to be.",
  check({ model, facts }, report) {
    const texts = new TextMeasures(indexModel(model));
    for (const measure of facts.measures) {
      if (facts.isHidden(measure) || measure.formatString?.trim() || hasDynamicFormat(measure)) continue;
      if (texts.has(measure)) continue;
      report(measure.origin, `measure [${measure.name}] has no format`, "Write `formatString: …`.");
    }
  },
});

function hasDynamicFormat({ origin }: Measure): boolean {
  return origin.node.children.some(({ keyword, value }) => keyword === "formatStringDefinition" && value !== undefined);
}

const textFunctions = new Set(
  "format concatenate concatenatex upper lower substitute unichar rept left right mid trim".split(" "),
);
/** They give a value of their column, whatever its type. */
const pickers = new Set("selectedvalue min max values distinct lookupvalue firstnonblank lastnonblank".split(" "));

/** Measures that need measures that need measures: so far, and no farther than the stack bears. */
const deepestChain = 50;

type Variables = ReadonlyMap<string, boolean>;

/** Measures that are a text whatever the data: every way through their expression ends in one. */
class TextMeasures {
  private readonly index: ModelIndex;
  private readonly known = new Map<Measure, boolean>();
  private depth = 0;

  constructor(index: ModelIndex) {
    this.index = index;
  }

  has(measure: Measure): boolean {
    const known = this.known.get(measure);
    if (known !== undefined) return known;
    if (this.depth === deepestChain) return false;
    // A measure that needs itself is no text.
    this.known.set(measure, false);
    this.depth++;
    const made = this.isText(parseExpression(measure.expression).expression, new Map());
    this.depth--;
    this.known.set(measure, made);
    return made;
  }

  private isText(expression: DaxExpression, variables: Variables): boolean {
    const node = ungrouped(expression);
    switch (node.kind) {
      case "text":
        return true;
      case "binary":
        return node.operator === "&";
      case "name":
        return variables.get(nameKey(node.name)) === true;
      case "field": {
        const measure = node.table ? undefined : this.index.measure(node.name);
        return measure !== undefined && this.has(measure);
      }
      case "variables": {
        const inner = new Map(variables);
        for (const { name, value } of node.variables) inner.set(nameKey(name), this.isText(value, inner));
        return this.isText(node.result, inner);
      }
      case "call":
        return this.isTextCall(node, variables);
      default:
        return false;
    }
  }

  private isTextCall(call: DaxCall, variables: Variables): boolean {
    const name = nameKey(call.name);
    const [first] = call.arguments;
    if (textFunctions.has(name)) return true;
    if (pickers.has(name)) {
      if (first?.kind !== "field" || !first.table) return false;
      return this.index.column(first.table.name, first.name)?.dataType === "string";
    }
    const results = resultsOf(call).filter((result) => !isBlank(result));
    return results.length > 0 && results.every((result) => this.isText(result, variables));
  }
}

function isBlank(node: DaxExpression): boolean {
  return node.kind === "call" && nameKey(node.name) === "blank";
}

/** The arguments of which one is what a call gives. */
function resultsOf({ name, arguments: given }: DaxCall): readonly DaxExpression[] {
  switch (nameKey(name)) {
    case "calculate":
      return given.slice(0, 1);
    case "if":
      return given.slice(1);
    case "coalesce":
      return given;
    case "switch":
      return given.filter((_, i) => i > 0 && (i % 2 === 0 || i === given.length - 1));
    case "maxx":
    case "minx":
      return given.slice(1, 2);
    default:
      return [];
  }
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
