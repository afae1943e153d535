import { z } from "zod";

/** A path inside the project: relative, with `/`, never upwards. */
export const ProjectPath = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith("/") && !path.split("/").includes("..") && !path.includes("\\"), {
    message: "a path inside the project, written with /",
  });

export const Pipeline = z.strictObject({
  name: z.string(),
  /** The Python file that runs the pipeline as a script. */
  file: ProjectPath,
  /** The schema it loads into. */
  dataset: z.string(),
});
export type Pipeline = z.infer<typeof Pipeline>;

/** How a project wants its semantic model to be checked. */
export const ModelChecks = z.strictObject({
  /** By the code of a kind of finding: another severity than its own, or `off`. */
  severities: z.record(z.string(), z.enum(["off", "error", "warning", "info"])).default({}),
  /** A file with the findings that were there before, which are not shown again. */
  baseline: ProjectPath.optional(),
  /** Advice beside what is wrong: Microsoft's best-practice rules. */
  bestPractices: z.boolean().default(false),
});
export type ModelChecks = z.infer<typeof ModelChecks>;

/** Where the layers of a project are. What a project does not have is absent. */
export const ProjectLayout = z.strictObject({
  loader: z
    .strictObject({
      pipelines: z.array(Pipeline).min(1),
      /** Folders the pipelines read that git does not hold. */
      inputs: z.array(ProjectPath).default([]),
    })
    .optional(),
  transform: z.strictObject({ folder: ProjectPath.or(z.literal(".")) }).optional(),
  semanticModels: z
    .array(
      z.strictObject({
        folder: ProjectPath,
        reports: z.array(ProjectPath).default([]),
        checks: ModelChecks.optional(),
      }),
    )
    .default([]),
});
export type ProjectLayout = z.infer<typeof ProjectLayout>;
