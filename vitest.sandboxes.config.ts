import { defineConfig, mergeConfig } from "vitest/config";
import fast from "./vitest.config.ts";

/** Attacks on sandboxes, which need what `.ci/sandboxes` installs; one at a time, since they measure what a box may take. */
export default mergeConfig(
  { ...fast, test: { ...fast.test, include: [], exclude: ["**/node_modules/**"] } },
  defineConfig({ test: { include: ["tests/sandboxes/**/*.test.ts"], maxWorkers: 1 } }),
);
