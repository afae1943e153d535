import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { findPython, PROGRAMS } from "./python.ts";

const python = findPython(process.env);

it.skipIf(!existsSync(python))(
  "what set-up kept of dbt's schemas is what dbt derives, and covers every class named",
  () => {
    const compare = [
      "import importlib, json",
      "import dbt.adapters.duckdb, dbt.cli.main, dbt_schemas",
      "kept = json.load(open(dbt_schemas.FILE))",
      "assert kept['versions'] == dbt_schemas.versions(), 'of another version'",
      "for name in dbt_schemas.CLASSES:",
      "    module, _, attribute = name.rpartition('.')",
      "    derived = getattr(importlib.import_module(module), attribute).json_schema()",
      "    assert json.loads(kept['schemas'][name]) == derived, name",
      "print(len(dbt_schemas.CLASSES))",
    ].join("\n");

    const run = spawnSync(python, ["-c", compare], { cwd: PROGRAMS, encoding: "utf8" });

    expect(run.stderr).toBe("");
    expect(Number(run.stdout)).toBeGreaterThan(0);
  },
);
