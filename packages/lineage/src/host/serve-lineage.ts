import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { failureOf } from "@throughline/contracts";
import { answer } from "../answer.ts";
import { fail } from "../failures.ts";
import type { Lineage } from "../lineage.ts";

/** What is asked about, and how it is read: anew whenever that is needed. */
export interface Served {
  current(): Promise<{ readonly lineage: Lineage; readonly of: string }>;
  compare(base: string, head: string): Promise<unknown>;
}

/** Longer than any name, and short enough that nobody fills the memory. */
const QUESTION_BYTES = 16 * 1024;
const FOUND_LIMIT = 100;

/**
 * Answers questions over HTTP on this machine alone: `GET /trace?node=…`, `/impact?node=…&depth=…`, `/find?text=…`,
 * `/diff?base=…&head=…`. Nothing is written and nothing is sent: a question is its URL. What goes wrong is `{failure}`.
 */
export async function serveLineage(served: Served, port: number): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer({ maxHeaderSize: QUESTION_BYTES }, (request, response) => {
    void respond(served, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function respond(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const say = (status: number, body: unknown): void => {
    const text = `${JSON.stringify(body)}\n`;
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(text);
  };
  try {
    // A page of another site can name this server by a name of its own.
    const host = (request.headers.host ?? "").replace(/:\d+$/u, "");
    if (!["127.0.0.1", "localhost", "[::1]"].includes(host)) {
      throw fail("lineage.wrong-question", { problem: `it was sent to ${host}, and not to this machine` });
    }
    if (request.method !== "GET") throw fail("lineage.wrong-question", { problem: `${request.method} is not GET` });
    say(200, await answerTo(served, new URL(request.url ?? "/", "http://localhost")));
  } catch (error) {
    const failure = failureOf(error, "lineage.bug");
    say(failure.code === "lineage.unknown-node" ? 404 : failure.retry === "usage" ? 400 : 500, { failure });
  }
}

async function answerTo(served: Served, { pathname, searchParams }: URL): Promise<unknown> {
  const needed = (name: string): string => {
    const value = searchParams.get(name);
    if (value === null || value === "") throw fail("lineage.wrong-question", { problem: `it needs ${name}=` });
    return value;
  };
  switch (pathname) {
    case "/trace":
    case "/impact": {
      const node = needed("node");
      const depth = depthOf(searchParams.get("depth"));
      const { lineage, of } = await served.current();
      return { ...answer(lineage, pathname === "/trace" ? "trace" : "impact", node, depth), of };
    }
    case "/find": {
      const text = needed("text").toLowerCase();
      const { lineage, of } = await served.current();
      const found = lineage.graph.nodes.filter((node) => node.toLowerCase().includes(text));
      const nodes = found.slice(0, FOUND_LIMIT);
      return { text, nodes, more: found.length - nodes.length, near: found.length > 0 ? [] : lineage.near(text), of };
    }
    case "/diff":
      return await served.compare(searchParams.get("base") ?? "production", searchParams.get("head") ?? "worktree");
    default:
      throw fail("lineage.unknown-question", { question: pathname });
  }
}

function depthOf(written: string | null): number | undefined {
  if (written === null) return undefined;
  if (!/^[1-9]\d{0,8}$/u.test(written)) {
    throw fail("lineage.wrong-question", { problem: `depth=${written} is no number of steps` });
  }
  return Number(written);
}
