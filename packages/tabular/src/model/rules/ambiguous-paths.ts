import { nameKey } from "../../text/same-name.ts";
import type { Relationship } from "../model.ts";
import { at, finding, type Rule } from "./rule.ts";

interface Way {
  /** Table keys: a filter on `from` reaches `to`. */
  readonly from: string;
  readonly to: string;
  readonly relationship: Relationship;
}

/**
 * A filter that can reach a table over two ways makes results depend on a choice of the engine. Two relationships between
 * the same two tables are another rule's.
 */
export const ambiguousPaths: Rule = {
  kinds: [
    {
      code: "relationship-ambiguous-path",
      severity: "warning",
      why: "The engine chooses a way by rules few know, or fails when the report is read.",
    },
  ],
  check({ model }, report) {
    const ways = waysOf(model.relationships);
    const outgoing = groupBy(ways, ({ from }) => from);
    const incoming = groupBy(ways, ({ to }) => to);
    const names = new Map(model.tables.map((table) => [nameKey(table.name), table.name]));
    const reported = new Set<Relationship>();
    for (const start of outgoing.keys()) {
      const reached = reachable(start, outgoing, undefined);
      for (const end of reached) {
        if (end === start) continue;
        const candidates = (incoming.get(end) ?? []).filter(({ from }) => from !== end && reached.has(from));
        if (new Set(candidates.map(({ from }) => from)).size < 2) continue;
        const without = reachable(start, outgoing, end);
        const last = candidates.filter(({ from }) => without.has(from));
        if (new Set(last.map(({ from }) => from)).size < 2) continue;
        const { relationship } = last.at(-1) as Way;
        if (reported.has(relationship)) continue;
        reported.add(relationship);
        const over = last.map(({ from }) => `'${names.get(from) ?? from}'`).join(" and over ");
        const message = `a filter on '${names.get(start) ?? start}' reaches '${names.get(end) ?? end}' over ${over}`;
        const hint = "Make one relationship inactive, or let it filter in one direction only.";
        report(
          relationship.origin.file.path,
          finding("relationship-ambiguous-path", at(relationship.origin), message, hint),
        );
      }
    }
  },
};

function waysOf(relationships: readonly Relationship[]): Way[] {
  return relationships.flatMap((relationship) => {
    const many = relationship.from?.parts[0]?.value;
    const one = relationship.to?.parts[0]?.value;
    if (!relationship.active || many === undefined || one === undefined) return [];
    const down = { from: nameKey(one), to: nameKey(many), relationship };
    const isBoth =
      relationship.crossFiltering === "bothDirections" ||
      (relationship.fromCardinality === "one" && relationship.toCardinality === "one");
    return isBoth ? [down, { from: down.to, to: down.from, relationship }] : [down];
  });
}

function groupBy(ways: readonly Way[], key: (way: Way) => string): Map<string, Way[]> {
  const groups = new Map<string, Way[]>();
  for (const way of ways) {
    const group = groups.get(key(way));
    if (group) group.push(way);
    else groups.set(key(way), [way]);
  }
  return groups;
}

/** Everything a filter on a table reaches, itself among it, without going through `closed`. */
function reachable(start: string, outgoing: ReadonlyMap<string, Way[]>, closed: string | undefined): Set<string> {
  const reached = new Set([start]);
  const queue = [start];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { to } of outgoing.get(next) ?? []) {
      if (to === closed || reached.has(to)) continue;
      reached.add(to);
      queue.push(to);
    }
  }
  return reached;
}
