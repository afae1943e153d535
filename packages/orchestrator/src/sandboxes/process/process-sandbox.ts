import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Patch } from "@throughline/contracts";
import { clearedEnvironment, type Exit, NOT_GUARANTEED, runConfined } from "@throughline/delivery";
import { environment } from "../../config/environment.ts";
import { fail } from "../../errors/failures.ts";
import type { Sandbox } from "../sandbox.ts";

const LIMITS = { memoryMiB: 1024, fileMiB: 256 };

/** The author's program: TypeScript in a clone, JavaScript in a published package. */
const AUTHOR = fileURLToPath(import.meta.resolve("@throughline/agent/author"));

/** For the rule-based author, whose code is ours: another author needs a sandbox that guarantees more. */
export function processSandbox(): Sandbox {
  return {
    guarantees: {
      name: "process",
      guaranteed: [
        "an environment with nothing of the caller's",
        "a home folder of its own",
        "its process group is killed whole",
        `limits on time, memory (${LIMITS.memoryMiB} MiB) and file size (${LIMITS.fileMiB} MiB)`,
      ],
      notGuaranteed: NOT_GUARANTEED,
    },
    async author(task, clone, { seconds, signal, progress }) {
      const home = join(dirname(clone), "home");
      mkdirSync(home, { recursive: true });
      const confined = {
        folder: clone,
        environment: clearedEnvironment(home, { PATH: environment.searchPath, GIT_CONFIG_NOSYSTEM: "1" }),
        limits: { ...LIMITS, seconds },
        signal,
      };
      const written = await runConfined([process.execPath, AUTHOR], {
        ...confined,
        input: JSON.stringify(task),
        onError: (text) => progress(text.trim()),
      });
      requireSuccess(written, "the author");
      const patch = Patch.safeParse(parseLast(written.stdout));
      if (!patch.success) throw fail("author.failed", { output: "the author gave no patch" });
      // A second process: git of the host never runs where the author could write.
      const bundled = await runConfined(
        [
          ...([
            "git",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "safe.directory=*",
          ] as const),
          ...["bundle", "create", "--quiet", join(home, "patch.bundle"), `${task.base}..HEAD`],
        ],
        confined,
      );
      requireSuccess(bundled, "bundling the patch");
      const bundleFile = join(home, "patch.bundle");
      return { patch: patch.data, bundleFile };
    },
  };
}

function requireSuccess(exit: Exit, what: string): void {
  if (exit.code === 0 && !exit.limit) return;
  const output = exit.limit
    ? `${what} was ended at its ${exit.limit} limit`
    : exit.stderr.trim().split("\n").slice(-3).join(" / ");
  throw fail("author.failed", { output: output || `${what} ended with code ${exit.code}` });
}

function parseLast(text: string): unknown {
  try {
    return JSON.parse(text.trim().split("\n").at(-1) ?? "");
  } catch {
    return undefined;
  }
}
