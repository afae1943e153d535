import type { Filter } from "@throughline/contracts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import { reaches } from "./dimension.ts";
import type { Reading } from "./outcome.ts";
import { FILLERS, type Token } from "./tokens.ts";

export const INTRODUCES = new Set(
  "for where with only when in during having on which whose who that paid made via using through at is are was were had have has if from into of by under just but come comes came coming belong belongs live lives living occur occurs occurred happen happens happened fall falls fell took place done handled performed booked served payed include includes included contain contains contained carry carries carried get gets got really actually truly indeed because due caused still already currently granted awarded did does do recorded measured registered logged observed among amongst within arriving left spent earned charged collected generated produced needed needs need needing required requiring require involved involving involve concerning regarding relating related placed originating originated processed managed assigned attributed linked costing lasting lasted came sold used bought ordered given taken".split(
    " ",
  ),
);

export const NEGATES = new Set(
  "not without outside excluding exclude except non no excl ignoring ignore minus other than isn't aren't never".split(
    " ",
  ),
);

export interface Found {
  readonly filter: Filter;
  readonly rest: readonly Token[];
  readonly label: string;
}

export function usable(reading: Reading, table: string | undefined): readonly ColumnEntry[] {
  return reading.catalogue.columns.filter(
    (entry) => table === undefined || reaches(reading, table, entry.table) !== "none",
  );
}

export function dropIntro(tokens: readonly Token[]): readonly Token[] {
  const kept = [...tokens];
  while (kept.length > 0 && (INTRODUCES.has(kept.at(-1)?.word ?? "") || FILLERS.has(kept.at(-1)?.word ?? "")))
    kept.pop();
  return kept;
}

/** The "of" of "number of red cars" belongs to what is counted, and leads to no condition. */
export function opensCount(before: Token | undefined, word: string): boolean {
  return word === "of" && /^(?:number|count)$/u.test(before?.word ?? "");
}

const AMOUNTS = new Set("total sum average avg amount money dollars euros much mean highest lowest largest".split(" "));

/** "total paid by card": what is totalled is what was paid, which leads to no condition. */
export function saysAmount(before: Token | undefined, word: string): boolean {
  return AMOUNTS.has(before?.word ?? "") && /^(?:paid|sold|spent|booked|used)$/u.test(word);
}
