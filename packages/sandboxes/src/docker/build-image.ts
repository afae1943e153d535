import { spawn } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { fail } from "../failures.ts";
import { CLAUDE_CODE_VERSION } from "./image.ts";

export interface ImageOptions {
  readonly image: string;
  /** Another image to begin with: Debian or one made of it. */
  readonly base?: string | undefined;
  readonly claude?: boolean;
  /** A file of certificates to trust while building; nothing of it stays in the image. */
  readonly certificates?: string | undefined;
  /** The program that keeps what dbt derives anew in every process. */
  readonly schemas: string;
  /** The network of the build, as `docker build` has it. */
  readonly network?: string | undefined;
  /** What the docker command sees. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** Lines that a failed build is told by: what went wrong, and where. */
const TOLD_LINES = 2;

/** Builds the image by the docker command: secrets and caches of a build are no part of the engine's plain interface. */
export async function buildImage(options: ImageOptions): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), "throughline-image-"));
  try {
    cpSync(toolchainFolder(), context, { recursive: true });
    copyFileSync(options.schemas, join(context, "dbt_schemas.py"));
    await build(options, context);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

async function build(options: ImageOptions, context: string): Promise<void> {
  const said: string[] = [];
  const child = spawn("docker", parametersOf(options, context), {
    env: { ...options.environment, DOCKER_BUILDKIT: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    signal: options.signal,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      said.push(line);
      const step = /^#\d+ \[[^\]]*\] (.*)/.exec(line)?.[1];
      if (step) options.progress(step);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause;
    throw fail("sandbox.docker-missing", {}, cause);
  });
  if (code === 0) return;
  const output = said.filter((line) => /error|failed/i.test(line)).slice(-TOLD_LINES);
  throw fail("sandbox.image-build", { image: options.image, output: output.join(" / ") || `it ended with ${code}` });
}

function parametersOf({ image, base, claude, certificates, network }: ImageOptions, context: string): string[] {
  return [
    ...["build", "--progress", "plain", "--tag", image],
    ...(base ? ["--build-arg", `BASE_IMAGE=${base}`] : []),
    ...(claude ? ["--build-arg", `CLAUDE_CODE_VERSION=${CLAUDE_CODE_VERSION}`] : []),
    ...(certificates ? ["--secret", `id=ca,src=${certificates}`] : []),
    ...(network ? ["--network", network] : []),
    context,
  ];
}

/** Beside the sources of a clone, or in the published package. */
function toolchainFolder(): string {
  const own = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
  const packed = join(own, "toolchain");
  return existsSync(packed) ? packed : join(own, "..", "..", "toolchain");
}
