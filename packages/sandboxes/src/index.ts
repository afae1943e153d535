export { makeFolder } from "./box.ts";
export { bubblewrapMissing, bubblewrapSandbox } from "./bubblewrap/bubblewrap-sandbox.ts";
export { chooseSandbox, type SandboxSettings } from "./choose-sandbox.ts";
export { buildImage } from "./docker/build-image.ts";
export { dockerMissing, dockerSandbox } from "./docker/docker-sandbox.ts";
export { SANDBOX_IMAGE } from "./docker/image.ts";
export type { Owner } from "./docker/orphans.ts";
export {
  FOREIGN_CODE,
  GUARANTEE_IDS,
  GUARANTEES,
  type GuaranteeId,
  type Guarantees,
  OUR_CODE,
  requireGuarantees,
} from "./guarantee.ts";
export { makeReadable } from "./make-readable.ts";
export { processSandbox } from "./process/process-sandbox.ts";
export type { Box, BoxLimits, BoxSpec, Command, Exit, Limit, Mount, Running, RunOptions, Sandbox } from "./sandbox.ts";
