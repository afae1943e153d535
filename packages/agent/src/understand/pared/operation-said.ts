import type { Understanding } from "@throughline/contracts";
import type { Named } from "../../catalogue/catalogue.ts";
import type { Reading } from "../outcome.ts";
import { tokenize } from "../tokens.ts";
import { mentionsIn } from "./mentions.ts";

/** What is to be done with something that is there. */
export type Operation = "rename" | "change" | "remove" | "hide" | "test";

/** Words that only such a request has, however it is put. */
const SAYS: Readonly<Record<Operation, RegExp>> = {
  rename:
    /\bre-?nam\p{L}+|\b(?:relabel|retitle)\p{L}*|\b(?:better|decent|new|nicer|clearer|proper|good|other|different|silly|stupid|confusing|misleading|odd|ugly|bad|wrong|right|sensible|shorter|longer|friendlier) (?:name|label|title|wording)\b|\b(?:be|is|are|appear|appears|shown|known|read|go by|understood|understand|listed|displayed|say) as\b|\b(?:carry|carries|bear|have|get|take|use|under) the name\b|\bturn (?:it|that|this|them) into (?=\p{Lu})|\bchange (?:it|that|this) (?:in)?to (?=\p{Lu})|\bshould read (?=\p{Lu})|\b(?:should|must|shall|could|can|would|to)\b(?: \p{L}+){0,3}? be (?:called|named|labelled)\b|\bname (?:of|for) (?:it|that|this)\b|\bcalled .+ (?:from now on|instead|in future)\b/iu,
  change:
    /\b(?:chang(?:e|ed|ing)|modify|update[ds]?|repair|fix|correct|adapt|adjust|redefine|rework)\b|\b(?:must|should|may|can|do|does|shall|will)(?: not|n't) (?:be (?:part|in|counted|included)|count|include|belong|contain|consider|have)\b|\b(?:should|must|has to|have to|needs? to|ought to|shall) (?:leave|exclude|ignore|omit|skip|only)\b|\bany ?more\b|\b(?:no longer|still|wrongly) (?:counts?|includes?|contains?|has)\b|\bcounts? (?:everyone|everything|everybody|also|all|too)\b|\bbelongs? in (?:there|it|that)\b|\b(?:is|are) (?:only )?meant for\b|\bcan(?:'|no)t be right\b|\b(?:is|are) part of\b|\bfrom now on\b/iu,
  remove:
    /\b(?:remov(?:e|ed|ing)|delet(?:e|ed|ing)|drop(?:ped|ping)?|discard(?:ed)?|scrap(?:ped)?|retired?|eliminated?|erased?)\b|\b(?:superfluous|obsolete|redundant|unnecessary|outdated|outlived)\b|\b(?:may|can|could|should|must|has to) go\b(?! (?:in|to|up|down|by|from))|\bno longer (?:needed|used|wanted|of use)\b|\b(?:get|got|getting) rid\b|\bno (?:more |further )?use for\b|\b(?:no longer|not|n't|nobody) (?:need|needs|needed|use|uses|used|wants?)\b|\btake (?:it|that|this|the|them)\b.{0,30}\b(?:out|away)\b|\bthrow\b.{0,30}\b(?:out|away)\b/iu,
  hide: /\bhid(?:e|den|ing)\b|\b(?:nobody|no one|users?|people) (?:should|must|needs? to)(?: not|n't)? see\b|\b(?:not|n't) be (?:visible|seen)\b|\binvisible\b/iu,
  test: /\b(?:tests?|checks?|make sure|ensure|guard|warn\p{L}*|alert\p{L}*|complain|fails?|(?:the|each|every|our) builds?|must|may not|can(?:'|no)t|cannot|never|always|nulls?|duplicates?|makes? no sense|not allowed|forbidden)\b/iu,
};

const TO_TABLE = /^(?:in|to|on|into) (?:the |our )?([^,]{3,30}?),? (?:please )?(?:add|put|store|save|keep)\b/iu;

export function says(text: string, operation: Operation): boolean {
  return SAYS[operation].test(text);
}

/** "Fees minus refunds. Name it Net Fees.": the name of what is asked for, and none for what is there. */
const NAMES_IT = /\b(?:name|call|title|label) (?:it|this|that)\b(?! (?:measure|column|field|metric|kpi|number)\b)/iu;
/** In small letters: a name may have such words. */
const NEW_NUMBER =
  /\b(?:numbers?|figures?|measures?|metrics?|kpis?|together|minus|plus|divided|deducted|subtracted|sum|total|share|average)\b/u;

/** A number was read where the text says to do something with what is there, by its name. */
export function isOtherOperation(reading: Reading, text: string, read: Understanding): boolean {
  if (read.status === "understood" && /^rename-/u.test(read.intent.kind)) return isNewName(reading, text);
  const isNumber = read.status === "no-change" || (read.status === "understood" && read.intent.kind === "add-measure");
  if (!isNumber) return false;
  if (isColumnOfModel(reading, text)) return true;
  const isSaid = says(text, "rename") || says(text, "change") || says(text, "remove");
  if (!isSaid || (read.status === "no-change" && /\balready\b/u.test(read.existing))) return false;
  const kinds = new Set(namedIn(reading, text).map(({ kind }) => kind));
  const isRenamed = says(text, "rename") && (kinds.has("measure") || kinds.has("column"));
  return isRenamed || (kinds.has("measure") && (says(text, "change") || says(text, "remove")));
}

/** What is named before its name: one thing keeps it, of two something is made. */
function isNewName(reading: Reading, text: string): boolean {
  const at = text.search(NAMES_IT);
  if (at < 0 || says(text, "rename")) return false;
  const named = new Set(
    namedIn(reading, text.slice(0, at)).filter(({ kind }) => kind === "measure" || kind === "column"),
  );
  return NEW_NUMBER.test(text) || (named.size > 1 && !text.includes('"'));
}

/** "In the daily yield, add …", "fct_orders: …": to a table and to a model only columns can be added. */
function isColumnOfModel(reading: Reading, text: string): boolean {
  const table = TO_TABLE.exec(text)?.[1] ?? "";
  const model = /^\s*([\p{L}\p{N}_]+)\s*[:,]/u.exec(text)?.[1];
  return (
    reading.catalogue.modelColumns.some((entry) => entry.model === model) ||
    namedIn(reading, table).some(({ kind }) => kind === "table" || kind === "model")
  );
}

function namedIn(reading: Reading, text: string): readonly Named[] {
  return mentionsIn(reading, tokenize(text)).flatMap(({ things }) => things);
}
