#!/usr/bin/env node
/**
 * Makes a fresh clone ready to run, then (with `--then <script> [args]`) runs one script under Node 24.
 * Plain JavaScript without dependencies, because it runs before there are any, on whatever Node ≥ 20 the user has.
 *
 * What it makes lives in node_modules/ and .tools/: Node packages (among them Node 24 itself), and a Python
 * environment with dbt, dlt, sqlfluff and ruff. A stamp of the lock files lets a second run repeat nothing; a lock
 * lets two runs that start together do the work once.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, ".tools");
const windows = process.platform === "win32";
const binFolder = windows ? "Scripts" : "bin";
const python = join(tools, "python", binFolder, windows ? "python.exe" : "python");
const uv = join(tools, "uv", binFolder, windows ? "uv.exe" : "uv");
const dbtSchemas = "packages/delivery/python/dbt_schemas.py";
const stampFile = join(tools, "stamp.json");
const lockFolder = join(tools, "setup.lock");

class Unfit extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

/** Version triple of a command's `--version`, or undefined when it cannot be run. */
function versionOf(command, args = ["--version"]) {
  const run = spawnSync(command, args, { encoding: "utf8", shell: windows && command === "npm" });
  const found = run.status === 0 ? /(\d+)\.(\d+)(?:\.(\d+))?/.exec(`${run.stdout}${run.stderr}`) : null;
  return found ? [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)] : undefined;
}

function checkPrerequisites() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20) {
    throw new Unfit(`Node ${process.versions.node} is too old`, "Install Node 20 or newer from https://nodejs.org.");
  }
  if (!versionOf("git")) throw new Unfit("git is missing", "Install git: https://git-scm.com/downloads.");
  if (!versionOf("npm")) throw new Unfit("npm is missing", "It comes with Node: https://nodejs.org.");
}

/** The first Python from 3.10 to 3.13 on the path that can make virtual environments. */
function findPython() {
  const seen = [];
  for (const command of ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"]) {
    const version = versionOf(command);
    if (!version) continue;
    seen.push(`${command} ${version.join(".")}`);
    if (version[0] !== 3 || version[1] < 10 || version[1] > 13) continue;
    if (spawnSync(command, ["-c", "import venv, ensurepip"]).status === 0) return command;
    seen[seen.length - 1] += " without venv";
  }
  throw new Unfit(
    `no Python from 3.10 to 3.13 with venv (${seen.length > 0 ? `found ${seen.join(", ")}` : "found none"})`,
    "Install one: https://www.python.org/downloads, or `apt-get install python3 python3-venv`, or `brew install python@3.12`.",
  );
}

/** Changes when anything that set-up installs changes. */
function wantedStamp() {
  const hash = createHash("sha256");
  const packages = existsSync(join(root, "packages"))
    ? readdirSync(join(root, "packages")).map((name) => `packages/${name}/package.json`)
    : [];
  for (const file of [
    "package.json",
    "package-lock.json",
    ...packages,
    "toolchain/requirements.lock",
    "toolchain/uv-requirements.txt",
    dbtSchemas,
  ]) {
    hash.update(`${file}\0`).update(existsSync(join(root, file)) ? readFileSync(join(root, file)) : "");
  }
  return `${process.platform}-${process.arch}-${hash.digest("hex")}`;
}

function isReady() {
  try {
    const sameLocks = JSON.parse(readFileSync(stampFile, "utf8")).stamp === wantedStamp();
    // The stamp outlives a node_modules that was removed, or emptied half-way by a killed `npm ci`.
    return sameLocks && existsSync(python) && existsSync(join(root, "node_modules", "kysely"));
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** A lock without a process id is one that is being removed; older than this, its remover was killed. */
const NAMELESS_MILLISECONDS = 10_000;

/** The lock's process id, undefined for one that has none (yet), and whether nobody holds it any more. */
function holderOfLock() {
  let holder;
  try {
    holder = Number(readFileSync(join(lockFolder, "pid"), "utf8")) || undefined;
    if (holder) return { holder, dead: !isAlive(holder) };
  } catch {
    // Being removed, or left by a set-up that was killed.
  }
  try {
    return { holder, dead: Date.now() - statSync(lockFolder).mtimeMs > NAMELESS_MILLISECONDS };
  } catch {
    return { holder, dead: false };
  }
}

/** Takes the lock of `holder` away in one step, so that of several only one removes it. */
function removeLock(holder) {
  const away = `${lockFolder}.away.${process.pid}`;
  try {
    renameSync(lockFolder, away);
  } catch {
    return; // Another was quicker.
  }
  const file = join(away, "pid");
  if (existsSync(file) && Number(readFileSync(file, "utf8")) !== holder) {
    // Another was quicker, and holds it by now.
    renameSync(away, lockFolder);
    return;
  }
  rmSync(away, { recursive: true, force: true });
}

/** One set-up at a time: the folder comes into being with its holder's id in it; a holder that has died is replaced. */
async function withLock(work) {
  mkdirSync(tools, { recursive: true });
  const mine = `${lockFolder}.${process.pid}`;
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine);
  writeFileSync(join(mine, "pid"), String(process.pid));
  for (let told = false; ; ) {
    try {
      renameSync(mine, lockFolder);
      break;
    } catch (error) {
      // EPERM is Windows' word for a folder that is there.
      if (!["EEXIST", "ENOTEMPTY", "EPERM"].includes(error.code)) throw error;
    }
    const { holder, dead } = holderOfLock();
    if (dead) {
      removeLock(holder);
      continue;
    }
    if (!told) console.error(`setup: waiting for another set-up${holder ? ` (process ${holder})` : ""}`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const interrupted = () => {
    removeLock(process.pid);
    process.exit(130);
  };
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  try {
    return await work();
  } finally {
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
    removeLock(process.pid);
  }
}

/** Runs one command with its output kept aside, a line while it runs, and the output shown when it fails. */
async function step(title, command, args, env = {}) {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0);
  const live = process.stderr.isTTY;
  if (!live) console.error(`setup: ${title} …`);
  const ticker = setInterval(
    () => {
      if (live) process.stderr.write(`\rsetup: ${title} … ${seconds()} s `);
      else console.error(`setup: ${title} … ${seconds()} s`);
    },
    live ? 250 : 15_000,
  );
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    shell: windows && command === "npm",
  });
  const output = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => clearInterval(ticker));
  if (live) process.stderr.write("\r");
  if (code !== 0) {
    process.stderr.write(Buffer.concat(output));
    throw new Unfit(
      `${title}: ${command} ended with code ${code}`,
      "Its output is above. Is the network, and the package registry you use, reachable?",
    );
  }
  console.error(`setup: ${title} done in ${seconds()} s`);
}

/** uv does not read pip's configuration: hand over the index and certificates that the user's pip has. */
function uvEnvironment() {
  const env = { UV_NATIVE_TLS: "1", UV_SYSTEM_CERTS: "1", UV_NO_PROGRESS: "1", VIRTUAL_ENV: "" };
  const ask = spawnSync(python, ["-m", "pip", "config", "get", "global.index-url"], { encoding: "utf8" });
  if (!process.env.UV_DEFAULT_INDEX && ask.status === 0 && ask.stdout.trim()) env.UV_DEFAULT_INDEX = ask.stdout.trim();
  if (!process.env.SSL_CERT_FILE && process.env.PIP_CERT) env.SSL_CERT_FILE = process.env.PIP_CERT;
  return env;
}

async function install() {
  checkPrerequisites();
  const systemPython = findPython();
  rmSync(stampFile, { force: true });
  await Promise.all([
    // No package here needs a script of its own to be installed; some would compile what is never used.
    step("installing Node packages", "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]),
    (async () => {
      if (!existsSync(uv)) {
        await step("making the Python environment", systemPython, ["-m", "venv", "--clear", join(tools, "uv")]);
        await step("installing uv", join(tools, "uv", binFolder, windows ? "python.exe" : "python"), [
          ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"],
          ...["--require-hashes", "-r", join(root, "toolchain", "uv-requirements.txt")],
        ]);
      }
      if (!existsSync(python)) {
        await step("making the tools' environment", systemPython, ["-m", "venv", join(tools, "python")]);
      }
      await step(
        "installing dbt, dlt, sqlfluff, ruff",
        uv,
        [
          "pip",
          "sync",
          "--quiet",
          "--require-hashes",
          "--python",
          python,
          join(root, "toolchain", "requirements.lock"),
        ],
        uvEnvironment(),
      );
      // Compiled once here, or every first start of dbt pays for it.
      await step("preparing the Python tools", python, [
        "-m",
        "compileall",
        "-q",
        "-j",
        "0",
        join(tools, "python", "lib"),
      ]).catch(() => undefined);
      // The same of what dbt derives from its own classes: a quicker start, and no more.
      await step("preparing dbt", python, [join(root, dbtSchemas)]).catch(() => undefined);
    })(),
  ]);
  writeFileSync(stampFile, JSON.stringify({ stamp: wantedStamp() }));
}

/** Node 24 of node_modules where the platform has one, else the Node that runs this if it is new enough. */
function findNode() {
  const local = join(root, "node_modules", ".bin", windows ? "node.cmd" : "node");
  if (existsSync(local) && versionOf(local)) return local;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  throw new Unfit(
    `no Node 24 for ${process.platform} ${process.arch} among the packages, and Node ${process.versions.node} is too old`,
    "Install Node 24 from https://nodejs.org and run the command again.",
  );
}

async function main() {
  // Only asked, by tests: nothing is installed.
  if (process.argv.includes("--is-ready")) return isReady() ? 0 : 1;
  const at = process.argv.indexOf("--then");
  if (!isReady()) {
    checkPrerequisites();
    await withLock(async () => {
      if (!isReady()) await install();
    });
  }
  if (at === -1) return 0;
  const [script, ...args] = process.argv.slice(at + 1);
  const node = findNode();
  const child = spawn(node, [join(root, script), ...args], {
    stdio: "inherit",
    env: {
      ...process.env,
      PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
      THROUGHLINE_PYTHON: python,
    },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(`setup: ${error.message}`);
    if (error.hint) console.error(`       ${error.hint}`);
    else if (!(error instanceof Unfit)) console.error(error.stack);
    process.exitCode = 2;
  },
);
