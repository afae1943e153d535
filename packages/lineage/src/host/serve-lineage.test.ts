import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildGraph } from "../build-graph.ts";
import { Lineage } from "../lineage.ts";
import { PROJECTS, renderedManifest, semanticModelOf } from "../test-support/rendered-project.ts";
import { serveLineage } from "./serve-lineage.ts";

const place = PROJECTS["nyc-taxi"];

describe("lineage over HTTP", () => {
  const lineage = new Lineage(buildGraph({ manifest: renderedManifest(place), models: [semanticModelOf(place)] }));
  let failing = false;
  let server: Awaited<ReturnType<typeof serveLineage>>;
  beforeAll(async () => {
    server = await serveLineage(
      {
        async current() {
          if (failing) throw new Error("the manifest is being written");
          return { lineage, of: "the example" };
        },
        compare: async (base, head) => ({ base, head }),
      },
      0,
    );
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  interface Answered {
    readonly nodes: readonly string[];
    readonly near: readonly string[];
    readonly upstream: readonly object[];
    readonly failure: { readonly hint: string };
  }
  const get = async (path: string, method = "GET") => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    return { status: response.status, json: (await response.json()) as Answered };
  };
  const node = (name: string) => encodeURIComponent(name);

  it("answers what the graph answers, with the ways", async () => {
    const { status, json } = await get(`/impact?node=${node("model:fct_trips.tip_amount")}`);

    expect(status).toBe(200);
    expect(json).toEqual(
      JSON.parse(JSON.stringify({ ...lineage.impact("model:fct_trips.tip_amount"), of: "the example" })),
    );
    expect((await get(`/trace?node=${node("measure:Trips[Tip Rate]")}&depth=1`)).json.upstream.length).toBeGreaterThan(
      0,
    );
  });

  it("finds names by a part of them, else such as are like it", async () => {
    expect((await get("/find?text=TIP_amount")).json.nodes).toContain("model:fct_trips.tip_amount");
    expect((await get("/find?text=model:fct_trips.tip_amont")).json).toMatchObject({ nodes: [], more: 0 });
    expect((await get("/find?text=model:fct_trips.tip_amont")).json.near).toContain("model:fct_trips.tip_amount");
  });

  it("compares what it is asked to, production and the work tree by default", async () => {
    expect((await get("/diff")).json).toEqual({ base: "production", head: "worktree" });
    expect((await get("/diff?base=release:1&head=main")).json).toEqual({ base: "release:1", head: "main" });
  });

  it.each([
    ["/impact", 400, "it needs node="],
    ["/impact?node=model:fct_trips.tip_amont", 404, "model:fct_trips.tip_amount"],
    ["/impact?node=model:fct_trips&depth=-1", 400, "depth=-1"],
    ["/", 400, "no such question"],
    ["/..%2fetc", 400, "no such question"],
  ])("%s is refused, and the answer says why and what to do", async (path, expected, said) => {
    const { status, json } = await get(path);

    expect(status).toBe(expected);
    expect(json.failure).toMatchObject({
      code: expect.stringMatching(/^lineage\./u),
      message: expect.stringContaining(said),
    });
    expect(json.failure.hint.length).toBeGreaterThan(10);
  });

  it("is only read", async () => {
    expect((await get("/impact?node=model:fct_trips", "POST")).status).toBe(400);
  });

  it("has no room for a question that is too long", async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/find?text=${"x".repeat(20_000)}`);

    expect(response.status).toBe(431);
  });

  it("answers nobody who calls this machine by another name", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const options = { host: "127.0.0.1", port: server.port, path: "/find?text=a", headers: { host: "evil.example" } };
      request(options, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });

    expect(status).toBe(400);
  });

  it("goes on after a question that it could not answer", async () => {
    failing = true;
    expect((await get("/find?text=a")).status).toBe(500);
    failing = false;

    expect((await get("/find?text=tip")).status).toBe(200);
  });
});
