/** What came of a sentence: as expected, a question or refusal instead, or another change than the one that was meant. */
export type Outcome = "right" | "asked" | "refused" | "wrong";

/** Readings apart by ` || `; `*` stands for anything; a bare `?`, `!` or `=` for any question, refusal or find. */
export function outcomeOf(status: string, got: string, expected: string): Outcome {
  if (expected.split(" || ").some((reading) => matches(got, reading.trim()))) return "right";
  if (status === "question") return "asked";
  return status === "refused" ? "refused" : "wrong";
}

function matches(got: string, expected: string): boolean {
  const pattern = /^[?!=]$/.test(expected) ? `${expected} *` : expected;
  const source = pattern
    .split("*")
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${source}$`, "su").test(got);
}
