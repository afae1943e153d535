import { defineConfig } from "vitest/config";

/** Real tools are slow on two busy cores; a test that hangs still ends. */
const TEST_MILLISECONDS = 180_000;

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts"],
    exclude: ["**/node_modules/**", "tests/projects/**", "tests/slow/**", "tests/sandboxes/**"],
    testTimeout: TEST_MILLISECONDS,
    hookTimeout: TEST_MILLISECONDS,
    pool: "forks",
    maxWorkers: 2,
  },
});
