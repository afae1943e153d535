import { existsSync } from "node:fs";
import type {
  Coupling,
  Evidence,
  Expectation,
  FileChange,
  Finding,
  IncrementalLeg,
  Preview,
  ProjectLayout,
  Reach,
  TableDiff,
} from "@throughline/contracts";
import type { MeasureQuestion } from "@throughline/semantic-model";
import type { BuiltWarehouse } from "../dbt/built-warehouse.ts";
import type { Environment } from "../environments/environment.ts";
import type { InstalledRelease } from "../releases/production.ts";
import type { DbtRun, ToolWorker } from "../tools/tool-worker.ts";
import type { Toolchain } from "../tools/toolchain.ts";

/** What is being checked: a tree beside the production it would replace. */
export interface Change {
  readonly files: readonly FileChange[];
  readonly layout: ProjectLayout;
  readonly touchesLoader: boolean;
  readonly touchesTransform: boolean;
  readonly touchesModel: boolean;
  /** Whether settings of the dbt project are changed: dbt does not tell which models they reach, so all are built. */
  readonly touchesSettings: boolean;
  /** Files the plan names; absent when a tree is checked without a plan. */
  readonly mayTouch?: readonly string[] | undefined;
  readonly expectations: readonly Expectation[];
  readonly questions: readonly MeasureQuestion[];
}

/** What checks share in one run. Later checks read what earlier ones built. */
export interface CheckContext {
  readonly change: Change;
  readonly environment: Environment;
  readonly release: InstalledRelease | undefined;
  readonly worker: ToolWorker | undefined;
  /** What a patch's code is run with. */
  readonly tools: Toolchain;
  /** What main's own code is run with: the same where the project chose no box. */
  readonly own: Toolchain;
  /** Where releases are. */
  readonly warehouse: string;
  /** The user's project, for the input folders that git does not hold. */
  readonly projectRoot: string;
  readonly seconds: number;
  readonly progress: (text: string) => void;
  /** The change of another request that lies under this one in the tree. */
  readonly coupledTo: Coupling | undefined;
  /** Production as dbt left it; undefined before the first release. */
  readonly production: BuiltWarehouse | undefined;
  /** The warehouse with the change in it. The build sets its own aside: what later checks read stays as it was built. */
  head: BuiltWarehouse;
  /** Filled by the build. */
  built: DbtRun | undefined;
  readonly evidence: {
    rowCounts: { model: string; before: number | null; after: number | null }[];
    columns: {
      model: string;
      added: string[];
      removed: string[];
      retyped: { column: string; before: string; after: string }[];
    }[];
    selected: { node: string; because: string }[];
    ignored: { node: string; because: string }[];
    tables: TableDiff[];
    incremental: IncrementalLeg[];
    reach?: Reach;
    breaking?: Evidence["breaking"];
    measuresBefore: Preview[];
    measuresAfter: Preview[];
  };
}

/** Evidence before anything is measured. */
export function noEvidence(): CheckContext["evidence"] {
  return {
    rowCounts: [],
    columns: [],
    selected: [],
    ignored: [],
    tables: [],
    incremental: [],
    measuresBefore: [],
    measuresAfter: [],
  };
}

/** What a check says that needs a warehouse where there is none: no release to copy, and nothing built from nothing. */
export const NO_WAREHOUSE = "there is no warehouse to compare with";

/** Whether the environment has tables to look at. What a failed build from nothing left behind is no warehouse. */
export function hasWarehouse({ head, release, built }: CheckContext): boolean {
  return existsSync(head.databaseFile) && (release !== undefined || built?.success === true);
}

/** One validation. It returns what it saw, or why it could not look; it does not decide for the others. */
export interface Check {
  readonly name: string;
  /** The only checks that it waits for, and none waits for it; without this, checks run one after the other. */
  readonly beside?: { readonly after: readonly Check[] };
  /** Why this change cannot affect what is checked; undefined when it must run. */
  unneeded(change: Change): string | undefined;
  run(context: CheckContext): Promise<readonly Finding[] | { readonly notChecked: string }>;
}
