import type { FileChange, Finding } from "@throughline/contracts";
import { addressesIn } from "./addresses.ts";
import { broughtBy, type Construct } from "./construct.ts";
import { hiddenIn } from "./hidden-characters.ts";
import { computedJinjaIn } from "./jinja-constructs.ts";
import { modelReadsIn } from "./model-constructs.ts";
import { pythonIn } from "./python-constructs.ts";
import { secretsIn } from "./secrets.ts";
import { configIn, settingsIn } from "./setting-constructs.ts";
import { outsideReadsIn, statementsIn } from "./sql-constructs.ts";
import { isOddPath, isSteering } from "./steering-files.ts";

/** Who wrote a patch. What an author may not bring, people may, where somebody else approves it and the policy lets it through. */
export type Writer = "author" | "people";

export { secretsIn } from "./secrets.ts";

/** One defence of the gate. Each stands alone: the corpus of attacks is run with each of them left out as well. */
export interface GateRule {
  readonly name: string;
  readonly code: string;
  /** What it keeps out, and why. */
  readonly why: string;
  /** Whether it holds for what people write too. */
  readonly binds: "author" | "everybody";
  readonly looksAt: (path: string) => boolean;
  /** True where it is about what dbt builds: SQL that people keep beside it may do anything, and nothing here runs it. */
  readonly isOfTransform?: boolean;
  /** What is in a text; what was in it before is nothing that the patch brings. */
  readonly find?: (text: string, path: string) => readonly Construct[] | Promise<readonly Construct[]>;
  /** What is wrong with the file itself. */
  readonly refuse?: (change: FileChange) => string | undefined;
}

const isSql = (path: string) => /\.sql$/iu.test(path);
const isYaml = (path: string) => /\.ya?ml$/iu.test(path);
const isPython = (path: string) => /\.pyw?$/iu.test(path);
const isModel = (path: string) => /\.(?:tmdl|bim|m|pq)$/iu.test(path);
/** Macros are SQL that is put together: what a query may not have, they are made for. */
const isQuery = (path: string) => isSql(path) && !/(^|\/)macros\//iu.test(path);
const everything = () => true;

/** A change to text that people read has less; what is bigger is data, or hides something. */
const MOST_BYTES = 1024 * 1024;

export const GATE_RULES: readonly GateRule[] = [
  {
    name: "paths",
    code: "gate.odd-path",
    why: "A path that other systems read otherwise can name another file than people see.",
    binds: "everybody",
    looksAt: everything,
    refuse: ({ path }) => (isOddPath(path) ? "its path is not one of a file in the project" : undefined),
  },
  {
    name: "steering files",
    code: "gate.steering-file",
    why: "It is run, fetched or obeyed before anything of the patch is checked.",
    binds: "author",
    looksAt: everything,
    refuse: ({ path }) => (isSteering(path) ? "it is run or obeyed by other programs" : undefined),
  },
  {
    name: "size",
    code: "gate.size",
    why: "What nobody can read through can hide anything.",
    binds: "everybody",
    looksAt: everything,
    refuse: ({ after, before }) => {
      if (after?.includes("\0") && !before?.includes("\0")) return "it is not text";
      const bytes = after === null ? 0 : Buffer.byteLength(after);
      return bytes > MOST_BYTES && bytes > Buffer.byteLength(before ?? "") ? "it is bigger than 1 MiB" : undefined;
    },
  },
  {
    name: "hidden characters",
    code: "gate.hidden-character",
    why: "People who review it do not see what is there.",
    binds: "everybody",
    looksAt: everything,
    find: hiddenIn,
  },
  {
    name: "secrets",
    code: "gate.secret",
    why: "What is committed is known to everybody who reads the repository, for good.",
    binds: "everybody",
    looksAt: everything,
    find: secretsIn,
  },
  {
    name: "statements",
    code: "gate.statement",
    why: "A model is a query; what else SQL can do, dbt does by its materialisations.",
    binds: "everybody",
    looksAt: isQuery,
    isOfTransform: true,
    find: statementsIn,
  },
  {
    name: "outside reads",
    code: "gate.outside-read",
    why: "A model reads the warehouse, and nothing beside it: files and addresses are the loader's.",
    binds: "everybody",
    // In YAML it would be words of people mostly; of the SQL there is in it, the fence keeps the same.
    looksAt: isSql,
    isOfTransform: true,
    find: outsideReadsIn,
  },
  {
    name: "jinja",
    code: "gate.jinja",
    why: "Jinja that computes runs while dbt reads the project, before any check.",
    binds: "author",
    looksAt: (path) => isSql(path) || /\.(?:csv|md)$/iu.test(path),
    find: computedJinjaIn,
  },
  {
    name: "settings",
    code: "gate.setting",
    why: "Hooks and headers are SQL that runs beside a model; others say where data goes.",
    binds: "author",
    looksAt: (path) => isYaml(path) || isSql(path),
    find: (text, path) => (isYaml(path) ? settingsIn(text) : configIn(text)),
  },
  {
    name: "python",
    code: "gate.python",
    why: "A loader computes with what it is handed; programs, files and the network are not among it.",
    binds: "author",
    looksAt: isPython,
    find: pythonIn,
  },
  {
    name: "model sources",
    code: "gate.model-source",
    why: "What a semantic model reads from is decided by people who run it.",
    binds: "author",
    looksAt: isModel,
    find: modelReadsIn,
  },
  {
    name: "addresses",
    code: "gate.address",
    why: "Data could be sent there by whoever opens it.",
    binds: "author",
    looksAt: everything,
    find: addressesIn,
  },
];

/**
 * Looks at a patch before anything of it is run: what it may not bring, with its place. The text of a patch is data here; nothing
 * of it is rendered, executed or opened. `transform` is the folder of the dbt project, as far as one is known; `without` leaves
 * rules out, to show what each of them stops.
 */
export async function gateFindings(
  changes: readonly FileChange[],
  writer: Writer,
  {
    transform = ".",
    without = [],
  }: { readonly transform?: string | undefined; readonly without?: readonly string[] } = {},
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const rule of GATE_RULES) {
    if (without.includes(rule.name) || (writer === "people" && rule.binds === "author")) continue;
    for (const change of changes) {
      const isElsewhere = transform !== "." && !change.path.startsWith(`${transform}/`);
      // An author has nothing to do beside the layers.
      if (writer === "people" && rule.isOfTransform && isElsewhere) continue;
      if (rule.looksAt(change.path)) findings.push(...(await seenBy(rule, change)));
    }
  }
  return findings;
}

async function seenBy(rule: GateRule, change: FileChange): Promise<readonly Finding[]> {
  const { path: file, before, after } = change;
  const finding = (message: string, line?: number): Finding => ({
    ...{ code: rule.code, severity: "error", file, message, hint: rule.why },
    ...(line !== undefined && { line }),
  });
  const refused = rule.refuse?.(change);
  if (refused !== undefined) return [finding(refused)];
  if (!rule.find || after === null) return [];
  const now = await rule.find(after, file);
  if (now.length === 0) return [];
  const was = before === null ? [] : await rule.find(before, file);
  return broughtBy(was, now).map(({ what, line }) => finding(`${what} is not for a patch to bring`, line));
}
