import type { FailureData } from "@throughline/contracts";
import type { Status } from "../state/status.ts";

/** 0 done or planned; 1 failed, refused, rejected, rolled back, incomplete, or errors found; 2 wrong usage; 3 waits for a person. */
export type ExitCode = 0 | 1 | 2 | 3;

const OF_STATUS: Readonly<Record<Status, ExitCode>> = {
  running: 3,
  question: 3,
  "awaiting-approval": 3,
  "awaiting-review": 3,
  waiting: 3,
  released: 0,
  "no-change": 0,
  refused: 1,
  rejected: 1,
  cancelled: 1,
  "taken-over": 1,
  failed: 1,
  "rolled-back": 1,
};

export function exitCodeOf(status: Status): ExitCode {
  return OF_STATUS[status];
}

export function exitCodeOfFailure(failure: FailureData): ExitCode {
  return failure.retry === "usage" ? 2 : 1;
}
