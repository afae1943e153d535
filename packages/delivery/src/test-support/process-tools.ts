import { tmpdir } from "node:os";
import { processSandbox } from "@throughline/sandboxes";
import type { Toolchain } from "../tools/toolchain.ts";

/** The tools of a Python, as processes like any other. */
export function processTools(python: string, scratch: string = tmpdir()): Toolchain {
  return { sandbox: processSandbox({ searchPath: "", scratch }), python, scratch };
}
