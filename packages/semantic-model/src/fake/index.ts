export type { FakeDefinition, FakeMeasure, FakeTable } from "./fake-definition.ts";
export { fakeKind, writeFakeModel } from "./fake-semantic-model.ts";
export { salesDefinition } from "./sales-definition.ts";
