export * from "./semantic-model.ts";
export { tabularKind } from "./tabular/tabular-kind.ts";
