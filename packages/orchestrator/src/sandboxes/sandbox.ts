import type { Patch, Task } from "@throughline/contracts";

/** What a sandbox guarantees, and what it does not: shown to people, recorded with every patch. */
export interface Guarantees {
  readonly name: string;
  readonly guaranteed: readonly string[];
  readonly notGuaranteed: readonly string[];
}

/** Runs one author on one task. What comes back is a bundle of commits: data, never trusted. */
export interface Sandbox {
  readonly guarantees: Guarantees;
  /**
   * `clone` is a self-contained clone at the task's base, made by the host for this run alone. The bundle holds
   * `base..HEAD`; it is made by a process that is as confined as the author.
   */
  author(
    task: Task,
    clone: string,
    options: { seconds: number; signal: AbortSignal; progress: (text: string) => void },
  ): Promise<{ patch: Patch; bundleFile: string }>;
}
