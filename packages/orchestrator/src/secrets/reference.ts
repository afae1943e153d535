import { z } from "zod";

/** Where a secret is, in place of the secret itself. */
export type Reference =
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "vault"; readonly mount: string; readonly path: string; readonly field: string }
  | { readonly kind: "keyring"; readonly service: string; readonly account: string };

export type ReferenceKind = Reference["kind"];

const FORMS: readonly (readonly [pattern: RegExp, read: (groups: Readonly<Record<string, string>>) => Reference])[] = [
  [/^env:(?<name>[A-Za-z_]\w*)$/u, ({ name = "" }) => ({ kind: "env", name })],
  [/^file:(?<path>\/\S.*)$/u, ({ path = "" }) => ({ kind: "file", path })],
  [
    /^vault:(?<mount>[\w.-]+)\/(?<path>[\w./@-]+)#(?<field>[\w.-]+)$/u,
    ({ mount = "", path = "", field = "" }) => ({ kind: "vault", mount, path, field }),
  ],
  [
    /^keyring:(?<service>[\w.@-]+)\/(?<account>[\w.@-]+)$/u,
    ({ service = "", account = "" }) => ({ kind: "keyring", service, account }),
  ],
];

/** What a reference names; undefined for what is none, which may be a secret that somebody wrote out. */
export function parseReference(text: string): Reference | undefined {
  for (const [pattern, read] of FORMS) {
    const groups = pattern.exec(text)?.groups;
    // A path that climbs names another secret than it shows.
    if (groups && !/(?:^|\/)\.\.?(?:\/|$)/u.test(groups["path"] ?? "")) return read(groups);
  }
  return undefined;
}

/** A reference as throughline.yml has it. What is none is never repeated: it may be the secret. */
export const SecretReference = z.string().refine((text) => parseReference(text) !== undefined, {
  error:
    "a secret is named by env:NAME, file:/path, vault:mount/path#field or keyring:service/account, never written out",
});
