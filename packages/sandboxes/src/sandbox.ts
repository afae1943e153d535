import type { Readable, Writable } from "node:stream";
import type { Guarantees } from "./guarantee.ts";

/** A folder or file of this machine that a box is given, and where in the box it is. */
export interface Mount {
  readonly host: string;
  readonly inside: string;
  readonly access: "read" | "write";
}

export interface BoxLimits {
  /** From the opening of the box to its end, whatever runs in it then. */
  readonly seconds: number;
  readonly memoryMiB: number;
  readonly processes: number;
  /** A share of one processor, or several: 0.5, 2. */
  readonly processors: number;
  /** All that the box may write outside of what it is given to write. It is memory, and counts as such. */
  readonly diskMiB: number;
  readonly fileMiB: number;
}

export interface BoxSpec {
  /** What the box is for, in a word: a label of it, for people who look at what runs. */
  readonly purpose: string;
  readonly mounts: readonly Mount[];
  /** All of its environment, but for HOME, TMPDIR, PATH and LANG. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly limits: BoxLimits;
  /** The one socket of this machine that it may reach; whoever may use the box must be allowed to write to it. */
  readonly socket?: string;
}

/** Which limit ended a command. */
export type Limit = "time" | "memory" | "output";

/** How a command ended. A code other than 0 is a result; only the world outside makes it a failure. */
export interface Exit {
  /** Null when it was ended. */
  readonly code: number | null;
  readonly limit?: Limit;
  readonly bytes: Buffer;
  /** The same as text. */
  readonly stdout: string;
  readonly stderr: string;
}

/** A command while it runs. */
export interface Running {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when it has ended and its output is read; rejects where it could not be started. */
  readonly ended: Promise<{ readonly code: number | null; readonly limit?: Limit }>;
  /** Ends it, with everything it started. */
  end(why?: Limit): void;
}

export interface RunOptions {
  readonly folder: string;
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal;
  readonly onError?: (text: string) => void;
  /** More output than this ends it: nobody reads it, and it would fill the memory of this process. */
  readonly outputMiB?: number;
}

export type Command = readonly [string, ...string[]];

/**
 * A place where nothing is trusted. It has one folder of its own to write in, `home`, which is empty at first and gone with
 * it. What a command leaves there the next may not find: a command that needs what another wrote is one with it.
 * A command that reaches a limit, or is told to stop, takes the box with it.
 */
export interface Box extends AsyncDisposable {
  readonly home: string;
  /** Where in the box the socket is; undefined when it was given none. */
  readonly socket: string | undefined;
  /** Where in the box a path of this machine is, which must be in something that was mounted. */
  inside(host: string): string;
  /** Runs a command to its end. */
  run(command: Command, options: RunOptions): Promise<Exit>;
  /** Starts one that is talked with; the box's time still bounds it. */
  start(command: Command, options: Pick<RunOptions, "folder">): Promise<Running>;
}

export interface Sandbox {
  readonly guarantees: Guarantees;
  /** Whether a box has no file system of its own: paths in it are this machine's, whatever mounts call them. */
  readonly sharesPaths: boolean;
  /** Node, as a command in a box. */
  readonly node: string;
  /** Python with the tools that projects are built with, where a box brings its own; else a box is given this machine's. */
  readonly python?: string;
  /** Fails when this machine cannot, with what to do about it. */
  open(spec: BoxSpec): Promise<Box>;
}
