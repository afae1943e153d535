import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildGraph } from "../build-graph.ts";
import type { LineageGraph } from "../graph.ts";
import { anyGraph } from "../test-support/any-graph.ts";
import { PROJECTS, renderedManifest, semanticModelOf } from "../test-support/rendered-project.ts";
import { KeptGraphs } from "./kept-graphs.ts";

const taxi = buildGraph({
  manifest: renderedManifest(PROJECTS["nyc-taxi"]),
  models: [semanticModelOf(PROJECTS["nyc-taxi"])],
});
const never = (): LineageGraph => {
  throw new Error("it is made anew");
};

describe("whole graphs that are kept", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "throughline-graphs-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const kept = (options = {}) => new KeptGraphs(join(folder, "graphs"), options);
  const files = () => readdirSync(join(folder, "graphs"));

  it("are the same when they are read again", async () => {
    await kept().of(["a", "b"], () => taxi);

    expect(await kept().of(["a", "b"], never)).toEqual(taxi);
    expect(files()).toHaveLength(1);
  });

  it("are the same, whatever a graph is", async () => {
    let turn = 0;
    await fc.assert(
      fc.asyncProperty(anyGraph, async (graph) => {
        turn += 1;
        await kept().of([`${turn}`], () => graph);

        expect(await kept().of([`${turn}`], never)).toEqual(graph);
      }),
      { numRuns: 50 },
    );
  });

  it("are others of other content, wherever one text ends and the next begins, and of other code", async () => {
    let made = 0;
    const count = () => {
      made += 1;
      return taxi;
    };
    for (const content of [["a", "b"], ["ab"], ["a", "b", ""], ["b", "a"]]) await kept().of(content, count);
    await kept({ maker: "other" }).of(["a", "b"], count);

    expect(made).toBe(5);
  });

  it("are made anew where the file was damaged", async () => {
    await kept().of(["a"], () => taxi);
    const [name = ""] = files();
    const file = join(folder, "graphs", name);
    const text = readFileSync(file, "utf8");
    for (let at = 0; at < text.length; at += 4999) {
      writeFileSync(file, `${text.slice(0, at)}~${text.slice(at + 1)}`);
      expect(await kept().of(["a"], () => taxi)).toBe(taxi);
      writeFileSync(file, text.slice(0, at));
      expect(await kept().of(["a"], () => taxi)).toBe(taxi);
    }
  });

  it("are forgotten where there are too many, the oldest first", async () => {
    await kept().of(["a"], () => taxi);
    const size = statSync(join(folder, "graphs", files()[0] ?? "")).size;
    for (const name of files()) utimesSync(join(folder, "graphs", name), 1000, 1000);
    const limited = () => kept({ limitBytes: size * 2.5 });
    await limited().of(["b"], () => taxi);
    await limited().of(["c"], () => taxi);

    await limited().of(["b"], never);
    await limited().of(["c"], never);
    expect(files()).toHaveLength(2);
  });

  it("are not kept where nothing can be written, and nobody minds", async () => {
    writeFileSync(join(folder, "graphs"), "a file");

    expect(await kept().of(["a"], () => taxi)).toBe(taxi);
    expect(readdirSync(folder)).toEqual(["graphs"]);
  });
});
