import { fail } from "./failures.ts";

/** What a sandbox can promise of what runs in it, each in one sentence for people. */
export const GUARANTEES = {
  "own-user": "it runs as a user of its own, who owns nothing of this machine",
  "no-capabilities": "it has none of the kernel's privileges, and can get none",
  "no-new-privileges": "no program gives it more rights than it began with",
  "system-call-filter": "system calls that no such work needs are refused by the kernel",
  "read-only-root": "it cannot write to the system it runs on",
  "read-only-inputs": "what it is given to read it cannot change",
  "no-host-files": "it sees no file of this machine that it was not given, but for the programs it runs on",
  "no-network": "it reaches no address, but for the one socket it may be given",
  memory: "all that it starts has its memory bounded together, by the kernel",
  processor: "all that it starts has its share of the processors bounded together",
  processes: "the number of processes it may start is bounded",
  disk: "what it writes, but for folders it is given to write, is bounded together",
  "file-size": "no file it writes can be bigger than its limit",
  time: "it is ended when its time is over",
  "ended-whole": "nothing it started outlives it",
  "clear-environment": "its environment has nothing of the caller's",
  "hidden-processes": "it sees no process of this machine but its own",
} as const satisfies Record<string, string>;

export type GuaranteeId = keyof typeof GUARANTEES;

export const GUARANTEE_IDS = Object.keys(GUARANTEES) as readonly GuaranteeId[];

/** What a sandbox promises and what it does not: shown to people, held against what work needs. */
export interface Guarantees {
  readonly name: string;
  readonly guaranteed: readonly GuaranteeId[];
  readonly notGuaranteed: readonly GuaranteeId[];
}

/** All that is not named is not guaranteed: a new guarantee is one that no sandbox has until it says so. */
export function guaranteesOf(name: string, held: Iterable<GuaranteeId>): Guarantees {
  const has = new Set(held);
  return {
    name,
    guaranteed: GUARANTEE_IDS.filter((id) => has.has(id)),
    notGuaranteed: GUARANTEE_IDS.filter((id) => !has.has(id)),
  };
}

/** What work of our own code needs, whose input is not trusted but which runs none of it. */
export const OUR_CODE: readonly GuaranteeId[] = ["time", "file-size", "clear-environment"];

/** What code needs that somebody else wrote, or a model: everything. */
export const FOREIGN_CODE: readonly GuaranteeId[] = [...GUARANTEE_IDS];

/** Refuses work in a sandbox that promises less than it needs. There is no weaker way around. */
export function requireGuarantees({ guarantees }: { guarantees: Guarantees }, needed: readonly GuaranteeId[]): void {
  const missing = needed.filter((id) => !guarantees.guaranteed.includes(id));
  if (missing.length > 0)
    throw fail("sandbox.too-weak", { name: guarantees.name, missing: missing.map((id) => GUARANTEES[id]) });
}
