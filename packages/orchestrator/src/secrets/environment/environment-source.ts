import { fail } from "../../errors/failures.ts";
import type { Reference } from "../reference.ts";
import type { SecretSource } from "../secret-source.ts";

/** Secrets in the environment of this process, as containers and automation hand them over. */
export function environmentSource(
  variables: Readonly<Record<string, string | undefined>>,
): SecretSource<Extract<Reference, { kind: "env" }>> {
  return {
    kind: "env",
    async read({ name }) {
      const value = variables[name];
      if (value === undefined || value === "") throw fail("secret.missing", { reference: `env:${name}` });
      return { value };
    },
  };
}
