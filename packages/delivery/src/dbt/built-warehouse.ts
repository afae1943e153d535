import { join } from "node:path";
import { type DbtManifest, readManifest } from "./dbt-manifest.ts";

/** A warehouse file with the folder of dbt's artifacts that say how it was built. */
export class BuiltWarehouse {
  readonly databaseFile: string;
  readonly state: string;
  #read: { readonly manifest: DbtManifest | undefined } | undefined;

  constructor({ databaseFile, state }: Pick<BuiltWarehouse, "databaseFile" | "state">) {
    this.databaseFile = databaseFile;
    this.state = state;
  }

  /** dbt's account of the build, read once; undefined where there is none. */
  get manifest(): DbtManifest | undefined {
    this.#read ??= { manifest: readManifest(join(this.state, "manifest.json")) };
    return this.#read.manifest;
  }
}
