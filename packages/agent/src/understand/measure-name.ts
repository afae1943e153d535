import { chosenName } from "./names.ts";

/** `… called X`, `X = …`, `X as …`. */
export function takeName(phrase: string): { given?: string; rest: string } {
  const quoted = String.raw`(?:"([^"]+)"|'([^']+)'|\x60([^\x60]+)\x60)`;
  const called = new RegExp(
    String.raw`^(.*?)[\s,(]*\b(?:called|named|titled|labelled|labeled|and (?:call|name) it|call it|name it|with the name|under the name)\s+(?:it\s+)?${quoted}[\s,)]*(.*)$`,
    "iu",
  ).exec(phrase);
  if (called !== null) {
    const rest = `${called[1] ?? ""} ${(called[5] ?? "").replace(/^\s*(?:as|=|:|that (?:is|shows?|calculates?|counts?|computes?)|which (?:is|shows?|calculates?|counts?|computes?)|defined as|for|showing|with)\s+/iu, "")}`;
    return { given: chosenName(called[2] ?? called[3] ?? called[4] ?? ""), rest: rest.trim() };
  }
  const first = new RegExp(String.raw`^${quoted}\s*(?:=|:|as|which is|that is|defined as|being)\s*(.+)$`, "iu").exec(
    phrase,
  );
  if (first !== null) return { given: chosenName(first[1] ?? first[2] ?? first[3] ?? ""), rest: first[4] ?? "" };
  const unquotedFirst =
    /^(?:called|named|titled)\s+([\p{L}\p{N} %#€$-]+?)\s*(?:=|:|\bas\b|\bthat (?:is|shows?|calculates?|counts?|computes?)\b|\bwhich (?:is|shows?|calculates?|counts?|computes?)\b|\bdefined as\b|\bfor\b|\bshowing\b)\s*(.+)$/iu.exec(
      phrase,
    );
  if (unquotedFirst !== null) return { given: chosenName(unquotedFirst[1] ?? ""), rest: unquotedFirst[2] ?? "" };
  const summing =
    /^(?:called|named|titled)\s+([\p{L}\p{N} %#€$-]+?)\s+(?:that|which)\s+((?:adds?|sums?|averages?|counts?)\b.+)$/iu.exec(
      phrase,
    );
  if (summing !== null) return { given: chosenName(summing[1] ?? ""), rest: summing[2] ?? "" };
  // "Total Sales that adds a and b": what somebody says it does is no part of its name.
  const doing =
    /^([\p{L}\p{N} %#€$&-]{2,40}?)\s*,?\s+(?:that|which)\s+((?:adds?|divides?|subtracts?|deducts?|combines?|sums?)\s+.+)$/iu.exec(
      phrase,
    );
  if (doing !== null) return { given: chosenName(doing[1] ?? ""), rest: doing[2] ?? "" };
  const last =
    /^(.+?)[\s,]*\b(?:called|named|titled|and (?:call|name) it|call it|name it)\s+([\p{L}\p{N} %#€$-]+?)$/iu.exec(
      phrase,
    );
  if (last !== null) return { given: chosenName(last[2] ?? ""), rest: last[1] ?? "" };
  const equals = /^([\p{L}\p{N} %#€$-]+?)\s*=\s*(.+)$/u.exec(phrase);
  return equals === null || NO_NAME.test(equals[1] ?? "")
    ? { rest: phrase }
    : { given: chosenName(equals[1] ?? ""), rest: equals[2] ?? "" };
}

/** A condition before the sign: what stands there is no name. */
const NO_NAME = /\b(?:where|whose|with|when|if|for)\b/iu;
