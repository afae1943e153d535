import { at, finding, type Rule } from "./rule.ts";

/** How a partition is filled, in the words of the object model; `policyRange` is one of an incremental refresh. */
const kinds = "m calculated entity query policyRange calculationGroup inferred none parquet";

/** Every table needs a partition that says how it is filled. */
export const partitions: Rule = {
  kinds: [{ code: "partition-kind", severity: "error", why: "Power BI cannot fill the table and refuses the model." }],
  check({ model }, report) {
    for (const table of model.tables) {
      for (const partition of table.partitions) {
        if (kinds.split(" ").some((kind) => kind.toLowerCase() === partition.kind.toLowerCase())) continue;
        if (partition.kind === "unknown") continue;
        const message = `\`${partition.kind.split("\n")[0]}…\` does not say how the partition is filled`;
        const hint = `Write one of ${kinds.split(" ").slice(0, 4).join(", ")}, and the properties indented below.`;
        report(partition.origin.file.path, finding("partition-kind", at(partition.origin), message, hint));
      }
    }
  },
};
