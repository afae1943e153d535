import { reasons } from "../accepted-findings.ts";
import { ambiguousPaths } from "./ambiguous-paths.ts";
import { cycles } from "./cycles.ts";
import { dateTable } from "./date-table.ts";
import { formatStrings } from "./format-strings.ts";
import { identities } from "./identities.ts";
import { names } from "./names.ts";
import { partitions } from "./partitions.ts";
import { references } from "./references.ts";
import { relationshipKinds } from "./relationship-kinds.ts";
import { relationships } from "./relationships.ts";
import { reportFields } from "./report-fields.ts";
import type { Rule } from "./rule.ts";
import { syntax } from "./syntax.ts";
import { unusedVariables } from "./unused-variables.ts";
import { usedRelationships } from "./used-relationships.ts";
import { vocabulary } from "./vocabulary.ts";

/** Every rule that always runs, each in a file of its own. */
export const rules: readonly Rule[] = [
  syntax,
  vocabulary,
  names,
  identities,
  references,
  partitions,
  relationships,
  relationshipKinds,
  ambiguousPaths,
  usedRelationships,
  cycles,
  unusedVariables,
  dateTable,
  formatStrings,
  reportFields,
  reasons,
];
