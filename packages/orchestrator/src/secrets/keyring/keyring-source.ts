import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fail } from "../../errors/failures.ts";
import type { Reference } from "../reference.ts";
import type { SecretSource } from "../secret-source.ts";

/** A program of the system that asks the person's keyring, by its absolute path: nothing is looked up on a path. */
interface Program {
  readonly file: string;
  readonly parameters: (service: string, account: string) => readonly string[];
}

const PROGRAMS: readonly Program[] = [
  {
    file: "/usr/bin/security",
    parameters: (service, account) => ["find-generic-password", "-s", service, "-a", account, "-w"],
  },
  {
    file: "/usr/bin/secret-tool",
    parameters: (service, account) => ["lookup", "service", service, "account", account],
  },
];

/** A keyring that waits for somebody to unlock it is not waited for. */
const PATIENCE_SECONDS = 20;

/** The keyring of the person who is logged in: macOS's, or any that speaks the Secret Service protocol (`libsecret-tools`). */
export function keyringSource(programs = PROGRAMS): SecretSource<Extract<Reference, { kind: "keyring" }>> {
  return {
    kind: "keyring",
    async read({ service, account }) {
      const reference = `keyring:${service}/${account}`;
      const program = programs.find(({ file }) => existsSync(file));
      if (!program)
        throw fail("secret.store", { reference, problem: "this system has no program that asks a keyring" });
      const { code, stdout } = await run(program.file, program.parameters(service, account));
      const value = stdout.replace(/\r?\n$/u, "");
      if (code === "timeout") throw fail("secret.store", { reference, problem: "the keyring did not answer" });
      if (code !== 0 || value === "") throw fail("secret.missing", { reference });
      return { value };
    },
  };
}

/** What a program prints may be the secret: nothing of it is in any error. */
function run(file: string, parameters: readonly string[]): Promise<{ code: number | "timeout"; stdout: string }> {
  return new Promise((resolve) => {
    execFile(file, [...parameters], { timeout: PATIENCE_SECONDS * 1000, encoding: "utf8" }, (error, stdout) => {
      if (!error) resolve({ code: 0, stdout });
      else resolve({ code: error.killed ? "timeout" : 1, stdout: "" });
    });
  });
}
