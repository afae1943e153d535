import { spawn } from "node:child_process";
import { PROGRAM, PYTHON, type World } from "../tests/world.ts";

export interface Timed {
  readonly seconds: number;
  // biome-ignore lint/suspicious/noExplicitAny: a command's JSON, of which each measurement reads something else
  readonly json: any;
}

/** One command line of the product as a person runs it, in a process of its own; fails unless it ends in one of `exits`. */
export function timedCommand(
  world: World,
  who: string,
  parameters: readonly string[],
  exits: readonly number[] = [0],
): Promise<Timed> {
  const began = performance.now();
  const child = spawn(process.execPath, [PROGRAM, ...parameters, "--json", "--as", who, "--project", world.folder], {
    env: { ...process.env, THROUGHLINE_PYTHON: PYTHON },
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("close", (code) => {
      const seconds = (performance.now() - began) / 1000;
      if (!exits.includes(code ?? -1)) reject(new Error(`${parameters.join(" ")}: exit ${code}\n${output}\n${errors}`));
      else resolve({ seconds, json: JSON.parse(output.trim().split("\n").at(-1) ?? "{}") });
    });
  });
}
