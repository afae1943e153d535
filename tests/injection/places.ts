import type { FileChange } from "@throughline/contracts";

/** Where untrusted words reach an author from. Those in files are in the tree that it hands back; the others are what it was told. */
export interface Place {
  readonly name: string;
  /** True of words that come in by a channel, and are cleaned before they are read. */
  readonly isMessage: boolean;
  /** The file that holds the words, as they stand there. */
  readonly holding: (words: string) => FileChange | undefined;
}

const quoted = (words: string) => JSON.stringify(words);
const inFile = (name: string, path: string, text: (words: string) => string): Place => ({
  name,
  isMessage: false,
  holding: (words) => ({ path, before: null, after: text(words) }),
});
const message = (name: string): Place => ({ name, isMessage: true, holding: () => undefined });

export const PLACES: readonly Place[] = [
  inFile(
    "dbt description",
    "models/staging/stg_orders.yml",
    (words) => `models:\n  - name: stg_orders\n    description: ${quoted(words)}\n`,
  ),
  inFile("seed", "seeds/grounds.csv", (words) => `id,text\n1,${quoted(words)}\n`),
  inFile(
    "meta",
    "models/staging/stg_orders.yml",
    (words) => `models:\n  - name: stg_orders\n    config:\n      meta: {note: ${quoted(words)}}\n`,
  ),
  inFile(
    "column name",
    "models/staging/stg_orders.yml",
    (words) => `models:\n  - name: stg_orders\n    columns:\n      - name: ${quoted(words)}\n`,
  ),
  inFile(
    "TMDL annotation",
    "bi/Orders.SemanticModel/definition/tables/Depot.tmdl",
    (words) => `table Depot\n\n\tannotation Note = ${quoted(words)}\n`,
  ),
  inFile("Jinja", "models/staging/stg_orders.sql", (words) => `{# ${words} #}\nselect 1 as order_id, 2 as amount\n`),
  inFile(
    "hook",
    "models/staging/stg_orders.yml",
    (words) => `models:\n  - name: stg_orders\n    config: {post-hook: ${quoted(words)}}\n`,
  ),
  inFile("dlt code", "loader/other.py", (words) => `# ${words.replaceAll("\n", " ")}\nimport dlt\n`),
  message("commit message"),
  message("comment on a pull request"),
  message("issue"),
  message("Slack text"),
];
