import type { Reading } from "./outcome.ts";

/** "f_invoices: gross = net + tax": a model of dbt, a name, and what it stands for. */
const TERSE =
  /^\s*(?<model>[\p{L}\p{N}_]+)\s*:\s*(?<name>[^=:]+?)\s*(?<sign>:?=|\b(?:is|equals)\b)\s*(?<formula>[^=]+?)[\s.!]*$/u;

/** "f_invoices, new: net plus tax": the same without a name. */
const UNNAMED =
  /^\s*(?<model>[\p{L}\p{N}_]+)\s*[,:]\s*(?:\+|(?:an? )?(?:new|add|extra|another)(?: (?:column|col|field))?\s*[:,])\s*(?<formula>\S.*?)[\s.!]*$/u;

/** Makes something of several: "status is open" says what holds of a column that is there. */
const OPERATES =
  /[+*/<>]|\s[-–]\s|\b(?:plus|minus|times|divided|over|above|below|under|at least|at most|more than|less than)\b/iu;

/** Words that say something of a column that is there. */
const SAYS_OF = /\b(?:never|not|unique|always|only|one of|null|empty|hidden|between|now|called|should|must)\b/iu;

/**
 * The same in full words, where the head is the name of a model: what people see has columns and measures, a model of dbt has
 * columns. Else the text as it is.
 */
export function terseColumnInFull({ catalogue }: Reading, text: string): string {
  const unnamed = UNNAMED.exec(text)?.groups;
  const isOfModel = catalogue.modelColumns.some((entry) => entry.model === unnamed?.["model"]);
  if (unnamed !== undefined && isOfModel) return `add a column to ${unnamed["model"]}: ${unnamed["formula"]}`;
  const { model = "", name = "", sign = "", formula = "" } = TERSE.exec(text)?.groups ?? {};
  const isModel = catalogue.modelColumns.some((entry) => entry.model === model);
  if (!isModel || SAYS_OF.test(`${name} ${formula}`)) return text;
  if (!sign.includes("=") && !OPERATES.test(formula)) return text;
  return `add a column called "${name}" to ${model}: ${formula}`;
}
