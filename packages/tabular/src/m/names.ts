import type { Span } from "../text/span.ts";
import { lexM, type MToken } from "./tokens.ts";

/** What a query in M says of one name. M tells upper and lower case apart. */
export interface MName {
  /** Where it means something outside of the query: a parameter, a function, another query. */
  readonly uses: readonly Span[];
  /** Whether the query has a step or a function's parameter of that name, which hides what is outside. */
  readonly isOwn: boolean;
}

/** Looks a name up by the words of a query, without the parser, so that a query that is broken elsewhere is read too. */
export function nameInM(text: string, name: string, offset = 0): MName {
  const tokens = lexM(text, offset);
  // `type date` and `[a = date]` in a type mean the type; a query of such a name is meant where it is in `#""`.
  const isMeant = ({ kind, value, start, end }: MToken): boolean =>
    kind === "identifier" && value === name && !(types.has(name) && end - start === name.length);
  const found = tokens.flatMap((token, i) => (isMeant(token) ? [i] : []));
  if (found.length === 0) return { uses: [], isOwn: false };
  const parameters = parametersOf(tokens);
  const records = insideRecord(tokens);
  const isDefined = (i: number): boolean => isSymbol(tokens[i + 1], "=") && beginsDefinition(tokens[i - 1]);
  if (found.some((i) => parameters.has(i) || (isDefined(i) && !records.has(i)))) return { uses: [], isOwn: true };
  const uses = found.filter((i) => !isDefined(i) && !isField(tokens, i));
  return { uses: uses.map((i) => ({ start: tokens[i]?.start ?? 0, end: tokens[i]?.end ?? 0 })), isOwn: false };
}

/** `[Name]` is a field or a column; `Section1!Name` belongs to a section. */
function isField(tokens: readonly MToken[], i: number): boolean {
  const before = tokens[i - 1];
  return (isSymbol(before, "[") && isSymbol(tokens[i + 1], "]")) || isSymbol(before, "!");
}

function beginsDefinition(before: MToken | undefined): boolean {
  return isSymbol(before, "[") || isSymbol(before, ",") || (before?.kind === "identifier" && before.value === "let");
}

/** The places of tokens whose innermost bracket is square: `Name =` there names a field. */
function insideRecord(tokens: readonly MToken[]): ReadonlySet<number> {
  const inside = new Set<number>();
  const open: string[] = [];
  for (const [i, token] of tokens.entries()) {
    if (open.at(-1) === "[") inside.add(i);
    if (token.kind === "identifier" && token.value === "let") open.push("let");
    if (token.kind === "identifier" && token.value === "in" && open.at(-1) === "let") open.pop();
    if (token.kind !== "symbol") continue;
    if ("([{".includes(token.value)) open.push(token.value);
    if (")]}".includes(token.value)) open.pop();
  }
  return inside;
}

/** The places of names between the parentheses before `=>`. */
function parametersOf(tokens: readonly MToken[]): ReadonlySet<number> {
  const parameters = new Set<number>();
  const open: number[] = [];
  const begins = new Map<number, number>();
  for (const [i, token] of tokens.entries()) {
    if (isSymbol(token, "(")) open.push(i);
    else if (isSymbol(token, ")")) begins.set(i, open.pop() ?? i);
    if (!isSymbol(token, "=>")) continue;
    let end = i - 1;
    // The type of what the function gives: `(a) as nullable text =>`.
    while (end >= 0 && tokens[end]?.kind === "identifier") end--;
    for (let at = begins.get(end) ?? end; at < end; at++) {
      const before = tokens[at - 1];
      const isFirst = isSymbol(before, "(") || isSymbol(before, ",");
      const isOptional = before?.kind === "identifier" && before.value === "optional";
      if (tokens[at]?.kind === "identifier" && (isFirst || isOptional)) parameters.add(at);
    }
  }
  return parameters;
}

function isSymbol(token: MToken | undefined, value: string): boolean {
  return token?.kind === "symbol" && token.value === value;
}

const keywords = new Set(
  "and as each else error false if in is let meta not null or otherwise section shared then true try type".split(" "),
);

const types = new Set(
  (
    "action any anynonnull binary date datetime datetimezone duration function list logical none number record table " +
    "text time"
  ).split(" "),
);

/** The only way to put a name into M: bare where M allows it, else in `#""`. */
export function writeMName(name: string): string {
  const isBare =
    /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(name) && !keywords.has(name) && !types.has(name);
  return isBare ? name : `#"${name.replaceAll("#(", "#(#)(").replaceAll('"', '""')}"`;
}
