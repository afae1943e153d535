import type { Engine } from "@throughline/semantic-model";
import { z } from "zod";
import { literal } from "../duckdb/identifier.ts";
import { without } from "./without.ts";

interface Join {
  readonly table: string;
  readonly type: string;
  readonly on: string;
}

/** A node of DuckDB's syntax tree as JSON; only what joins are made of is looked at. */
const Serialized = z.looseObject({ error: z.boolean(), statements: z.array(z.unknown()).default([]) });

/**
 * What a model joins otherwise than it did, in words; empty where its SQL cannot be read. `engine` is any DuckDB: its own parser
 * reads the SQL, nothing is run.
 */
export async function changedJoins(engine: Engine, before: string, after: string): Promise<ChangedJoin[]> {
  const [was, is] = [await joinsOf(engine, before), await joinsOf(engine, after)];
  if (!was || !is) return [];
  const left = without(was, is, keyOf);
  const fresh = without(is, was, keyOf);
  const known = new Set(was.map(({ table }) => table));
  return [
    ...fresh.map((join): ChangedJoin => {
      const old = left.find(({ table }) => table === join.table);
      if (old) left.splice(left.indexOf(old), 1);
      // The two sides of a join may have changed places: what was joined already is not new.
      const isNew = !old && !known.has(join.table) && !before.toLowerCase().includes(join.table.toLowerCase());
      if (!old)
        return { words: `a new ${inWords(join.type)} with ${join.table}`, isLosing: isNew && join.type === "INNER" };
      if (old.type !== join.type) {
        const words = `the ${inWords(old.type)} with ${join.table} is now ${article(join.type)}`;
        return { words, isLosing: ["LEFT", "OUTER"].includes(old.type) && join.type === "INNER" };
      }
      return { words: `the ${inWords(join.type)} with ${join.table} has another condition`, isLosing: false };
    }),
    ...left.map(
      (join): ChangedJoin => ({ words: `the ${inWords(join.type)} with ${join.table} is gone`, isLosing: false }),
    ),
  ];
}

/** A join that is not as it was. */
export interface ChangedJoin {
  readonly words: string;
  /** Whether rows without a match were kept, or were not asked for one, and are lost now. */
  readonly isLosing: boolean;
}

function article(type: string): string {
  return `${/^[AEIOU]/.test(type) ? "an" : "a"} ${inWords(type)}`;
}

function keyOf({ table, type, on }: Join): string {
  return JSON.stringify([table, type, on]);
}

function inWords(type: string): string {
  return `${type.toLowerCase()} join`;
}

async function joinsOf(engine: Engine, sql: string): Promise<Join[] | undefined> {
  try {
    const { rows } = await engine.query(`select json_serialize_sql(${literal(sql)})`);
    const tree = Serialized.parse(JSON.parse(String(rows[0]?.[0])));
    if (tree.error) return undefined;
    const joins: Join[] = [];
    collect(tree.statements, joins);
    return joins;
  } catch {
    // A syntax DuckDB cannot hand out as JSON: then nothing is known of the joins, and nothing is said.
    return undefined;
  }
}

function collect(value: unknown, joins: Join[]): void {
  if (Array.isArray(value)) for (const one of value) collect(one, joins);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  const node = value as Readonly<Record<string, unknown>>;
  if (node["type"] === "JOIN") {
    const kind = node["ref_type"] === "REGULAR" ? String(node["join_type"]) : String(node["ref_type"]);
    joins.push({ table: nameOf(node["right"]), type: kind, on: conditionOf(node) });
  }
  for (const inner of Object.values(node)) collect(inner, joins);
}

/** Without the places in the text, which move with every line above. */
function conditionOf(node: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([node["condition"] ?? null, node["using_columns"] ?? []], (key, value: unknown) =>
    key === "query_location" ? undefined : value,
  );
}

function nameOf(right: unknown): string {
  const table = right as { alias?: string; table_name?: string } | null;
  return table?.table_name || table?.alias || "a subquery";
}
