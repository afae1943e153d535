import type { Understanding } from "@throughline/contracts";
import { type DescriptionsOf, layerSync, reportSync } from "../sync/sync-edits.ts";
import { alreadyThere, type Reading } from "./outcome.ts";

const SIDE = "(?:dbt|power ?bi|the (?:semantic )?models?|the reports?)";

/** "sync dbt and Power BI", "bring Power BI in step with dbt", and which descriptions count. */
const SYNC = new RegExp(
  String.raw`^(?:sync(?:hroni[sz]e)?\s+${SIDE}\s+(?:and|with|to|from)\s+${SIDE}|bring\s+${SIDE}\s+(?:and\s+${SIDE}\s+)?(?:in(?:to)? (?:step|line|sync))(?:\s+with\s+${SIDE})?)(?:,?\s+(?:with\s+)?(?:the\s+)?descriptions\s+(?:of|from)\s+(dbt|power ?bi))?[.!]?$`,
  "iu",
);

/** Reads the wish that dbt and the semantic models say the same of the same things. */
export function readSync(reading: Reading, text: string): Understanding | undefined {
  const match = SYNC.exec(text);
  if (match === null) return undefined;
  const from = match[1]?.toLowerCase();
  const descriptions: DescriptionsOf | undefined = from === undefined ? undefined : from === "dbt" ? "dbt" : "power-bi";
  const { catalogue } = reading;
  const edits = [...layerSync(catalogue, descriptions).flatMap(({ edit }) => edit ?? []), ...reportSync(catalogue)];
  if (edits.length === 0) alreadyThere("dbt and the semantic models say the same wherever one could follow the other");
  return { status: "understood", intent: { kind: "sync", edits } };
}
