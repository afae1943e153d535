/**
 * Rules of this repository that no linter knows. Each is a name, what is wrong, and how to find it; `tests/gate` proves each
 * with a planted violation. `node scripts/house-rules.mjs [root]` prints what it finds and fails when there is any.
 */
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The rules' own proofs hold every violation there is, as text. */
const isProof = (path) => path === "tests/gate.test.ts";
const isTest = (path) => /\.(test|contract)\.ts$/.test(path) || path.startsWith("tests/") || path.startsWith("bench/");
const isSource = (path) => /^packages\/[^/]+\/src\/.*\.ts$/.test(path);

/** A line pattern that may stand only in some files. */
const onlyIn =
  (pattern, allowed, applies = (path) => isSource(path) && !isTest(path)) =>
  ({ path, text }) =>
    applies(path) && !isProof(path) && !allowed.some((file) => path.endsWith(file)) ? linesMatching(text, pattern) : [];

function linesMatching(text, pattern) {
  return text
    .split("\n")
    .flatMap((line, at) => (pattern.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line) ? [at + 1] : []));
}

export const RULES = [
  {
    name: "environment-in-config",
    why: "process.env is read where a program begins, so that everything else is handed what it needs",
    find: onlyIn(/process\.env\b/, [
      "orchestrator/src/config/environment.ts",
      "delivery/src/main.ts",
      "agent/src/author/main.ts",
    ]),
  },
  {
    name: "clock-is-handed-in",
    why: "time comes from the context, so that tests and replays choose it",
    find: onlyIn(/\bDate\.now\(|new Date\(\)/, ["orchestrator/src/main.ts", "delivery/src/main.ts"]),
  },
  {
    name: "no-chance",
    why: "Math.random cannot be replayed",
    find: onlyIn(/Math\.random\(/, []),
  },
  {
    name: "no-drawer-names",
    why: "a file called utils holds what nobody found a name for",
    find: ({ path }) =>
      /(^|\/)(utils?|helpers?|common|misc|types|manager|handlers?)(\/|\.[a-z]+$)/.test(path) &&
      /\.(ts|mjs|py)$/.test(path)
        ? [1]
        : [],
  },
  {
    name: "kebab-case",
    why: "files are named after what they export, in kebab-case",
    find: ({ path }) => (isSource(path) && !/\/[a-z0-9.-]+$/.test(path) ? [1] : []),
  },
  {
    name: "no-sleeping-tests",
    why: "a test that sleeps is slow when it passes and wrong when the machine is busy",
    find: onlyIn(/\bsleep\(|setTimeout\(.*\d{3,}|from "node:timers\/promises"/, [], isTest),
  },
  {
    name: "no-module-mocks",
    why: "a mocked module tests the mock",
    find: onlyIn(/\bvi\.(mock|doMock)\(/, [], isTest),
  },
  {
    name: "no-open-ends",
    why: "what is left to do is an issue, not a comment",
    find: ({ path, text }) =>
      /\.(ts|mjs|py)$/.test(path) && !path.endsWith("house-rules.mjs") && !isProof(path)
        ? text.split("\n").flatMap((line, at) => (/\b(TODO|FIXME|XXX)\b/.test(line) ? [at + 1] : []))
        : [],
  },
  {
    name: "no-machine-paths",
    why: "the project speaks of no machine it was written on",
    find: ({ path, text }) =>
      path.endsWith("house-rules.mjs")
        ? []
        : text.split("\n").flatMap((line, at) => (/(^|[\s"'`(=:])\/(work|root)\/[a-z]/.test(line) ? [at + 1] : [])),
  },
  {
    name: "no-registry-hosts",
    why: "lock files work with whatever registry a user has",
    find: ({ path, text }) =>
      path.endsWith("house-rules.mjs")
        ? []
        : text
            .split("\n")
            .flatMap((line, at) =>
              /registry\.npmjs\.org|files\.pythonhosted\.org|pypi\.org\/simple/.test(line) ? [at + 1] : [],
            ),
  },
  {
    name: "no-bulk",
    why: "what is generated or binary does not belong in the history",
    find: ({ size }) => (size > 1_000_000 ? [1] : []),
  },
];

/** Every tracked or addable file, with its text. */
function filesOf(root) {
  return execFileSync("git", ["-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  })
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(root, path)) && lstatSync(join(root, path)).isFile())
    .map((path) => ({ path, size: lstatSync(join(root, path)).size, text: readFileSync(join(root, path), "utf8") }));
}

export function violations(root) {
  const files = filesOf(root);
  return RULES.flatMap((rule) =>
    files.flatMap((file) => rule.find(file).map((line) => ({ rule: rule.name, why: rule.why, path: file.path, line }))),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const found = violations(process.argv[2] ?? ".");
  for (const { rule, why, path, line } of found) console.log(`${path}:${line}: ${rule}: ${why}`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
