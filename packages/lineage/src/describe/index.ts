export { type Describe, type DescribedInputs, describeNodes } from "./describe-nodes.ts";
export type { NodeDescription } from "./node-description.ts";
