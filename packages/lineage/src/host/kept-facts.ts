import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FactsCache } from "../dbt/dbt-facts.ts";
import { shortHash } from "../short-hash.ts";

type Facts = NonNullable<ReturnType<FactsCache["get"]>>;

/** A line of the file, read when it is first asked for, or facts of which no line is written yet. */
interface Entry {
  readonly line?: string;
  readonly facts?: Facts;
}

/** Facts of some ten thousand models. */
const LIMIT_BYTES = 32 * 1024 * 1024;

/**
 * Facts about SQL in one file, a line each: `<key> <hash of the rest> <JSON>`, those that were used last at the end. The first line
 * names the code that found them: facts of other code are not read. A line that was damaged is found anew. Of two processes that
 * save, the last one's file stays.
 */
export class KeptFacts implements FactsCache {
  readonly #file: string;
  readonly #header: string;
  readonly #limitBytes: number;
  readonly #entries = new Map<string, Entry>();
  #isChanged = false;

  constructor(file: string, { analyser = analyserVersion(), limitBytes = LIMIT_BYTES } = {}) {
    this.#file = file;
    this.#header = `lineage facts of ${analyser}`;
    this.#limitBytes = limitBytes;
    const [header, ...lines] = readLines(file);
    if (header !== this.#header) return;
    for (const line of lines) {
      const key = line.slice(0, line.indexOf(" "));
      if (key !== "") this.#entries.set(key, { line });
    }
  }

  get(key: string): Facts | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    const facts = entry.facts ?? factsIn(entry.line ?? "");
    if (!facts) return undefined;
    this.#entries.set(key, { ...entry, facts });
    return facts;
  }

  set(key: string, facts: Facts): void {
    if (this.#entries.has(key)) return;
    this.#entries.set(key, { facts });
    this.#isChanged = true;
  }

  /** Writes what is new, and forgets what was not used for longest where there is too much. A file that cannot be written is not. */
  save(): void {
    if (!this.#isChanged) return;
    const lines: string[] = [];
    let bytes = 0;
    for (const [key, entry] of [...this.#entries].reverse()) {
      const line = entry.line ?? (entry.facts ? lineOf(key, entry.facts) : "");
      bytes += Buffer.byteLength(line) + 1;
      if (bytes > this.#limitBytes) break;
      lines.push(line);
    }
    const unique = createHash("sha256").update(`${process.pid} ${performance.now()}`).digest("hex").slice(0, 8);
    const temporary = `${this.#file}.${unique}`;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(temporary, `${[this.#header, ...lines.reverse()].join("\n")}\n`);
      renameSync(temporary, this.#file);
      this.#isChanged = false;
    } catch {
      // Facts are only kept to be quicker the next time.
      if (existsSync(temporary)) rmSync(temporary);
    }
  }
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}

function lineOf(key: string, facts: Facts): string {
  const json = JSON.stringify(facts);
  return `${key} ${hashOf(key, json)} ${json}`;
}

function factsIn(line: string): Facts | undefined {
  const [key = "", hash = ""] = line.split(" ", 2);
  const json = line.slice(key.length + hash.length + 2);
  return hash === hashOf(key, json) ? (JSON.parse(json) as Facts) : undefined;
}

function hashOf(key: string, json: string): string {
  return createHash("sha256").update(`${key} ${json}`).digest("base64url").slice(0, 16);
}

/** The code that reads SQL. */
export const ANALYSER: readonly string[] = ["../sql/", "../normal-form/"];

/** The code that reads SQL, how it makes hashes, and its parser: other code may find other facts. */
function analyserVersion(): string {
  const hash = createHash("sha256").update(shortHash(ANALYSER));
  for (const folder of ANALYSER.map((path) => fileURLToPath(new URL(path, import.meta.url)))) {
    for (const name of readdirSync(folder).sort()) {
      if (/(?<!\.test|\.d)\.[jt]s$/u.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  const parser = fileURLToPath(new URL("../package.json", import.meta.resolve("@polyglot-sql/sdk")));
  return hash.update(readFileSync(parser)).digest("hex").slice(0, 32);
}
