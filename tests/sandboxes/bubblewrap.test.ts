import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { authorContract } from "../../packages/orchestrator/src/sandboxes/author.contract.ts";
import { hostileAuthorContract } from "../../packages/orchestrator/src/sandboxes/hostile-author.contract.ts";
import { attackContract } from "../../packages/sandboxes/src/attacks.contract.ts";
import { bubblewrapMissing, bubblewrapSandbox } from "../../packages/sandboxes/src/bubblewrap/bubblewrap-sandbox.ts";
import { makeReadable } from "../../packages/sandboxes/src/make-readable.ts";
import { sandboxContract } from "../../packages/sandboxes/src/sandbox.contract.ts";
import { ROOT } from "../world.ts";

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

  it("holds everything where an administrator starts it", () => {
    expect(bubblewrapSandbox({ searchPath }).guarantees.notGuaranteed).toEqual([]);
  });

  it("holds what it says where an ordinary user starts it, who cannot bound all processes together", () => {
    using copy = readableCopy();
    const user = ["--reuid", "12345", "--regid", "12345", "--clear-groups"];
    const program = [copy.node, join(copy.folder, "tests", "sandboxes", "attack-as-user.ts")];

    const ran = spawnSync("setpriv", [...user, "--", ...program], { encoding: "utf8", env: { PATH: searchPath } });

    expect(ran.stderr).toBe("");
    const { notGuaranteed, attacks } = JSON.parse(ran.stdout);
    expect(notGuaranteed).toEqual(["own-user", "memory", "processor", "processes"]);
    expect(attacks.length).toBeGreaterThan(10);
    for (const { attack, ...came } of attacks) expect(came, attack).toEqual({ refused: true, brokenWithout: true });
  });
});

/** Of what the program needs, where everybody may read it: this clone may be where only its owner may look. */
function readableCopy(): { folder: string; node: string } & Disposable {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "throughline-user-")));
  for (const path of ["packages/contracts", "packages/sandboxes", "tests/sandboxes", "node_modules/zod"])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  mkdirSync(join(folder, "node_modules", "@throughline"));
  for (const name of ["contracts", "sandboxes"])
    symlinkSync(join("..", "..", "packages", name), join(folder, "node_modules", "@throughline", name));
  cpSync(realpathSync(process.execPath), join(folder, "node"));
  makeReadable(folder);
  return {
    folder,
    node: join(folder, "node"),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
