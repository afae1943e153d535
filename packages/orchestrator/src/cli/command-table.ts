import type { Command } from "./command.ts";
import { checking } from "./commands/checking.ts";
import { deciding } from "./commands/deciding.ts";
import { demo } from "./commands/demo.ts";
import { doctor } from "./commands/doctor.ts";
import { governing } from "./commands/governing.ts";
import { handingOver } from "./commands/handing-over.ts";
import { image } from "./commands/image.ts";
import { lineage } from "./commands/lineage.ts";
import { looking } from "./commands/looking.ts";
import { memory } from "./commands/memory.ts";
import { model } from "./commands/model.ts";
import { operating } from "./commands/operating.ts";
import { plan } from "./commands/plan.ts";
import { policy } from "./commands/policy.ts";
import { request } from "./commands/request.ts";
import { sync } from "./commands/sync.ts";

/** The one table of commands: names, help, examples, roles. */
export const COMMANDS: readonly Command[] = [
  request,
  plan,
  sync,
  ...deciding,
  ...looking,
  ...handingOver,
  ...checking,
  ...model,
  lineage,
  ...operating,
  ...governing,
  policy,
  memory,
  doctor,
  image,
  demo,
];
