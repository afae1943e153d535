import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { environmentSource } from "./environment/environment-source.ts";
import { fileSource } from "./file/file-source.ts";
import { keyringSource } from "./keyring/keyring-source.ts";
import { secretSourceContract } from "./secret-source.contract.ts";
import type { SecretSource } from "./secret-source.ts";
import { LoopbackVault } from "./vault/loopback-vault.ts";
import { vaultSource } from "./vault/vault-source.ts";

let folder: string;
let vault: LoopbackVault;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-secrets-"));
  vault = await LoopbackVault.start();
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await vault[Symbol.asyncDispose]();
});

const write = (name: string, text: string, mode = 0o600) => {
  writeFileSync(join(folder, name), text, { mode });
  chmodSync(join(folder, name), mode);
  return join(folder, name);
};

secretSourceContract("the environment", async () => {
  const variables: Record<string, string> = { TOKEN: "first-value" };
  const rotate = (value: string) => {
    variables["TOKEN"] = value;
  };
  return { source: environmentSource(variables) as SecretSource, reference: "env:TOKEN", absent: "env:OTHER", rotate };
});

secretSourceContract("files", async () => {
  const file = write("token", "first-value\n");
  return {
    source: fileSource() as SecretSource,
    reference: `file:${file}`,
    absent: `file:${file}.not`,
    rotate: (value) => void write("token", value),
  };
});

secretSourceContract("a Vault", async () => {
  vault.stored.set("secret/data/team/warehouse", { password: "first-value" });
  const source = vaultSource({ address: vault.address, login: async () => ({ token: "root-token" }) });
  return {
    source: source as SecretSource,
    reference: "vault:secret/team/warehouse#password",
    absent: "vault:secret/team/other#password",
    rotate: (value) => void vault.stored.set("secret/data/team/warehouse", { password: value }),
  };
});

secretSourceContract("a keyring", async () => {
  write("value", "first-value");
  const script = `#!/bin/sh\n[ "$2 $4" = "warehouse ana" ] && cat '${join(folder, "value")}' || exit 1\n`;
  const file = write("secret-tool", script, 0o700);
  const parameters = (service: string, account: string) => ["service", service, "account", account];
  return {
    source: keyringSource([{ file, parameters }]) as SecretSource,
    reference: "keyring:warehouse/ana",
    absent: "keyring:warehouse/ben",
    rotate: (value) => void write("value", value),
  };
});

/** The same against a live server, where there is one: with a KV store at `secret` and a token in VAULT_TOKEN. */
const { VAULT_ADDR: address, VAULT_TOKEN: token = "" } = process.env;
if (address !== undefined) {
  secretSourceContract("a live Vault", async () => {
    const put = async (value: string) => {
      const body = JSON.stringify({ data: { password: value } });
      const headers = { "X-Vault-Token": token };
      await fetch(`${address}/v1/secret/data/throughline-contract`, { method: "POST", headers, body });
    };
    await put("first-value");
    return {
      source: vaultSource({ address, login: async () => ({ token }) }) as SecretSource,
      reference: "vault:secret/throughline-contract#password",
      absent: "vault:secret/throughline-contract#other",
      rotate: put,
    };
  });
}

describe("a file", () => {
  const read = (path: string) => fileSource().read({ kind: "file", path });

  it("that everybody can read is refused, and so is what is no file", async () => {
    await expect(read(write("open", "value", 0o644))).rejects.toMatchObject({ code: "secret.open-file" });
    await expect(read(folder)).rejects.toMatchObject({ code: "secret.missing" });
    await expect(read(write("empty", "\n"))).rejects.toMatchObject({ code: "secret.missing" });
  });

  it("is followed through a link, as orchestrators of containers place them", async () => {
    const file = write("..data", "value");
    symlinkSync(file, join(folder, "token"));

    expect((await read(join(folder, "token"))).value).toBe("value");
  });
});

describe("a Vault", () => {
  const source = (login: () => Promise<{ token: string } | { roleId: string; secretId: string }>) =>
    vaultSource({ address: vault.address, login });
  const password = { kind: "vault", mount: "secret", path: "a", field: "password" } as const;

  it("is logged in to by a role, and again when its token has ended", async () => {
    vault.stored.set("secret/data/a", { password: "value" });
    const asked = source(async () => ({ roleId: "role", secretId: "secret-id" }));
    await asked.read(password);
    vault.tokens.clear();

    expect((await asked.read(password)).value).toBe("value");
    expect(vault.asked.filter((path) => path.endsWith("approle/login"))).toHaveLength(2);
  });

  it("that does not know who asks denies, and says nothing of what it was asked with", async () => {
    const wrong = source(async () => ({ roleId: "role", secretId: "wrong-secret-id" })).read(password);
    const token = source(async () => ({ token: "wrong-token" })).read(password);

    await expect(wrong).rejects.toMatchObject({ code: "secret.denied" });
    await expect(token).rejects.toMatchObject({ code: "secret.denied" });
    for (const asked of [wrong, token]) expect(JSON.stringify(await asked.catch(String))).not.toMatch(/wrong-/u);
  });

  it("that is sealed or gone is down, and another time it may not be", async () => {
    vault.sealed = true;
    const asked = source(async () => ({ token: "root-token" }));
    await expect(asked.read(password)).rejects.toMatchObject({ code: "secret.store", retry: "later" });
    vault.sealed = false;
    vault.stored.set("secret/data/a", { password: "value" });
    expect((await asked.read(password)).value).toBe("value");
    await vault[Symbol.asyncDispose]();

    await expect(asked.read(password)).rejects.toMatchObject({ code: "secret.store", retry: "later" });
  });

  it("gives name and password of one credential, and of another one to who asks again", async () => {
    const asked = source(async () => ({ token: "root-token" }));
    const of = (field: string) =>
      asked.read({ kind: "vault", mount: "database", path: "creds/reader", field }).then(({ value }) => value);

    const first = [await of("username"), await of("password")];
    const second = [await of("username"), await of("password")];

    expect(first).toEqual(["v-reader-1", "pass-word-1"]);
    expect(second).toEqual(["v-reader-2", "pass-word-2"]);
  });

  it("is asked over https alone where it is on another machine", async () => {
    const far = vaultSource({ address: "http://vault.example", login: async () => ({ token: "root-token" }) });

    await expect(far.read(password)).rejects.toMatchObject({
      code: "secret.store",
      message: expect.stringContaining("https"),
    });
  });
});

describe("a keyring", () => {
  it("that this system has no program for is said to be missing", async () => {
    const asked = keyringSource([]).read({ kind: "keyring", service: "a", account: "b" });

    await expect(asked).rejects.toMatchObject({
      code: "secret.store",
      message: expect.stringContaining("keyring:a/b"),
    });
  });
});
