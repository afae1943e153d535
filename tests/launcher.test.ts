import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, it } from "vitest";
import { PROGRAM } from "./world.ts";

/** The Node that a user's shell finds: not the one among this clone's packages, which only npm puts on the path. */
const NODE = (process.env["PATH"] ?? "")
  .split(delimiter)
  .filter((folder) => !folder.includes("node_modules"))
  .map((folder) => join(folder, "node"))
  .find((file) => existsSync(file));

it("the command line starts with whatever Node the user has, from 20 on", () => {
  const run = spawnSync(NODE ?? process.execPath, [PROGRAM, "--help"], { encoding: "utf8" });

  expect(run.stderr).toBe("");
  expect(run.stdout).toContain("From a sentence to a verified change in production");
  expect(run.status).toBe(0);
});
