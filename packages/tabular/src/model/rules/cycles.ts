import { dependenciesOf, type ObjectRef, objectKey } from "../dependencies.ts";
import type { Origin } from "../model.ts";
import { indexModel } from "../model-index.ts";
import { at, finding, type Rule } from "./rule.ts";

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
      (object) => graph.uses(object).filter((used) => used.kind !== "table"),
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
