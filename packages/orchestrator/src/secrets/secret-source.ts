import type { Reference } from "./reference.ts";

/** What a source gives: a value, and how long it holds. */
export interface Reading {
  readonly value: string;
  /** Of a credential that was made for this use alone, and ends by itself. */
  readonly lease?: Lease;
}

export interface Lease {
  readonly id: string;
  readonly seconds: number;
  readonly renewable: boolean;
}

/** Where secrets of one kind are. A source never caches, logs or prints. */
export interface SecretSource<Of extends Reference = Reference> {
  readonly kind: Of["kind"];
  /** Fails with `secret.missing` where there is none, `secret.denied` where it may not be read, `secret.store` while it is down. */
  read(reference: Of): Promise<Reading>;
  /** Whether the lease goes on, and for how long; undefined where it does not. */
  renew?(lease: Lease): Promise<Lease | undefined>;
  revoke?(lease: Lease): Promise<void>;
}
