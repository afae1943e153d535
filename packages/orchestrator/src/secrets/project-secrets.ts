import type { SecretSettings } from "../config/config.ts";
import { environmentSource } from "./environment/environment-source.ts";
import { fileSource } from "./file/file-source.ts";
import { keyringSource } from "./keyring/keyring-source.ts";
import type { Redactor } from "./redactor.ts";
import type { SecretSource } from "./secret-source.ts";
import { type Clock, Secrets } from "./secrets.ts";
import { vaultSource } from "./vault/vault-source.ts";

const clock: Clock = {
  now: () => performance.now(),
  later(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    // A lease holds nobody up who has done his work.
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** The secrets of a project, by what its throughline.yml says. The login of a Vault is itself named by references. */
export function projectSecrets(
  { vault }: SecretSettings,
  redactor: Redactor,
  variables: Readonly<Record<string, string | undefined>>,
): Secrets {
  const near: readonly SecretSource[] = [environmentSource(variables), fileSource(), keyringSource()] as SecretSource[];
  if (!vault) return new Secrets(near, redactor, clock);
  const logins = new Secrets(near, redactor, clock);
  const reveal = async (reference: string) => (await logins.get(reference)).reveal();
  const login = async () =>
    "token" in vault.login
      ? { token: await reveal(vault.login.token) }
      : { roleId: await reveal(vault.login.roleId), secretId: await reveal(vault.login.secretId) };
  const { address, namespace } = vault;
  const source = vaultSource({ address, ...(namespace !== undefined && { namespace }), login });
  return new Secrets([...near, source as SecretSource], redactor, clock);
}

/** Every reference of a project, with what it is for. */
export function referencesOf({ vault, loader }: SecretSettings): ReadonlyMap<string, string> {
  const logins = Object.entries(vault?.login ?? {}).map(([name, reference]) => [reference, `login of Vault, ${name}`]);
  const given = Object.entries(loader).map(([name, reference]) => [reference, `loader, ${name}`]);
  return new Map([...logins, ...given] as [string, string][]);
}
