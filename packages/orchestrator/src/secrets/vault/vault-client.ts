import { z } from "zod";
import { fail } from "../../errors/failures.ts";

/** How to reach a Vault, and who asks. */
export interface VaultSettings {
  readonly address: string;
  readonly namespace?: string;
  /** Gives what a login needs, each time one is made: a token, or the role and secret of an AppRole. */
  readonly login: () => Promise<{ readonly token: string } | { readonly roleId: string; readonly secretId: string }>;
}

const LoggedIn = z.object({ auth: z.object({ client_token: z.string().min(1) }) });

/** Nobody waits longer for a secret. */
const PATIENCE_SECONDS = 10;

/**
 * Vault's HTTP API (https://developer.hashicorp.com/vault/api-docs), as far as secrets need it. A token that was refused is asked
 * for once more: it may have ended, or have been replaced. What Vault answers may be a secret, and is in no error.
 */
export class VaultClient {
  readonly #settings: VaultSettings;
  #token: string | undefined;

  constructor(settings: VaultSettings) {
    this.#settings = settings;
  }

  /** The JSON that Vault answers with; undefined where there is nothing at the path. */
  async ask(reference: string, method: "GET" | "PUT", path: string, body?: object): Promise<unknown> {
    this.#token ??= await this.#logIn(reference);
    const first = await this.#send(reference, method, path, body, this.#token);
    if (first.status !== 403) return this.#answerOf(reference, first);
    this.#token = await this.#logIn(reference);
    return this.#answerOf(reference, await this.#send(reference, method, path, body, this.#token));
  }

  async #logIn(reference: string): Promise<string> {
    const login = await this.#settings.login();
    if ("token" in login) return login.token;
    const body = { role_id: login.roleId, secret_id: login.secretId };
    const answer = await this.#send(reference, "PUT", "auth/approle/login", body);
    if (answer.status === 400 || answer.status === 403) throw fail("secret.denied", { reference });
    const read = LoggedIn.safeParse(await this.#answerOf(reference, answer));
    if (!read.success) throw fail("secret.store", { reference, problem: "Vault answers a login with something else" });
    return read.data.auth.client_token;
  }

  async #send(reference: string, method: string, path: string, body?: object, token?: string): Promise<Response> {
    const { address, namespace } = this.#settings;
    const url = new URL(`/v1/${path}`, address);
    if (url.protocol !== "https:" && !isHere(url.hostname)) {
      throw fail("secret.store", { reference, problem: "Vault is asked over https alone, but on this machine" });
    }
    try {
      return await fetch(url, {
        method,
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE_SECONDS * 1000),
        headers: {
          "X-Vault-Request": "true",
          ...(token !== undefined && { "X-Vault-Token": token }),
          ...(namespace !== undefined && { "X-Vault-Namespace": namespace }),
          ...(body && { "Content-Type": "application/json" }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw fail("secret.store", { reference, problem: "Vault does not answer" }, error);
    }
  }

  async #answerOf(reference: string, answer: Response): Promise<unknown> {
    if (answer.status === 404) return undefined;
    if (answer.status === 403) throw fail("secret.denied", { reference });
    if (answer.status === 204) return {};
    if (!answer.ok) {
      const sealed = answer.status === 503 ? ": it is sealed or starting" : "";
      throw fail("secret.store", { reference, problem: `Vault answers with status ${answer.status}${sealed}` });
    }
    try {
      return await answer.json();
    } catch (error) {
      throw fail("secret.store", { reference, problem: "Vault answers with something that is not JSON" }, error);
    }
  }
}

function isHere(host: string): boolean {
  return host === "localhost" || host === "127.0.0.1" || host === "[::1]";
}
