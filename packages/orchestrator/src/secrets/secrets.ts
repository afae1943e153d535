import { Failure } from "@throughline/contracts";
import { fail } from "../errors/failures.ts";
import type { Redactor } from "./redactor.ts";
import { parseReference, type ReferenceKind } from "./reference.ts";
import { Secret } from "./secret.ts";
import type { Lease, SecretSource } from "./secret-source.ts";

/** Time, handed in so that tests need none. */
export interface Clock {
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Calls once, after so many milliseconds; what it returns takes that back. */
  later(milliseconds: number, call: () => void): () => void;
}

interface Leased {
  readonly source: SecretSource;
  readonly references: Set<string>;
  lease: Lease;
  endsAt: number;
  stop: () => void;
}

/** A lease is renewed when this share of it is left: a store that is down for a while does not end a request. */
const RENEW_AT = 1 / 3;

/**
 * Resolves references when they are used, and never before. What is leased is renewed while it is in use and given back when this
 * is closed; what is not, is read anew each time, so that a rotated secret counts without a restart.
 */
export class Secrets implements AsyncDisposable {
  readonly #sources: ReadonlyMap<ReferenceKind, SecretSource>;
  readonly #redactor: Redactor;
  readonly #clock: Clock;
  readonly #leases = new Map<string, Leased>();
  readonly #secrets = new Map<string, { readonly secret: Secret; readonly lease: string }>();

  constructor(sources: readonly SecretSource[], redactor: Redactor, clock: Clock) {
    this.#sources = new Map(sources.map((source) => [source.kind, source]));
    this.#redactor = redactor;
    this.#clock = clock;
  }

  /** The secret that a reference names, as it is now. */
  async get(reference: string): Promise<Secret> {
    const known = this.#secrets.get(reference);
    const leased = known && this.#leases.get(known.lease);
    if (known && leased && leased.endsAt > this.#clock.now()) return known.secret;
    const parsed = parseReference(reference);
    if (!parsed) throw fail("secret.reference", {});
    const source = this.#sources.get(parsed.kind);
    if (!source) throw fail("secret.unconfigured", { kind: parsed.kind });
    const { value, lease } = await source.read(parsed);
    const secret = new Secret(reference, value);
    // Before anybody can print it.
    this.#redactor.add(secret);
    if (lease) this.#keep(reference, secret, source, lease);
    return secret;
  }

  /** What is wrong with each reference that cannot be resolved now. No value leaves this. */
  async missing(
    references: readonly string[],
  ): Promise<readonly { readonly reference: string; readonly failure: Failure }[]> {
    const found = await Promise.all(
      references.map(async (reference) => {
        try {
          await this.get(reference);
          return [];
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          return [{ reference, failure: error }];
        }
      }),
    );
    return found.flat();
  }

  /** Gives back what was leased. A store that cannot be reached lets it end by itself. */
  async [Symbol.asyncDispose](): Promise<void> {
    const leases = [...this.#leases.values()];
    this.#leases.clear();
    this.#secrets.clear();
    for (const { stop } of leases) stop();
    for (const { source, lease } of leases) await unlessDown(() => source.revoke?.(lease));
  }

  #keep(reference: string, secret: Secret, source: SecretSource, lease: Lease): void {
    const now = this.#clock.now();
    const known = this.#leases.get(lease.id);
    const leased = known ?? {
      source,
      references: new Set(),
      lease,
      endsAt: now + lease.seconds * 1000,
      stop: () => {},
    };
    leased.references.add(reference);
    this.#secrets.set(reference, { secret, lease: lease.id });
    if (known) return;
    this.#leases.set(lease.id, leased);
    this.#renewLater(leased);
  }

  #renewLater(leased: Leased): void {
    if (!leased.lease.renewable || !leased.source.renew) return;
    const left = leased.endsAt - this.#clock.now();
    leased.stop = this.#clock.later(Math.max(0, left * (1 - RENEW_AT)), () => void this.#renew(leased));
  }

  /** A lease that is not renewed ends, and whoever asks next gets another one; until then what was given goes on to work. */
  async #renew(leased: Leased): Promise<void> {
    const renewed = await unlessDown(() => leased.source.renew?.(leased.lease));
    if (!renewed || this.#leases.get(leased.lease.id) !== leased) return;
    leased.lease = renewed;
    leased.endsAt = this.#clock.now() + renewed.seconds * 1000;
    this.#renewLater(leased);
  }
}

async function unlessDown<T>(ask: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return undefined;
  }
}
