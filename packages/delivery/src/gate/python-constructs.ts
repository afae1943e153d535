import { type Construct, constructAt } from "./construct.ts";

/** Modules that only compute, and those a loader is written with. */
const KNOWN =
  /^(?:__future__|abc|argparse|bisect|collections|csv|dataclasses|datetime|decimal|dlt|enum|fractions|functools|hashlib|heapq|itertools|json|logging|math|numbers|operator|pathlib|re|statistics|string|time|typing|unicodedata|uuid|zoneinfo|duckdb|numpy|pandas|polars|pyarrow)(?:\.|$)/u;

/** Names that run text as code, start programs, or reach what a name was not given for. */
const RUNS =
  /^(?:eval|exec|compile|__import__|globals|locals|vars|getattr|setattr|delattr|breakpoint|input|open|system|popen|spawn\w*|exec[lv]\w*|fork|kill|putenv|environ|getenv|urlopen|urlretrieve|unlink|rmtree|remove|rmdir|rename|replace_file|symlink\w*|hardlink_to|chmod|chown|write_text|write_bytes|read_text|read_bytes|loads_pickle|read_pickle|to_pickle|read_csv|read_html|read_json|read_sql|execute|sql|attach|install_extension|load_extension|create_subprocess_\w+)$/u;

const PIECE =
  /(?<string>(?:[rRbBuUfF]{0,2})(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'))|#[^\n]*|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<end>\n|;)|[\s\S]/gu;

/** Python that does more than compute with what it is handed: imports, code from text, programs, files, the environment. */
export function pythonIn(text: string): readonly Construct[] {
  const found: Construct[] = [];
  const words: { readonly text: string; readonly at: number; readonly first: boolean }[] = [];
  let first = true;
  for (const { 0: whole, index, groups } of text.matchAll(PIECE)) {
    // The parts of an f-string that are code are looked at like a text of their own.
    if (groups?.["string"] !== undefined && /^[rR]?[fF]/u.test(whole)) {
      const inner = [...whole.matchAll(/\{([^{}]*)\}/gu)].map(([, code = ""]) => code).join("\n");
      for (const { what } of pythonIn(inner)) found.push(constructAt(text, index, what));
    }
    if (groups?.["word"] !== undefined) words.push({ text: whole, at: index, first });
    if (groups?.["end"] !== undefined) first = true;
    else if (!/^(?:\s|#)/u.test(whole)) first = false;
  }
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (word.text === "import" && next !== undefined) {
      // `from a import b` was seen at its `from`.
      const isFrom = words.slice(Math.max(0, at - 8), at).some((one) => one.text === "from" && one.first);
      if (!isFrom && !KNOWN.test(next.text)) found.push(constructAt(text, word.at, `an import of ${next.text}`));
      if (!isFrom && isList(text, next.at)) found.push(constructAt(text, word.at, "several imports in one"));
    } else if (word.text === "from" && word.first && next !== undefined && !KNOWN.test(next.text)) {
      found.push(constructAt(text, word.at, `an import of ${next.text}`));
    } else if (RUNS.test(word.text) || /^__\w+__$/u.test(word.text)) {
      if (word.text !== "__name__" && word.text !== "__file__")
        found.push(constructAt(text, word.at, `${word.text} in Python`));
    }
  }
  return found;
}

function isList(text: string, at: number): boolean {
  return /^[^\n;#]*,/u.test(text.slice(at));
}
