import { walkDax } from "../../dax/syntax.ts";
import { nameKey } from "../../text/same-name.ts";
import { bindModel } from "../bind-model.ts";
import { parseExpression } from "../dax-text.ts";
import { dependenciesOf, type ObjectRef, objectKey } from "../dependencies.ts";
import type { Expression, Model, Origin } from "../model.ts";
import { indexModel } from "../model-index.ts";
import { at, finding, type Report, type Rule } from "./rule.ts";

/** A measure or column that needs itself has no value; Power BI refuses it. */
export const cycles: Rule = {
  kinds: [
    {
      code: "circular-dependency",
      severity: "error",
      why: "Power BI cannot compute it and refuses to load the model.",
    },
  ],
  check({ model }, report) {
    const graph = dependenciesOf(model);
    const index = indexModel(model);
    selfReadingTables(model, report);
    const transitions = contextTransitions(model);
    const transitionOf = (object: ObjectRef): readonly ObjectRef[] => transitions.get(objectKey(object)) ?? [];
    const objects = model.tables.flatMap((table): { ref: ObjectRef; origin: Origin }[] => [
      ...table.measures.map(({ name, origin }) => ({
        ref: { kind: "measure", table: table.name, name } as const,
        origin,
      })),
      ...table.columns.map(({ name, origin }) => ({
        ref: { kind: "column", table: table.name, name } as const,
        origin,
      })),
    ]);
    for (const group of cyclicGroups(
      objects.map((object) => object.ref),
      (object) => [...graph.uses(object).filter((used) => used.kind !== "table"), ...transitionOf(object)],
    )) {
      for (const member of group) {
        const origin =
          member.kind === "measure"
            ? index.measure(member.name)?.origin
            : index.column(member.table, member.name)?.origin;
        if (!origin) continue;
        const others = group
          .filter((other) => objectKey(other) !== objectKey(member))
          .map((other) => `[${other.name}]`);
        const message =
          others.length === 0
            ? `[${member.name}] depends on itself`
            : `[${member.name}] depends on itself through ${others.slice(0, 5).join(", ")}`;
        report(
          origin.file.path,
          finding("circular-dependency", at(origin), message, "Take one reference out of the circle."),
        );
      }
    }
  },
};

/** A calculated table cannot be made of itself. */
function selfReadingTables(model: Model, report: Report): void {
  for (const { owner, part, expression, bound } of bindModel(model)) {
    if (owner.kind !== "table" || part !== "value") continue;
    // A measure is the model's, whatever table shows it.
    const use = bound.references.find(
      ({ kind, table }) => kind !== "measure" && nameKey(table) === nameKey(owner.name),
    );
    if (!use) continue;
    const message = `the table '${owner.name}' is made of itself`;
    report(expression.file.path, finding("circular-dependency", use.span, message, "Read another table here."));
  }
}

/**
 * A calculated column that reads a measure, or uses CALCULATE, turns all columns of its row into filters, so it depends on
 * every other calculated column of a table whose rows no key tells apart.
 */
function contextTransitions(model: Model): ReadonlyMap<string, readonly ObjectRef[]> {
  const keyed = new Set(
    model.relationships.flatMap(({ to, toCardinality }) =>
      to && toCardinality === "one" ? [nameKey(to.parts[0]?.value ?? "")] : [],
    ),
  );
  for (const table of model.tables) if (table.columns.some(({ isKey }) => isKey)) keyed.add(nameKey(table.name));
  const transitions = new Map<string, readonly ObjectRef[]>();
  for (const { owner, expression, bound } of bindModel(model)) {
    if (owner.kind !== "column" || keyed.has(nameKey(owner.table))) continue;
    if (!bound.references.some(({ kind }) => kind === "measure") && !hasCalculate(expression)) continue;
    const self = { kind: "column", table: owner.table, name: owner.name } as const;
    const others = (indexModel(model).table(owner.table)?.columns ?? [])
      .filter((column) => column.expression && nameKey(column.name) !== nameKey(owner.name))
      .map(({ name }) => ({ kind: "column", table: owner.table, name }) as const);
    transitions.set(objectKey(self), others);
  }
  return transitions;
}

function hasCalculate(expression: Expression): boolean {
  for (const node of walkDax(parseExpression(expression).expression)) {
    if (node.kind === "call" && /^CALCULATE(?:TABLE)?$/iu.test(node.name)) return true;
  }
  return false;
}

/** Strongly connected components of more than one member, or of one that uses itself (Tarjan, with its own stack). */
function cyclicGroups(roots: readonly ObjectRef[], next: (object: ObjectRef) => readonly ObjectRef[]): ObjectRef[][] {
  const order = new Map<string, { low: number; index: number; onStack: boolean }>();
  const stack: ObjectRef[] = [];
  const groups: ObjectRef[][] = [];
  let counter = 0;
  for (const root of roots) {
    if (order.has(objectKey(root))) continue;
    const work: { object: ObjectRef; successors: readonly ObjectRef[]; at: number }[] = [];
    const enter = (object: ObjectRef): void => {
      order.set(objectKey(object), { low: counter, index: counter, onStack: true });
      counter++;
      stack.push(object);
      work.push({ object, successors: next(object), at: 0 });
    };
    enter(root);
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const own = order.get(objectKey(frame.object));
      const successor = frame.successors[frame.at++];
      if (!own) break;
      if (successor) {
        const seen = order.get(objectKey(successor));
        if (!seen) enter(successor);
        else if (seen.onStack) own.low = Math.min(own.low, seen.index);
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      const parentOrder = parent && order.get(objectKey(parent.object));
      if (parentOrder) parentOrder.low = Math.min(parentOrder.low, own.low);
      if (own.low !== own.index) continue;
      const group: ObjectRef[] = [];
      for (let member = stack.pop(); member; member = stack.pop()) {
        const state = order.get(objectKey(member));
        if (state) state.onStack = false;
        group.push(member);
        if (objectKey(member) === objectKey(frame.object)) break;
      }
      const [only] = group;
      const usesItself = only && next(only).some((used) => objectKey(used) === objectKey(only));
      if (group.length > 1 || usesItself) groups.push(group);
    }
  }
  return groups;
}
