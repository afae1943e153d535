import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A lease that the loopback Vault gave. */
interface Given {
  readonly role: string;
  left: number;
  revoked: boolean;
}

/**
 * The documented HTTP API of Vault on the loopback address, as far as secrets need it: KV version 2, AppRole, credentials of a
 * database with leases, renewal, revocation. Tests turn its clock, its seal and its tokens.
 */
export class LoopbackVault implements AsyncDisposable {
  readonly asked: string[] = [];
  readonly leases = new Map<string, Given>();
  readonly stored = new Map<string, Record<string, unknown>>();
  readonly tokens = new Set(["root-token"]);
  /** Seconds of a new lease, and up to which a lease may be renewed. */
  leaseSeconds = 60;
  mostSeconds = 300;
  sealed = false;
  #server = createServer(
    (request, response) =>
      void this.#answer(request).then(([status, body]) => {
        response.writeHead(status, { "Content-Type": "application/json" });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      }),
  );
  #count = 0;

  static async start(): Promise<LoopbackVault> {
    const vault = new LoopbackVault();
    await new Promise<void>((resolve) => vault.#server.listen(0, "127.0.0.1", resolve));
    return vault;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Time passes: leases that are not renewed end. */
  pass(seconds: number): void {
    for (const lease of this.leases.values()) lease.left -= seconds;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<readonly [number, unknown?]> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString() || "{}") as Record<string, unknown>;
    const path = (request.url ?? "").replace(/^\/v1\//u, "");
    this.asked.push(`${request.method} ${path}`);
    if (this.sealed) return [503, { errors: ["Vault is sealed"] }];
    if (path === "auth/approle/login") {
      if (body["role_id"] !== "role" || body["secret_id"] !== "secret-id")
        return [400, { errors: ["invalid role or secret ID"] }];
      this.#count += 1;
      const token = `s.token-${this.#count}`;
      this.tokens.add(token);
      return [200, { auth: { client_token: token, lease_duration: 3600, renewable: true } }];
    }
    const token = request.headers["x-vault-token"];
    if (typeof token !== "string" || !this.tokens.has(token)) return [403, { errors: ["permission denied"] }];
    if (path === "sys/leases/renew") return this.#renew(String(body["lease_id"]), Number(body["increment"]));
    if (path === "sys/leases/revoke") {
      const lease = this.leases.get(String(body["lease_id"]));
      if (lease) lease.revoked = true;
      return [204];
    }
    const role = /^database\/creds\/(\w+)$/u.exec(path)?.[1];
    if (role !== undefined) return this.#create(role);
    const found = this.stored.get(path);
    return found ? [200, { data: { data: found, metadata: { version: 1 } } }] : [404, { errors: [] }];
  }

  #create(role: string): readonly [number, unknown] {
    if (role !== "reader") return [404, { errors: [] }];
    this.#count += 1;
    const id = `database/creds/${role}/${this.#count}`;
    this.leases.set(id, { role, left: this.leaseSeconds, revoked: false });
    const data = { username: `v-${role}-${this.#count}`, password: `pass-word-${this.#count}` };
    return [200, { lease_id: id, lease_duration: this.leaseSeconds, renewable: true, data }];
  }

  #renew(id: string, increment: number): readonly [number, unknown] {
    const lease = this.leases.get(id);
    if (!lease || lease.revoked || lease.left <= 0)
      return [400, { errors: ["lease not found or lease is not renewable"] }];
    lease.left = Math.min(increment, this.mostSeconds);
    return [200, { lease_id: id, lease_duration: lease.left, renewable: true }];
  }
}
