import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildGraph } from "../build-graph.ts";
import type { FactsCache } from "../dbt/dbt-facts.ts";
import { PROJECTS, renderedManifest } from "../test-support/rendered-project.ts";
import { ANALYSER, KeptFacts } from "./kept-facts.ts";

const manifest = renderedManifest(PROJECTS["nyc-taxi"]);
const models = Object.values(manifest.nodes).filter((node) => node["compiled_code"] !== undefined).length;

/** Counts what has to be found anew. */
function counting(cache: FactsCache): FactsCache & { made: number } {
  return {
    made: 0,
    get: (key) => cache.get(key),
    set(key, facts) {
      this.made += 1;
      cache.set(key, facts);
    },
  };
}

describe("facts that are kept in a file", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "throughline-facts-"));
    file = join(folder, "cache", "facts");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const build = (kept = new KeptFacts(file)) => {
    const cache = counting(kept);
    const graph = buildGraph({ manifest }, cache);
    kept.save();
    return { graph, made: cache.made };
  };

  it("are found once, and give the same graph from then on", () => {
    const first = build();
    const second = build();

    expect([first.made, second.made]).toEqual([models, 0]);
    expect(second.graph).toEqual(first.graph);
    expect(readdirSync(join(folder, "cache"))).toEqual(["facts"]);
  });

  it("are those of all the code that reads SQL", () => {
    const here = new URL(import.meta.url);
    const read = new Set([new URL("../sql/column-lineage.ts", here).href]);
    for (const file of read) {
      for (const [, path = ""] of readFileSync(new URL(file), "utf8").matchAll(/ from "(\.[^"]+)"/gu)) {
        read.add(new URL(path, file).href);
      }
    }
    const folders = ANALYSER.map((path) => new URL(path, here).href);
    const others = [...read].filter((path) => !folders.some((folder) => path.startsWith(folder)));

    expect(read.size).toBeGreaterThan(20);
    expect(others).toEqual([new URL("../short-hash.ts", here).href]);
  });

  it("are found anew where a line was damaged, wherever that is", () => {
    const { graph } = build();
    const text = readFileSync(file, "utf8");
    for (let at = 0; at < text.length; at += 997) {
      writeFileSync(file, `${text.slice(0, at)}~${text.slice(at + 1)}`);
      expect(buildGraph({ manifest }, new KeptFacts(file))).toEqual(graph);
      writeFileSync(file, text.slice(0, at));
      expect(buildGraph({ manifest }, new KeptFacts(file))).toEqual(graph);
    }
  });

  it("are found anew by other code", () => {
    build(new KeptFacts(file, { analyser: "1" }));

    expect(build(new KeptFacts(file, { analyser: "1" })).made).toBe(0);
    expect(build(new KeptFacts(file, { analyser: "2" })).made).toBe(models);
  });

  it("are found anew where the file is something else", () => {
    build();
    writeFileSync(file, Buffer.from([0, 255, 10, 32, 10]));

    expect(build().made).toBe(models);
    expect(build().made).toBe(0);
  });

  it("are forgotten where there are too many, those first that were used least lately", () => {
    const keep = (limitBytes: number) => new KeptFacts(file, { limitBytes });
    const problem = (name: string) => ({ problem: name.repeat(100) });
    const first = keep(1000);
    for (const name of ["a", "b", "c"]) first.set(name, problem(name));
    first.save();
    const second = keep(400);
    second.get("a");
    second.set("d", problem("d"));
    second.save();

    const third = keep(400);
    expect(["a", "b", "c", "d"].filter((name) => third.get(name))).toEqual(["a", "d"]);
  });

  it("are not kept where nothing can be written, and nobody minds", () => {
    writeFileSync(join(folder, "cache"), "a file");

    expect(build().made).toBe(models);
    expect(readdirSync(folder)).toEqual(["cache"]);
  });
});
