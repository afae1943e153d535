import { isMap, isPair, isScalar, LineCounter, parseAllDocuments, visit } from "yaml";
import { type Construct, constructAt } from "./construct.ts";
import { computedJinjaIn } from "./jinja-constructs.ts";
import { jinjaIn } from "./jinja-text.ts";

/** Settings whose values are executed, fetched, or decide where things are read from or written to. */
const EXECUTED =
  /^(?:(?:pre|post)-hook|on-run-(?:start|end)|sql-header|query-comment|packages|plugins|attach|extensions|secrets|external-root|location|module|macro-paths|(?:model|seed|snapshot|test|analysis|docs|asset)-paths|target-path|log-path|packages-install-path|profile|dispatch|custom-user-agent|materialized)$/u;

/** Kinds of tables that are made where a project may make them; others write elsewhere, or run code of their own. */
const MATERIALIZED = /^(?:table|view|incremental|ephemeral|seed|snapshot|materialized_view|test|unit)$/u;

/** Settings in YAML that dbt executes, however their keys are written. */
export function settingsIn(text: string): readonly Construct[] {
  const counter = new LineCounter();
  const found: Construct[] = [];
  for (const document of parseAllDocuments(text, { lineCounter: counter, uniqueKeys: false, merge: true })) {
    if (document.errors.length > 0)
      return [constructAt(text, document.errors[0]?.pos[0] ?? 0, "YAML that cannot be read")];
    visit(document, {
      Pair(_, pair) {
        if (!isPair(pair) || !isScalar(pair.key)) return undefined;
        const name = nameOf(String(pair.key.value));
        const value = isScalar(pair.value) ? String(pair.value.value) : isMap(pair.value) ? undefined : "";
        if (!EXECUTED.test(name) || isHarmless(name, value, isMap(pair.value))) return undefined;
        const written = String(pair.key.value);
        const construct = constructAt(text, pair.key.range?.[0] ?? 0, `the setting ${written}`);
        // A value on later lines is part of what is set.
        found.push({ ...construct, text: `${written}: ${JSON.stringify(pair.value)}` });
        return undefined;
      },
    });
  }
  return [
    ...found,
    ...computedJinjaIn(text).filter(({ what }) => what !== "Jinja that is never closed" || isTemplate(text)),
  ];
}

/** The same in a `config(…)` of a model's text. */
export function configIn(text: string): readonly Construct[] {
  return jinjaIn(text).flatMap(({ kind, text: piece, at }) => {
    if (kind !== "expression" || !/^\{\{-?\s*config\(/u.test(piece)) return [];
    const set = [...piece.matchAll(/(?<name>[\p{L}_][\p{L}\p{N}_]*)\s*=(?!=)\s*(?<value>'[^']*'|"[^"]*")?/gu)];
    // Settings in a dictionary have their names in quotes, or come from who knows where.
    const spread = /\*\*/u.test(piece) ? ["**"] : [];
    const named = [...piece.matchAll(/['"](?<name>[^'"]+)['"]\s*:/gu)].map(({ groups }) => groups?.["name"] ?? "");
    const names = set.filter(({ groups }) => {
      const name = nameOf(groups?.["name"] ?? "");
      return EXECUTED.test(name) && !isHarmless(name, groups?.["value"]?.slice(1, -1), false);
    });
    return [
      ...names.map(({ groups, index }) => constructAt(text, at + index, `the setting ${groups?.["name"] ?? ""}`)),
      ...[...spread, ...named.filter((name) => EXECUTED.test(nameOf(name)))].map((name) =>
        constructAt(text, at, `the setting ${name}`),
      ),
    ];
  });
}

function nameOf(written: string): string {
  return written.trim().replace(/^\+/u, "").replaceAll("_", "-").toLowerCase();
}

function isHarmless(name: string, value: string | undefined, isMapping: boolean): boolean {
  // A column or a model may be called `location` or `module`: it is then the value of `name`, not a key.
  return name === "materialized" && !isMapping && value !== undefined && MATERIALIZED.test(value.trim().toLowerCase());
}

/** Whether a text has Jinja at all: a lone brace in a description is none. */
function isTemplate(text: string): boolean {
  return /\{[{%]/u.test(text);
}
