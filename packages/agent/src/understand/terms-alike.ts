import type { Formula } from "@throughline/contracts";
import { simpleFormulaOf } from "./known-formula.ts";
import { isMoney } from "./number-columns.ts";
import { Outcome, type Reading } from "./outcome.ts";
import type { Quantity } from "./quantity.ts";

/** Reads one of several numbers that are added up or taken from each other. */
type Term = (reading: Reading) => Quantity;

/**
 * "Parts, labour and fees": where one of the numbers fits several columns and the others are money, it is the one of them
 * that is money too, since nobody adds hours to it.
 */
export function termsAlike(reading: Reading, terms: readonly Term[]): readonly Quantity[] {
  const read = terms.map((term) => tried(reading, term));
  const found = read.flatMap((one) => ("formula" in one ? [one] : []));
  const areMoney = found.length > 0 && found.every(({ formula }) => isOfMoney(reading, formula));
  return read.map((one, at) => {
    const term = terms[at];
    if ("formula" in one || term === undefined) return one as Quantity;
    const answer = areMoney ? moneyAmong(reading, one) : undefined;
    if (answer === undefined) throw one;
    return term({ ...reading, answers: { ...reading.answers, ...answer } });
  });
}

function tried(reading: Reading, term: Term): Quantity | Outcome {
  try {
    return term(reading);
  } catch (outcome) {
    if (outcome instanceof Outcome) return outcome;
    throw outcome;
  }
}

function moneyAmong(reading: Reading, { understanding }: Outcome): Record<string, string> | undefined {
  const [question] = understanding.status === "question" ? understanding.questions : [];
  const fitting = question?.choices.filter(({ id }) =>
    reading.catalogue.columns.some((entry) => id === `column:${entry.table}[${entry.column.name}]` && isMoney(entry)),
  );
  const [only, other] = fitting ?? [];
  return question === undefined || only === undefined || other !== undefined ? undefined : { [question.id]: only.id };
}

/** Whether a number adds up an amount of money. */
export function isOfMoney(reading: Reading, formula: Formula): boolean {
  const { columns, measures } = reading.catalogue;
  switch (formula.kind) {
    case "aggregate": {
      const { table, column } = formula.column;
      return columns.some((one) => one.table === table && one.column.name === column && isMoney(one));
    }
    case "measure": {
      const entry = measures.find((one) => one.measure.name === formula.measure.measure);
      const own = entry === undefined ? undefined : simpleFormulaOf(reading.catalogue, entry);
      return own?.kind === "aggregate" && isOfMoney(reading, own);
    }
    case "filtered":
      return isOfMoney(reading, formula.of);
    case "total":
      return formula.terms.every((one) => isOfMoney(reading, one));
    case "difference":
      return isOfMoney(reading, formula.left);
    default:
      return false;
  }
}
