import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PYTHON, type World } from "../tests/world.ts";

/**
 * What an engineer types to validate one change by hand, each command in a process of its own: on the project with the
 * change and a copy of the warehouse from before it. Seconds by command.
 */
export function shellSequence(world: World): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-bench-"));
  try {
    for (const part of ["loader", "transform", "ruff.toml", ".sqlfluff"])
      cpSync(join(world.folder, part), join(folder, part), { recursive: true });
    mkdirSync(join(folder, "warehouse"));
    cpSync(world.production.find(1).databaseFile, join(folder, "warehouse", "nyc_taxi.duckdb"));
    spawnSync("chmod", ["-R", "u+w", folder]);
    const bin = dirname(PYTHON);
    const transform = join(folder, "transform");
    const seconds: Record<string, number> = {};
    const run = (name: string, cwd: string, program: string, ...parameters: string[]) => {
      const began = performance.now();
      const ran = spawnSync(join(bin, program), parameters, { cwd, encoding: "utf8", env: quiet(bin) });
      if (ran.status !== 0) throw new Error(`${name}: ${ran.stdout}${ran.stderr}`);
      seconds[name] = (performance.now() - began) / 1000;
    };
    for (const command of ["deps", "parse", "build", "test", "docs generate"])
      run(`dbt ${command}`, transform, "dbt", ...command.split(" "), "--profiles-dir", ".");
    run("sqlfluff lint", transform, "sqlfluff", "lint", "models");
    run("ruff check", folder, "ruff", "check", "--no-cache", ".");
    return seconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The environment of a tool: no telemetry, its own programs first. */
export function quiet(bin: string): Record<string, string> {
  return {
    PATH: `${bin}:${process.env["PATH"]}`,
    HOME: tmpdir(),
    DBT_SEND_ANONYMOUS_USAGE_STATS: "false",
    LANG: "C.UTF-8",
  };
}
