import { daxFacts } from "../dax-facts.ts";
import { modelFacts } from "../model-facts.ts";
import { finding, type Rule } from "./rule.ts";

/** A format must close what it opens. */
export const formatStrings: Rule = {
  kinds: [
    {
      code: "format-string-invalid",
      severity: "warning",
      why: "Readers see the format's own signs among the digits, or no digits at all.",
    },
  ],
  check({ model }, report) {
    const { columns, measures } = modelFacts(model);
    for (const { origin, formatString } of [...columns, ...measures]) {
      const open = formatString === undefined ? undefined : unclosed(formatString);
      if (open === undefined) continue;
      const { file, node } = origin;
      const property = node.children.find(({ keyword }) => keyword === "formatString");
      const span = property?.value?.span ?? node.header;
      report(file.path, finding("format-string-invalid", span, message(open), hint(open)));
    }
    for (const { dax, node } of daxFacts(model).calls("FORMAT")) {
      const [, format] = node.arguments;
      const open = format?.kind === "text" ? unclosed(format.value) : undefined;
      if (!format || open === undefined) continue;
      report(dax.expression.file.path, finding("format-string-invalid", format.span, message(open), hint(open)));
    }
  },
};

const message = (open: string): string => `this format opens ${open} and does not close it`;
const hint = (open: string): string => `Close it, or write \\${open} where the sign itself is meant.`;

/** The quote or bracket that is open at a format's end, whether or not a backslash counts inside of quotes. */
function unclosed(format: string): string | undefined {
  return openAtEnd(format, false) && openAtEnd(format, true);
}

/** A backslash makes the next sign one that is shown. Inside of quotes, engines differ. */
function openAtEnd(format: string, escapesInQuotes: boolean): string | undefined {
  let open: string | undefined;
  for (let i = 0; i < format.length; i++) {
    const sign = format.charAt(i);
    if (sign === "\\" && (open === undefined || escapesInQuotes)) i++;
    else if (open === undefined) open = sign === '"' || sign === "[" ? sign : undefined;
    else if (sign === (open === "[" ? "]" : '"')) open = undefined;
  }
  return open;
}
