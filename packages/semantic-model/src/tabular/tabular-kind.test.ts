import { salesEngine } from "../sales-warehouse.ts";
import { semanticModelContract } from "../semantic-model.contract.ts";
import { salesProject } from "./sales-project.ts";
import { tabularKind } from "./tabular-kind.ts";

semanticModelContract("tabular", () => ({ kind: tabularKind, files: salesProject() }), salesEngine);
