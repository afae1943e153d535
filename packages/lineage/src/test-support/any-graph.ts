import fc from "fast-check";
import { type EdgeKind, GraphBuilder, type LineageGraph } from "../graph.ts";

const KINDS: readonly EdgeKind[] = ["value", "filter", "join", "rowset", "reference"];

/** Some relations of some columns each, with edges between any of them, circles and all; some with a definition. */
export const anyGraph: fc.Arbitrary<LineageGraph> = fc
  .record({
    columns: fc.array(fc.nat(3), { minLength: 2, maxLength: 6 }),
    made: fc.array(fc.tuple(fc.nat(40), fc.constantFrom("x", "y")), { maxLength: 6 }),
    edges: fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.constantFrom(...KINDS)), { maxLength: 30 }),
  })
  .map(({ columns, edges, made }) => {
    const builder = new GraphBuilder();
    for (const [at, count] of columns.entries()) {
      builder.node(`model:m${at}`);
      for (let column = 0; column < count; column += 1) builder.part(`model:m${at}`, `model:m${at}.c${column}`);
      builder.node(`measure:T[m${at}]`);
    }
    const { nodes } = builder.build();
    for (const [from, to, kind] of edges) {
      const [a, b] = [nodes[from % nodes.length], nodes[to % nodes.length]];
      if (a !== undefined && b !== undefined && a !== b) builder.edge(a, b, kind);
    }
    for (const [at, definition] of made) builder.define(nodes[at % nodes.length] ?? "", definition);
    return builder.build();
  });
