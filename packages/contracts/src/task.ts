import { z } from "zod";
import { Intent } from "./intent.ts";
import { ProjectLayout } from "./project.ts";

/** What an author gets: an approved plan's intent, and exactly what it may touch. */
export const Task = z.object({
  request: z.string(),
  attempt: z.int(),
  planHash: z.string(),
  intent: Intent,
  layout: ProjectLayout,
  /** The folder of the project inside the clone, "" for its root. */
  prefix: z.string(),
  base: z.string(),
  /** Files the plan names, relative to the project. */
  mayTouch: z.array(z.string()),
  message: z.string(),
  /** Seconds since the epoch for the commit, so that the same task gives the same commit. */
  commitTime: z.int(),
  facts: z.unknown().optional(),
});
export type Task = z.infer<typeof Task>;

/** The commits an author hands back: data, never trusted. */
export const Patch = z.object({ status: z.literal("written"), commit: z.string(), files: z.array(z.string()) });
export type Patch = z.infer<typeof Patch>;
