import { defineConfig, mergeConfig } from "vitest/config";
import fast from "./vitest.config.ts";

/** Suites that take minutes: `.ci/run` runs them by name. */
export default mergeConfig(
  { ...fast, test: { ...fast.test, include: [], exclude: ["**/node_modules/**"] } },
  defineConfig({ test: { include: ["tests/slow/**/*.test.ts"] } }),
);
