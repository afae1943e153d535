import { salesEngine } from "../sales-warehouse.ts";
import { semanticModelContract } from "../semantic-model.contract.ts";
import { fakeKind, writeFakeModel } from "./fake-semantic-model.ts";
import { salesDefinition } from "./sales-definition.ts";

const files = new Map([["models/sales.fake-model.json", writeFakeModel(salesDefinition)]]);

semanticModelContract("fake", () => ({ kind: fakeKind, files }), salesEngine);
