import type { ObjectName } from "@throughline/tabular";

/**
 * Reads an object named by its kind: `hierarchy Dates[Calendar]`, `level Dates[Calendar][Year]`, `role Basel`, `function F`.
 * Names may be quoted as in DAX. Undefined where it is none of that; whether the model has it is not asked.
 */
export function objectInWords(written: string): ObjectName | undefined {
  const match = /^\s*(calculation[ -]item|[a-z]+)\s+(\S[\s\S]*)$/iu.exec(written);
  if (!match?.[1] || !match[2]) return undefined;
  const word = match[1].toLowerCase().replace(" ", "-");
  const kind = word === "parameter" ? "expression" : word;
  switch (kind) {
    case "table":
    case "relationship":
    case "role":
    case "perspective":
    case "culture":
    case "expression":
    case "function":
      return { kind, name: unquoted(match[2].trim()) };
    case "column":
    case "measure":
    case "hierarchy":
    case "calculation-item": {
      const path = readPath(match[2]);
      const [name, more] = path?.names ?? [];
      return path && name !== undefined && more === undefined ? { kind, table: path.table, name } : undefined;
    }
    case "level": {
      const path = readPath(match[2]);
      const [hierarchy, name] = path?.names ?? [];
      return path && hierarchy !== undefined && name !== undefined
        ? { kind, table: path.table, hierarchy, name }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** `'My Table'[A][B]`: a table and names in brackets. */
function readPath(text: string): { readonly table: string; readonly names: readonly string[] } | undefined {
  const match = /^('(?:[^']|'')+'|[^'[\]]+)((?:\[(?:[^\]]|\]\])+\])+)\s*$/u.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  const brackets = match[2].match(/\[(?:[^\]]|\]\])+\]/gu) ?? [];
  return { table: unquoted(match[1].trim()), names: brackets.map((name) => name.slice(1, -1).replaceAll("]]", "]")) };
}

function unquoted(name: string): string {
  return /^'(?:[^']|'')*'$/u.test(name) ? name.slice(1, -1).replaceAll("''", "'") : name;
}
