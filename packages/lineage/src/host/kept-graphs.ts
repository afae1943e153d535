import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { NodeName } from "@throughline/contracts";
import { EDGE_KINDS, type LineageGraph } from "../graph.ts";

/** Graphs of a few commits of a project with thousands of models. */
const LIMIT_BYTES = 64 * 1024 * 1024;

/** A graph as it is kept: nodes are numbers, and edges three of these each: from, to, kind. */
interface Written {
  readonly nodes: readonly NodeName[];
  readonly edges: readonly number[];
  readonly parts: readonly (readonly number[])[];
  readonly definitions: readonly (readonly [node: number, definition: string])[];
  readonly unresolved: LineageGraph["unresolved"];
  readonly partial: LineageGraph["partial"];
}

/**
 * Whole graphs, a file each, named by a hash of everything that they are made of and of the code that makes them. The oldest go when
 * there is too much; a file that was damaged is made anew.
 */
export class KeptGraphs {
  readonly #folder: string;
  readonly #maker: string;
  readonly #limitBytes: number;

  constructor(folder: string, { maker = makerVersion(), limitBytes = LIMIT_BYTES } = {}) {
    this.#folder = folder;
    this.#maker = maker;
    this.#limitBytes = limitBytes;
  }

  /** The graph that was made of this content before, else the one that `make` makes of it. */
  async of(content: readonly string[], make: () => LineageGraph | Promise<LineageGraph>): Promise<LineageGraph> {
    const hash = createHash("sha256").update(this.#maker);
    for (const text of content) hash.update(`\n${Buffer.byteLength(text)}\n`).update(text);
    const file = join(this.#folder, hash.digest("hex"));
    const kept = read(file);
    if (kept) return kept;
    const graph = await make();
    this.#write(file, graph);
    return graph;
  }

  /** Graphs are only kept to be quicker the next time: what cannot be written is not. */
  #write(file: string, graph: LineageGraph): void {
    const temporary = `${file}.${process.pid}`;
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(temporary, written(graph));
      renameSync(temporary, file);
      this.#forget();
    } catch {
      if (existsSync(temporary)) rmSync(temporary);
    }
  }

  #forget(): void {
    const files = readdirSync(this.#folder).map((name) => {
      const path = join(this.#folder, name);
      const { size, mtimeMs } = statSync(path);
      return { path, size, madeAt: mtimeMs };
    });
    let bytes = 0;
    for (const { path, size } of files.sort((a, b) => b.madeAt - a.madeAt)) {
      bytes += size;
      if (bytes > this.#limitBytes) rmSync(path, { force: true });
    }
  }
}

function written({ nodes, edges, parts, definitions, unresolved, partial }: LineageGraph): string {
  const numbers = new Map(nodes.map((node, number) => [node, number]));
  const numberOf = (node: NodeName): number => numbers.get(node) ?? -1;
  const graph: Written = {
    nodes,
    edges: edges.flatMap(({ from, to, kind }) => [numberOf(from), numberOf(to), EDGE_KINDS.indexOf(kind)]),
    parts: [...parts].map(([whole, own]) => [whole, ...own].map(numberOf)),
    definitions: [...definitions].map(([node, definition]) => [numberOf(node), definition]),
    unresolved,
    partial,
  };
  const json = JSON.stringify(graph);
  return `${hashOf(json)}\n${json}`;
}

function read(file: string): LineageGraph | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  const json = text.slice(text.indexOf("\n") + 1);
  if (!text.startsWith(`${hashOf(json)}\n`)) return undefined;
  const { nodes, edges, parts, definitions, unresolved, partial } = JSON.parse(json) as Written;
  const nameOf = (number: number | undefined): NodeName => nodes[number ?? -1] ?? "";
  return {
    nodes,
    edges: Array.from({ length: edges.length / 3 }, (_, at) => ({
      from: nameOf(edges[3 * at]),
      to: nameOf(edges[3 * at + 1]),
      kind: EDGE_KINDS[edges[3 * at + 2] ?? 0] ?? "reference",
    })),
    parts: new Map(parts.map(([whole, ...own]) => [nameOf(whole), own.map(nameOf)])),
    definitions: new Map(definitions.map(([node, definition]) => [nameOf(node), definition])),
    unresolved,
    partial,
  };
}

function hashOf(json: string): string {
  return createHash("sha256").update(json).digest("base64url");
}

/**
 * The code that makes a graph, and that of the semantic models it asks: other code may make another one. A package is told by its
 * version; of sources, which change without one, every file by its size and time.
 */
function makerVersion(): string {
  const hash = createHash("sha256");
  const own = fileURLToPath(new URL("../../", import.meta.url));
  const semantic = dirname(dirname(fileURLToPath(import.meta.resolve("@throughline/semantic-model"))));
  const tabular = createRequire(join(semantic, "package.json")).resolve("@throughline/tabular");
  for (const folder of [own, semantic, dirname(dirname(tabular))]) {
    hash.update(readFileSync(join(folder, "package.json")));
    if (!import.meta.url.endsWith(".ts")) continue;
    for (const name of readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" }).sort()) {
      if (!name.endsWith(".ts") || name.endsWith(".test.ts")) continue;
      const { size, mtimeMs } = statSync(join(folder, "src", name));
      hash.update(`${name} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}
