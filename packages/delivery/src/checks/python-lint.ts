import type { Finding } from "@throughline/contracts";
import type { Exit } from "@throughline/sandboxes";
import { z } from "zod";
import type { Environment } from "../environments/environment.ts";
import { placeMounts } from "../environments/place.ts";
import { fail } from "../failures.ts";
import { openToolBox, type Toolchain } from "../tools/toolchain.ts";
import type { Check } from "./check.ts";

/** How a shell says that there is no such program. */
const NOT_FOUND = 127;

const RuffFindings = z.array(
  z.object({
    code: z.string().nullable(),
    filename: z.string(),
    message: z.string(),
    location: z.object({ row: z.number(), column: z.number() }),
    url: z.string().nullable(),
  }),
);

/** The ruff beside the Python, else the system's, in a box that can only read. That it is not there says nothing about the change. */
async function ruff(
  tools: Toolchain,
  files: readonly string[],
  environment: Environment,
  seconds: number,
): Promise<Exit> {
  const trouble = (output: string) => fail("tools.command", { what: "ruff", output });
  await using opened = await openToolBox(tools, {
    purpose: "ruff",
    mounts: placeMounts(environment.place, []),
    seconds,
  });
  const { box } = opened;
  const exit = await box.run(["ruff", "check", "--no-cache", "--output-format", "json", "--", ...files], {
    folder: box.inside(environment.project),
  });
  // 0: clean, 1: findings; anything else is ruff itself in trouble.
  if (exit.code === 0 || exit.code === 1) return exit;
  if (exit.limit) throw trouble(`ended at its ${exit.limit} limit`);
  throw trouble(exit.code === NOT_FOUND ? "it is not installed" : exit.stderr.trim());
}

/** ruff on the Python files of the change. */
export const pythonLint: Check = {
  name: "ruff",
  beside: { after: [] },
  unneeded: (change) =>
    change.files.some((file) => file.path.endsWith(".py") && file.after !== null)
      ? undefined
      : "no Python file is changed",
  async run({ change, environment, tools, seconds }) {
    const files = change.files
      .filter((file) => file.path.endsWith(".py") && file.after !== null)
      .map((file) => file.path);
    const exit = await ruff(tools, files, environment, seconds);
    return findingsIn(exit.stdout).map(
      (found): Finding => ({
        code: `ruff.${found.code ?? "syntax"}`,
        severity: "error",
        file: files.find((file) => found.filename.endsWith(file)) ?? found.filename,
        line: found.location.row,
        column: found.location.column,
        message: found.message,
        hint: found.url ? `The rule: ${found.url}` : "Correct the syntax.",
      }),
    );
  },
};

function findingsIn(output: string): z.infer<typeof RuffFindings> {
  try {
    return RuffFindings.parse(JSON.parse(output));
  } catch (error) {
    throw fail("tools.garbage", { during: "ruff", problem: output.slice(0, 200) || "it said nothing" }, error);
  }
}
