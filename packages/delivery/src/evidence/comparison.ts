/** How values of one column are held against each other, as SQL. Parameters are SQL expressions of a column's raw value. */
export interface Comparison {
  /** The value in a type that both sides share, in which equal values are identical: to join and to choose rows by. */
  comparable(value: string): string;
  /** The same with floating-point numbers cut to ten significant digits, because a bag of rows knows no tolerance. */
  grouped(value: string): string;
  /** A value that `grouped` made, as people read it. */
  shown(grouped: string): string;
  /** Whether both are the same: never NULL. */
  same(before: string, after: string): string;
}

/** Sums depend on the order of rows: floating-point numbers this close, relative to the larger, are the same. */
const TOLERANCE = "1e-9";

/** Digits of the whole numbers; a truth value counts as 0 or 1. */
const DIGITS: Readonly<Record<string, number>> = {
  BOOLEAN: 1,
  TINYINT: 3,
  UTINYINT: 3,
  SMALLINT: 5,
  USMALLINT: 5,
  INTEGER: 10,
  UINTEGER: 10,
  BIGINT: 19,
  UBIGINT: 20,
  HUGEINT: 39,
  UHUGEINT: 39,
  BIGNUM: Number.POSITIVE_INFINITY,
};

/** The most digits that DuckDB's decimals have. */
const DECIMAL_DIGITS = 38;

const MOMENTS = ["DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"];

/**
 * How to compare a column of these two types, as DuckDB spells them. A type that changed alone is no change of a value; a
 * value that was rounded, cut or lost on the way is. Types that share no third one are compared as text.
 */
export function comparisonOf(before: string, after: string): Comparison {
  if (isFloat(before) || isFloat(after)) {
    if ([before, after].every((type) => isFloat(type) || exactDigits(type))) return floats(false);
    if (isText(before) || isText(after)) return floats(true);
  }
  if (isText(before) && isText(after)) return exactly(text);
  if (before === after) return exactly((value) => value);
  const [one, other] = [exactDigits(before), exactDigits(after)];
  if (one && other) {
    const scale = Math.max(one.scale, other.scale);
    const digits = Math.max(one.whole, other.whole) + scale;
    return exactly(digits <= DECIMAL_DIGITS ? (value) => `cast(${value} as decimal(${digits}, ${scale}))` : numberText);
  }
  if ((one && isText(after)) || (other && isText(before))) return exactly(numberText);
  if ([before, after].every((type) => MOMENTS.includes(type) || isText(type)))
    return exactly(momentText(before, after));
  return exactly(text);
}

/** Whether a column of this type can tell rows apart: floating-point numbers and nested values do not. */
export function canBeKey(type: string): boolean {
  return !isFloat(type) && !/[\])]$/.test(type.replace(/^DECIMAL\(\d+,\d+\)$/, "DECIMAL"));
}

function isFloat(type: string): boolean {
  return type === "FLOAT" || type === "DOUBLE";
}

function isText(type: string): boolean {
  return type === "VARCHAR" || type === "JSON" || /^ENUM\(.*\)$/s.test(type);
}

function exactDigits(type: string): { whole: number; scale: number } | undefined {
  const [, digits, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (digits && scale) return { whole: Number(digits) - Number(scale), scale: Number(scale) };
  const whole = DIGITS[type];
  return whole === undefined ? undefined : { whole, scale: 0 };
}

function exactly(comparable: (value: string) => string): Comparison {
  return {
    comparable,
    grouped: comparable,
    shown: text,
    same: (before, after) => `${comparable(before)} is not distinct from ${comparable(after)}`,
  };
}

/** `fromText`: one side is text, and what of it is no number is another value than NULL. */
function floats(fromText: boolean): Comparison {
  const comparable = (value: string) => `${fromText ? "try_cast" : "cast"}(${value} as double)`;
  // A minus before zero, or before no number, tells nothing.
  const rounded = (value: string) => `case when isnan(${value}) then 'nan' else format('{:.9e}', ${value} + 0.0) end`;
  return {
    comparable,
    grouped: (value) =>
      fromText ? `coalesce(${rounded(comparable(value))}, ${text(value)})` : rounded(comparable(value)),
    shown: (grouped) => `coalesce(${text(`try_cast(${grouped} as double)`)}, ${grouped})`,
    same: (before, after) => {
      const [one, other] = [comparable(before), comparable(after)];
      const near = `abs(${one} - ${other}) <= ${TOLERANCE} * greatest(abs(${one}), abs(${other}))`;
      const equal = `(${one} is not distinct from ${other} or coalesce(isfinite(${one}) and isfinite(${other}) and ${near}, false))`;
      return fromText ? `((${before} is null) = (${after} is null) and ${equal})` : equal;
    },
  };
}

function text(value: string): string {
  return `cast(${value} as varchar)`;
}

/** A number's digits, exactly: zeros at the end of a fraction say nothing, those at the beginning of a text do. */
function numberText(value: string): string {
  const digits = `trim(${/^cast\(/.test(value) ? value : text(value)})`;
  return `regexp_replace(regexp_replace(${digits}, '^(-?\\d+\\.\\d*?)0+$', '\\1'), '\\.$', '')`;
}

/** A moment's text in the finer of two types; what is none stays as it is. */
function momentText(...types: readonly string[]): (value: string) => string {
  const finer = ["TIMESTAMP WITH TIME ZONE", "TIMESTAMP_NS"].find((type) => types.includes(type)) ?? "TIMESTAMP";
  return (value) => `coalesce(${text(`try_cast(${value} as ${finer})`)}, ${text(value)})`;
}
