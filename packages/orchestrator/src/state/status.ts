/** The only place that knows what may follow what. */
const next = {
  running: [
    "running",
    "question",
    "awaiting-approval",
    "awaiting-review",
    "waiting",
    "released",
    "no-change",
    "refused",
    "rejected",
    "cancelled",
    "taken-over",
    "failed",
    "rolled-back",
  ],
  question: ["running", "question", "rejected", "cancelled", "taken-over"],
  "awaiting-approval": ["running", "rejected", "cancelled", "taken-over"],
  "awaiting-review": ["running", "rejected", "cancelled", "taken-over"],
  waiting: ["running", "rejected", "cancelled", "taken-over", "rolled-back"],
  released: ["rolled-back"],
  failed: ["running", "taken-over", "cancelled", "rolled-back"],
  "no-change": [],
  refused: [],
  rejected: [],
  cancelled: [],
  "taken-over": [],
  "rolled-back": [],
} as const satisfies Record<string, readonly string[]>;

export type Status = keyof typeof next;

export const STATUSES = Object.keys(next) as readonly Status[];

export function mayFollow(from: Status, to: Status): boolean {
  return (next[from] as readonly string[]).includes(to);
}

const OPEN: ReadonlySet<Status> = new Set(["running", "question", "awaiting-approval", "awaiting-review", "waiting"]);

/** A request that can still go on, by itself or when somebody acts. */
export function isOpen(status: Status): boolean {
  return OPEN.has(status);
}
