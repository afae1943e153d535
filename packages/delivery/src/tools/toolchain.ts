import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import type { Box, Command, Mount, Sandbox } from "@throughline/sandboxes";
import { PROGRAMS, QUIET_TOOLS, requirePython, toolPath } from "./python.ts";

/** The Python tools, and the sandbox that they run in. */
export interface Toolchain {
  readonly sandbox: Sandbox;
  /** The Python of this machine that has them; a box may bring its own. */
  readonly python: string;
  /** Where folders for boxes are made. */
  readonly scratch: string;
}

/** A box with the tools in it; programs that come with Python's packages are on its path. */
export interface ToolBox extends AsyncDisposable {
  readonly box: Box;
  /** The command of one of this package's Python programs. */
  program(file: string): Command;
}

const INSIDE = { tools: "/opt/tools", programs: "/opt/throughline" } as const;

/** As much as a build of millions of rows takes. What a box writes outside of its mounts is memory. */
const LIMITS = { memoryMiB: 8192, processes: 512, diskMiB: 1024, fileMiB: 65_536 };

/** Opens a box with the tools in it, and with `mounts`. Its own home is for what tools write and nobody reads. */
export async function openToolBox(
  { sandbox, python }: Toolchain,
  spec: {
    readonly purpose: string;
    readonly mounts: readonly Mount[];
    readonly seconds: number;
  },
): Promise<ToolBox> {
  if (sandbox.python === undefined) requirePython(python);
  const brought = sandbox.python === undefined ? pythonMounts(python) : [];
  const own = sandbox.python ?? (isSystem(python) ? python : undefined);
  const inside = own ?? (sandbox.sharesPaths ? python : join(INSIDE.tools, relative(prefixOf(python), python)));
  const box = await sandbox.open({
    purpose: spec.purpose,
    mounts: [...spec.mounts, ...brought, { host: PROGRAMS, inside: INSIDE.programs, access: "read" }],
    environment: { ...QUIET_TOOLS, PATH: toolPath(inside) },
    limits: { ...LIMITS, processors: availableParallelism(), seconds: spec.seconds },
  });
  return {
    box,
    program: (file) => [inside, box.inside(join(PROGRAMS, file))],
    [Symbol.asyncDispose]: () => box[Symbol.asyncDispose](),
  };
}

/** The folder that a Python and its packages are in. */
function prefixOf(python: string): string {
  return dirname(dirname(python));
}

/** Whether every box has it anyway, with all other programs of the system. */
function isSystem(path: string): boolean {
  return /^\/usr\//.test(path);
}

/** A virtual environment, and the Python that it was made from: by every name that its links have for it. */
function pythonMounts(python: string): Mount[] {
  if (isSystem(python)) return [];
  const own = prefixOf(python);
  const made = linksFrom(python)
    .map(prefixOf)
    .filter((prefix) => prefix !== own && !isSystem(`${prefix}/`));
  return [
    { host: own, inside: INSIDE.tools, access: "read" },
    ...[...new Set(made)].map((prefix): Mount => ({ host: realpathSync(prefix), inside: prefix, access: "read" })),
  ];
}

/** Every file that a link leads through, one after the other, to what is none. */
function linksFrom(file: string): string[] {
  if (!lstatSync(file).isSymbolicLink()) return [];
  const next = resolve(dirname(file), readlinkSync(file));
  return [next, ...linksFrom(next)];
}
