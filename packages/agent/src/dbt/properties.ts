import { isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";

/** A properties file of dbt, with the nodes' places in its text. */
export interface PropertiesFile {
  readonly path: string;
  readonly text: string;
  readonly resources: readonly ResourceNode[];
  readonly exposures: readonly ExposureNode[];
}

/** A reader of the project that dbt is told of. */
export interface ExposureNode {
  readonly name: string;
  readonly label?: string;
  readonly node: YAMLMap;
  /** Models it refers to. */
  readonly models: readonly string[];
}

/** What a properties file says of one model, seed, or table of a source. */
export interface ResourceNode {
  readonly kind: "model" | "seed" | "snapshot" | "source";
  readonly name: string;
  /** Of a source: the source's name and where the warehouse has the table. */
  readonly source?: { readonly name: string; readonly schema: string; readonly identifier: string };
  readonly node: YAMLMap;
  readonly description?: string;
  readonly contractEnforced?: boolean;
  readonly columns: readonly ColumnNode[];
}

export interface ColumnNode {
  readonly name: string;
  readonly node: YAMLMap;
  readonly dataType?: string;
  readonly description?: string;
  readonly quoted: boolean;
  /** What the project says of it in its own words. */
  readonly meta: Readonly<Record<string, unknown>>;
  readonly tests: readonly WrittenTest[];
}

/** A test as it is written; `arguments` with the wrapper of newer dbt removed. */
export interface WrittenTest {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Reads a properties file. A file that is not valid YAML gives no resources: dbt will say so itself. */
export function readProperties(path: string, text: string): PropertiesFile {
  const document = parseDocument(text, { keepSourceTokens: true, uniqueKeys: false });
  const root = document.contents;
  if (document.errors.length > 0 || !isMap(root)) return { path, text, resources: [], exposures: [] };
  const resources: ResourceNode[] = [];
  for (const [key, kind] of [
    ["models", "model"],
    ["seeds", "seed"],
    ["snapshots", "snapshot"],
  ] as const)
    for (const node of mapsOf(root.get(key, true))) {
      const name = textOf(node, "name");
      if (name !== undefined) resources.push(resource(kind, name, node));
    }
  for (const source of mapsOf(root.get("sources", true))) {
    const sourceName = textOf(source, "name") ?? "";
    for (const node of mapsOf(source.get("tables", true))) {
      const name = textOf(node, "name");
      if (name === undefined) continue;
      const place = {
        name: sourceName,
        schema: textOf(source, "schema") ?? sourceName,
        identifier: textOf(node, "identifier") ?? name,
      };
      resources.push({ ...resource("source", name, node), source: place });
    }
  }
  return { path, text, resources, exposures: mapsOf(root.get("exposures", true)).flatMap(exposuresOf) };
}

function exposuresOf(node: YAMLMap): ExposureNode[] {
  const [name, label] = [textOf(node, "name"), textOf(node, "label")];
  if (name === undefined) return [];
  const refs = seqOf(node, "depends_on")?.items.map((item) => (isScalar(item) ? String(item.value) : "")) ?? [];
  const models = refs.flatMap((ref) => /^ref\(.*['"]([^'"]+)['"]\s*\)$/u.exec(ref.trim())?.[1] ?? []);
  return [{ name, ...(label === undefined ? {} : { label }), node, models }];
}

function resource(kind: ResourceNode["kind"], name: string, node: YAMLMap): ResourceNode {
  const description = textOf(node, "description");
  const enforced = node.getIn(["config", "contract", "enforced"]) ?? node.getIn(["contract", "enforced"]);
  return {
    kind,
    name,
    node,
    ...(description === undefined ? {} : { description }),
    ...(typeof enforced === "boolean" ? { contractEnforced: enforced } : {}),
    columns: mapsOf(node.get("columns", true)).flatMap((column) => {
      const columnName = textOf(column, "name");
      return columnName === undefined ? [] : [columnNode(columnName, column)];
    }),
  };
}

function columnNode(name: string, node: YAMLMap): ColumnNode {
  const dataType = textOf(node, "data_type");
  const description = textOf(node, "description");
  return {
    name,
    node,
    ...(dataType === undefined ? {} : { dataType }),
    ...(description === undefined ? {} : { description }),
    quoted: node.get("quote") === true,
    meta: { ...metaOf(node.get("meta")), ...metaOf(node.getIn(["config", "meta"])) },
    tests: ["data_tests", "tests"].flatMap((key) => testsOf(node.get(key, true))),
  };
}

function testsOf(node: unknown): WrittenTest[] {
  if (!isSeq(node)) return [];
  return node.items.flatMap((item): WrittenTest[] => {
    if (isScalar(item)) return [{ name: String(item.value), arguments: {} }];
    if (!isMap(item)) return [];
    const pair = item.items[0];
    const name = pair !== undefined && isScalar(pair.key) ? String(pair.key.value) : "";
    const body: unknown = pair !== undefined && isMap(pair.value) ? pair.value.toJSON() : {};
    const given = asRecord(body);
    return [{ name, arguments: asRecord(given["arguments"] ?? given) }];
  });
}

function metaOf(node: unknown): Record<string, unknown> {
  return isMap(node) ? asRecord(node.toJSON()) : {};
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function mapsOf(node: unknown): YAMLMap[] {
  return isSeq(node) ? node.items.filter((item): item is YAMLMap => isMap(item)) : [];
}

function textOf(node: YAMLMap, key: string): string | undefined {
  const value = node.get(key);
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}

/** The pair of a map with this key. */
export function pairOf(node: YAMLMap, key: string): Pair | undefined {
  return node.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** The list under a key, where it is one. */
export function seqOf(node: YAMLMap, key: string): YAMLSeq | undefined {
  const value = node.get(key, true);
  return isSeq(value) ? value : undefined;
}

/** The scalar under a key, where it is one. */
export function scalarOf(node: YAMLMap, key: string): Scalar | undefined {
  const value = node.get(key, true);
  return isScalar(value) ? value : undefined;
}
