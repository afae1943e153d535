/**
 * The only place that turns names and values into SQL text (DuckDB's dialect). Everything else composes what it returns.
 */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function sqlRelation(relation: { readonly schema?: string; readonly name: string }): string {
  return relation.schema === undefined
    ? sqlName(relation.name)
    : `${sqlName(relation.schema)}.${sqlName(relation.name)}`;
}

export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Always a floating point number: DAX has no integer division to fall into. */
export function sqlNumber(value: number): string {
  return `cast(${sqlText(String(value))} as double)`;
}

export function sqlTimestamp(iso: string): string {
  return `timestamp ${sqlText(iso)}`;
}

/** Equal, where nothing equals nothing. */
export function sqlSame(left: string, right: string): string {
  return `${left} is not distinct from ${right}`;
}
