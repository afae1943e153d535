import type { Filter } from "@throughline/contracts";
import type { ColumnEntry } from "../catalogue/catalogue.ts";
import type { Dimension } from "./dimension.ts";
import { takeFilters } from "./filters.ts";
import type { Reading } from "./outcome.ts";
import { rawOf, type Token, tokenize } from "./tokens.ts";

const AGAINST = new Set("vs versus against".split(" "));
const LEADS = new Set("on for in by of at between , - – :".split(" "));
const REST = /^(?:all )?(?:the )?(?:rest|others?|other ones|remaining|remainder|weekdays|working days)\b/iu;
const MOST_WORDS = 3;

interface Compared {
  readonly number: readonly Token[];
  readonly by: readonly Dimension[];
}

/** "revenue, weekends vs weekdays", "tips for yellow vs green": the number by the column that has both. */
export function comparedParts(reading: Reading, tokens: readonly Token[]): Compared | undefined {
  const at = tokens.findIndex(({ word }) => AGAINST.has(word));
  if (at < 2) return undefined;
  const behind = tokens.slice(at + 1);
  const end = behind.findIndex(({ word }) => word === "by" || word === "per");
  const right = end < 0 ? behind : behind.slice(0, end);
  for (let length = Math.min(MOST_WORDS, at - 1); length >= 1; length -= 1) {
    const left = tokens.slice(at - length, at);
    const filter = onlyFilter(reading, left);
    const entry = filter === undefined ? undefined : columnOf(reading, filter);
    if (entry === undefined) continue;
    const number = [...withoutLead(tokens.slice(0, at - length)), ...behind.slice(right.length)];
    const other = onlyFilter(reading, right);
    const by: readonly Dimension[] = [{ kind: "column", entry }];
    if (entry.type === "boolean") return isRest(entry, right, other) ? { number, by } : undefined;
    if (other === undefined || columnOf(reading, other) !== entry) return undefined;
    const isAll = entry.values?.length === 2;
    const only = tokenize(`for ${rawOf(left)} and ${rawOf(right)}`);
    return { number: isAll ? number : [...number, ...only], by };
  }
  return undefined;
}

function onlyFilter(reading: Reading, tokens: readonly Token[]): Filter | undefined {
  const { filters, rest } = takeFilters(reading, tokens, undefined);
  return filters.length === 1 && rest.length === 0 ? filters[0] : undefined;
}

function columnOf({ catalogue }: Reading, { column }: Filter): ColumnEntry | undefined {
  return catalogue.columns.find((one) => one.table === column.table && one.column.name === column.column);
}

/** Of a yes or no, the other side is its opposite, or all that is left. */
function isRest(entry: ColumnEntry, tokens: readonly Token[], other: Filter | undefined): boolean {
  const isOpposite = other?.column.column === entry.column.name && other.values[0] === false;
  return isOpposite || REST.test(rawOf(tokens));
}

function withoutLead(tokens: readonly Token[]): readonly Token[] {
  return LEADS.has(tokens.at(-1)?.word ?? "") ? withoutLead(tokens.slice(0, -1)) : tokens;
}
