import { type Construct, constructAt } from "./construct.ts";
import { jinjaIn, withoutJinja } from "./jinja-text.ts";
import { type SqlWord, sqlWords } from "./sql-words.ts";

/** What begins a query. Anything else at the beginning of a statement does something. */
const QUERIES: ReadonlySet<string> = new Set(["select", "with", "from", "values", "table", "pivot", "unpivot"]);

/** What changes something where a query is expected: in brackets, or as a common table expression. */
const DOES: ReadonlySet<string> = new Set(
  "insert update delete merge copy attach detach install load pragma set reset create drop alter truncate export import call execute prepare vacuum checkpoint grant revoke".split(
    " ",
  ),
);

/** Statements in a query's text: another one after `;`, one that is no query, one in brackets, `select … into`. */
export function statementsIn(text: string): readonly Construct[] {
  const words = sqlWords(withoutJinja(text, jinjaIn(text)));
  const found: Construct[] = [];
  const add = (word: SqlWord, what: string) => void found.push(constructAt(text, word.at, what));
  const first = words.find(({ text: own }) => own !== "(");
  if (first?.kind === "word" && DOES.has(first.text)) add(first, `the statement ${first.text.toUpperCase()}`);
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (word.text === ";" && next !== undefined && next.text !== ";") {
      const isQuery = next.kind === "word" && QUERIES.has(next.text);
      add(next, isQuery ? "another statement" : `the statement ${next.text.toUpperCase()}`);
    }
    const after = words[at + 2];
    // A name may be called so; a statement goes on with a word.
    if (
      word.text === "(" &&
      next?.kind === "word" &&
      DOES.has(next.text) &&
      after !== undefined &&
      /^(?:word|quoted)$/u.test(after.kind)
    )
      add(next, `the statement ${next.text.toUpperCase()}`);
    if (word.kind === "word" && word.text === "into" && next !== undefined && next.kind !== "symbol")
      add(word, "SELECT INTO");
  }
  return found;
}

/** Functions that read or write something outside of the warehouse, or run SQL that is made up while it runs. */
const OUTSIDE =
  /^(?:read_\w+|scan_\w+|\w+_scan|sniff_csv|glob|getenv|parquet_\w+|query|query_table|json_execute_serialized_sql|from_substrait\w*|duckdb_secrets|which_secret|load_aws_credentials|postgres_(?:query|execute|attach)|sqlite_\w+|mysql_\w+|st_read\w*|http_\w+|shellfs\w*|open_prompt|pg_read_\w+|pg_ls_\w+|pg_stat_file|pg_logdir\w*|lo_import|lo_export|dblink\w*|copy_database|current_setting|set_config|xp_\w+|sp_executesql|openrowset|opendatasource|openquery|external_query|system\w*\$\w+)$/u;

/** A name of a relation that is one of a file or an address. */
const FILE = /[/\\:]|\.(?:csv|tsv|txt|parquet|json|jsonl|ndjson|xlsx?|db|duckdb|sqlite|gz|zst|arrow|avro)$/u;

/** Words after which names are names of relations, and words that end the list of these. */
const BEGINS: ReadonlySet<string> = new Set(["from", "join"]);
const ENDS: ReadonlySet<string> = new Set(
  "select where group order having qualify limit offset window union intersect except on using set values".split(" "),
);

/** Functions that have a word `from` of their own between their brackets. */
const HAS_FROM: ReadonlySet<string> = new Set(["extract", "trim", "substring", "overlay", "position"]);

/** Reads past the warehouse: functions that open files and addresses, and files in the place of a relation. */
export function outsideReadsIn(text: string): readonly Construct[] {
  const words = sqlWords(withoutJinja(text, jinjaIn(text)));
  const found: Construct[] = [];
  /** Whether relations are named here, for each bracket that is open. */
  const open = [{ namesRelations: false, hasFrom: false }];
  for (const [at, word] of words.entries()) {
    const here = open.at(-1) ?? { namesRelations: false, hasFrom: false };
    const [before, next] = [words[at - 1], words[at + 1]];
    if (word.text === "(") {
      open.push({ namesRelations: false, hasFrom: before?.kind === "word" && HAS_FROM.has(before.text) });
    } else if (word.text === ")") {
      if (open.length > 1) open.pop();
    } else if (word.kind === "word" && (BEGINS.has(word.text) || ENDS.has(word.text))) {
      here.namesRelations = BEGINS.has(word.text) && !here.hasFrom;
    }
    const isNamed = word.kind === "word" || word.kind === "quoted";
    if (isNamed && next?.text === "(" && OUTSIDE.test(word.text)) {
      found.push(constructAt(text, word.at, `${word.text}()`));
    }
    const isRelation = here.namesRelations && before !== undefined && (BEGINS.has(before.text) || before.text === ",");
    if (isRelation && (word.kind === "string" || (word.kind === "quoted" && FILE.test(word.text)))) {
      found.push(constructAt(text, word.at, "a file in the place of a relation"));
    }
  }
  return found;
}
