import { type Construct, constructAt } from "./construct.ts";
import { type JinjaPiece, jinjaIn } from "./jinja-text.ts";

/** What reaches out of the text that is rendered: the database, the environment, Python, other files, dbt's own state. */
const REACHES_OUT =
  /^(?:env_var|run_query|statement|load_result|load_relation|adapter|api|modules|builtins|graph|flags|invocation_args_dict|dbt_metadata_envs|context|log|print|exceptions|write|render|store_result|store_raw_result|submit_python_job|fromjson|fromyaml|diff_of_two_dicts|request|cycler|joiner|namespace|lipsum|self|caller|import|include|extends|call|local_md5|get_where_subquery|execute|database|sql|drop_relation\w*|create_schema|drop_schema|truncate_relation|alter_\w+)$/u;

const WORD = /'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<odd>__)/gu;

/** Statements that only choose between texts that are there. */
const CHOOSES = /^\{%-?\s*(?:if\s+is_incremental\(\)|else|endif)\s*-?%\}$/u;

/** Where something may be set for a model: of what is set, hooks and headers are looked at by another rule. */
const CONFIG = /^\{\{-?\s*config\(/u;

const RELATION =
  /^\{\{-?\s*(?:this|ref\(\s*(?:'[^']*'|"[^"]*")\s*(?:,\s*(?:'[^']*'|"[^"]*")\s*)?\)|source\(\s*(?:'[^']*'|"[^"]*")\s*,\s*(?:'[^']*'|"[^"]*")\s*\)|doc\(\s*(?:'[^']*'|"[^"]*")\s*\))\s*-?\}\}$/u;

/** Jinja that computes: everything but names of relations, settings, and the two legs of an incremental model. */
export function computedJinjaIn(text: string): readonly Construct[] {
  return jinjaIn(text).flatMap((piece) => {
    const what = computes(piece);
    return what === undefined ? [] : [constructAt(text, piece.at, what, piece.text)];
  });
}

function computes({ kind, text }: JinjaPiece): string | undefined {
  if (kind === "comment" || RELATION.test(text) || CHOOSES.test(text)) return undefined;
  if (kind === "unclosed") return "Jinja that is never closed";
  const words = [...text.matchAll(WORD)].flatMap(({ groups }) => groups?.["word"] ?? []);
  const reaching = words.find((word) => REACHES_OUT.test(word) || word.startsWith("__"));
  if (reaching !== undefined) return `${reaching} in Jinja`;
  if (kind === "expression" && CONFIG.test(text)) return undefined;
  return kind === "statement" ? "a Jinja statement" : "a Jinja expression that computes";
}
