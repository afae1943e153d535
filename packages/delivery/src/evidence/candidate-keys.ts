import type { DbtManifest, DbtNode } from "../dbt/dbt-manifest.ts";

/**
 * What a project says tells the rows of a node apart, the most telling first: primary keys, the key that an incremental
 * model or a snapshot is updated by, tests of uniqueness, constraints of uniqueness. Candidates, because nothing of it
 * need be true of the data. Empty for a node that the manifest does not have.
 */
export function candidateKeys(manifest: DbtManifest, id: string): string[][] {
  const node = manifest.nodes[id];
  if (!node) return [];
  const { unique_key: updatedBy } = node.config;
  const found = [
    ...constrained(node, "primary_key"),
    ...(typeof updatedBy === "string" ? [[updatedBy]] : updatedBy ? [updatedBy] : []),
    ...tested(manifest, node),
    ...constrained(node, "unique"),
  ];
  const seen = new Set<string>();
  return found
    .map((columns) => columns.map(unquoted))
    .filter((columns) => {
      const name = JSON.stringify(columns.map((column) => column.toLowerCase()).sort());
      if (columns.length === 0 || seen.has(name)) return false;
      seen.add(name);
      return true;
    });
}

/** Keys that data tests hold a node against: of one column first, in the order the node describes them. */
function tested(manifest: DbtManifest, node: DbtNode): string[][] {
  const tests = Object.values(manifest.nodes).filter((test) => test.attached_node === node.unique_id);
  const order = Object.values(node.columns).map((column) => column.name.toLowerCase());
  const place = (column: string): number => {
    const at = order.indexOf(column.toLowerCase());
    return at === -1 ? order.length : at;
  };
  const single = tests
    .filter(({ test_metadata: test }) => test?.name === "unique" && !test.namespace)
    .flatMap((test) => (test.column_name ? [unquoted(test.column_name)] : []))
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const combined = tests
    .filter(({ test_metadata: test }) => test?.name === "unique_combination_of_columns")
    .sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1))
    .map((test) => test.test_metadata?.kwargs.combination_of_columns ?? []);
  return [...single.map((column) => [column]), ...combined];
}

function constrained(node: DbtNode, type: "primary_key" | "unique"): string[][] {
  const whole = node.constraints.filter((constraint) => constraint.type === type);
  return [
    ...whole.map((constraint) => constraint.columns ?? []),
    ...Object.values(node.columns)
      .filter((column) => column.constraints.some((constraint) => constraint.type === type))
      .map((column) => [column.name]),
  ];
}

/** A column's name without the quotes that a project writes it with. */
function unquoted(column: string): string {
  return /^".*"$/s.test(column) ? column.slice(1, -1).replaceAll('""', '"') : column;
}
