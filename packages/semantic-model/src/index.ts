export * from "./semantic-model.ts";
