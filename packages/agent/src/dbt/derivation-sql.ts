import type { Derivation } from "@throughline/contracts";
import { quoteText, type SqlStyle } from "./sql-style.ts";

/** Columns of the model that a derivation reads. */
export function derivationInputs(derivation: Derivation): readonly string[] {
  switch (derivation.kind) {
    case "duration":
      return [derivation.start, derivation.end];
    case "ratio":
      return [derivation.numerator, derivation.denominator];
    case "sum":
      return derivation.columns;
    case "difference":
      return [derivation.left, derivation.right];
    case "bucket":
    case "date-part":
    case "compare":
      return [derivation.column];
  }
}

const SECONDS = { seconds: "1", minutes: "60.0", hours: "3600.0", days: "86400.0" };

/** The SQL of a derivation, in the style of the file it goes into; lines after the first carry their own indentation. */
export function derivationSql(
  derivation: Derivation,
  dataType: string,
  sqlOf: (column: string) => string,
  style: SqlStyle,
): readonly string[] {
  const word = (text: string): string => (style.upperCase ? text.toUpperCase() : text);
  const typed = (sql: string): string =>
    style.colonCasts ? `${sql}::${word(dataType)}` : `${word("cast")}(${sql} ${word("as")} ${word(dataType)})`;
  const inParentheses = (sql: string): string => (style.colonCasts ? `(${sql})` : sql);
  switch (derivation.kind) {
    case "duration": {
      const seconds = `${word("date_diff")}('second', ${sqlOf(derivation.start)}, ${sqlOf(derivation.end)})`;
      return [derivation.unit === "seconds" ? seconds : `${seconds} / ${SECONDS[derivation.unit]}`];
    }
    case "ratio":
      return [`${sqlOf(derivation.numerator)} / ${word("nullif")}(${sqlOf(derivation.denominator)}, 0)`];
    case "sum":
      return [typed(inParentheses(derivation.columns.map(sqlOf).join(" + ")))];
    case "difference":
      return [typed(inParentheses(`${sqlOf(derivation.left)} - ${sqlOf(derivation.right)}`))];
    case "bucket":
      return bucketSql(derivation, sqlOf(derivation.column), word, style);
    case "date-part": {
      const column = sqlOf(derivation.column);
      if (derivation.part === "weekday") return [`${word("dayname")}(${column})`];
      return [typed(`${word(derivation.part)}(${column})`)];
    }
    case "compare": {
      const { operator, value } = derivation;
      const literal = typeof value === "string" ? quoteText(value) : word(String(value));
      return [inParenthesesAlways(`${sqlOf(derivation.column)} ${operator} ${literal}`)];
    }
  }
}

function inParenthesesAlways(sql: string): string {
  return `(${sql})`;
}

/** Rows without a number stay without a label: no branch is an `else`. */
function bucketSql(
  derivation: Derivation & { kind: "bucket" },
  column: string,
  word: (text: string) => string,
  style: SqlStyle,
): readonly string[] {
  const { bounds, labels, inclusive } = derivation;
  const branch = (condition: string, label: string): string =>
    `${style.step}${word("when")} ${column} ${condition} ${word("then")} ${quoteText(label)}`;
  const lines = bounds.map((bound, at) =>
    branch(`${inclusive?.[at] === true ? "<=" : "<"} ${bound}`, labels[at] ?? ""),
  );
  const last = bounds.length - 1;
  lines.push(branch(`${inclusive?.[last] === true ? ">" : ">="} ${bounds[last]}`, labels[last + 1] ?? ""));
  return [word("case"), ...lines, word("end")];
}
