import type { Catalogue } from "./catalogue/catalogue.ts";

export type { Catalogue };
export { buildCatalogue } from "./catalogue/build-catalogue.ts";
export { planChange, type Proposal } from "./plan/plan-change.ts";
export { understand } from "./understand/understand.ts";
export { writeChange } from "./author/write-change.ts";
