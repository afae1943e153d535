import type { Rule } from "../rule.ts";
import { columnFormat } from "./column-format.ts";
import { columnStorage } from "./column-storage.ts";
import { daxFunctionUse } from "./dax-functions.ts";
import { daxReferences } from "./dax-references.ts";
import { engineStatistics } from "./engine-statistics.ts";
import { maintenance } from "./maintenance.ts";
import { measureFormat } from "./measure-format.ts";
import { naming } from "./naming.ts";
import { relationshipShape } from "./relationship-shape.ts";
import { rowLevelSecurity } from "./row-level-security.ts";
import { sources } from "./sources.ts";
import { tableDesign } from "./table-design.ts";

/** Microsoft's best-practice rules, under Microsoft's IDs. They run where the settings ask for them. */
export const practices: readonly Rule[] = [
  ...columnStorage,
  ...engineStatistics,
  ...relationshipShape,
  ...tableDesign,
  ...rowLevelSecurity,
  ...daxReferences,
  ...daxFunctionUse,
  ...sources,
  ...maintenance,
  ...naming,
  ...columnFormat,
  ...measureFormat,
];
