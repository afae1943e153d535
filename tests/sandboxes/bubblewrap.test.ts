import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { authorContract } from "../../packages/orchestrator/src/sandboxes/author.contract.ts";
import { hostileAuthorContract } from "../../packages/orchestrator/src/sandboxes/hostile-author.contract.ts";
import { attackContract } from "../../packages/sandboxes/src/attacks.contract.ts";
import { bubblewrapMissing, bubblewrapSandbox } from "../../packages/sandboxes/src/bubblewrap/bubblewrap-sandbox.ts";
import { sandboxContract } from "../../packages/sandboxes/src/sandbox.contract.ts";

const searchPath = process.env["PATH"] ?? "/usr/bin:/bin";
const missing = bubblewrapMissing(searchPath);

describe.skipIf(missing)(`bubblewrap${missing ? ` (${missing})` : ""}`, () => {
  sandboxContract("bubblewrap", () => bubblewrapSandbox({ searchPath }));

  attackContract("bubblewrap", (options) => bubblewrapSandbox({ searchPath, ...options }), {
    // Without it there is no bwrap at all, which never lets go of this one: so the same user runs it outside.
    "no-new-privileges": async (attack, target) => {
      const ran = spawnSync("setpriv", ["--reuid", "10001", "--clear-groups", "--", ...attack.program(target)], {
        encoding: "utf8",
      });
      return { code: ran.status, bytes: Buffer.from(ran.stdout), stdout: ran.stdout, stderr: ran.stderr };
    },
  });

  authorContract("bubblewrap", () => bubblewrapSandbox({ searchPath }));
  hostileAuthorContract("bubblewrap", () => bubblewrapSandbox({ searchPath }));

  it.runIf(process.getuid?.() === 0)("holds everything where an administrator starts it", () => {
    expect(bubblewrapSandbox({ searchPath }).guarantees.notGuaranteed).toEqual([]);
  });
});
