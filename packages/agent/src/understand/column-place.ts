import { objectsNamed } from "./object-named.ts";
import type { Reading } from "./outcome.ts";

/** Where a sentence says its new column belongs, and what it says without that. */
interface Placed {
  readonly reading: Reading;
  readonly text: string;
}

const TABLE = String.raw`(?:the\s+|our\s+)?(?:(?:table|model)\s+)?(?<table>[\p{L}\p{N}_]+(?: [\p{L}\p{N}_]+)?)(?:\s+(?:table|model))?`;
const ASKS = String.raw`(?:(?:please\s+|(?:i|we)\s+)?(?:add|create|make|build|define|put|have|need|want|give us)\s+)?(?:an?\s+|the\s+|another\s+)?(?:new\s+|computed\s+|calculated\s+|derived\s+)*(?:column|field)\b`;
const CALLED = String.raw`(?:(?:called|named)\s+)?(?<name>"[^"]+"|[\p{L}\p{N}_]+(?: [\p{L}\p{N}_]+){0,2}?)`;
const IS = String.raw`(?:\s*[:=,]\s*(?:which\s+is\s+|that\s+is\s+)?|\s+(?=(?:with|that|which|for|showing|holding|containing|as|saying)\b))`;

/** Each says in its own order: a column, its table, perhaps its name, and what it holds. */
const ORDERS: readonly RegExp[] = [
  new RegExp(String.raw`^(?:in|to|on|for)\s+${TABLE}\s*,?\s+${ASKS}\s+(?<rest>.+)$`, "iu"),
  new RegExp(String.raw`^${TABLE}\s*[:–-]\s*${ASKS}\s+(?<rest>.+)$`, "iu"),
  new RegExp(
    String.raw`^(?:add\s+)?(?:an?\s+)?new\s+(?:column|field)\s+(?:(?:to|in|on|for)\s+)?${TABLE}\s*:\s+(?<rest>[^:=]+)$`,
    "iu",
  ),
  new RegExp(String.raw`^${ASKS}\s+(?:to|in|on)\s+${TABLE}\s*:\s+(?<rest>[^:=]+)$`, "iu"),
  new RegExp(String.raw`^${ASKS}\s+${CALLED}\s+(?:to|in|on|for)\s+${TABLE}${IS}(?<rest>.+)$`, "iu"),
  new RegExp(String.raw`^${ASKS}\s+(?:to|in|on)\s+${TABLE}${IS}?\s*(?<rest>(?:called|named)\b.+)$`, "iu"),
  new RegExp(
    String.raw`^(?:an?\s+)?(?<name>[\p{L}\p{N}]*_[\p{L}\p{N}_]*)\s+(?:column|field)\s+(?:to|in|on|for)\s+${TABLE}${IS}(?<rest>.+)$`,
    "iu",
  ),
];

/** "add a column open_amt to the charges: a minus b" is a column open_amt, of columns of the charges. */
export function columnPlaced(reading: Reading, text: string): Placed | undefined {
  for (const order of ORDERS) {
    const said = order.exec(text)?.groups;
    if (said === undefined) continue;
    const table = said["table"] ?? "";
    const within = inTable(reading, table);
    if (within === undefined) continue;
    const given = said["name"] ?? "";
    if (/^(?:for|with|that|which|of|as)\b/iu.test(given)) continue;
    const name = given === "" ? "" : `called ${/\s/u.test(given) && !/"/u.test(given) ? `"${given}"` : given} `;
    const rest = (said["rest"] ?? "").replace(
      name === "" ? /^$/u : /^(?:with|that is|which is|for|as|showing)\s+/iu,
      "",
    );
    // Behind a colon stands what it holds, without a word that leads to it.
    const isBare =
      name === "" && !/=|^(?:for|with|that|which|called|named|of|as|showing|holding|containing|saying)\b/iu.test(rest);
    return { reading: within, text: `add a column ${name}${name === "" && !isBare ? "" : "for "}${rest}` };
  }
  return undefined;
}

/** The project with the columns of one table only; undefined when the words name no table, or several. */
function inTable(reading: Reading, phrase: string): Reading | undefined {
  const { catalogue } = reading;
  const owners = objectsNamed(catalogue, phrase, ["table", "model"]);
  const tables = catalogue.tables.filter((entry) =>
    owners.some((owner) => owner === entry || (owner.kind === "model" && owner.name === entry.feeds)),
  );
  const [table, other] = tables;
  if (table === undefined || other !== undefined) return undefined;
  const columns = catalogue.columns.filter((entry) => entry.table === table.table.name);
  return { ...reading, catalogue: { ...catalogue, columns } };
}
