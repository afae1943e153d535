import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Person, ProjectLayout } from "@throughline/contracts";
import { parseDocument } from "yaml";
import { z } from "zod";
import { fail } from "../errors/failures.ts";

export const CONFIG_FILE = "throughline.yml";

export const Limits = z.strictObject({
  /** Requests one person may start within an hour. */
  requestsPerHour: z.int().positive().default(20),
  /** Seconds one author may take. */
  authorSeconds: z.int().positive().default(120),
  /** Seconds one tool of a check may take. */
  checkSeconds: z.int().positive().default(900),
});

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
