/**
 * Makes the tarballs that are published: compiled JavaScript, since Node does not strip types under node_modules.
 * `node scripts/pack.mjs [folder]` writes them to dist/packages unless told otherwise, and prints their paths.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = resolve(process.argv[2] ?? join(root, "dist", "packages"));
const scratch = mkdtempSync(join(tmpdir(), "throughline-pack-"));

function run(command, parameters, options = {}) {
  const done = spawnSync(command, parameters, { cwd: root, encoding: "utf8", ...options });
  if (done.status !== 0) throw new Error(`${command} ${parameters.join(" ")}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

/** ./src/x.ts → { types, default } below dist. */
function compiled(path) {
  const plain = path.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, "");
  return { types: `${plain}.d.ts`, default: `${plain}.js` };
}

function stage(name) {
  const from = join(root, "packages", name);
  const to = join(scratch, name);
  mkdirSync(to, { recursive: true });
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rootDir: join(from, "src"),
      outDir: join(to, "dist"),
      typeRoots: [join(root, "node_modules", "@types")],
    },
    include: [join(from, "src")],
    exclude: ["*.test.ts", "*.contract.ts", "sales-warehouse.ts", "test-support/**"].map((name) =>
      join(from, "src", "**", name),
    ),
  };
  const project = join(from, "tsconfig.pack.json");
  writeFileSync(project, JSON.stringify(config));
  try {
    run(process.execPath, [join(root, "node_modules", "tsc7", "bin", "tsc"), "-p", project]);
  } finally {
    rmSync(project, { force: true });
  }
  const manifest = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  manifest.exports = Object.fromEntries(Object.entries(manifest.exports).map(([key, path]) => [key, compiled(path)]));
  if (manifest.bin)
    manifest.bin = Object.fromEntries(Object.entries(manifest.bin).map(([key, path]) => [key, compiled(path).default]));
  manifest.files = ["dist", "python", "pbir-schemas", "example", "toolchain"];
  writeFileSync(join(to, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(root, "LICENSE"), join(to, "LICENSE"));
  for (const folder of ["python", "pbir-schemas"])
    if (existsSync(join(from, folder)))
      cpSync(join(from, folder), join(to, folder), {
        recursive: true,
        filter: (path) => !path.includes("__pycache__"),
      });
  if (existsSync(join(from, "README.md"))) cpSync(join(from, "README.md"), join(to, "README.md"));
  // The Python tools' lock travels with the package that runs them, and with the one that makes an image of them.
  if (name === "delivery" || name === "sandboxes")
    cpSync(join(root, "toolchain"), join(to, "toolchain"), { recursive: true });
  return to;
}

try {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(join(root, "packages")).sort()) {
    const folder = stage(name);
    const [packed] = JSON.parse(
      run("npm", ["pack", "--json", "--silent", "--pack-destination", target], { cwd: folder }),
    );
    console.log(join(target, packed.filename));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
