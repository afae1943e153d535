import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { basename, join } from "node:path";
import { ReleaseManifest } from "@throughline/contracts";
import { fail } from "../failures.ts";

/** One installed release: an immutable folder with the warehouse file, dbt's artifacts and the published models. */
export interface InstalledRelease {
  /** Folder name: `<n>`, or `<n>-data-<v>` after a load. Also the fencing token of the pointer. */
  readonly token: string;
  readonly folder: string;
  readonly manifest: ReleaseManifest;
  readonly databaseFile: string;
  /** Folder of dbt's manifest.json and partial_parse.msgpack. */
  readonly state: string;
  /** Folder of the published semantic models and reports, by their paths in the project. */
  readonly models: string;
}

/**
 * The warehouse folder: `releases/<token>/` and the pointer `production`, a link switched by one rename.
 * Reading is free; installing and switching belong to the writer (see `writer.ts`).
 */
export class Production {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  get releasesFolder(): string {
    return join(this.folder, "releases");
  }

  get #pointer(): string {
    return join(this.folder, "production");
  }

  /** The token the pointer is at, or undefined before the first release. */
  token(): string | undefined {
    try {
      return basename(readlinkSync(this.#pointer));
    } catch {
      return undefined;
    }
  }

  current(): InstalledRelease | undefined {
    const token = this.token();
    return token === undefined ? undefined : this.#open(token);
  }

  /** The current release; fails when production was never set up. */
  require(): InstalledRelease {
    const current = this.current();
    if (!current) throw fail("warehouse.none", { folder: this.folder });
    return current;
  }

  /** All installed releases, oldest first. */
  list(): readonly InstalledRelease[] {
    if (!existsSync(this.releasesFolder)) return [];
    return readdirSync(this.releasesFolder)
      .filter((name) => /^\d+(-data-\d+)?$/.test(name) && existsSync(join(this.releasesFolder, name, "manifest.json")))
      .flatMap((name) => this.#openIfWhole(name))
      .sort((a, b) => a.manifest.release - b.manifest.release || a.manifest.dataVersion - b.manifest.dataVersion);
  }

  /** The newest data of one release. */
  find(release: number): InstalledRelease {
    const found = this.list().findLast((installed) => installed.manifest.release === release);
    if (!found) throw fail("release.unknown", { release });
    return found;
  }

  /** @internal Only the writer calls this: the switch is one rename, and refused when the pointer has moved. */
  switchPointer(token: string, expected: string | undefined): void {
    const found = this.token();
    if (found === token) return;
    if (found !== expected)
      throw fail("release.fenced", { expected: expected ?? "nothing", found: found ?? "nothing" });
    mkdirSync(this.folder, { recursive: true });
    const next = `${this.#pointer}.${process.pid}`;
    rmSync(next, { force: true });
    symlinkSync(join("releases", token), next);
    renameSync(next, this.#pointer);
  }

  /** A manifest that cannot be read is no release: one broken folder must not stop every command. */
  #openIfWhole(token: string): InstalledRelease[] {
    try {
      return [this.#open(token)];
    } catch {
      return [];
    }
  }

  #open(token: string): InstalledRelease {
    const folder = join(this.releasesFolder, token);
    const manifest = readManifest(join(folder, "manifest.json"));
    return {
      token,
      folder,
      manifest,
      databaseFile: join(folder, `${manifest.database}.duckdb`),
      state: join(folder, "dbt"),
      models: join(folder, "models"),
    };
  }
}

function readManifest(file: string): ReleaseManifest {
  try {
    return ReleaseManifest.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw fail("warehouse.unreadable", { file, problem: "it is no manifest of a release" }, error);
  }
}
