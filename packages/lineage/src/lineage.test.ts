import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GraphBuilder, type LineageGraph } from "./graph.ts";
import { Lineage } from "./lineage.ts";
import { anyGraph } from "./test-support/any-graph.ts";

const anyNode = (graph: LineageGraph) => fc.constantFrom(...graph.nodes);

describe("trace and impact", () => {
  it("are inverse, at any depth", () => {
    fc.assert(
      fc.property(
        anyGraph.chain((graph) =>
          fc.tuple(fc.constant(graph), anyNode(graph), anyNode(graph), fc.integer({ min: 1, max: 6 })),
        ),
        ([graph, above, below, depth]) => {
          const lineage = new Lineage(graph);
          const down = lineage.impact(above, depth).downstream.some(({ node }) => node === below);
          const up = lineage.trace(below, depth).upstream.some(({ node }) => node === above);
          expect(up).toBe(down);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("explain each thing by a path of edges that there are", () => {
    fc.assert(
      fc.property(
        anyGraph.chain((graph) => fc.tuple(fc.constant(graph), anyNode(graph))),
        ([graph, node]) => {
          const edges = new Set(graph.edges.map(({ from, to }) => `${from}>${to}`));
          const parts = new Set([...graph.parts].flatMap(([whole, own]) => own.map((part) => `${whole}>${part}`)));
          for (const one of new Lineage(graph).impact(node).downstream) {
            expect([one.path[0], one.path.at(-1), one.path.at(-2)]).toEqual([node, one.node, one.via]);
            for (const [at, to] of one.path.slice(1).entries()) {
              const from = one.path[at];
              const isStep = edges.has(`${from}>${to}`) || parts.has(`${from}>${to}`) || parts.has(`${to}>${from}`);
              expect(isStep, `${from} → ${to}`).toBe(true);
            }
          }
        },
      ),
    );
  });

  it("never lose anything by another edge", () => {
    fc.assert(
      fc.property(
        anyGraph.chain((graph) => fc.tuple(fc.constant(graph), anyNode(graph), fc.nat(30))),
        ([graph, node, left]) => {
          const fewer = { ...graph, edges: graph.edges.filter((_, at) => at !== left) };
          const before = new Lineage(fewer).impact(node).downstream.map((one) => one.node);
          const after = new Set(new Lineage(graph).impact(node).downstream.map((one) => one.node));
          expect(before.every((one) => after.has(one))).toBe(true);
        },
      ),
    );
  });
});

describe("a relation", () => {
  const builder = new GraphBuilder();
  builder.part("model:a", "model:a.x");
  builder.part("model:a", "model:a.y");
  builder.part("model:b", "model:b.x");
  builder.edge("model:a.x", "model:b.x", "value");
  builder.edge("model:b.x", "measure:T[m]", "reference");
  const lineage = new Lineage(builder.build());

  it("is reached when one of its columns is", () => {
    expect(lineage.impact("model:a.x").downstream.map(({ node }) => node)).toEqual([
      "model:b.x",
      "model:b",
      "measure:T[m]",
    ]);
    expect(lineage.impact("model:a.y").downstream).toEqual([]);
  });

  it("asked about stands for all of its columns", () => {
    expect(lineage.impact("model:a").downstream.map(({ node }) => node)).toContain("measure:T[m]");
    expect(lineage.trace("model:b").upstream.map(({ node }) => node)).toEqual(["model:a.x", "model:a"]);
  });

  it("is left out where it is too far away", () => {
    expect(lineage.impact("model:a.x", 1).downstream.map(({ node }) => node)).toEqual(["model:b.x", "model:b"]);
  });

  it("that there is not has names like it", () => {
    expect(lineage.near("model:a.z")).toContain("model:a.x");
    expect(lineage.impact("model:a.z")).toMatchObject({ downstream: [], partial: expect.stringContaining("nothing") });
  });
});
