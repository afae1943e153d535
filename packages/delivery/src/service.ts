import {
  Coupling,
  Expectation,
  FileChange,
  Preview,
  ProjectLayout,
  ReleaseManifest,
  Verdict,
  WarehouseFacts,
} from "@throughline/contracts";
import { z } from "zod";

/** A work tree that the host made at `<folder>/tree`, and everything delivery needs to put a warehouse beside it. */
const Workplace = z.object({
  folder: z.string(),
  prefix: z.string(),
  layout: ProjectLayout,
  /** The user's project, for the input folders that git does not hold. */
  projectRoot: z.string(),
  /** The folder of releases and the pointer. */
  warehouse: z.string(),
  seconds: z.number().default(900),
});
export type Workplace = z.output<typeof Workplace>;

/** Where the loader of main's code finds its secrets: a folder in memory. A patch's code is given none. */
const Secrets = z.object({ secretsFolder: z.string().optional() });

const Question = z.object({
  measures: z.array(z.object({ table: z.string(), measure: z.string() })),
  by: z.array(z.object({ table: z.string(), column: z.string() })),
});

/** What tells one patch from all others: a worker with the tools in it serves one. */
const PatchId = z.string();

const Installed = z.object({ token: z.string(), manifest: ReleaseManifest });
export type Installed = z.infer<typeof Installed>;

/**
 * Everything delivery can be asked, by name, with what goes in and what comes out. The process and its client are made
 * from this table, so that they cannot disagree.
 */
export const operations = {
  /** Starts importing the Python tools, unless they wait already, so that the next build finds them ready. */
  warm: { input: z.object({ patch: PatchId.optional() }), output: z.object({}) },
  /** What the planner may know of production's data. */
  facts: {
    input: z.object({ warehouse: z.string(), projectRoot: z.string(), layout: ProjectLayout }),
    output: WarehouseFacts,
  },
  /**
   * Values of measures of the models in a work tree. With `build`, what the tree changes in dbt is built first, in an environment.
   * With `patch`, the tools that built it are kept for the checks of that patch: only for a tree of which nothing was written
   * by a person or an author, since they ran it.
   */
  preview: {
    input: Workplace.extend({ questions: z.array(Question), build: z.boolean(), patch: PatchId.optional() }),
    output: z.array(Preview),
  },
  /** All checks of one tree, beside the production it would replace. */
  check: {
    input: Workplace.extend({
      tree: z.string(),
      changes: z.array(FileChange).readonly(),
      mayTouch: z.array(z.string()).optional(),
      expectations: z.array(Expectation),
      questions: z.array(Question),
      patch: PatchId.optional(),
      /** Whether what does not fail is kept as it was built, for the release of this verdict. */
      keepsBuild: z.boolean().default(false),
      coupledTo: Coupling.optional(),
    }),
    output: Verdict,
  },
  /**
   * Installs what the verdict's checks built, or builds the tree on a copy of production where that was not kept, and
   * switches to it. The same request twice is the same release.
   */
  release: {
    input: Workplace.extend({
      verdict: Verdict,
      tree: z.string(),
      commit: z.string(),
      request: z.string(),
      changes: z.array(FileChange).readonly(),
      ledgerHead: z.string(),
      at: z.iso.datetime(),
      /** Checks that did not run, and without which the recorded approval of the merge lets this tree through. */
      accepted: z.array(z.string()).default([]),
      ...Secrets.shape,
    }),
    output: Installed,
  },
  /** Whether a release is what was promised; `superseded` names what production is at when that is something else by now. */
  verify: {
    input: z.object({ warehouse: z.string(), layout: ProjectLayout, token: z.string(), verdict: Verdict }),
    output: z.object({ problems: z.array(z.string()), superseded: z.string().nullable() }),
  },
  /** Builds production from nothing, or from a copy of an existing warehouse file. */
  setUp: {
    input: Workplace.extend({
      tree: z.string(),
      commit: z.string(),
      ledgerHead: z.string(),
      at: z.iso.datetime(),
      takeOver: z.string().optional(),
      ...Secrets.shape,
    }),
    output: Installed.extend({ verdict: Verdict }),
  },
  /** Runs the pipelines and rebuilds on a copy, as a new data version. */
  load: {
    input: Workplace.extend({
      tree: z.string(),
      commit: z.string(),
      ledgerHead: z.string(),
      at: z.iso.datetime(),
      ...Secrets.shape,
    }),
    output: Installed.extend({ verdict: Verdict, rows: z.record(z.string(), z.number()) }),
  },
  /**
   * Makes an earlier release production again: by the pointer when no load came since, else by building its code on the
   * newest data. `<folder>/tree` must hold that release's tree for the second.
   */
  rollBack: {
    input: Workplace.extend({
      release: z.int(),
      tree: z.string(),
      commit: z.string(),
      ledgerHead: z.string(),
      at: z.iso.datetime(),
    }),
    output: Installed.extend({ how: z.enum(["pointer", "rebuilt"]), verdict: Verdict.nullable() }),
  },
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
/** What an asker writes: what has a default may be left out. */
export type InputOf<Name extends OperationName> = z.input<Operations[Name]["input"]>;
/** What an operation reads: defaults are filled in. */
export type AskedOf<Name extends OperationName> = z.output<Operations[Name]["input"]>;
export type OutputOf<Name extends OperationName> = z.output<Operations[Name]["output"]>;

/** What the orchestrator sees of delivery, wherever it runs. */
export interface Delivery extends AsyncDisposable {
  /** Starts whatever answers, ahead of the first question. */
  start(): void;
  ask<Name extends OperationName>(
    name: Name,
    input: InputOf<Name>,
    progress?: (text: string) => void,
  ): Promise<OutputOf<Name>>;
}
