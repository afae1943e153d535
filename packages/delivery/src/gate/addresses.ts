import { type Construct, constructAt } from "./construct.ts";

/** Schemes with a host, paths of other machines, and addresses by number. */
const ADDRESS =
  /\b(?:https?|wss?|ftps?|sftp|ssh|s3a?|gs|gcs|abfss?|wasbs?|az|r2|hf|file|jdbc|odbc|ldaps?|smb|javascript|data):(?:\/\/)?[^\s"'<>)\\]{2,}|\\\\[\w.-]+\\[\w$.-]+|(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/giu;

/** Names of schemas: they are read by editors, and say which shape a file has. */
const SCHEMA = /^https:\/\/(?:developer\.microsoft\.com\/json-schemas|json-schema\.org|schemas\.getdbt\.com)\//u;

/** Addresses in a text: where data could be sent, or come from. */
export function addressesIn(text: string): readonly Construct[] {
  return [...text.matchAll(ADDRESS)]
    .filter(({ 0: address }) => !SCHEMA.test(address))
    .map(({ index }) => constructAt(text, index, "an address outside of the project"));
}
