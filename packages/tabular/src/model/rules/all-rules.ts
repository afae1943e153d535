import { reasons } from "../accepted-findings.ts";
import { ambiguousPaths } from "./ambiguous-paths.ts";
import { cycles } from "./cycles.ts";
import { names } from "./names.ts";
import { partitions } from "./partitions.ts";
import { references } from "./references.ts";
import { relationships } from "./relationships.ts";
import { reportFields } from "./report-fields.ts";
import type { Rule } from "./rule.ts";
import { syntax } from "./syntax.ts";
import { vocabulary } from "./vocabulary.ts";

/** Every rule, each in a file of its own. */
export const rules: readonly Rule[] = [
  syntax,
  vocabulary,
  names,
  references,
  partitions,
  relationships,
  ambiguousPaths,
  cycles,
  reportFields,
  reasons,
];
