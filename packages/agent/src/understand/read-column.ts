import type { Understanding } from "@throughline/contracts";
import { amountsDone } from "./amount-done.ts";
import { readBuckets } from "./bucket-column.ts";
import { columnPlaced } from "./column-place.ts";
import { readComputed } from "./computed-column.ts";
import { readFlag } from "./flag-column.ts";
import type { Reading } from "./outcome.ts";
import { columnInPlainOrder } from "./plain-column.ts";
import { readConditionFlag, readValueFlag } from "./value-flag.ts";

/** Reads a request for a column that is computed from others: ranges, a difference, a part of a date, a yes/no. */
export function readColumn(reading: Reading, text: string): Understanding | undefined {
  const placed = columnPlaced(reading, text);
  if (placed !== undefined) return readColumn(placed.reading, placed.text);
  const plain = columnInPlainOrder(amountsDone(text, "each"));
  if (plain !== text) return readColumn(reading, plain);
  const terse = /^(?:an? )?new (?:column|field)\s*[:,–-]\s*(.+)$/iu.exec(text)?.[1];
  if (terse !== undefined) return readColumn(reading, `add a column ${terse}`);
  return (
    readBuckets(reading, text) ??
    readValueFlag(reading, text) ??
    readFlag(reading, text) ??
    readConditionFlag(reading, text) ??
    readComputed(reading, text)
  );
}
