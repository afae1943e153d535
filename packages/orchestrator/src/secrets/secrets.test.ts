import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Config, parseConfig } from "../config/config.ts";
import { environmentSource } from "./environment/environment-source.ts";
import { Redactor } from "./redactor.ts";
import { parseReference } from "./reference.ts";
import { Secret } from "./secret.ts";
import { secretFiles } from "./secret-files.ts";
import type { SecretSource } from "./secret-source.ts";
import { type Clock, Secrets } from "./secrets.ts";
import { LoopbackVault } from "./vault/loopback-vault.ts";
import { vaultSource } from "./vault/vault-source.ts";

describe("a reference", () => {
  it.each([
    "env:TOKEN",
    "file:/run/secrets/token",
    "vault:secret/a/b#c",
    "vault:database/creds/r#password",
    "keyring:s/a",
  ])("is %s", (text) => expect(parseReference(text)).toBeDefined());

  it.each([
    "",
    "hunter2",
    "env:",
    "env:A B",
    "file:token",
    "file:/a/../b",
    "vault:secret/a",
    "vault:a#b",
    "keyring:a",
    "http://x",
  ])("is not %j", (text) => expect(parseReference(text)).toBeUndefined());

  it("that is a secret written out is refused without being repeated", () => {
    const text = [
      ...[
        "version: 1",
        "name: shop",
        "semanticModels: []",
        "transform: {folder: .}",
        "people: [{id: ana, roles: [administrator]}]",
      ],
      "secrets: {loader: {sources.rates.api_key: Sommer2026}}",
    ].join("\n");

    expect(() => parseConfig(text)).toThrow(/named by env:NAME/u);
    try {
      parseConfig(text);
    } catch (error) {
      expect(inspect(error, { depth: 9 })).not.toContain("Sommer2026");
    }
    expect(Config.shape.secrets).toBeDefined();
  });
});

describe("a secret", () => {
  it("shows its reference however it is printed", () => {
    const secret = new Secret("env:TOKEN", "hunter2-hunter2");

    for (const shown of [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }),
      inspect(secret),
      String([secret]),
    ]) {
      expect(shown).toContain("[secret env:TOKEN]");
      expect(shown).not.toContain("hunter2");
    }
  });
});

describe("what is shown, logged and recorded", () => {
  const forms = (value: string) => [
    value,
    JSON.stringify(value),
    encodeURIComponent(value),
    Buffer.from(value).toString("base64"),
    Buffer.from(value).toString("hex"),
  ];

  it("has no secret in it, in whatever form programs print one", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, unit: "grapheme" }).filter((text) => text.trim().length >= 6),
        fc.string(),
        (value, around) => {
          const redactor = new Redactor();
          redactor.add(new Secret("env:TOKEN", value));
          for (const form of forms(value)) {
            const clean = redactor.value({ [form]: [`${around}${form}${around}`] });
            expect(JSON.stringify(clean)).toContain("[secret env:TOKEN]");
          }
        },
      ),
    );
  });

  it("has no line of a key in it", () => {
    const redactor = new Redactor();
    redactor.add(new Secret("file:/key", "-----BEGIN KEY-----\nMIIEpAIBAAKCAQ\n-----END KEY-----\n"));

    expect(redactor.text("read MIIEpAIBAAKCAQ there")).toBe("read [secret file:/key] there");
  });

  it("is what it was where nothing was resolved", () => {
    const value = { a: [1, "b", null], at: new Date(0) };

    expect(new Redactor().value(value)).toBe(value);
  });
});

/** A clock that tests turn; what is to be called later is called when its time has come. */
class TurnedClock implements Clock {
  #now = 0;
  readonly #later = new Map<() => void, number>();

  now(): number {
    return this.#now;
  }

  later(milliseconds: number, call: () => void): () => void {
    this.#later.set(call, this.#now + milliseconds);
    return () => void this.#later.delete(call);
  }

  pass(seconds: number): void {
    this.#now += seconds * 1000;
    for (const [call, at] of [...this.#later]) {
      if (at > this.#now) continue;
      this.#later.delete(call);
      call();
    }
  }
}

describe("leased secrets", () => {
  let vault: LoopbackVault;
  let clock: TurnedClock;
  let secrets: Secrets;
  beforeEach(async () => {
    vault = await LoopbackVault.start();
    clock = new TurnedClock();
    const source = vaultSource({ address: vault.address, login: async () => ({ token: "root-token" }) });
    secrets = new Secrets([source as SecretSource], new Redactor(), clock);
  });
  afterEach(() => vault[Symbol.asyncDispose]());

  const USERNAME = "vault:database/creds/reader#username";
  const PASSWORD = "vault:database/creds/reader#password";
  const pass = async (seconds: number) => {
    vault.pass(seconds);
    const asked = vault.asked.length;
    clock.pass(seconds);
    return asked;
  };
  const answered = (count: number) => expect.poll(() => vault.asked.length).toBe(count);

  it("stay the same while they hold, and are renewed before they end", async () => {
    const first = [(await secrets.get(USERNAME)).reveal(), (await secrets.get(PASSWORD)).reveal()];
    for (let turn = 0; turn < 5; turn += 1) {
      const asked = await pass(45);
      await answered(asked + 1);
      await expect.poll(async () => [...vault.leases.values()][0]?.left).toBe(60);
    }

    expect([(await secrets.get(USERNAME)).reveal(), (await secrets.get(PASSWORD)).reveal()]).toEqual(first);
    expect(vault.leases.size).toBe(1);
    expect(vault.asked.filter((path) => path.endsWith("leases/renew"))).toHaveLength(5);
  });

  it("that end during a request are others for who asks next", async () => {
    const first = (await secrets.get(PASSWORD)).reveal();
    vault.sealed = true;
    await pass(45);
    await answered(2);
    vault.sealed = false;
    await pass(60);

    expect((await secrets.get(PASSWORD)).reveal()).not.toBe(first);
    expect(vault.leases.size).toBe(2);
  });

  it("are given back when the work is done", async () => {
    await secrets.get(PASSWORD);
    await secrets[Symbol.asyncDispose]();

    expect([...vault.leases.values()].map(({ revoked }) => revoked)).toEqual([true]);
    const asked = await pass(45);
    expect(vault.asked.length).toBe(asked);
  });

  it("end by themselves where nobody can be told", async () => {
    await secrets.get(PASSWORD);
    vault.sealed = true;

    await expect(secrets[Symbol.asyncDispose]()).resolves.toBeUndefined();
  });
});

describe("secrets that are missing", () => {
  it("are told by their reference and what to do, and nothing else", async () => {
    const source = environmentSource({ THERE: "hunter2-hunter2" }) as SecretSource;
    const secrets = new Secrets([source], new Redactor(), new TurnedClock());

    const missing = await secrets.missing(["env:THERE", "env:GONE", "vault:a/b#c", "nothing"]);

    expect(missing.map(({ reference, failure }) => [reference, failure.code])).toEqual([
      ["env:GONE", "secret.missing"],
      ["vault:a/b#c", "secret.unconfigured"],
      ["nothing", "secret.reference"],
    ]);
    expect(inspect(missing, { depth: 9 })).not.toContain("hunter2");
  });
});

describe("files that hand secrets over", () => {
  it.skipIf(process.platform !== "linux")("are in memory, for this user alone, and gone afterwards", () => {
    let folder: string;
    {
      using files = secretFiles(new Map([["sources.rates.api_key", new Secret("env:A", "hunter2-hunter2")]]));
      folder = files.folder;
      expect(readFileSync(join(folder, "sources.rates.api_key"), "utf8")).toBe("hunter2-hunter2");
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(statSync(join(folder, "sources.rates.api_key")).mode & 0o777).toBe(0o600);
    }
    expect(existsSync(folder)).toBe(false);
  });

  it("are not made where the folder is on a disk", () => {
    const disk = mkdtempSync(join(tmpdir(), "throughline-disk-"));
    try {
      // Where the temporary folder is in memory itself, this says nothing.
      const inMemory = disk.startsWith("/dev/shm");
      if (!inMemory)
        expect(() => secretFiles(new Map(), "/proc")).toThrow(expect.objectContaining({ code: "secret.no-memory" }));
      expect(readdirSync(disk)).toEqual([]);
    } finally {
      rmSync(disk, { recursive: true, force: true });
    }
  });
});
