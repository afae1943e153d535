import { z } from "zod";
import { fail } from "../../errors/failures.ts";
import type { Reference } from "../reference.ts";
import type { Lease, SecretSource } from "../secret-source.ts";
import { VaultClient, type VaultSettings } from "./vault-client.ts";

type VaultReference = Extract<Reference, { kind: "vault" }>;

const Fields = z.record(z.string(), z.unknown());
const Stored = z.object({ data: z.object({ data: Fields.nullable() }) });
const Made = z.object({ lease_id: z.string(), lease_duration: z.number(), renewable: z.boolean(), data: Fields });
const Renewed = z.object({ lease_id: z.string(), lease_duration: z.number(), renewable: z.boolean() });

/**
 * Secrets of a Vault: `vault:secret/warehouse#password` is a field of the newest version in the KV store (version 2) that is mounted
 * at `secret`; `vault:database/creds/reader#password` a credential that the database engine at `database` makes for this use.
 */
export function vaultSource(settings: VaultSettings): SecretSource<VaultReference> {
  const client = new VaultClient(settings);
  /** Name and password of one credential are of one lease: what was made and not yet asked for in full. */
  const made = new Map<string, { readonly reading: z.output<typeof Made>; readonly given: Set<string> }>();

  async function credential({ mount, path, field }: VaultReference, reference: string) {
    const key = `${mount}/${path}`;
    const known = made.get(key);
    if (known && !known.given.has(field)) {
      known.given.add(field);
      return known.reading;
    }
    const answer = await client.ask(reference, "GET", key);
    if (answer === undefined) throw fail("secret.missing", { reference });
    const read = Made.safeParse(answer);
    if (!read.success) throw fail("secret.store", { reference, problem: "Vault answers without a lease" });
    made.set(key, { reading: read.data, given: new Set([field]) });
    return read.data;
  }

  return {
    kind: "vault",
    async read(at) {
      const { mount, path, field } = at;
      const reference = `vault:${mount}/${path}#${field}`;
      if (/^(?:static-)?creds\//u.test(path)) {
        const { data, lease_id: id, lease_duration: seconds, renewable } = await credential(at, reference);
        const value = textOf(data[field], reference);
        return { value, ...(id !== "" && { lease: { id, seconds, renewable } }) };
      }
      const answer = await client.ask(reference, "GET", `${mount}/data/${path}`);
      const read = Stored.safeParse(answer);
      if (answer === undefined || !read.success || read.data.data.data === null)
        throw fail("secret.missing", { reference });
      return { value: textOf(read.data.data.data[field], reference) };
    },
    async renew({ id, seconds }): Promise<Lease | undefined> {
      const answer = await client.ask("vault", "PUT", "sys/leases/renew", { lease_id: id, increment: seconds });
      const read = Renewed.safeParse(answer);
      if (!read.success || read.data.lease_duration <= 0) return undefined;
      return { id: read.data.lease_id, seconds: read.data.lease_duration, renewable: read.data.renewable };
    },
    async revoke({ id }) {
      for (const [key, { reading }] of made) if (reading.lease_id === id) made.delete(key);
      await client.ask("vault", "PUT", "sys/leases/revoke", { lease_id: id });
    },
  };
}

function textOf(value: unknown, reference: string): string {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string" || value === "") throw fail("secret.missing", { reference });
  return value;
}
