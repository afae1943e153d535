import { sameName } from "../text/same-name.ts";
import { lexM, type MToken } from "./tokens.ts";

/**
 * Where the rows of a table come from, read from its M query. Only steps whose effect is known are followed: navigation
 * to a relation, and steps that choose, order, add, rename or retype columns. Any other step makes the source inexact.
 */
export interface TableSource {
  readonly relation?: { readonly schema?: string; readonly name: string };
  readonly steps: readonly ColumnStep[];
  /** Why the rows or values may differ from the relation's; absent when they do not. */
  readonly inexact?: string;
}

type ColumnStep =
  | { readonly kind: "select" | "remove" | "reorder" | "add"; readonly columns: readonly MToken[] }
  | { readonly kind: "rename"; readonly pairs: readonly (readonly [from: MToken, to: MToken])[] }
  | { readonly kind: "retype"; readonly types: readonly { readonly column: MToken; readonly type: string }[] };

/** A column of the relation, with the types it is turned into on its way. */
export interface SourceColumn {
  readonly name: string;
  readonly casts: readonly string[];
}

/** `shared` gives the text of another query of the model by its name. */
export function readTableSource(
  text: string,
  offset = 0,
  shared: (name: string) => string | undefined = () => undefined,
  depth = 0,
): TableSource {
  const tokens = lexM(text, offset);
  const steps = letSteps(tokens);
  const columnSteps: ColumnStep[] = [];
  const navigation: Record<string, string>[] = [];
  let current = steps ? steps.result : tokens;
  let inexact: string | undefined;
  for (let i = 0; i < 1000; i++) {
    const [only] = current;
    if (current.length === 1 && only?.kind === "identifier") {
      const next = steps?.byName.get(only.value);
      if (next) {
        current = next;
        continue;
      }
      const other = depth < 10 ? shared(only.value) : undefined;
      if (other === undefined)
        return unknown(`the query starts from \`${only.value}\`, which is not known here`, columnSteps);
      const inner = readTableSource(other, 0, shared, depth + 1);
      return finish({ ...inner, steps: [...inner.steps, ...columnSteps.reverse()] }, inexact);
    }
    const navigated = readNavigation(current);
    if (navigated) {
      navigation.push(...navigated.filters);
      current = navigated.rest;
      continue;
    }
    const call = readCall(current);
    if (!call) return unknown("a step of the query is not understood", columnSteps);
    if (nativeQueries.has(call.name)) return unknown(`the query runs its own SQL with ${call.name}`, columnSteps);
    if (!call.name.startsWith("Table.")) {
      const relation = relationOf(navigation);
      if (!relation) return unknown("the query does not navigate to one table", columnSteps);
      return finish({ relation, steps: columnSteps.reverse() }, inexact);
    }
    const step = readColumnStep(call);
    if (step === "transparent") {
      // Buffering changes nothing.
    } else if (step) columnSteps.push(step);
    else inexact ??= `the query changes rows or values with ${call.name}`;
    current = call.arguments[0] ?? [];
    if (current.length === 0) return unknown("a step of the query is not understood", columnSteps);
  }
  return unknown("the steps of the query go in a circle", columnSteps);
}

function finish(source: TableSource, inexact: string | undefined): TableSource {
  const why = source.inexact ?? inexact;
  return why === undefined ? source : { ...source, inexact: why };
}

function unknown(why: string, steps: readonly ColumnStep[]): TableSource {
  return { steps: [...steps].reverse(), inexact: why };
}

const nativeQueries = new Set(["Value.NativeQuery", "Odbc.Query", "OleDb.Query", "AdoDotNet.Query"]);

/** Which column of the relation a column of the finished table is; undefined when no step lets one of that name through. */
export function traceColumn(source: TableSource, name: string): SourceColumn | undefined {
  let current = name;
  const casts: string[] = [];
  for (const step of [...source.steps].reverse()) {
    if (step.kind === "rename") {
      const pair = step.pairs.find(([, to]) => to.value === current);
      if (pair) current = pair[0].value;
      else if (step.pairs.some(([from]) => from.value === current)) return undefined;
    } else if (step.kind === "retype") {
      for (const { column, type } of step.types) if (column.value === current) casts.unshift(type);
    } else if (step.kind === "add" && step.columns.some((column) => column.value === current)) return undefined;
    else if (step.kind === "select" && !step.columns.some((column) => column.value === current)) return undefined;
    else if (step.kind === "remove" && step.columns.some((column) => column.value === current)) return undefined;
  }
  return { name: current, casts };
}

/** The texts in a query that name a column of the relation, up to the step that gives it another name. */
export function mentionsOf(
  source: TableSource,
  column: string,
): { readonly tokens: readonly MToken[]; readonly renamed: boolean } {
  const tokens: MToken[] = [];
  for (const step of source.steps) {
    if (step.kind === "rename") {
      const pair = step.pairs.find(([from]) => from.value === column);
      if (pair) return { tokens: [...tokens, pair[0]], renamed: true };
    } else if (step.kind === "retype") {
      tokens.push(...step.types.filter((type) => type.column.value === column).map((type) => type.column));
    } else tokens.push(...step.columns.filter((candidate) => candidate.value === column));
  }
  return { tokens, renamed: false };
}

interface LetSteps {
  readonly byName: ReadonlyMap<string, readonly MToken[]>;
  readonly result: readonly MToken[];
}

function letSteps(tokens: readonly MToken[]): LetSteps | undefined {
  if (!isSymbolOrWord(tokens[0], "let")) return undefined;
  const byName = new Map<string, readonly MToken[]>();
  let start = 1;
  let depth = 0;
  let inner = 0;
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i] as MToken;
    depth += depthChange(token);
    if (isSymbolOrWord(token, "let")) inner++;
    const ends = depth === 0 && inner === 0 && (isSymbolOrWord(token, ",") || isSymbolOrWord(token, "in"));
    if (isSymbolOrWord(token, "in") && inner > 0) inner--;
    if (!ends) continue;
    const name = tokens[start];
    if (name?.kind === "identifier" && isSymbolOrWord(tokens[start + 1], "=")) {
      byName.set(name.value, tokens.slice(start + 2, i));
    }
    start = i + 1;
    if (isSymbolOrWord(token, "in")) return { byName, result: tokens.slice(i + 1) };
  }
  return undefined;
}

/** `Source{[Name="main",Kind="Schema"]}[Data]`, once or several times, innermost last in the answer. */
function readNavigation(
  tokens: readonly MToken[],
): { readonly filters: Record<string, string>[]; readonly rest: readonly MToken[] } | undefined {
  const filters: Record<string, string>[] = [];
  let rest = tokens;
  for (;;) {
    const end = rest.length;
    const isData =
      isSymbolOrWord(rest[end - 3], "[") && rest[end - 2]?.kind === "identifier" && isSymbolOrWord(rest[end - 1], "]");
    const close = isData ? end - 4 : end - 1;
    if (!isSymbolOrWord(rest[close], "}") || !isSymbolOrWord(rest[close - 1], "]")) break;
    const open = matchingOpen(rest, close);
    if (open === undefined || open === 0 || !isSymbolOrWord(rest[open + 1], "[")) break;
    filters.push(readRecord(rest.slice(open + 2, close - 1)));
    rest = rest.slice(0, open);
  }
  return filters.length === 0 ? undefined : { filters, rest };
}

function readRecord(tokens: readonly MToken[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let i = 0; i + 2 < tokens.length; i++) {
    const [key, equals, value] = [tokens[i], tokens[i + 1], tokens[i + 2]];
    if (key?.kind === "identifier" && isSymbolOrWord(equals, "=") && value?.kind === "text")
      record[key.value] = value.value;
  }
  return record;
}

/** Filters come innermost step last: the table first, then its schema, then its database. */
function relationOf(filters: readonly Record<string, string>[]): TableSource["relation"] {
  let name: string | undefined;
  let schema: string | undefined;
  for (const filter of filters) {
    const kind = filter["Kind"]?.toLowerCase();
    if (filter["Item"] !== undefined) {
      name ??= filter["Item"];
      schema ??= filter["Schema"];
    } else if (kind === "schema") schema ??= filter["Name"];
    else if (kind !== "database") {
      if (name === undefined) {
        name = filter["Name"] ?? filter["Id"];
        schema ??= filter["Schema"];
      }
    }
  }
  return name === undefined ? undefined : { name, ...(schema !== undefined && { schema }) };
}

interface Call {
  readonly name: string;
  readonly arguments: readonly (readonly MToken[])[];
}

function readCall(tokens: readonly MToken[]): Call | undefined {
  const [name] = tokens;
  if (name?.kind !== "identifier" || !isSymbolOrWord(tokens[1], "(") || !isSymbolOrWord(tokens.at(-1), ")")) {
    return undefined;
  }
  if (matchingOpen(tokens, tokens.length - 1) !== 1) return undefined;
  return { name: name.value, arguments: splitList(tokens.slice(2, -1)) };
}

function readColumnStep(call: Call): ColumnStep | "transparent" | undefined {
  const list = call.arguments[1] ?? [];
  switch (call.name) {
    case "Table.Buffer":
      return "transparent";
    case "Table.SelectColumns":
      return texts("select", list);
    case "Table.RemoveColumns":
      return texts("remove", list);
    case "Table.ReorderColumns":
      return texts("reorder", list);
    case "Table.AddColumn":
    case "Table.DuplicateColumn":
    case "Table.AddIndexColumn":
      return texts("add", call.arguments[call.name === "Table.DuplicateColumn" ? 2 : 1] ?? []);
    case "Table.RenameColumns":
      return renames(list);
    case "Table.TransformColumnTypes":
      return retypes(list);
    default:
      return undefined;
  }
}

function texts(kind: "select" | "remove" | "reorder" | "add", list: readonly MToken[]): ColumnStep | undefined {
  const items = list.length === 1 ? [list] : listItems(list);
  const columns = items?.flatMap((item) => (item.length === 1 && item[0]?.kind === "text" ? [item[0]] : []));
  return columns && columns.length === items?.length ? { kind, columns } : undefined;
}

function renames(list: readonly MToken[]): ColumnStep | undefined {
  const items = listItems(list);
  if (!items) return undefined;
  const single = items.length === 2 && items.every((item) => item.length === 1);
  const pairs = (single ? [items] : items.map((item) => listItems(item) ?? [])).map(([from, to]) => [
    from?.[0],
    to?.[0],
  ]);
  const known = pairs.flatMap(([from, to]) =>
    from?.kind === "text" && to?.kind === "text" ? [[from, to] as const] : [],
  );
  return known.length === pairs.length ? { kind: "rename", pairs: known } : undefined;
}

function retypes(list: readonly MToken[]): ColumnStep | undefined {
  const items = listItems(list);
  if (!items) return undefined;
  const single = items.length === 2 && items[0]?.length === 1;
  const types = (single ? [items] : items.map((item) => listItems(item) ?? [])).flatMap(([column, type]) => {
    const name = column?.[0];
    const written = type?.map((token) => token.value).join(" ");
    return name?.kind === "text" && written ? [{ column: name, type: written }] : [];
  });
  return types.length === (single ? 1 : items.length) ? { kind: "retype", types } : undefined;
}

function listItems(tokens: readonly MToken[]): (readonly MToken[])[] | undefined {
  if (!isSymbolOrWord(tokens[0], "{") || !isSymbolOrWord(tokens.at(-1), "}")) return undefined;
  return tokens.length === 2 ? [] : splitList(tokens.slice(1, -1));
}

function splitList(tokens: readonly MToken[]): (readonly MToken[])[] {
  const items: MToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += depthChange(token);
    if (depth === 0 && isSymbolOrWord(token, ",")) items.push([]);
    else items.at(-1)?.push(token);
  }
  return items;
}

function matchingOpen(tokens: readonly MToken[], close: number): number | undefined {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    depth += depthChange(tokens[i] as MToken);
    if (depth === 0) return i;
  }
  return undefined;
}

function depthChange(token: MToken): number {
  if (token.kind !== "symbol") return 0;
  if ("([{".includes(token.value)) return 1;
  return ")]}".includes(token.value) ? -1 : 0;
}

function isSymbolOrWord(token: MToken | undefined, value: string): boolean {
  return token !== undefined && token.kind !== "text" && token.value === value;
}

/** The M types whose meaning in the warehouse is known, with the type of DuckDB they stand for. */
export function sqlTypeOfM(type: string): string | undefined {
  const known = Object.entries(mTypes).find(([name]) => sameName(name, type));
  return known?.[1];
}

const mTypes: Record<string, string> = {
  "Int64.Type": "bigint",
  "type text": "varchar",
  "Text.Type": "varchar",
  "type number": "double",
  "Number.Type": "double",
  "Double.Type": "double",
  "Percentage.Type": "double",
  "Currency.Type": "decimal(19,4)",
  "Decimal.Type": "double",
  "type date": "date",
  "Date.Type": "date",
  "type datetime": "timestamp",
  "DateTime.Type": "timestamp",
  "type logical": "boolean",
  "Logical.Type": "boolean",
};
