import { readFileSync, statSync } from "node:fs";
import { fail } from "../../errors/failures.ts";
import type { Reference } from "../reference.ts";
import type { SecretSource } from "../secret-source.ts";

/** More is no secret. */
const MOST_BYTES = 64 * 1024;

/** Secrets in files that others keep: each is read anew, so that one that is replaced counts from the next use on. */
export function fileSource(): SecretSource<Extract<Reference, { kind: "file" }>> {
  return {
    kind: "file",
    async read({ path }) {
      const reference = `file:${path}`;
      try {
        const stat = statSync(path);
        if (!stat.isFile() || stat.size > MOST_BYTES) throw fail("secret.missing", { reference });
        // Whoever else can read it knows the secret already.
        if ((stat.mode & 0o007) !== 0) throw fail("secret.open-file", { reference });
        // Editors end a file with a line feed; no secret does.
        const value = readFileSync(path, "utf8").replace(/\r?\n$/u, "");
        if (value === "") throw fail("secret.missing", { reference });
        return { value };
      } catch (error) {
        const code = error instanceof Error && "code" in error ? error.code : undefined;
        if (code === "ENOENT" || code === "ENOTDIR") throw fail("secret.missing", { reference }, error);
        if (code === "EACCES" || code === "EPERM") throw fail("secret.denied", { reference }, error);
        throw error;
      }
    },
  };
}
