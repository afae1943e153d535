import { lstatSync, readlinkSync } from "node:fs";

/** Programs and their libraries; of the configuration only what the loader and Debian's alternatives need. */
const FOLDERS = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives", "/etc/ld.so.cache"];

/** The system of this machine for a box, read-only, as flags of bwrap: links stay links. */
export function systemFolders(): string[] {
  return ["--dir", "/etc"].concat(
    FOLDERS.flatMap((path) => {
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (!found) return [];
      return found.isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind", path, path];
    }),
  );
}
