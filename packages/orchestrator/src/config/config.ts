import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Person, ProjectLayout } from "@throughline/contracts";
import { SANDBOX_IMAGE } from "@throughline/sandboxes";
import { parseDocument } from "yaml";
import { z } from "zod";
import { fail } from "../errors/failures.ts";
import { SecretReference } from "../secrets/reference.ts";

export const CONFIG_FILE = "throughline.yml";

export const Limits = z.strictObject({
  /** Requests one person may start within an hour. */
  requestsPerHour: z.int().positive().default(20),
  /** Seconds one author may take. */
  authorSeconds: z.int().positive().default(120),
  /** Seconds one tool of a check may take. */
  checkSeconds: z.int().positive().default(900),
});

/** How secrets are reached, and which the loader gets. Nothing here is a secret: each is named by where it is. */
export const SecretSettings = z.strictObject({
  vault: z
    .strictObject({
      address: z.url({ protocol: /^https?$/ }),
      namespace: z.string().optional(),
      login: z.union([
        z.strictObject({ token: SecretReference }),
        z.strictObject({ roleId: SecretReference, secretId: SecretReference }),
      ]),
    })
    .optional(),
  /** By the names that dlt has for them, such as `sources.rates.api_key`. */
  loader: z.record(z.string().regex(/^\w+(\.\w+)*$/), SecretReference).default({}),
});
export type SecretSettings = z.output<typeof SecretSettings>;

/** Where an author works. */
export const SandboxChoice = z.strictObject({
  kind: z.enum(["process", "bubblewrap", "docker"]).default("process"),
  /** Of `docker`: what `throughline image build` made, unless it is another. */
  image: z.string().min(1).default(SANDBOX_IMAGE),
});
export type SandboxChoice = z.output<typeof SandboxChoice>;

/** What stands in throughline.yml. A key that is not here is refused: a typo must not become a default. */
export const Config = z
  .strictObject({
    version: z.literal(1),
    name: z.string().min(1),
    ...ProjectLayout.shape,
    people: z.array(Person).min(1),
    /** True for a project of one person: self-approval is allowed, and recorded as such. */
    solo: z.boolean().default(false),
    limits: Limits.prefault({}),
    secrets: SecretSettings.prefault({}),
    sandbox: SandboxChoice.prefault({}),
  })
  .superRefine((config, context) => {
    const seen = new Set<string>();
    for (const [at, person] of config.people.entries()) {
      if (seen.has(person.id)) {
        context.addIssue({ code: "custom", path: ["people", at, "id"], message: `${person.id} is listed twice` });
      }
      seen.add(person.id);
    }
    if (config.solo && config.people.length > 1) {
      context.addIssue({ code: "custom", path: ["solo"], message: "solo is for one person, and several are listed" });
    }
    if (!config.transform && config.semanticModels.length === 0) {
      context.addIssue({
        code: "custom",
        path: ["transform"],
        message: "neither transform nor semanticModels: there is nothing to change",
      });
    }
  });
export type Config = z.output<typeof Config>;

/** Reads the configuration of a project; every problem is named with its path, not only the first. */
export function readConfig(root: string): Config {
  return parseConfig(readFileSync(join(root, CONFIG_FILE), "utf8"));
}

export function parseConfig(text: string): Config {
  const document = parseDocument(text);
  const syntax = document.errors.map((error) => error.message.split("\n")[0]?.replace(/:$/, "") ?? "");
  if (syntax.length > 0) throw fail("config.invalid", { file: CONFIG_FILE, problems: syntax });
  const read = Config.safeParse(document.toJS() ?? {});
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`);
  throw fail("config.invalid", { file: CONFIG_FILE, problems });
}

/** Only where the layers are. */
export function layoutOf(config: Config): ProjectLayout {
  return {
    ...(config.loader ? { loader: config.loader } : {}),
    ...(config.transform ? { transform: config.transform } : {}),
    semanticModels: config.semanticModels,
  };
}
