import { isTree, type Tree } from "../sql/parse-query.ts";

/** Names that mean the same type. */
const SAME: Readonly<Record<string, string>> = {
  int: "integer",
  int4: "integer",
  signed: "integer",
  int8: "bigint",
  long: "bigint",
  big_int: "bigint",
  int2: "smallint",
  small_int: "smallint",
  short: "smallint",
  tiny_int: "tinyint",
  text: "varchar",
  string: "varchar",
  numeric: "decimal",
  float8: "double",
  "double precision": "double",
  real: "float",
  float4: "float",
  bool: "boolean",
  var_char: "varchar",
  int128: "hugeint",
};

/** What each whole-number type holds, in decimal digits that always fit, and in bits. */
const WHOLE: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, integer: 32, bigint: 64, hugeint: 128 };
const DIGITS: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, integer: 10, bigint: 19, hugeint: 39 };

/** One name for a type, from the parser's tree of it. */
export function typeText(tree: Tree): string {
  const name = String(tree["data_type"] ?? "").toLowerCase();
  const known = SAME[name] ?? name;
  const { data_type: _, integer_spelling: __, real_spelling: ___, float_spelling: ____, ...rest } = tree;
  const said = Object.entries(rest).filter(
    ([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  if (known === "custom" && said.length === 1) return typeNamed(String(rest["name"]));
  if (known === "decimal") {
    if (rest["precision"] == null) return "decimal(18,3)";
    return `decimal(${String(rest["precision"])},${String(rest["scale"] ?? 0)})`;
  }
  if (known === "varchar" && said.every(([key]) => key === "length" || key === "parenthesized_length")) {
    return rest["length"] == null ? "varchar" : `varchar(${String(rest["length"])})`;
  }
  if (said.length === 0) return known;
  return `${known} ${JSON.stringify(said.map(([key, value]) => [key, isTree(value) ? typeText(value) : value]))}`;
}

/** One name for a type, as a catalog or a person writes it. */
export function typeNamed(name: string): string {
  const [, base = "", arguments_ = ""] =
    /^([^(]*)(\(.*\))?$/u.exec(name.trim().toLowerCase().replaceAll(" ", "")) ?? [];
  const plain = base === "doubleprecision" ? "double" : (SAME[base] ?? base);
  return plain === "decimal" && arguments_ === "" ? "decimal(18,3)" : `${plain}${arguments_}`;
}

/** Whether each value of one type is exactly one of another that holds at least as much. */
export function holds(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  const [from, to] = [shape(narrow), shape(wide)];
  if (from.bits !== undefined && to.bits !== undefined) return to.bits >= from.bits;
  if (from.digits !== undefined && to.digits !== undefined) {
    return to.digits >= from.digits && (to.scale ?? 0) >= (from.scale ?? 0);
  }
  if (from.length !== undefined && to.length !== undefined) return to.length >= from.length;
  return narrow === "float" && wide === "double";
}

/** Whether casting to a wider type than before leaves every value as it was, whatever it is cast from. */
export function roundsAlike(wide: string, narrow: string): boolean {
  const [from, to] = [shape(narrow), shape(wide)];
  if (from.length !== undefined && to.length !== undefined) return true;
  if (from.bits !== undefined && to.bits !== undefined) return true;
  return from.digits !== undefined && to.digits !== undefined && (from.scale ?? 0) === (to.scale ?? 0);
}

interface Shape {
  readonly bits?: number;
  /** Digits before the point. */
  readonly digits?: number;
  readonly scale?: number;
  readonly length?: number;
}

function shape(type: string): Shape {
  const bits = WHOLE[type];
  if (bits !== undefined) return { bits, digits: DIGITS[type] ?? 0, scale: 0 };
  const decimal = /^decimal\((\d+),(\d+)\)$/u.exec(type);
  if (decimal) return { digits: Number(decimal[1]) - Number(decimal[2]), scale: Number(decimal[2]) };
  const text = /^varchar(?:\((\d+)\))?$/u.exec(type);
  if (text) return { length: text[1] === undefined ? Number.POSITIVE_INFINITY : Number(text[1]) };
  return {};
}
