export { type AuthorContext, type ContextFile, type ContextNode, selectContext } from "./select-context.ts";
