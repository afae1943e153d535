export { mermaid } from "./mermaid.ts";
export { neighbourhood } from "./neighbourhood.ts";
export type { Picture } from "./picture.ts";
export { reachPicture } from "./reach-picture.ts";
export { svg } from "./svg.ts";
