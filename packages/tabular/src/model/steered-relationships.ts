import { type DaxCall, type DaxExpression, walkDax } from "../dax/syntax.ts";
import { nameKey } from "../text/same-name.ts";
import { type BoundText, bindModel } from "./bind-model.ts";
import { parseExpression } from "./dax-text.ts";
import type { Model, Relationship } from "./model.ts";

/** A call of `USERELATIONSHIP` or `CROSSFILTER`, with the two columns whose relationship it steers. */
export interface SteeredRelationship {
  readonly text: BoundText;
  readonly call: DaxCall;
  /** As {@link endsOf} gives them. */
  readonly ends: string;
}

export function* steeredRelationships(model: Model): Generator<SteeredRelationship> {
  for (const text of bindModel(model)) {
    for (const call of walkDax(parseExpression(text.expression).expression)) {
      if (!isSteering(call)) continue;
      const columns = call.arguments.slice(0, 2).map((argument) => {
        const use = text.bound.references.find(({ kind, span }) => kind === "column" && span.end === argument.span.end);
        return use?.kind === "column" ? columnKey(use.table, use.name) : undefined;
      });
      const [from, to] = columns;
      if (from !== undefined && to !== undefined) yield { text, call, ends: pairKey(from, to) };
    }
  }
}

/** One text for the two columns of a relationship, whichever comes first. */
export function endsOf({ from, to }: Relationship): string {
  const [one = "", other = ""] = [from, to].map((path) =>
    columnKey(path?.parts[0]?.value ?? "", path?.parts.at(-1)?.value ?? ""),
  );
  return pairKey(one, other);
}

function columnKey(table: string, name: string): string {
  return `${nameKey(table)}\n${nameKey(name)}`;
}

function pairKey(one: string, other: string): string {
  return [one, other].sort().join("\n\n");
}

function isSteering(node: DaxExpression): node is DaxCall {
  return node.kind === "call" && /^(?:USERELATIONSHIP|CROSSFILTER)$/iu.test(node.name);
}
