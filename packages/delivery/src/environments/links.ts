import { readdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Takes away the links of a folder that lead out of it, or nowhere: code that runs apart from this machine finds nothing behind
 * them, and so must whatever this machine reads there. How many there were.
 */
export function cutLinksOut(folder: string): number {
  return cutBelow(realpathSync(folder), realpathSync(folder));
}

/** Folder by folder: node's own recursive listing goes through links. */
function cutBelow(root: string, folder: string): number {
  let cut = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) cut += cutBelow(root, path);
    else if (entry.isSymbolicLink() && !leadsInto(root, path)) {
      rmSync(path, { force: true });
      cut += 1;
    }
  }
  return cut;
}

function leadsInto(root: string, link: string): boolean {
  try {
    return realpathSync(link).startsWith(`${root}/`);
  } catch {
    return false;
  }
}
